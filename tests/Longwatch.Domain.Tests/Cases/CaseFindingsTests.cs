using FsCheck;
using FsCheck.Fluent;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Signatures;
using Longwatch.Domain.Specimens;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Domain.Tests.Cases;

/// <summary>Levels worked out by hand from the words of the ladder (docs/methods/molecular-evidence.md).</summary>
public sealed class CaseFindingsTests
{
    private static readonly MolecularThresholds Thresholds = new(0.5, 50, 0.01);
    private static readonly CaseTest Detected = new(
        "t1",
        SpecimenType.Tumour,
        true,
        TestStatus.Valid,
        TestResult.Detected,
        0.3,
        0.001,
        0.4,
        null,
        Ternary.Unknown,
        []
    );
    private static readonly CaseTest Negative = Detected with
    {
        Id = "t2",
        Result = TestResult.NotDetected,
        CopiesPerCell = null,
        TumourFraction = 0.8,
    };

    private static CaseFindings Of(params CaseTest[] tests) => CaseFindings.Of(tests, default, Thresholds);

    private static EvidenceLevel Level(CaseFindings findings) => MolecularEvidence.Assess(findings.Findings, Thresholds).Level;

    [Fact]
    public void Not_tested_is_not_negative()
    {
        Assert.Equal(TransgeneFinding.NotTested, Of().Findings.Transgene);
        Assert.Equal(
            TransgeneFinding.NotTested,
            Of(Detected with { Status = TestStatus.NotPerformed, Result = TestResult.None }).Findings.Transgene
        );
        Assert.Equal(
            TransgeneFinding.NotValid,
            Of(Detected with { Status = TestStatus.Failed, Result = TestResult.None }).Findings.Transgene
        );
        Assert.Equal(TransgeneFinding.NotValid, Of(Detected with { Result = TestResult.Indeterminate }).Findings.Transgene);
    }

    [Fact]
    public void Copies_are_counted_per_tumour_cell()
    {
        // 0.3 copies per cell at 40 % tumour cells are 0.75 copies per tumour cell: clonal. At 80 % they are 0.375: bystanders suffice.
        Assert.Equal(EvidenceLevel.M3, Level(Of(Detected)));
        Assert.Equal(EvidenceLevel.M2, Level(Of(Detected with { TumourFraction = 0.8 })));
        var without = Of(Detected with { TumourFraction = null });
        Assert.Equal(EvidenceLevel.M2, Level(without));
        Assert.Contains(without.Remarks, r => r.Contains("tumour content", StringComparison.Ordinal));
    }

    [Fact]
    public void Blood_marrow_apheresis_and_germline_are_not_the_tumour()
    {
        var findings = Of(Detected with { Specimen = SpecimenType.Blood, OfTumour = false });

        Assert.Equal((TransgeneFinding.NotTested, 0), (findings.Findings.Transgene, findings.From.Length));
        Assert.Single(findings.Remarks);
    }

    [Fact]
    public void Tests_that_disagree_are_said_to_and_the_detection_stands()
    {
        var findings = Of(Negative, Detected);

        Assert.Equal(["t1"], findings.From);
        Assert.Equal(EvidenceLevel.M3, Level(findings));
        Assert.Contains(findings.Remarks, r => r.Contains("1 of 2 clear tests", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_several_negatives_the_one_that_could_have_seen_least_speaks()
    {
        var findings = Of(Negative with { LimitOfDetection = null }, Negative, Negative with { LimitOfDetection = 0.02 });

        Assert.Equal((0.001, 0.8), (findings.Findings.LimitOfDetection, findings.Findings.TumourFraction));
        Assert.Equal(EvidenceLevel.M1, Level(findings));
        // A limit of one test is never put together with the tumour content of another.
        Assert.Equal(EvidenceLevel.M0, Level(Of(Negative with { LimitOfDetection = null }, Negative with { TumourFraction = null })));
    }

    [Fact]
    public void Sites_clone_and_checklist_lead_up_the_ladder()
    {
        var clonal = Detected with { VectorClonal = Ternary.Yes, Sites = [new("TP53", Ternary.Yes)] };

        Assert.Equal(EvidenceLevel.M4, Level(Of(clonal)));
        Assert.Equal(EvidenceLevel.M5, Level(CaseFindings.Of([clonal], new(Ternary.Yes, Ternary.Yes, Ternary.No), Thresholds)));
        Assert.Equal(EvidenceLevel.M4, Level(CaseFindings.Of([clonal], new(Ternary.Yes, Ternary.Yes, Ternary.Unknown), Thresholds)));
        Assert.Equal(EvidenceLevel.M2, Level(CaseFindings.Of([clonal], new(Ternary.No, Ternary.Yes, Ternary.No), Thresholds)));
    }

    /// <summary>The case page never says less than the evaluation, which takes the highest level of single tests.</summary>
    [Fact]
    public void The_tests_together_stand_at_least_as_high_as_the_highest_of_them()
    {
        var test =
            from result in Gen.Elements(TestResult.Detected, TestResult.NotDetected, TestResult.Indeterminate)
            from copies in Gen.Elements<double?>(null, 0.01, 0.3, 1.2)
            from lod in Gen.Elements<double?>(null, 0.001, 0.02)
            from fraction in Gen.Elements<double?>(null, 0.01, 0.4, 0.9)
            from clonal in Gen.Elements(Ternary.Unknown, Ternary.Yes)
            select Detected with
            {
                Result = result,
                CopiesPerCell = result == TestResult.Detected ? copies : null,
                LimitOfDetection = lod,
                TumourFraction = fraction,
                VectorClonal = result == TestResult.Detected ? clonal : Ternary.Unknown,
            };

        Prop.ForAll(
                test.ListOf(4).ToArbitrary(),
                tests =>
                {
                    // A detection outweighs a negative, as in the evaluation: M1 of a negative does not count beside it, and every detection is above M1.
                    if (tests.Count > 0)
                        Assert.True(Level(Of([.. tests])) >= tests.Max(t => Level(Of(t))));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20250801, 23));
    }

    [Fact]
    public void An_override_stands_beside_the_rule_and_only_for_the_evidence_on_which_it_was_signed()
    {
        const string Reason = "Single-cell sequencing shows the vector in another clone.";
        var content = LevelOverride.Content(EvidenceLevel.M2, EvidenceLevel.M3, Reason, "e1");
        var signature = new Signature(
            Guid.NewGuid(),
            "A. Assessor",
            DateTimeOffset.UnixEpoch,
            SignatureMeaning.LevelOverride,
            1,
            content.Hash()
        );
        var placed = new LevelOverride(EvidenceLevel.M2, EvidenceLevel.M3, Reason, signature);

        var now = PlacedTumour.Of(Of(Detected), Thresholds, placed, "e1");
        Assert.Equal((EvidenceLevel.M3, EvidenceLevel.M2), (now.ByRule.Level, now.Level));
        var later = PlacedTumour.Of(Of(Detected), Thresholds, placed, "e2");
        Assert.True(later.OverrideIsOld);
        Assert.Equal(EvidenceLevel.M3, later.Level);
        Assert.Equal(EvidenceLevel.M3, PlacedTumour.Of(Of(Detected), Thresholds, placed with { Level = EvidenceLevel.M0 }, "e1").Level);
    }

    [Theory]
    [InlineData(EvidenceLevel.M2, "Single-cell sequencing shows another clone.", null)]
    [InlineData(EvidenceLevel.M3, "Single-cell sequencing shows another clone.", "level.same-as-rule")]
    [InlineData(EvidenceLevel.M2, "because", "level.reason")]
    [InlineData(EvidenceLevel.M2, null, "level.reason")]
    public void An_override_needs_another_level_and_a_reason(EvidenceLevel level, string? reason, string? code) =>
        Assert.Equal(code, LevelOverride.Against(level, EvidenceLevel.M3, reason)?.Code);
}
