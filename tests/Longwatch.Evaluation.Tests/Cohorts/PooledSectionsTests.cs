using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Tests.Published;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Evaluation.Tests.Cohorts;

/// <summary>Sections 6, 7, 9 and 10 of patient-level cohorts.</summary>
public sealed class PooledSectionsTests
{
    private static readonly DateOnly Lock = new(2024, 4, 11);
    private static readonly DateOnly Infused = new(2022, 1, 1);

    private static readonly Func<CohortStudy, EvaluationOptions, Section>[] Sections =
    [
        PooledCohortsSection.Build,
        MolecularEvidenceSection.Build,
        BenefitRiskSection.Build,
        DataQualitySection.Build,
    ];

    /// <summary>Eight centres with the counts of the known answer; one patient after another, the first of each centre with the malignancy.</summary>
    private static CohortStudy Study(params (int Events, int Patients)[] centres)
    {
        var patients = new List<Patient>();
        var neoplasms = new List<Neoplasm>();
        for (var c = 0; c < centres.Length; c++)
        for (var i = 0; i < centres[c].Patients; i++)
        {
            if (i < centres[c].Events)
                neoplasms.Add(
                    new(
                        $"N{patients.Count}",
                        patients.Count,
                        Infused.AddDays(200),
                        "9702/3",
                        null,
                        Lineage.TCell,
                        NeoplasmRelation.SecondPrimary,
                        Ternary.Unknown
                    )
                );
            patients.Add(new($"P{patients.Count}", $"C{c}", Sex.Male, null, IndexDisease.MultipleMyeloma, null, default));
        }

        return Of(patients, neoplasms, [], []);
    }

    private static CohortStudy Of(List<Patient> patients, List<Neoplasm> neoplasms, Specimen[] specimens, TransgeneTest[] tests)
    {
        var cohort = new Cohort(
            "made up",
            Lock,
            "test",
            [.. patients],
            [.. patients.Select((_, p) => new Infusion($"I{p}", p, Infused, "tisagenlecleucel", null))],
            [
                .. patients.Select(
                    (_, p) =>
                        new Domain.FollowUp.Visit(
                            p,
                            Infused.AddDays(500),
                            Domain.FollowUp.VitalStatus.Alive,
                            null,
                            Domain.FollowUp.DiseaseStatus.Remission,
                            null
                        )
                ),
            ],
            [.. neoplasms],
            [.. specimens],
            [.. tests],
            []
        );
        return new(cohort, CohortTimes.Of(cohort), PooledEvidence.Full);
    }

    [Fact]
    public void Sections_are_whole_with_little_data_and_without_any()
    {
        foreach (var build in Sections)
        {
            SectionShape.Check(build(Study(), EvaluationOptions.Default));
            SectionShape.Check(build(Study((0, 5), (0, 3)), EvaluationOptions.Default));
            SectionShape.Check(build(Study((1, 40), (0, 3)), EvaluationOptions.Default));
            SectionShape.Check(build(Study((1, 40)) with { Reference = EvidenceInHand.Empty }, EvaluationOptions.Default));
        }
    }

    [Fact]
    public void Centres_without_events_take_part_in_the_pooled_share()
    {
        var study = Study((0, 120), (3, 410), (0, 95), (12, 380), (7, 900), (1, 60), (0, 300), (25, 410));

        var section = PooledCohortsSection.Build(study, EvaluationOptions.Default);

        // R, integrate() of the marginal likelihood with optim(): mean -4.80254324662, profile -6.6601325609 to -3.72282013433.
        var pooled = section.Estimate("pooled-cohorts-t-cell");
        Assert.Equal(1 / (1 + Math.Exp(4.80254324662)), pooled.Value!.Value, 1e-9);
        Assert.Equal(1 / (1 + Math.Exp(6.6601325609)), pooled.Intervals[1].Lower, 1e-7);
        Assert.Equal(1 / (1 + Math.Exp(3.72282013433)), pooled.Intervals[1].Upper, 1e-6);
        Assert.Equal(
            (48.0, 2675.0),
            (section.Estimate("pooled-cohorts-t-cell-crude").Numerator, section.Estimate("pooled-cohorts-t-cell-crude").Denominator)
        );
        Assert.Equal(EstimateStatus.Estimated, section.Estimate("pooled-cohorts-t-cell-rate").Status);
    }

    [Fact]
    public void Beyond_thirty_centres_the_smaller_ones_share_a_line_and_nobody_is_lost()
    {
        var study = Study([.. Enumerable.Range(0, 40).Select(c => (c % 3, 100 - c))]);

        var table = PooledCohortsSection.Build(study, EvaluationOptions.Default).Table("pooled-cohorts-t-cell");

        var lines = table.Rows.Where(r => r.Cells[1].Text is ForestChart.Study or ForestChart.Rest).ToArray();
        Assert.Equal(31, lines.Length);
        Assert.Equal(study.Cohort.Patients.Length, lines.Sum(r => r.Cells[3].Number));
        Assert.Equal(study.Times.SecondaryTCell.Count(d => d >= 0), lines.Sum(r => r.Cells[2].Number));
    }

    [Fact]
    public void Rare_events_scattered_over_two_hundred_centres_show_no_spread_beyond_chance()
    {
        // One event in every 17th centre, twelve of 159,300 patients in all; R: the score of the variance at 0 is negative, so the maximum lies there.
        var study = Study([.. Enumerable.Range(0, 200).Select(c => (c % 17 == 0 ? 1 : 0, 100 + (7 * c)))]);

        var section = PooledCohortsSection.Build(study, EvaluationOptions.Default);

        Assert.Equal(0, section.Estimate("pooled-cohorts-t-cell-variance").Value);
        Assert.Equal(12.0 / 159_300, section.Estimate("pooled-cohorts-t-cell").Value!.Value, 1e-12);
    }

    [Fact]
    public void Tumour_tests_place_a_malignancy_and_tests_of_other_tissue_do_not()
    {
        List<Patient> patients =
        [
            .. Enumerable.Range(0, 6).Select(p => new Patient($"P{p}", "C", Sex.Female, null, IndexDisease.Unknown, 1, default)),
        ];
        List<Neoplasm> neoplasms =
        [
            .. patients.Select(
                (_, p) =>
                    new Neoplasm(
                        $"N{p}",
                        p,
                        Infused.AddDays(100 + p),
                        "9702/3",
                        null,
                        Lineage.TCell,
                        NeoplasmRelation.SecondPrimary,
                        Ternary.Unknown
                    )
            ),
        ];
        Specimen Tissue(int n, SpecimenType type, double? fraction) =>
            new($"S{n}", n, n, type, Infused.AddDays(120), CustodyStatus.Received, null, fraction);
        TransgeneTest Test(int specimen, TestStatus status, TestResult result, double? copies, double? lod) =>
            new($"T{specimen}", specimen, Infused.AddDays(150), "ddpcr", status, result, copies, lod, Ternary.Unknown);
        var study = Of(
            patients,
            neoplasms,
            [
                Tissue(0, SpecimenType.Tumour, 0.5),
                Tissue(1, SpecimenType.Tumour, 0.8),
                Tissue(2, SpecimenType.Tumour, 0.8),
                Tissue(3, SpecimenType.Tumour, null),
                Tissue(4, SpecimenType.Apheresis, null),
                Tissue(5, SpecimenType.Tumour, 0.8),
            ],
            [
                Test(0, TestStatus.Valid, TestResult.Detected, 0.3, 0.001), // 0.6 copies per tumour cell: clonal
                Test(1, TestStatus.Valid, TestResult.Detected, 0.02, 0.001), // 0.025: bystander
                Test(2, TestStatus.Valid, TestResult.NotDetected, null, 0.001), // adequate negative
                Test(3, TestStatus.Valid, TestResult.NotDetected, null, 0.001), // tumour content unknown
                Test(4, TestStatus.Valid, TestResult.Detected, 2, 0.001), // apheresis: not the tumour
                Test(5, TestStatus.Failed, TestResult.None, null, null),
            ]
        );

        var section = MolecularEvidenceSection.Build(study, EvaluationOptions.Default);

        double[] expected = [3, 1, 1, 1, 0, 0];
        Assert.Equal(expected, section.Table("molecular-evidence-levels").Rows.Select(r => r.Cells[1].Number!.Value));
        Assert.Equal("no-result: 2, unqualified-negative: 1", section.Table("molecular-evidence-levels").Rows[0].Cells[4].Text);
        Assert.Equal(
            (4.0, 6.0),
            (section.Estimate("molecular-evidence-valid").Numerator, section.Estimate("molecular-evidence-valid").Denominator)
        );
        // Two positive, two negative tumours of six: 2 to 4 per 6 infused.
        var bounds = BenefitRiskSection.Build(study, EvaluationOptions.Default).Estimate("benefit-risk-transgene-positive").Intervals[0];
        Assert.Equal(20_000.0 / 6, bounds.Lower, 1e-9);
        Assert.Equal(40_000.0 / 6, bounds.Upper, 1e-9);
        Assert.Equal(
            5,
            DataQualitySection
                .Build(study, EvaluationOptions.Default)
                .Row("data-quality-completeness", r => r.Text("variable") == "specimens: tumour specimen of a secondary T-cell malignancy")
                .Number("known")
        );
    }

    [Fact]
    public void Missing_values_loss_to_follow_up_and_index_disease_are_counted_by_hand()
    {
        List<Patient> patients =
        [
            new(
                "A",
                "C",
                Sex.Female,
                PartialDate.FromDay(new(1950, 1, 1)),
                IndexDisease.MultipleMyeloma,
                3,
                new(Ternary.Yes, Ternary.No, Ternary.Unknown, Ternary.Yes)
            ),
            new("B", "C", Sex.Unknown, null, IndexDisease.MultipleMyeloma, null, default),
        ];
        List<Neoplasm> neoplasms =
        [
            new("N1", 0, Infused.AddDays(50), "9732/3", null, Lineage.PlasmaCell, NeoplasmRelation.Relapse, Ternary.No),
            new("N2", 0, Infused.AddDays(900), "9702/3", "C77.9", Lineage.TCell, NeoplasmRelation.SecondPrimary, Ternary.No),
        ];
        // Last contact: A 900 days after infusion (11 April 2024 is day 831: after the lock, so the visit at day 500 counts), B day 500.
        var section = DataQualitySection.Build(Of(patients, neoplasms, [], []), EvaluationOptions.Default);

        (double, double) Known(string variable)
        {
            var row = section.Row("data-quality-completeness", r => r.Text("variable") == variable);
            return (row.Number("known"), row.Number("of"));
        }

        Assert.Equal((1, 2), Known("patients: birth_date"));
        Assert.Equal((0, 2), Known("patients: prior_tbi"));
        Assert.Equal((1, 2), Known("patients: prior_alkylator"));
        Assert.Equal((1, 2), Known("neoplasms: topography"));
        Assert.Equal((2, 2), Known("visits: vital status within a year before the data lock")); // 331 days of silence
        Assert.Equal(
            ["relapse of the index disease", "after the data lock"],
            section.Table("data-quality-neoplasms").Rows.Select(r => r.Cells[0].Text)
        );
        Assert.Equal(
            1,
            section
                .Row("data-quality-contradictions", r => r.Text("what")!.StartsWith("Second primary", StringComparison.Ordinal))
                .Number("rows")
        );
    }
}
