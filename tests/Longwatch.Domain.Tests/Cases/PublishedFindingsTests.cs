using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Tests.Cases;

public class PublishedFindingsTests
{
    private static Provenance Tagged(EvidenceTag tag) => new("s", "a", tag, PartialDate.FromDay(new(2025, 1, 1)), null, "cases.csv", 2);

    private static readonly MolecularCase Case = new(
        "c",
        "citation",
        1,
        null,
        VectorFamily.Lentiviral,
        5,
        "T-cell lymphoma",
        null,
        PublishedTransgeneResult.Positive,
        "qPCR",
        null,
        90,
        null,
        null,
        null,
        VectorClonality.Clonal,
        Ternary.Yes,
        Ternary.Unknown,
        Ternary.Yes,
        Ternary.Unknown,
        ["TET2"],
        [],
        [],
        null,
        "talquetamab",
        null,
        [
            new("TP53", null, Ternary.Yes, "list", Tagged(EvidenceTag.Unverified)),
            new("PBX2", "3'UTR", Ternary.No, "list", Tagged(EvidenceTag.Seen)),
        ],
        [],
        Tagged(EvidenceTag.Seen)
    );

    [Fact]
    public void Sites_from_unverified_rows_do_not_reach_the_ladder()
    {
        Assert.Equal("PBX2", Assert.Single(PublishedFindings.Of(Case).Sites).Gene);
        Assert.Equal(2, PublishedFindings.Of(Case, acceptUnverified: true).Sites.Length);
    }

    [Fact]
    public void Unverified_fields_are_not_known()
    {
        var doubtful = Case with { UnverifiedFields = ["transgene", "vector_clonality", "clonal_haematopoiesis", "expression_effect"] };

        var findings = PublishedFindings.Of(doubtful);

        Assert.Equal(TransgeneFinding.NotKnown, findings.Transgene);
        Assert.Equal(VectorClonality.NotReported, findings.Clonality);
        Assert.Equal(Ternary.Unknown, findings.ExpressionEffect);
        Assert.Equal(90, findings.CarPositivePercent);
        Assert.DoesNotContain(PublishedFindings.Modifiers(doubtful), m => m.Kind == ModifierKind.ClonalHaematopoiesis);
    }

    [Fact]
    public void A_case_whose_row_is_unverified_gives_no_findings_at_all()
    {
        var rumour = Case with { Provenance = Tagged(EvidenceTag.Unverified) };

        Assert.Equal(TransgeneFinding.NotKnown, PublishedFindings.Of(rumour).Transgene);
        Assert.Null(PublishedFindings.Of(rumour).CarPositivePercent);
        Assert.Empty(PublishedFindings.Modifiers(rumour));
    }

    [Fact]
    public void Recorded_drivers_are_modifiers_and_an_empty_row_excludes_none()
    {
        Assert.Equal(
            [ModifierKind.PreexistingClone, ModifierKind.ClonalHaematopoiesis, ModifierKind.LaterTherapies],
            PublishedFindings.Modifiers(Case).Select(m => m.Kind)
        );
        Assert.Equal(Ternary.Yes, PublishedFindings.Of(Case).SufficientAlternativeDriver);
        var bare = Case with { ClonePreexisting = Ternary.Unknown, ClonalHaematopoiesis = [], LaterTherapies = null };
        Assert.Equal(Ternary.Unknown, PublishedFindings.Of(bare).SufficientAlternativeDriver);
    }

    private static readonly MolecularThresholds Thresholds = new(0.5, 50, 0.01);

    private static readonly MolecularCase Negative = Case with
    {
        Transgene = PublishedTransgeneResult.Negative,
        LimitOfDetection = 0.001,
        TumourFraction = 0.6,
    };

    [Fact]
    public void A_published_negative_reaches_M1_only_with_its_limit_of_detection_and_tumour_content_verified()
    {
        MolecularAssessment Assess(MolecularCase published) => MolecularEvidence.Assess(PublishedFindings.Of(published), Thresholds);

        Assert.Equal(EvidenceLevel.M1, Assess(Negative).Level);
        Assert.Equal(EvidenceLevel.M0, Assess(Negative with { LimitOfDetection = null }).Level);
        Assert.Contains(
            "limit of detection not stated",
            Assess(Negative with { LimitOfDetection = null }).Reason,
            StringComparison.Ordinal
        );
        Assert.Equal(EvidenceLevel.M0, Assess(Negative with { TumourFraction = null }).Level);
        Assert.Equal(EvidenceLevel.M0, Assess(Negative with { UnverifiedFields = ["lod_copies_per_cell"] }).Level);
        Assert.Equal(EvidenceLevel.M0, Assess(Negative with { UnverifiedFields = ["tumour_fraction"] }).Level);
    }

    [Fact]
    public void A_published_case_reaches_M5_only_when_another_driver_was_looked_for_and_excluded()
    {
        var atCancerGene = Case with { Sites = [new("TP53", null, Ternary.Yes, "list", Tagged(EvidenceTag.Seen))] };
        EvidenceLevel Level(MolecularCase published) => MolecularEvidence.Assess(PublishedFindings.Of(published), Thresholds).Level;

        Assert.Equal(EvidenceLevel.M4, Level(atCancerGene));
        Assert.Equal(EvidenceLevel.M5, Level(atCancerGene with { AlternativeDriver = Ternary.No }));
        Assert.Equal(EvidenceLevel.M4, Level(atCancerGene with { AlternativeDriver = Ternary.Yes, ClonalHaematopoiesis = [] }));
        Assert.Equal(
            EvidenceLevel.M4,
            Level(atCancerGene with { AlternativeDriver = Ternary.No, UnverifiedFields = ["alternative_driver"] })
        );
    }
}
