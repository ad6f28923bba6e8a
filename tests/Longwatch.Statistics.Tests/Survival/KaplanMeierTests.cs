using Longwatch.Oracles;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

public sealed class KaplanMeierTests
{
    // Freireich et al. (1963) Blood 21:699, 6-mercaptopurine arm: weeks in remission for 21 children.
    private static readonly double[] Weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
    private static readonly bool[] Relapsed =
    [
        .. new[] { 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0 }.Select(r => r == 1),
    ];

    [Fact]
    public void Estimate_equals_the_closed_form_for_six_subjects()
    {
        var steps = KaplanMeier.Estimate([9, 1, 1, 6, 6, 8], [true, true, false, true, true, false]).Steps;

        Assert.Equal([1.0, 6, 9], steps.Select(s => s.Time));
        Assert.Equal([6, 4, 1], steps.Select(s => s.AtRisk));
        Assert.Equal(5.0 / 6, steps[0].Survival, 1e-15);
        Assert.Equal(5.0 / 12, steps[1].Survival, 1e-15);
        Assert.Equal(0.0, steps[2].Survival);
        Assert.Equal(Math.Sqrt(25.0 / 144 * ((1.0 / 30) + (2.0 / 8))), steps[1].StandardError, 1e-15);
        Assert.True(double.IsNaN(steps[2].StandardError));
    }

    [Fact]
    public void Estimate_equals_the_hand_product_for_the_remission_trial()
    {
        // Each factor is (at risk - relapsed) / at risk, counted by hand from the listing above.
        double[] factors = [18.0 / 21, 16.0 / 17, 14.0 / 15, 11.0 / 12, 10.0 / 11, 6.0 / 7, 5.0 / 6];
        var expected = factors.Select((_, i) => factors[..(i + 1)].Aggregate((a, b) => a * b));

        var steps = KaplanMeier.Estimate(Weeks, Relapsed).Steps;

        Assert.Equal([6.0, 7, 10, 13, 16, 22, 23], steps.Select(s => s.Time));
        Assert.All(steps.Zip(expected), p => Assert.Equal(p.Second, p.First.Survival, 1e-14));
    }

    [Fact]
    public void Estimate_does_not_depend_on_the_order_of_subjects()
    {
        var order = Enumerable.Range(0, Weeks.Length).ToArray();
        new System.Random(20250101).Shuffle(order);

        var actual = KaplanMeier.Estimate([.. order.Select(i => Weeks[i])], [.. order.Select(i => Relapsed[i])]);

        Assert.Equal(KaplanMeier.Estimate(Weeks, Relapsed).Steps, actual.Steps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_histogram_variant_equals_the_sorting_variant(int seed)
    {
        var random = new System.Random(seed);
        int[] days = [.. Enumerable.Range(0, 5000).Select(_ => random.Next(400))];
        bool[] observed = [.. days.Select(_ => random.Next(3) == 0)];

        var fast = KaplanMeier.EstimateDays(days, observed);
        var plain = KaplanMeier.Estimate([.. days.Select(d => (double)d)], observed);

        Assert.Equal(plain.Steps, fast.Steps);
        Assert.Equal(plain.LastTime, fast.LastTime);
    }

    [Fact]
    public void A_subject_without_follow_up_is_at_risk_at_time_0_only()
    {
        var curve = KaplanMeier.EstimateDays([0, 0, 5, 9], [false, true, true, false]);

        Assert.Equal([4, 2], curve.Steps.Select(s => s.AtRisk));
        Assert.Equal([0.75, 0.375], curve.Steps.Select(s => s.Survival));
    }

    [Fact]
    public void Reverse_estimate_gives_the_median_follow_up()
    {
        // Deaths at 1 and 2 are censored; ends of observation at 3, 5, 7: risk sets 3, 2, 1, so the curve is 2/3, 1/3, 0.
        var curve = KaplanMeier.FollowUpDays([1, 2, 3, 5, 7], [true, true, false, false, false]);

        Assert.Equal([3.0, 5, 7], curve.Steps.Select(s => s.Time));
        Assert.Equal(1.0 / 3, curve.At(6), 1e-15);
        Assert.Equal(new TimePoint(true, 5), curve.Quantile(0.5, 0.95, ProbabilityTransform.LogLog).Estimate);
    }

    [Fact]
    public void A_quantile_that_is_not_reached_says_beyond_which_time_it_lies()
    {
        var curve = KaplanMeier.EstimateDays([3, 8, 9], [true, false, false]);
        Assert.Equal(new TimePoint(false, 9), curve.Quantile(0.5, 0.95, ProbabilityTransform.Log).Estimate);
    }

    [Fact]
    public void An_empty_sample_has_an_empty_curve()
    {
        var curve = KaplanMeier.EstimateDays([], []);
        Assert.Empty(curve.Steps);
        Assert.Equal(1, curve.At(10));
        Assert.False(curve.TryInterval(10, 0.95, ProbabilityTransform.Log, out _));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Estimate_refuses_a_time_that_is_not_a_duration(double time)
    {
        var error = Assert.Throws<ArgumentException>(() => KaplanMeier.Estimate([1, time], [true, true]));
        Assert.Contains("index 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log", ProbabilityTransform.Log)]
    [InlineData("loglog", ProbabilityTransform.LogLog)]
    [InlineData("plain", ProbabilityTransform.Plain)]
    [InlineData("logit", ProbabilityTransform.Logit)]
    [InlineData("arcsin", ProbabilityTransform.Arcsine)]
    public void Curve_and_intervals_equal_survfit_on_veteran(string name, ProbabilityTransform transform)
    {
        var expected = Oracle.Expected("B01_km_logrank").GetProperty("veteran_km").GetProperty(name);
        var (time, risk, events) = (
            expected.GetProperty("time").Numbers(),
            expected.GetProperty("n_risk").Numbers(),
            expected.GetProperty("n_event").Numbers()
        );
        var (surv, error, hazard) = (
            expected.GetProperty("surv").Numbers(),
            expected.GetProperty("std_err_chaz"),
            expected.GetProperty("cumhaz").Numbers()
        );
        var (lower, upper) = (expected.GetProperty("lower"), expected.GetProperty("upper"));
        var strata = expected.GetProperty("strata");
        var seen = 0;
        for (var arm = 1; arm <= 2; arm++)
        {
            var curve = Veteran(arm);
            var hazards = NelsonAalen.Estimate(curve);
            var step = 0;
            for (var i = 0; i < time.Length; i++)
            {
                if (strata[i].GetString() != $"trt={arm}" || events[i] == 0)
                    continue;
                var s = curve.Steps[step];
                Assert.Equal((time[i], risk[i], events[i]), (s.Time, s.AtRisk, s.Events));
                Assert.Equal(surv[i], s.Survival, 1e-13);
                Oracle.Equal(hazard[i], hazards[step].CumulativeHazard, 1e-12);
                if (s.Survival > 0)
                {
                    Oracle.Equal(error[i].GetDouble(), Math.Sqrt(s.LogVariance), 1e-12, $"se at {time[i]}");
                    Assert.True(curve.TryInterval(time[i], 0.95, transform, out var interval));
                    Assert.Equal(lower[i].GetDouble(), interval.Lower, 1e-12);
                    Assert.Equal(upper[i].GetDouble(), interval.Upper, 1e-12);
                    seen++;
                }

                step++;
            }

            Assert.Equal(curve.Steps.Count, step);
        }

        Assert.True(seen > 90);
    }

    [Fact]
    public void Quantiles_and_restricted_mean_equal_survfit_on_veteran()
    {
        var expected = Oracle.Expected("B01_km_logrank");
        var quantiles = expected.GetProperty("quantiles");
        var means = expected.GetProperty("rmst_table").GetProperty("values");
        for (var arm = 1; arm <= 2; arm++)
        {
            var curve = Veteran(arm);
            for (var k = 0; k < 3; k++)
            {
                var q = curve.Quantile(0.25 * (k + 1), 0.95, ProbabilityTransform.Log);
                Assert.Equal(At("q"), q.Estimate.Time);
                Assert.Equal(At("lo"), q.Lower.Time);
                Assert.Equal(At("hi"), q.Upper.Time);
                double At(string what) => quantiles.GetProperty(what).GetProperty("values")[arm - 1][k].GetDouble();
            }

            var (mean, error) = curve.RestrictedMean(365);
            Oracle.Equal(means[arm - 1][4].GetDouble(), mean, 1e-12, "restricted mean");
            Oracle.Equal(means[arm - 1][5].GetDouble(), error, 1e-12, "its standard error");
        }
    }

    [Fact]
    public void Split_ties_equal_the_fleming_harrington_hazard_on_veteran()
    {
        var expected = Oracle.Expected("B01_km_logrank").GetProperty("fh2");
        var times = expected.GetProperty("time").Numbers();
        foreach (var step in NelsonAalen.Estimate(Veteran(1), splitTies: true))
        {
            var i = Array.IndexOf(times, step.Time); // the first stratum comes first
            Oracle.Equal(expected.GetProperty("cumhaz")[i].GetDouble(), step.CumulativeHazard, 1e-12);
            Oracle.Equal(expected.GetProperty("std_err_chaz")[i].GetDouble(), Math.Sqrt(step.Variance), 1e-12);
        }
    }

    [Fact]
    public void Delayed_entry_equals_survfit_on_channing_house()
    {
        var rows = Oracle.Rows("B06_left_truncation", "channing.csv").Where(r => r["sex"] == "Female").ToArray();
        var expected = Oracle.Expected("B06_left_truncation").GetProperty("km");
        var curve = KaplanMeier.EstimateDelayedEntry(
            [.. rows.Select(r => Number(r["entry"]))],
            [.. rows.Select(r => Number(r["exit"]))],
            [.. rows.Select(r => r["cens"] == "1")]
        );
        var (time, surv, strata) = (
            expected.GetProperty("time").Numbers(),
            expected.GetProperty("surv").Numbers(),
            expected.GetProperty("strata")
        );
        var compared = 0;
        for (var i = 0; i < time.Length; i++)
        {
            if (strata[i].GetString() != "sex=Female")
                continue;
            Oracle.Equal(surv[i], curve.At(time[i]), 1e-9, $"at {time[i]}");
            compared++;
        }

        Assert.True(compared > 100);
    }

    private static SurvivalCurve Veteran(int arm)
    {
        var rows = Oracle.Rows("B01_km_logrank", "veteran.csv").Where(r => Number(r["trt"]) == arm).ToArray();
        return KaplanMeier.Estimate([.. rows.Select(r => Number(r["time"]))], [.. rows.Select(r => r["status"] == "1")]);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
