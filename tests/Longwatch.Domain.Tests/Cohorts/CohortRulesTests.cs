using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Domain.Tests.Cohorts;

public sealed class CohortRulesTests
{
    private static readonly Cohort Good = new(
        "good",
        Day("2024-12-31"),
        "by hand",
        [new("P1", "C1", Sex.Female, Partial("1960"), IndexDisease.LargeBCellLymphoma, 2, default)],
        [new("I1", 0, Day("2021-01-01"), "alpha", null)],
        [new(0, Day("2022-01-01"), VitalStatus.Alive, null, DiseaseStatus.Remission, null)],
        [new("N1", 0, Day("2021-06-01"), "9702/3", "C77.9", Lineage.TCell, NeoplasmRelation.SecondPrimary, Ternary.Unknown)],
        [new("S1", 0, 0, SpecimenType.Tumour, Day("2021-05-20"), CustodyStatus.Stored, null, 0.5)],
        [new("T1", 0, Day("2021-07-01"), "ddpcr", TestStatus.Valid, TestResult.Detected, 1, 0.001, Ternary.Yes)],
        [new(0, Day("2020-05-01"), TherapyKind.Alkylator, null)]
    );

    public static TheoryData<string, CohortTable, string, Cohort> Errors =>
        new()
        {
            {
                "infusion before birth",
                CohortTable.Infusions,
                "infusion_date",
                Good with
                {
                    Infusions = [new("I", 0, Day("1959-12-31"), "alpha", null)],
                }
            },
            {
                "infusion twice",
                CohortTable.Infusions,
                "infusion_date",
                Good with
                {
                    Infusions = [Good.Infusions[0], Good.Infusions[0] with { Id = "I2" }],
                }
            },
            {
                "after the data lock",
                CohortTable.Therapies,
                "start_date",
                Good with
                {
                    Therapies = [new(0, Day("2025-01-01"), TherapyKind.Chemotherapy, null)],
                }
            },
            {
                "neoplasm before infusion",
                CohortTable.Neoplasms,
                "diagnosis_date",
                Neoplasm(n => n with { Diagnosed = Day("2020-12-31") })
            },
            { "index disease as second primary", CohortTable.Neoplasms, "relation", Neoplasm(n => n with { Lineage = Lineage.BCell }) },
            { "morphology", CohortTable.Neoplasms, "morphology", Neoplasm(n => n with { Morphology = "9702/4" }) },
            { "topography", CohortTable.Neoplasms, "topography", Neoplasm(n => n with { Topography = "77.9" }) },
            { "specimen before birth", CohortTable.Specimens, "collected_date", Specimen(s => s with { Collected = Day("1950-01-01") }) },
            { "test before specimen", CohortTable.Tests, "test_date", Test(t => t with { Date = Day("2021-05-19") }) },
            {
                "valid without result",
                CohortTable.Tests,
                "result",
                Test(t => t with { Result = TestResult.None, VectorClonal = Ternary.No })
            },
            { "result of a failed test", CohortTable.Tests, "status", Test(t => t with { Status = TestStatus.Failed }) },
            { "limit of detection of 0", CohortTable.Tests, "lod_copies_per_cell", Test(t => t with { LimitOfDetection = 0 }) },
            { "clonal but not detected", CohortTable.Tests, "vector_clonal", Test(t => t with { Result = TestResult.NotDetected }) },
            { "dead without date", CohortTable.Visits, "death_date", Visit(v => v with { VitalStatus = VitalStatus.Dead }) },
            { "date of death of the living", CohortTable.Visits, "vital_status", Visit(v => v with { DeathDate = Day("2021-12-01") }) },
            { "death before infusion", CohortTable.Visits, "death_date", Visit(v => Dead(v, "2020-12-01")) },
            { "death after its visit", CohortTable.Visits, "death_date", Visit(v => Dead(v, "2022-02-01")) },
            { "neoplasm after death", CohortTable.Neoplasms, "diagnosis_date", Visit(v => Dead(v, "2021-03-01")) },
            { "relapse before infusion", CohortTable.Visits, "relapse_date", Visit(v => v with { RelapseDate = Day("2020-06-01") }) },
            { "relapse after its visit", CohortTable.Visits, "relapse_date", Visit(v => v with { RelapseDate = Day("2022-06-01") }) },
            {
                "two dates of death",
                CohortTable.Visits,
                "death_date",
                Good with
                {
                    Visits = [Dead(Good.Visits[0], "2021-12-01"), Dead(Good.Visits[0], "2021-12-02")],
                }
            },
        };

    [Fact]
    public void A_good_cohort_has_no_finding() => Assert.Empty(CohortRules.Check(Good, lockCuts: false).Listed);

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_broken_rule_is_found_in_its_table_and_field(string rule, CohortTable table, string field, Cohort cohort)
    {
        var findings = CohortRules.Check(cohort, lockCuts: false).Listed;

        Assert.True(findings.Any(f => f.Severity == Severity.Error && f.Table == table && f.Field == field), rule);
    }

    [Fact]
    public void A_lymphoma_that_is_shown_to_be_clonally_unrelated_may_be_a_second_primary()
    {
        var cohort = Neoplasm(n => n with { Lineage = Lineage.BCell, ClonallyUnrelated = Ternary.Yes });

        Assert.Empty(CohortRules.Check(cohort, lockCuts: false).Listed);
    }

    [Fact]
    public void A_row_after_the_data_lock_is_no_error_where_the_lock_cuts()
    {
        var cohort = Good with { DataLock = Day("2021-05-31") };

        Assert.NotEmpty(CohortRules.Check(cohort, lockCuts: false).Listed);
        Assert.Empty(CohortRules.Check(cohort, lockCuts: true).Listed);
    }

    [Fact]
    public void Findings_beyond_the_limit_are_counted()
    {
        var cohort = Good with { Therapies = [.. Enumerable.Repeat(new Therapy(0, Day("2030-01-01"), TherapyKind.Alkylator, null), 50)] };

        var findings = CohortRules.Check(cohort, lockCuts: false, listed: 10);

        Assert.Equal(10, findings.Listed.Length);
        Assert.Equal(50, findings.Count(CohortTable.Therapies, Severity.Error));
    }

    [Fact]
    public void A_cut_keeps_what_was_known_on_the_day()
    {
        var cut = CohortCut.At(Good, Day("2021-05-31"), "cut");

        Assert.Empty(cut.Neoplasms);
        Assert.Empty(cut.Visits);
        Assert.Empty(cut.Tests);
        Assert.Null(Assert.Single(cut.Specimens).Neoplasm);
        Assert.Single(cut.Infusions);
    }

    [Theory]
    [InlineData("8000/0", true)]
    [InlineData("9992/3", true)]
    [InlineData("7999/3", false)]
    [InlineData("9993/3", false)]
    [InlineData("9702-3", false)]
    [InlineData("97 2/3", false)]
    [InlineData("", false)]
    public void A_morphology_is_four_digits_and_a_behaviour(string code, bool valid) => Assert.Equal(valid, IcdO.IsMorphology(code));

    private static Visit Dead(Visit visit, string day) => visit with { VitalStatus = VitalStatus.Dead, DeathDate = Day(day) };

    private static Cohort Visit(Func<Visit, Visit> change) => Good with { Visits = [change(Good.Visits[0])] };

    private static Cohort Neoplasm(Func<Neoplasm, Neoplasm> change) => Good with { Neoplasms = [change(Good.Neoplasms[0])] };

    private static Cohort Specimen(Func<Specimen, Specimen> change) => Good with { Specimens = [change(Good.Specimens[0])] };

    private static Cohort Test(Func<TransgeneTest, TransgeneTest> change) => Good with { Tests = [change(Good.Tests[0])] };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static PartialDate Partial(string text) =>
        PartialDate.TryParse(text, out var date) ? date : throw new ArgumentException(text, nameof(text));
}
