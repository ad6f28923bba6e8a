using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

public sealed class AalenJohansenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Curve_and_jackknife_error_equal_survfit_at_every_month_of_mgus2(byte cause)
    {
        var expected = Oracle.Expected("B02_aalen_johansen_gray").GetProperty("full_curve");
        var (times, outcomes) = Mgus(null);
        var curve = AalenJohansen.EstimateDays(times, outcomes, cause);
        var months = expected.GetProperty("time").Numbers();
        for (var i = 0; i < months.Length; i++)
        {
            Oracle.Equal(Cell(expected, "pstate", i, cause), curve.At(months[i]), 1e-12, $"incidence at {months[i]}");
            Oracle.Equal(Cell(expected, "se", i, cause), curve.StandardErrorAt(months[i]), 1e-10, $"standard error at {months[i]}");
        }
    }

    [Theory]
    [InlineData("F", 1)]
    [InlineData("F", 2)]
    [InlineData("M", 1)]
    [InlineData("M", 2)]
    public void Curve_by_sex_equals_survfit_and_cuminc_on_mgus2(string sex, byte cause)
    {
        var expected = Oracle.Expected("B02_aalen_johansen_gray");
        var bySex = expected.GetProperty("aj_by_sex");
        var (times, outcomes) = Mgus(sex);
        var jackknife = AalenJohansen.EstimateDays(times, outcomes, cause);
        for (var i = 0; i < bySex.GetProperty("time").GetArrayLength(); i++)
        {
            if (bySex.GetProperty("strata")[i].GetString() != $"sex={sex}")
                continue;
            var time = bySex.GetProperty("time")[i].GetDouble();
            Oracle.Equal(Cell(bySex, "pstate", i, cause), jackknife.At(time), 1e-12);
            Oracle.Equal(Cell(bySex, "se", i, cause), jackknife.StandardErrorAt(time), 1e-10);
            Assert.True(jackknife.TryInterval(time, 0.95, ProbabilityTransform.Log, out var interval));
            Oracle.Equal(Cell(bySex, "lower", i, cause), interval.Lower, 1e-10);
            Oracle.Equal(Cell(bySex, "upper", i, cause), interval.Upper, 1e-10);
        }

        Gray(
            expected.GetProperty("cuminc_by_sex"),
            $"{sex} {cause}",
            AalenJohansen.EstimateDays(times, outcomes, cause, IncidenceVariance.Gray)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gray_variance_equals_cuminc_on_mgus2(byte cause)
    {
        var (times, outcomes) = Mgus(null);
        var curve = AalenJohansen.Estimate([.. times.Select(t => (double)t)], outcomes, cause, IncidenceVariance.Gray);
        Gray(Oracle.Expected("B02_aalen_johansen_gray").GetProperty("cuminc"), $"1 {cause}", curve);
    }

    [Theory]
    [InlineData("control", "0", 1)]
    [InlineData("control", "0", 3)]
    [InlineData("exposed", "1", 1)]
    [InlineData("exposed", "1", 3)]
    public void Delayed_entry_and_greenwood_variance_equal_etm_on_abortion(string name, string group, byte cause)
    {
        var expected = Oracle.Expected("B10_etm_left_truncated_cif").GetProperty(name).GetProperty($"0 {cause}");
        var (entries, exits, outcomes) = Abortion(group);
        var curve = AalenJohansen.EstimateDelayedEntry(entries, exits, outcomes, cause, IncidenceVariance.Greenwood);
        var (time, p, variance) = (
            expected.GetProperty("time").Numbers(),
            expected.GetProperty("P").Numbers(),
            expected.GetProperty("var").Numbers()
        );
        for (var i = 0; i < time.Length; i++)
        {
            Oracle.Equal(p[i], curve.At(time[i]), 1e-9, $"incidence in week {time[i]}");
            Oracle.Equal(Math.Sqrt(variance[i]), curve.StandardErrorAt(time[i]), 1e-9, $"error in week {time[i]}");
        }
    }

    [Fact]
    public void Jackknife_with_delayed_entry_equals_survfit_on_abortion()
    {
        // R 4.2.2, survival 3.5-3: survfit(Surv(entry, exit, factor(to)) ~ 1, data = subset(abortion, group == 1), id = id), summary(times = c(9, 12, 20, 39)).
        double[] weeks = [9, 12, 20, 39];
        double[] first = [0.0406862963728350, 0.0422397548922433, 0.0426588550498169, 0.0427265152209043];
        double[] third = [0.0515783728014711, 0.0514422569628969, 0.0503430143498398, 0.0500202755706226];
        var (entries, exits, outcomes) = Abortion("1");
        var (one, three) = (
            AalenJohansen.EstimateDelayedEntry(entries, exits, outcomes, 1),
            AalenJohansen.EstimateDelayedEntry(entries, exits, outcomes, 3)
        );
        for (var i = 0; i < weeks.Length; i++)
        {
            Oracle.Equal(first[i], one.StandardErrorAt(weeks[i]), 1e-10, $"cause 1, week {weeks[i]}");
            Oracle.Equal(third[i], three.StandardErrorAt(weeks[i]), 1e-10, $"cause 3, week {weeks[i]}");
        }
    }

    [Fact]
    public void Seeing_every_subject_a_thousand_times_keeps_the_curve_and_divides_the_jackknife_variance()
    {
        var random = new System.Random(7);
        int[] days = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(3000))];
        byte[] outcomes = [.. days.Select(_ => (byte)random.Next(3))];
        var once = AalenJohansen.EstimateDays(days, outcomes, 1);
        var often = AalenJohansen.EstimateDays(
            [.. days.SelectMany(d => Enumerable.Repeat(d, 1000))],
            [.. outcomes.SelectMany(o => Enumerable.Repeat(o, 1000))],
            1
        );
        Assert.All(
            once.Steps.Zip(often.Steps),
            p =>
            {
                Assert.Equal(p.First.Incidence, p.Second.Incidence, 1e-12);
                Oracle.Equal(p.First.Variance / 1000, p.Second.Variance, 1e-9);
            }
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_one_pass_jackknife_equals_the_direct_sum_over_subjects(int seed)
    {
        var random = new System.Random(seed);
        int[] days = [.. Enumerable.Range(0, 300).Select(_ => random.Next(60))];
        byte[] outcomes = [.. days.Select(_ => (byte)random.Next(3))];
        double[] entries = [.. days.Select(_ => -1.0)];

        var fast = AalenJohansen.EstimateDays(days, outcomes, 1);
        Agree(fast, DirectInfluence.Variance(entries, [.. days.Select(d => (double)d)], outcomes, [.. fast.Steps.Select(s => s.Time)]));

        double[] late = [.. days.Select(d => d - 0.5 - random.Next(30))];
        double[] exits = [.. days.Select(d => (double)d)];
        var delayed = AalenJohansen.EstimateDelayedEntry(late, exits, outcomes, 1);
        Agree(delayed, DirectInfluence.Variance(late, exits, outcomes, [.. delayed.Steps.Select(s => s.Time)]));
    }

    [Fact]
    public void Entry_before_everything_changes_nothing()
    {
        var (times, outcomes) = Mgus("F");
        double[] exits = [.. times.Select(t => (double)t)];
        var plain = AalenJohansen.Estimate(exits, outcomes, 1);
        var delayed = AalenJohansen.EstimateDelayedEntry([.. exits.Select(_ => -1.0)], exits, outcomes, 1);
        Assert.All(
            plain.Steps.Zip(delayed.Steps),
            p =>
            {
                Assert.Equal(p.First.Incidence, p.Second.Incidence, 1e-14);
                Assert.Equal(p.First.Variance, p.Second.Variance, 1e-14);
            }
        );
    }

    [Fact]
    public void Three_subjects_by_hand()
    {
        // Cause 1 at 1 (of 3), competing at 2 (of 2), cause 1 at 3 (of 1): F = 1/3, 1/3, 1/3 + 1/3.
        var curve = AalenJohansen.EstimateDays([1, 2, 3], [1, 2, 1], 1);
        Assert.Equal([1.0 / 3, 1.0 / 3, 2.0 / 3], curve.Steps.Select(s => s.Incidence), new Close());
        // Without censoring the jackknife variance is that of a proportion: p(1 − p)/n.
        Assert.Equal([2.0 / 27, 2.0 / 27, 2.0 / 27], curve.Steps.Select(s => s.Variance), new Close());
    }

    [Fact]
    public void Without_competing_events_and_censoring_incidence_is_the_share_with_its_binomial_variance()
    {
        var random = new System.Random(5);
        int[] days = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(50))];
        byte[] outcomes = [.. days.Select(_ => (byte)1)];
        foreach (var variance in new[] { IncidenceVariance.Jackknife, IncidenceVariance.Greenwood })
        foreach (var step in AalenJohansen.EstimateDays(days, outcomes, 1, variance).Steps)
        {
            var share = days.Count(d => d <= step.Time) / 1000.0;
            Assert.Equal(share, step.Incidence, 1e-12);
            Assert.Equal(share * (1 - share) / 1000, step.Variance, 1e-12);
        }
    }

    [Fact]
    public void Causes_and_freedom_from_events_add_to_one()
    {
        var (times, outcomes) = Mgus(null);
        var (one, two) = (AalenJohansen.EstimateDays(times, outcomes, 1), AalenJohansen.EstimateDays(times, outcomes, 2));
        Assert.All(one.Steps.Zip(two.Steps), p => Assert.Equal(1, p.First.Incidence + p.Second.Incidence + p.First.EventFree, 1e-12));
    }

    [Fact]
    public void A_cause_that_never_occurs_has_incidence_0_and_no_interval()
    {
        var curve = AalenJohansen.EstimateDays([1, 2, 3], [2, 0, 2], 1);
        Assert.Equal(0, curve.At(3));
        Assert.False(curve.TryInterval(3, 0.95, ProbabilityTransform.LogLog, out _));
    }

    [Fact]
    public void Delayed_entry_refuses_an_exit_that_is_not_after_entry_and_gray_variance()
    {
        Assert.Throws<ArgumentException>(() => AalenJohansen.EstimateDelayedEntry([2], [2], [1], 1));
        Assert.Throws<ArgumentException>(() => AalenJohansen.EstimateDelayedEntry([1], [2], [1], 1, IncidenceVariance.Gray));
    }

    private static void Gray(JsonElement expected, string row, CumulativeIncidence curve)
    {
        var est = expected.GetProperty("est");
        var r = est.GetProperty("rows").EnumerateArray().Select(e => e.GetString()).ToList().IndexOf(row);
        for (var i = 0; i < est.GetProperty("cols").GetArrayLength(); i++)
        {
            var time = double.Parse(est.GetProperty("cols")[i].GetString()!, CultureInfo.InvariantCulture);
            if (est.GetProperty("values")[r][i].ValueKind != JsonValueKind.Number)
                continue;
            Oracle.Equal(est.GetProperty("values")[r][i].GetDouble(), curve.At(time), 1e-12, $"{row} at {time}");
            var variance = expected.GetProperty("var").GetProperty("values")[r][i].GetDouble();
            Oracle.Equal(variance, Math.Pow(curve.StandardErrorAt(time), 2), 1e-10, $"variance of {row} at {time}");
        }
    }

    private static void Agree(CumulativeIncidence fast, double[] direct) =>
        Assert.All(fast.Steps.Zip(direct), p => Oracle.Equal(p.Second, p.First.Variance, 1e-8, $"at {p.First.Time}"));

    private static (int[] Times, byte[] Outcomes) Mgus(string? sex)
    {
        var rows = Oracle.Rows("B02_aalen_johansen_gray", "mgus2.csv").Where(r => sex is null || r["sex"] == sex).ToArray();
        return (
            [.. rows.Select(r => int.Parse(r["etime"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => byte.Parse(r["ev"], CultureInfo.InvariantCulture))]
        );
    }

    private static (double[] Entries, double[] Exits, byte[] Outcomes) Abortion(string group)
    {
        var rows = Oracle.Rows("B10_etm_left_truncated_cif", "abortion.csv").Where(r => r["group"] == group).ToArray();
        return (
            [.. rows.Select(r => double.Parse(r["entry"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => double.Parse(r["exit"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => byte.TryParse(r["to"], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? to : (byte)0)]
        );
    }

    private static double Cell(JsonElement expected, string what, int row, int column) =>
        expected.GetProperty(what).GetProperty("values")[row][column].GetDouble();

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-14;

        public int GetHashCode(double value) => 0;
    }
}
