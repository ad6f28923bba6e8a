using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Tests.Published;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class TransgeneAndClassSectionTests
{
    private static readonly PublishedEvidence reference = EvidenceInHand.Empty with
    {
        Products =
        [
            CohortInHand.Product("alpha_cel", "CD19", VectorFamily.Gammaretroviral),
            CohortInHand.Product("beta_cel", "BCMA", VectorFamily.Lentiviral),
        ],
        Assumptions =
        [
            EvidenceInHand.Assume("class.equivalence_margin", 3),
            EvidenceInHand.Assume("class.relative_rate", 2),
            EvidenceInHand.Assume("class.exposure_share", 0.1),
            EvidenceInHand.Assume("transgene.odds_ratio", 2),
            EvidenceInHand.Assume("molecular.adequate_lod_copies_per_cell", 0.01),
        ],
    };

    /// <summary>Eight cases with a test history each, and twelve people without a malignancy.</summary>
    private static CohortStudy Study()
    {
        var people = Enumerable
            .Range(0, 20)
            .Select(i => new Person(1_000, i < 8 ? 100 + i : null) { Product = i % 2 == 0 ? "alpha_cel" : "beta_cel" })
            .ToArray();
        var plain = CohortInHand.Study(reference, people);
        var specimens = ImmutableArray.CreateBuilder<Specimen>();
        var tests = ImmutableArray.CreateBuilder<TransgeneTest>();
        // Patient 0 detected; 1 not detected, LoD 0.005; 2 not detected without LoD, then detected; 3 failed; 4 not performed;
        // 5 indeterminate; 6 specimen only; 7 nothing but a germline specimen with a detected test, which is not the tumour.
        Add(0, SpecimenType.Tumour, (TestStatus.Valid, TestResult.Detected, null));
        Add(1, SpecimenType.Tumour, (TestStatus.Valid, TestResult.NotDetected, 0.005));
        Add(2, SpecimenType.Tumour, (TestStatus.Valid, TestResult.NotDetected, null), (TestStatus.Valid, TestResult.Detected, 0.01));
        Add(3, SpecimenType.Tumour, (TestStatus.Failed, TestResult.None, null));
        Add(4, SpecimenType.Tumour, (TestStatus.NotPerformed, TestResult.None, null));
        Add(5, SpecimenType.Tumour, (TestStatus.Valid, TestResult.Indeterminate, null));
        Add(6, SpecimenType.Tumour);
        Add(7, SpecimenType.Germline, (TestStatus.Valid, TestResult.Detected, null));
        // Blood and marrow hold CAR T cells of their own: no section takes them for the tumour.
        Add(6, SpecimenType.Blood, (TestStatus.Valid, TestResult.Detected, null));
        Add(7, SpecimenType.Marrow, (TestStatus.Valid, TestResult.NotDetected, 0.001));
        var cohort = plain.Cohort with { Specimens = specimens.ToImmutable(), Tests = tests.ToImmutable() };
        return new(cohort, CohortTimes.Of(cohort), reference);

        void Add(int patient, SpecimenType type, params ReadOnlySpan<(TestStatus Status, TestResult Result, double? Limit)> history)
        {
            var s = specimens.Count;
            specimens.Add(new($"s{s}", patient, patient, type, CohortInHand.Infusion.AddDays(200), CustodyStatus.Received, null, null));
            foreach (var (status, result, limit) in history)
                tests.Add(
                    new($"t{tests.Count}", s, CohortInHand.Infusion.AddDays(210), "ddpcr", status, result, null, limit, Ternary.Unknown)
                );
        }
    }

    [Fact]
    public void Each_step_has_its_own_count()
    {
        var section = TransgeneSection.Build(Study(), EvaluationOptions.Default);
        (double?, double?) Of(string id) => (section.Estimate(id).Numerator, section.Estimate(id).Denominator);
        Assert.Equal((7, 8), Of("transgene-specimen"));
        Assert.Equal((6, 8), Of("transgene-offered"));
        Assert.Equal((5, 6), Of("transgene-attempted"));
        Assert.Equal((3, 8), Of("transgene-tested"));
        Assert.Equal((2, 3), Of("transgene-positive"));
        Assert.Equal((1, 8), Of("transgene-indeterminate"));
        Assert.Equal(
            (2.0, 7.0),
            (section.Estimate("transgene-total-bounds").Intervals[0].Lower, section.Estimate("transgene-total-bounds").Intervals[0].Upper)
        );
        // Jeffreys: 2 + 5 × 2.5/4.
        Assert.Equal(2 + (5 * 2.5 / 4), section.Estimate("transgene-total-predicted").Value!.Value, 1e-9);
        // One negative case, and its limit of detection is stated and low enough.
        Assert.Equal(
            [(1.0, 1.0), (1.0, 1.0)],
            section.Table("transgene-detection").Rows.Select(r => (r.Cells[1].Number!.Value, r.Cells[2].Number!.Value))
        );
        var alpha = section.Row("transgene-tested-by", r => r.Text("value") == "alpha cel");
        Assert.Equal((2, 4), (alpha.Number("tested"), alpha.Number("cases")));
        Assert.Equal(8, section.Row("transgene-tested-by", r => r.Text("value") == "2020").Number("cases"));
    }

    [Fact]
    public void Transgene_evidence_and_benefit_sections_read_the_same_tests()
    {
        var study = Study() with
        {
            Reference = reference with
            {
                Assumptions =
                [
                    .. reference.Assumptions,
                    EvidenceInHand.Assume("molecular.clonal_copies_per_cell", 0.5),
                    EvidenceInHand.Assume("molecular.clonal_car_percent", 50),
                ],
            },
        };
        var (positive, tested) = (
            TransgeneSection.Build(study, EvaluationOptions.Default).Estimate("transgene-positive"),
            MolecularEvidenceSection.Build(study, EvaluationOptions.Default).Estimate("molecular-evidence-valid")
        );
        var bounds = BenefitRiskSection.Build(study, EvaluationOptions.Default).Estimate("benefit-risk-transgene-positive").Intervals[0];

        Assert.Equal((2, 3), (positive.Numerator, positive.Denominator));
        Assert.Equal((3, 8), (tested.Numerator, tested.Denominator)); // the indeterminate result of patient 5 is none
        Assert.Equal(2 * 10_000.0 / 20, bounds.Lower, 1e-9);
        Assert.Equal(7 * 10_000.0 / 20, bounds.Upper, 1e-9);
    }

    [Fact]
    public void Tests_after_the_data_lock_do_not_count()
    {
        var study = Study();
        var early = study.Cohort with { DataLock = CohortInHand.Infusion.AddDays(205) };
        var section = TransgeneSection.Build(new(early, CohortTimes.Of(early), reference), EvaluationOptions.Default);
        Assert.Equal((0, 8), (section.Estimate("transgene-tested").Numerator, section.Estimate("transgene-tested").Denominator));
        Assert.Contains("None of the 8 cases", section.Answer, StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.NotIdentified, section.Estimate("transgene-total-predicted").Status);
    }

    [Fact]
    public void A_cohort_without_cases_is_answered_in_words()
    {
        var study = CohortInHand.Study(reference, [new(100), new(200)]);
        Assert.Equal("There is no case, so there is nothing to test.", TransgeneSection.Build(study, EvaluationOptions.Default).Answer);
        var section = ClassEffectSection.Build(study, EvaluationOptions.Default);
        Assert.StartsWith("Products cannot be compared", section.Answer, StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.NoData, section.Estimate("class-effect-product-tau").Status);
    }

    [Fact]
    public void Products_are_counted_by_patients_and_by_person_years()
    {
        // Ten of each product; alpha followed for 100 days, beta for 1,000; two cases each at day 50.
        var people = Enumerable
            .Range(0, 20)
            .Select(i => new Person(i < 10 ? 100 : 1_000, i % 10 < 2 ? 50 : null) { Product = i < 10 ? "alpha_cel" : "beta_cel" });

        var section = ClassEffectSection.Build(CohortInHand.Study(reference, people), EvaluationOptions.Default);

        var alpha = section.Row("class-effect-groups", r => r.Text("group") == "alpha cel");
        Assert.Equal((10, 2), (alpha.Number("patients"), alpha.Number("cases")));
        Assert.Equal(((8 * 100) + (2 * 50)) / 365.25, alpha.Number("person_years"), 1e-9);
        // Equal counts per patient: p = 1. Per person-year 4 cases split as 900 : 8100 days; (2, 2) or more extreme: 1 − 0.9⁴ − 4·0.1·0.9³.
        Assert.Equal(1, section.Estimate("class-effect-product-p-patients").Value!.Value, 1e-9);
        Assert.Equal(
            1 - Math.Pow(0.9, 4) - (4 * 0.1 * Math.Pow(0.9, 3)),
            section.Estimate("class-effect-product-p-person-years").Value!.Value,
            1e-9
        );
        // By target the groups are the same two.
        Assert.Equal(
            section.Estimate("class-effect-product-p-person-years").Value,
            section.Estimate("class-effect-target-p-person-years").Value
        );
        // The costimulatory domain is in nobody's catalogue entry: greyed, not compared.
        Assert.Equal(EstimateStatus.NoData, section.Estimate("class-effect-costimulatory-domain-tau").Status);
        Assert.Equal(
            9,
            section
                .Row("class-effect-contrasts", r => r.Text("factor") == "Product" && r.Text("denominator") == "person-years")
                .Number("ratio"),
            1e-9
        );
        // Per patient the two products are alike, and so are the answers about them.
        RowOf Nested(string name) =>
            section.Row(
                "class-effect-nested",
                r => r.Text("level") == "product" && r.Text("name") == name && r.Text("denominator") == "patients"
            );
        Assert.Equal(Nested("alpha cel").Number("value"), Nested("beta cel").Number("value"), 1e-9);
        RowOf LeftOut(string name) =>
            section.Row("class-effect-left-out", r => r.Text("product") == name && r.Text("denominator") == "patients");
        Assert.Equal((2.0, 2.0), (LeftOut("alpha cel").Number("cases"), LeftOut("beta cel").Number("cases")));
        Assert.Equal(LeftOut("alpha cel").Number("predicted"), LeftOut("beta cel").Number("predicted"), 1e-9);
        Assert.Equal(10, section.Table("class-effect-aliasing").Rows[0].Cells[2].Number);
        Assert.All(section.Charts, c => Assert.Contains(section.Tables, t => t.Id == c.TableId));
        Assert.All(section.Tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Columns.Length, r.Cells.Length)));
        Assert.Equal(section.Estimates.Length, section.Estimates.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void A_statement_that_hangs_on_the_prior_is_undetermined()
    {
        // One case in all: the standard prior keeps every ratio near 1, the data say almost nothing.
        var one = Enumerable
            .Range(0, 20)
            .Select(i => new Person(1_000, i == 0 ? 50 : null) { Product = i < 10 ? "alpha_cel" : "beta_cel" });
        var few = ClassEffectSection.Build(CohortInHand.Study(reference, one), EvaluationOptions.Default);
        Assert.StartsWith("Undetermined", few.Answer, StringComparison.Ordinal);
        // Product, target and vector family under two priors each; no costimulatory domain is known.
        Assert.Equal(6, few.Table("class-effect-statements").Rows.Length);

        // Five against five: both priors put every ratio within 3-fold, but the exact interval of the ratio, 0.23 to 4.3 (5/10, binom.test in R), is wider.
        var ten = Enumerable
            .Range(0, 60)
            .Select(i => new Person(1_000, i % 6 == 0 ? 500 : null) { Product = i < 30 ? "alpha_cel" : "beta_cel" });
        var evenly = ClassEffectSection.Build(CohortInHand.Study(reference, ten), EvaluationOptions.Default);
        Assert.StartsWith("Undetermined", evenly.Answer, StringComparison.Ordinal);
        Assert.True(evenly.Estimate("class-effect-product-within").Value > 0.95);

        // Many cases at nearly equal rates: both priors agree.
        var many = Enumerable
            .Range(0, 800)
            .Select(i => new Person(1_000, i % 2 == 0 ? 500 : null) { Product = i < 400 ? "alpha_cel" : "beta_cel" });
        var alike = ClassEffectSection.Build(CohortInHand.Study(reference, many), EvaluationOptions.Default);
        Assert.StartsWith("A class effect at a 3-fold margin is supported", alike.Answer, StringComparison.Ordinal);
        Assert.All(alike.Table("class-effect-statements").Rows, r => Assert.Equal("class effect", r.Cells[^1].Text));
    }
}
