using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Tests.Published;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class ConfoundingSectionTests
{
    private const double Year = 365.25;

    private static readonly PublishedEvidence catalogue = EvidenceInHand.Empty with
    {
        Products =
        [
            CohortInHand.Product("alpha_cel", "CD19", VectorFamily.Lentiviral),
            CohortInHand.Product("beta_cel", "BCMA", VectorFamily.Gammaretroviral),
        ],
        Assumptions = [EvidenceInHand.Assume("risk.events_per_covariate", 2), EvidenceInHand.Assume("confounding.landmark_days", 100)],
    };

    /// <summary>Sixty of alpha and forty of beta; every tenth has a case; beta are five years older, and alkylators differ.</summary>
    private static readonly CohortStudy hundred = Study(
        catalogue,
        Enumerable
            .Range(0, 100)
            .Select(i => new Person(1000 + (i % 7), i % 10 == 3 ? 300 + i : null, i % 10 == 5 ? 900 : null)
            {
                Product = i < 60 ? "alpha_cel" : "beta_cel",
                Born = (i < 60 ? 1965 : 1960) + (i % 11),
                Alkylator = (i % 3 == 0) == (i < 60) ? Ternary.Yes : Ternary.No,
            })
    );

    [Fact]
    public void The_section_has_its_shape_with_and_without_data()
    {
        SectionShape.Check(Build(hundred));
        SectionShape.Check(Build(Study(EvidenceInHand.Empty, [new(0) { Infused = false }])));
        SectionShape.Check(Build(Study(EvidenceInHand.Empty, [new(100, 50), new(200)])));
        Assert.Equal(11, Build(hundred).Number);
    }

    [Fact]
    public void The_crude_ratio_is_counted_by_hand_and_the_adjusted_one_says_for_what()
    {
        var section = Build(hundred);
        double[] days = [0, 0];
        for (var i = 0; i < 100; i++)
            days[i < 60 ? 0 : 1] +=
                i % 10 == 3 ? 300 + i
                : i % 10 == 5 ? 900
                : 1000 + (i % 7);
        var crude = section.Row("confounding-adjustment", r => r.Text("line") == "Target: crude rate ratio, everybody");
        Assert.Equal("Target: BCMA against CD19", crude.Text("contrast"));
        Assert.Equal((100.0, 10.0, 4.0), (crude.Number("patients"), crude.Number("cases"), crude.Number("cases_exposed")));
        Oracle.Equal(4 / days[1] / (6 / days[0]), crude.Number("ratio"), 1e-12);

        // Ten cases at two per covariate carry five: the exposure and the two covariates that are recorded.
        var adjusted = section.Row(
            "confounding-adjustment",
            r => r.Text("line") == "Target: adjusted cause-specific hazard ratio (Cox, death censors)"
        );
        Assert.Equal("age per decade, prior alkylator", adjusted.Text("adjusted_for"));
        Assert.Equal("estimated", adjusted.Text("status"));
        Assert.Equal(section.Estimate("confounding-target-adjusted").Value!.Value, adjusted.Number("ratio"));
        var strength = adjusted.Number("ratio") is var ratio && ratio < 1 ? 1 / ratio : ratio;
        Oracle.Equal(strength + Math.Sqrt(strength * (strength - 1)), adjusted.Number("e_value"), 1e-12);

        var lines = section.Row(
            "confounding-balance",
            r => r.Text("covariate") == "prior lines" && r.Text("contrast") == "Target: BCMA against CD19"
        );
        Assert.Equal(100, lines.Number("missing"));
        Assert.StartsWith("left out: not recorded for more than", lines.Text("status"), StringComparison.Ordinal);
        var age = section.Row(
            "confounding-balance",
            r => r.Text("covariate") == "age per decade" && r.Text("contrast") == "Target: BCMA against CD19"
        );
        Assert.True(age.Number("before") > 1);
        Assert.Equal(0, age.Number("after"), 1e-6);
    }

    [Fact]
    public void Few_cases_carry_no_covariate_and_no_assumption_carries_none()
    {
        var few = catalogue with
        {
            Assumptions = [EvidenceInHand.Assume("risk.events_per_covariate", 40), EvidenceInHand.Assume("confounding.landmark_days", 100)],
        };
        var section = Build(new(hundred.Cohort, hundred.Times, few));
        var adjusted = section.Estimate("confounding-target-adjusted");
        Assert.Equal(EstimateStatus.NotIdentified, adjusted.Status);
        Assert.Contains("10 cases carry no covariate", adjusted.Note, StringComparison.Ordinal);
        Assert.Contains("4 cases of 40 patients against 6 of 60", adjusted.Note, StringComparison.Ordinal);
        var silent = Build(new(hundred.Cohort, hundred.Times, catalogue with { Assumptions = [] }));
        Assert.Equal(EstimateStatus.NotIdentified, silent.Estimate("confounding-target-adjusted").Status);
    }

    [Fact]
    public void A_second_infusion_is_looked_at_as_it_begins_and_what_nobody_had_is_said_with_counts()
    {
        var cohort = hundred.Cohort;
        // Every fourth patient is infused again on day 200: none of the cases comes before.
        Infusion[] later =
        [
            .. Enumerable.Range(0, 25).Select(i => new Infusion($"r{i}", 4 * i, CohortInHand.Infusion.AddDays(200), "alpha_cel", null)),
        ];
        var infusions = cohort.Infusions.AddRange(later).Sort((a, b) => (a.Patient, a.Date).CompareTo((b.Patient, b.Date)));
        var again = cohort with { Infusions = infusions };
        var section = Build(new(again, CohortTimes.Of(again), catalogue));

        var row = section.Row(
            "confounding-immortal-time",
            r => r.Text("exposure") == "Second infusion" && r.Text("look") == "time-dependent"
        );
        Assert.Equal((100.0, 25.0), (row.Number("patients"), row.Number("exposed")));
        Assert.Equal(Enumerable.Range(0, 25).Count(i => 4 * i % 10 == 3), row.Number("cases_exposed"));
        Oracle.Equal(25 * 200 / Year, row.Number("immortal_years"), 1e-12);
        Assert.Contains("no case", row.Text("status"), StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.NotIdentified, section.Estimate("confounding-second-infusion").Status);

        var transplant = section.Estimate("confounding-transplant");
        Assert.Equal(EstimateStatus.NoData, transplant.Status);
        Assert.StartsWith("0 of 100 patients", transplant.Note, StringComparison.Ordinal);
        Assert.StartsWith("0 of 0 patients", section.Estimate("confounding-persistence").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Transplants_after_the_infusion_are_exposed_from_their_day_and_earlier_ones_are_not()
    {
        var people = Enumerable.Range(0, 60).Select(i => new Person(1000 + i, i % 6 == 0 ? 400 + i : null)).ToArray();
        var study = Study(catalogue, people);
        var cohort = study.Cohort with
        {
            Therapies =
            [
                .. Enumerable
                    .Range(0, 20)
                    .Select(i => new Therapy(3 * i, CohortInHand.Infusion.AddDays(50), TherapyKind.AllogeneicTransplant, null)),
                new(1, CohortInHand.Infusion.AddDays(-50), TherapyKind.AutologousTransplant, null),
                new(2, CohortInHand.Infusion.AddDays(60), TherapyKind.Chemotherapy, null),
            ],
        };
        var section = Build(new(cohort, CohortTimes.Of(cohort), catalogue));
        var estimate = section.Estimate("confounding-transplant");
        Assert.StartsWith("20 patients of 60 exposed", estimate.Note ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Death_and_its_neglect_are_counted()
    {
        var section = Build(hundred);
        var died = section.Estimate("confounding-died-before");
        Assert.Equal((10, 100), (died.Numerator, died.Denominator));
        var row = section.Row("confounding-death", r => r.Number("years") == 2);
        Assert.True(row.Number("one_minus_km") >= row.Number("incidence"));
        Assert.Equal(4, section.Table("confounding-characteristics").Rows.Select(r => r.Cells[1].Text).Distinct().Count());
    }

    /// <summary>
    /// One covariate of two values: its overlap weights are known by hand. Of 30 and 10 (alkylators yes, no) CD19 patients 6 and 1 die on day 200, of 10 and 30 BCMA patients 4 and 3.
    /// A BCMA patient weighs 0.75 with alkylators and 0.25 without, a CD19 patient 0.25 and 0.75.
    /// </summary>
    [Fact]
    public void Survival_is_weighted_as_by_hand()
    {
        var section = Build(
            Study(
                catalogue,
                [
                    .. Group("alpha_cel", 30, 6, Ternary.Yes),
                    .. Group("alpha_cel", 10, 1, Ternary.No),
                    .. Group("beta_cel", 10, 4, Ternary.Yes),
                    .. Group("beta_cel", 30, 3, Ternary.No),
                ]
            )
        );
        RowOf At(string group, int years) =>
            section.Row(
                "confounding-survival",
                r => r.Text("contrast") == "Target: BCMA against CD19" && r.Text("group") == group && r.Number("years") == years
            );

        var (first, other) = (At("BCMA", 1), At("CD19", 1));
        Assert.Equal((40, 33), (first.Number("patients"), first.Number("at_risk")));
        Oracle.Equal(33 / 40.0, first.Number("survival"), 1e-12);
        Oracle.Equal(33 / 40.0, other.Number("survival"), 1e-12);
        Oracle.Equal(((0.75 * 6) + (0.25 * 27)) / 15, first.Number("weighted"), 1e-7);
        Oracle.Equal(((0.25 * 24) + (0.75 * 9)) / 15, other.Number("weighted"), 1e-7);
        // Influence of a patient on the weighted share: weight × (alive − share) / sum of weights.
        var error = Math.Sqrt((0.5625 * ((6 * 0.0625) + (4 * 0.5625))) + (0.0625 * ((27 * 0.0625) + (3 * 0.5625)))) / 15;
        var spread = Math.Exp(1.959963984540054 * error / (0.75 * -Math.Log(0.75)));
        Oracle.Equal(Math.Pow(0.75, spread), first.Number("lower"), 1e-6);
        Oracle.Equal(Math.Pow(0.75, 1 / spread), first.Number("upper"), 1e-6);
        Assert.Contains("nobody is followed", At("BCMA", 5).Text("status"), StringComparison.Ordinal);
        Assert.True(At("BCMA", 5).Cell("survival").IsMissing);
    }

    private static IEnumerable<Person> Group(string product, int patients, int deaths, Ternary alkylator) =>
        Enumerable
            .Range(0, patients)
            .Select(i => new Person(
                i < deaths ? 100
                    : product == "alpha_cel" ? 1300
                    : 1200,
                null,
                i < deaths ? 200 : null
            )
            {
                Product = product,
                Alkylator = alkylator,
            });

    private static CohortStudy Study(PublishedEvidence reference, IEnumerable<Person> people) => CohortInHand.Study(reference, people);

    private static Section Build(CohortStudy study) => ConfoundingSection.Build(study, EvaluationOptions.Default);
}
