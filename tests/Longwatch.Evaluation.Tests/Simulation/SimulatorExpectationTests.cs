using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Simulation;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Evaluation.Tests.Simulation;

public sealed class SimulatorExpectationTests
{
    [Fact]
    public void Default_plan_expects_what_the_published_evaluation_saw()
    {
        // Published: 38 cases in about 42,500, 19 tested, 7 positive; 22 of 33 known onsets within 12 months; 4 to 6 % with a second primary.
        var expected = ExpectedRegistry.Of(new(42_500, 1));

        Assert.Equal(38, expected.Malignancies, 0.75);
        Assert.Equal(19.0 / 38, expected.Tested / expected.Malignancies, 0.01);
        Assert.Equal(7.0 / 19, expected.Positive / expected.Tested, 0.01);
        Assert.Equal(22.0 / 33, expected.WithinOneYear / expected.Malignancies, 0.01);
        Assert.InRange(expected.WithOtherPrimary / 42_500, 0.04, 0.06);
    }

    [Fact]
    public void Default_deaths_of_the_first_six_years_are_those_of_ZUMA_1()
    {
        // 40, 10, 4, 4, 3 and 1 deaths among 101 patients.
        var alive = ExpectedRegistry.Survival(new(), 1, 2200);

        double[] published = [61, 51, 47, 43, 40, 39];
        for (var year = 1; year <= 6; year++)
            Assert.Equal(published[year - 1] / 101, alive[(int)Math.Round(year * 365.25)], 0.002);
    }

    [Fact]
    public void Counts_over_several_seeds_agree_with_their_expectations()
    {
        const int patients = 200_000;
        const int seeds = 5;
        var expected = ExpectedRegistry.Of(new(patients, 1));
        var sum = new Observed(0, 0, 0, 0, 0, 0, 0, 0);
        for (ulong seed = 1; seed <= seeds; seed++)
            sum += Observed.In(Simulator.Simulate(new(patients, seed)));

        Near(expected.Driven, sum.Driven);
        Near(expected.Background, sum.Background);
        Near(expected.WithinOneYear, sum.WithinOneYear);
        Near(expected.Tested, sum.Tested);
        Near(expected.Positive, sum.Positive);
        Near(expected.WithOtherPrimary, sum.WithOtherPrimary);
        Near(expected.DeathsKnown, sum.Deaths);
        // Days are whole: every follow-up is cut to the day, on average by half of one. Variance per patient is below 4 square years.
        Assert.Equal(
            expected.PersonYears * seeds,
            sum.PersonYears,
            (patients * seeds * 1.5 / 365.25) + (4 * 2 * Math.Sqrt(patients * seeds))
        );

        // Counts of rare events are Poisson to a good approximation; four standard deviations and one in a hundred for the day grid.
        void Near(double one, double observed) => Assert.Equal(one * seeds, observed, (4 * Math.Sqrt(one * seeds)) + (0.005 * one * seeds));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 0)]
    public void A_cause_that_is_switched_off_makes_no_case(double background, double transgene)
    {
        var plan = new SimulationPlan(60_000, 3)
        {
            TCell = new() { BackgroundMultiplier = background, TransgenePer100000 = transgene * 300 },
        };

        var truth = Simulator.Simulate(plan).Truth;
        var origins = Observed.Malignancies(Simulator.Simulate(plan)).Select(i => truth.Neoplasms[i].Origin).Distinct();

        Assert.Equal([background > 0 ? NeoplasmOrigin.Background : NeoplasmOrigin.TransgeneDriven], origins);
    }

    private sealed record Observed(
        double Driven,
        double Background,
        double WithinOneYear,
        double Tested,
        double Positive,
        double WithOtherPrimary,
        double Deaths,
        double PersonYears
    )
    {
        public static Observed operator +(Observed a, Observed b) =>
            new(
                a.Driven + b.Driven,
                a.Background + b.Background,
                a.WithinOneYear + b.WithinOneYear,
                a.Tested + b.Tested,
                a.Positive + b.Positive,
                a.WithOtherPrimary + b.WithOtherPrimary,
                a.Deaths + b.Deaths,
                a.PersonYears + b.PersonYears
            );

        public static IEnumerable<int> Malignancies(SimulatedRegistry registry) =>
            Enumerable
                .Range(0, registry.Cohort.Neoplasms.Length)
                .Where(i => registry.Cohort.Neoplasms[i] is { Lineage: Lineage.TCell, Relation: NeoplasmRelation.SecondPrimary });

        public static Observed In(SimulatedRegistry registry)
        {
            var cohort = registry.Cohort;
            var times = CohortTimes.Of(cohort);
            int[] cells = [.. Malignancies(registry)];
            var valid = cohort.Tests.Where(t => t.Status == TestStatus.Valid).ToArray();
            return new(
                cells.Count(i => registry.Truth.Neoplasms[i].Origin == NeoplasmOrigin.TransgeneDriven),
                cells.Count(i => registry.Truth.Neoplasms[i].Origin == NeoplasmOrigin.Background),
                times.SecondaryTCell.Count(day => day is >= 0 and <= 365),
                valid.Select(t => t.Specimen).Distinct().Count(),
                valid.Count(t => t.Result == TestResult.Detected),
                cohort
                    .Neoplasms.Where(n => n.Relation == NeoplasmRelation.SecondPrimary && n.Lineage != Lineage.TCell)
                    .Select(n => n.Patient)
                    .Distinct()
                    .Count(),
                cohort.Visits.Count(v => v.VitalStatus == VitalStatus.Dead),
                times.Exit.Sum(day => (double)day) / 365.25
            );
        }
    }
}
