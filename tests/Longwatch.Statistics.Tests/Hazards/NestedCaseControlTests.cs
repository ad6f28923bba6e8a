using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Tests.Hazards;

public sealed class NestedCaseControlTests
{
    private const int People = 400;

    [Fact]
    public void Conditional_logistic_regression_equals_clogit_with_one_to_three_cases_in_a_set()
    {
        // R 4.2.2, survival 3.5-3: clogit(case ~ x1 + x2 + strata(set), method = "exact", control = coxph.control(eps = 1e-14)), i <- 1:80 as below.
        int[] i = [.. Enumerable.Range(1, 80)];
        var fit = ConditionalLogistic.Fit(
            [
                [.. i.Select(k => k * 37 % 11 / 5.0)],
                [.. i.Select(k => (double)(k * 53 % 7))],
            ],
            [.. i.Select(k => k % 5 == 1 || k % 15 == 3)],
            [.. i.Select(k => (k - 1) / 5)]
        );
        Oracle.Equal(-0.191682150688994, fit.Coefficients[0], 1e-9);
        Oracle.Equal(0.0233391142418569, fit.Coefficients[1], 1e-9);
        Oracle.Equal(0.14635538388223, fit.Covariance[0, 0], 1e-9);
        Oracle.Equal(0.00536630550486154, fit.Covariance[0, 1], 1e-9);
        Oracle.Equal(0.0141255614665451, fit.Covariance[1, 1], 1e-9);
        Oracle.Equal(-29.9098896823053, fit.NullLogLikelihood, 1e-11);
        Oracle.Equal(-29.7503493401876, fit.LogLikelihood, 1e-11);
    }

    [Fact]
    public void Discordant_pairs_decide_a_matched_pair_analysis_by_hand()
    {
        // 7 pairs with the case exposed only, 3 with the control exposed only, 5 alike: the odds ratio is 7/3, its log has variance 1/7 + 1/3.
        var (exposed, isCase, sets) = (new List<double>(), new List<bool>(), new List<int>());
        for (var pair = 0; pair < 15; pair++)
        {
            exposed.AddRange(
                pair < 7 ? [1, 0]
                : pair < 10 ? [0, 1]
                : [1, 1]
            );
            isCase.AddRange([true, false]);
            sets.AddRange([pair, pair]);
        }

        var fit = ConditionalLogistic.Fit(
            [
                [.. exposed],
            ],
            [.. isCase],
            [.. sets]
        );
        Assert.Equal(Math.Log(7.0 / 3), fit.Coefficients[0], 1e-12);
        Assert.Equal((1.0 / 7) + (1.0 / 3), fit.Covariance[0, 0], 1e-12);
    }

    [Fact]
    public void Controls_are_at_risk_free_of_the_event_matched_and_different()
    {
        var cohort = Cohort(delayed: true);
        int[] sex = [.. Enumerable.Range(0, People).Select(i => i % 2)];
        int[] centre = [.. Enumerable.Range(0, People).Select(i => i * 7 % 5)];
        var drawn = MatchedSets.Draw(cohort, 3, seed: 11, sex, centre);
        for (var line = 0; line < drawn.Rows.Count; line++)
        {
            var (row, time) = (drawn.Rows[line], drawn.Times[drawn.Sets[line]]);
            var own = drawn.Rows[Array.IndexOf(drawn.Sets, drawn.Sets[line])];
            Assert.Equal((sex[own], centre[own]), (sex[row], centre[row]));
            Assert.True(cohort.Entries![row] < time && cohort.Exits[row] >= time);
            Assert.Equal(drawn.IsCase[line], cohort.Observed[row] && cohort.Exits[row] == time);
        }

        Assert.Equal(cohort.Observed.Count(o => o), drawn.IsCase.Count(c => c));
        Assert.Equal(drawn.Rows.Count, drawn.Rows.Zip(drawn.Sets).Distinct().Count());
        var shortSets = drawn.Sets.GroupBy(s => s).Count(g => g.Count() < 4);
        Assert.Equal(shortSets, drawn.ShortSets);
    }

    [Fact]
    public void The_same_seed_draws_the_same_sets_and_another_seed_others()
    {
        var cohort = Cohort(delayed: false);
        var once = MatchedSets.Draw(cohort, 4, seed: 5);
        Assert.Equal(once.Rows, MatchedSets.Draw(cohort, 4, seed: 5).Rows);
        Assert.NotEqual(once.Rows, MatchedSets.Draw(cohort, 4, seed: 6).Rows);
    }

    [Fact]
    public void Everyone_at_risk_is_drawn_equally_often()
    {
        // One case, 9 others at risk, 3 drawn: each one time in three.
        var cohort = new CoxData([], [1, 2, 2, 2, 2, 2, 2, 2, 2, 2], [true, .. new bool[9]]);
        var times = new int[10];
        for (var seed = 0UL; seed < 3000; seed++)
            foreach (var row in MatchedSets.Draw(cohort, 3, seed).Rows)
                times[row]++;
        Assert.Equal(3000, times[0]);
        // Four standard errors of a binomial count: 4 × sqrt(3000 × 2/9) = 103.
        Assert.All(times[1..], t => Assert.InRange(t, 897, 1103));
    }

    [Fact]
    public void With_everyone_at_risk_as_controls_the_analysis_is_that_of_the_cohort()
    {
        var cohort = Cohort(delayed: false);
        var sets = MatchedSets.Draw(cohort, People, seed: 1);
        var nested = ConditionalLogistic.Fit(
            [
                [.. sets.Rows.Select(r => cohort.Columns[0][r])],
            ],
            sets.IsCase,
            sets.Sets
        );
        var full = Cox.Fit(cohort);
        Oracle.Equal(full.Coefficients[0], nested.Coefficients[0], 1e-9);
        Oracle.Equal(full.Covariance[0, 0], nested.Covariance[0, 0], 1e-9);
    }

    [Fact]
    public void A_cohort_without_events_has_no_sets_and_a_wrong_factor_is_refused()
    {
        var cohort = new CoxData([], [1, 2], [false, false]);
        Assert.Empty(MatchedSets.Draw(cohort, 1, 1).Rows);
        Assert.Throws<ArgumentException>(() => MatchedSets.Draw(cohort, 1, 1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatchedSets.Draw(cohort, 0, 1));
    }

    private static CoxData Cohort(bool delayed)
    {
        int[] i = [.. Enumerable.Range(1, People)];
        return new(
            [
                [.. i.Select(k => k * 37 % 11 / 5.0)],
            ],
            [.. i.Select(k => 20.0 + (k * 131 % 997))],
            [.. i.Select(k => k * 17 % 9 == 0)]
        )
        {
            Entries = delayed ? [.. i.Select(k => (double)(k * 13 % 20))] : null,
        };
    }
}
