using Longwatch.Domain.Cases;

namespace Longwatch.Domain.Tests.Cases;

/// <summary>Expected levels are those of the ladder as it was proposed (M0 to M5), worked out by hand from its words.</summary>
public class MolecularEvidenceTests
{
    private static readonly MolecularThresholds Thresholds = new(0.5, 50, 0.01);

    private static EvidenceLevel Level(MolecularFindings findings) => MolecularEvidence.Assess(findings, Thresholds).Level;

    private static readonly MolecularFindings AtCancerGene = new()
    {
        Transgene = TransgeneFinding.Detected,
        Clonality = VectorClonality.Clonal,
        Sites = [new("ZGPAT", Ternary.No), new("TP53", Ternary.Yes)],
    };

    [Theory]
    [InlineData(TransgeneFinding.NotKnown)]
    [InlineData(TransgeneFinding.NotTested)]
    [InlineData(TransgeneFinding.NotValid)]
    public void Without_a_valid_result_nothing_else_lifts_a_tumour_above_M0(TransgeneFinding finding) =>
        Assert.Equal(EvidenceLevel.M0, Level(AtCancerGene with { Transgene = finding }));

    [Theory]
    [InlineData(null, 0.8, EvidenceLevel.M0)] // limit of detection not stated
    [InlineData(0.001, null, EvidenceLevel.M0)] // tumour content not stated
    [InlineData(0.02, 0.8, EvidenceLevel.M0)] // limit of detection too high
    [InlineData(0.01, 0.01, EvidenceLevel.M0)] // a clonal vector would give 0.5 × 0.01 = 0.005 copies, below 0.01
    [InlineData(0.01, 0.02, EvidenceLevel.M1)] // 0.5 × 0.02 = 0.01, just seen
    [InlineData(0.001, 0.8, EvidenceLevel.M1)]
    public void A_negative_is_M1_only_when_it_says_what_it_could_have_seen(double? lod, double? fraction, EvidenceLevel expected) =>
        Assert.Equal(
            expected,
            Level(
                new()
                {
                    Transgene = TransgeneFinding.NotDetected,
                    LimitOfDetection = lod,
                    TumourFraction = fraction,
                }
            )
        );

    [Fact]
    public void Very_low_without_a_limit_of_detection_is_a_signal_and_never_silently_M1()
    {
        var assessment = MolecularEvidence.Assess(new() { Transgene = TransgeneFinding.VeryLow }, Thresholds);

        Assert.Equal(EvidenceLevel.M2, assessment.Level);
        Assert.Contains("M1 is not claimed", assessment.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Very_low_below_a_stated_adequate_limit_of_detection_is_M1()
    {
        var findings = new MolecularFindings
        {
            Transgene = TransgeneFinding.VeryLow,
            CopiesPerTumourCell = 0.001,
            LimitOfDetection = 0.005,
            TumourFraction = 0.9,
        };

        Assert.Equal(EvidenceLevel.M1, Level(findings));
        Assert.Equal(EvidenceLevel.M2, Level(findings with { CopiesPerTumourCell = 0.1 }));
    }

    [Fact]
    public void A_positive_result_alone_is_M2_since_bystander_cells_suffice() =>
        Assert.Equal(EvidenceLevel.M2, Level(new() { Transgene = TransgeneFinding.Detected }));

    [Theory]
    [InlineData(0.49, null, EvidenceLevel.M2)]
    [InlineData(0.5, null, EvidenceLevel.M3)]
    [InlineData(null, 49.0, EvidenceLevel.M2)]
    [InlineData(null, 90.0, EvidenceLevel.M3)]
    [InlineData(0.1, 90.0, EvidenceLevel.M3)]
    public void Quantity_per_tumour_cell_decides_between_bystander_and_clone(double? copies, double? percent, EvidenceLevel expected) =>
        Assert.Equal(
            expected,
            Level(
                new()
                {
                    Transgene = TransgeneFinding.Detected,
                    CopiesPerTumourCell = copies,
                    CarPositivePercent = percent,
                }
            )
        );

    [Fact]
    public void A_clone_that_is_shown_to_be_another_one_overrules_quantity()
    {
        var many = new MolecularFindings { Transgene = TransgeneFinding.Detected, CopiesPerTumourCell = 4 };

        Assert.Equal(EvidenceLevel.M2, Level(many with { Clonality = VectorClonality.NotClonal }));
        Assert.Equal(EvidenceLevel.M2, Level(many with { SameCloneAsTumour = Ternary.No }));
    }

    [Fact]
    public void Several_clones_without_a_dominant_one_are_not_the_tumour_clone_unless_quantity_says_so()
    {
        var several = new MolecularFindings { Transgene = TransgeneFinding.Detected, Clonality = VectorClonality.Oligoclonal };

        Assert.Equal(EvidenceLevel.M2, Level(several));
        Assert.Equal(EvidenceLevel.M3, Level(several with { CarPositivePercent = 90 }));
    }

    [Fact]
    public void Each_further_rung_needs_the_one_below()
    {
        Assert.Equal(EvidenceLevel.M4, Level(AtCancerGene));
        Assert.Equal(EvidenceLevel.M3, Level(AtCancerGene with { Sites = [new("X", Ternary.Unknown)] }));
        Assert.Equal(EvidenceLevel.M2, Level(AtCancerGene with { Clonality = VectorClonality.NotReported }));
        var dysregulated = AtCancerGene with { ExpressionEffect = Ternary.Yes };
        Assert.Equal(EvidenceLevel.M4, Level(dysregulated));
        Assert.Equal(EvidenceLevel.M4, Level(dysregulated with { SufficientAlternativeDriver = Ternary.Yes }));
        Assert.Equal(EvidenceLevel.M5, Level(dysregulated with { SufficientAlternativeDriver = Ternary.No }));
        Assert.Equal(
            EvidenceLevel.M3,
            Level(dysregulated with { SufficientAlternativeDriver = Ternary.No, Sites = [new("X", Ternary.No)] })
        );
    }

    [Fact]
    public void The_assessment_names_the_rules_that_were_met_and_the_one_that_stopped_it()
    {
        var rules = MolecularEvidence.Assess(AtCancerGene, Thresholds).Rules;

        Assert.Equal(["signal", "clonal", "cancer-gene", "dysregulation"], rules.Select(r => r.Rule.Id));
        Assert.Equal([true, true, true, false], rules.Select(r => r.Met));
        Assert.Contains("TP53", rules[2].Reason, StringComparison.Ordinal);
        Assert.All(rules, r => Assert.Contains(r.Rule, MolecularEvidence.Rules));
    }
}
