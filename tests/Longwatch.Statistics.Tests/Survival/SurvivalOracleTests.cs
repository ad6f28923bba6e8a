using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

/// <summary>What the sets B01 and B02 hold beside the curves by arm and by cause.</summary>
public sealed class SurvivalOracleTests
{
    [Fact]
    public void Ovarian_curves_equal_survfit()
    {
        var expected = Oracle.Expected("B01_km_logrank").GetProperty("ovarian_km");
        var rows = Oracle.Rows("B01_km_logrank", "ovarian.csv");
        var compared = 0;
        for (var i = 0; i < expected.GetProperty("time").GetArrayLength(); i++)
        {
            var arm = expected.GetProperty("strata")[i].GetString()!["rx=".Length..];
            var of = rows.Where(r => r["rx"] == arm).ToArray();
            var curve = KaplanMeier.Estimate([.. of.Select(r => Number(r["futime"]))], [.. of.Select(r => r["fustat"] == "1")]);
            var time = expected.GetProperty("time")[i].GetDouble();
            Oracle.Equal(expected.GetProperty("surv")[i].GetDouble(), curve.At(time), 1e-12, $"arm {arm} at {time}");
            if (curve.Steps[0].Time > time)
                continue;
            var step = curve.Steps.Last(s => s.Time <= time);
            Oracle.Equal(expected.GetProperty("std_err_chaz")[i].GetDouble(), Math.Sqrt(step.LogVariance), 1e-12);
            Assert.True(curve.TryInterval(time, 0.95, ProbabilityTransform.Log, out var interval));
            Oracle.Equal(expected.GetProperty("lower")[i].GetDouble(), interval.Lower, 1e-12);
            Oracle.Equal(expected.GetProperty("upper")[i].GetDouble(), interval.Upper, 1e-12);
            Assert.Equal(
                expected.GetProperty("cumhaz")[i].GetDouble(),
                NelsonAalen.Estimate(curve).Last(s => s.Time <= time).CumulativeHazard,
                1e-12
            );
            compared++;
        }

        Assert.True(compared > 20);
    }

    [Fact]
    public void Veteran_at_chosen_times_with_the_error_of_survival_equals_summary_survfit()
    {
        var expected = Oracle.Expected("B01_km_logrank").GetProperty("at_times");
        for (var i = 0; i < expected.GetProperty("time").GetArrayLength(); i++)
        {
            var curve = Veteran(expected.GetProperty("strata")[i].GetString()!);
            var time = expected.GetProperty("time")[i].GetDouble();
            Oracle.Equal(expected.GetProperty("surv")[i].GetDouble(), curve.At(time), 1e-12);
            Oracle.Equal(expected.GetProperty("std_err")[i].GetDouble(), curve.Steps.Last(s => s.Time <= time).StandardError, 1e-12);
            Assert.True(curve.TryInterval(time, 0.95, ProbabilityTransform.Log, out var interval));
            Oracle.Equal(expected.GetProperty("lower")[i].GetDouble(), interval.Lower, 1e-12);
            Oracle.Equal(expected.GetProperty("upper")[i].GetDouble(), interval.Upper, 1e-12);
        }
    }

    [Fact]
    public void The_table_of_veteran_equals_summary_survfit()
    {
        var table = Oracle.Expected("B01_km_logrank").GetProperty("rmst_table");
        string[] columns = [.. table.GetProperty("cols").EnumerateArray().Select(c => c.GetString()!)];
        for (var row = 0; row < table.GetProperty("rows").GetArrayLength(); row++)
        {
            var curve = Veteran(table.GetProperty("rows")[row].GetString()!);
            var median = curve.Quantile(0.5, 0.95, ProbabilityTransform.Log);
            double Cell(string column) => table.GetProperty("values")[row][Array.IndexOf(columns, column)].GetDouble();
            Assert.Equal((Cell("records"), Cell("events")), (curve.Subjects, curve.Steps.Sum(s => s.Events)));
            Assert.Equal((Cell("median"), Cell("0.95LCL"), Cell("0.95UCL")), (median.Estimate.Time, median.Lower.Time, median.Upper.Time));
            Oracle.Equal(Cell("rmean"), curve.RestrictedMean(365).Mean, 1e-12);
            Oracle.Equal(Cell("se(rmean)"), curve.RestrictedMean(365).StandardError, 1e-12);
        }
    }

    [Fact]
    public void Split_ties_of_veteran_give_the_fleming_harrington_survival_in_both_arms()
    {
        var expected = Oracle.Expected("B01_km_logrank").GetProperty("fh2");
        for (var i = 0; i < expected.GetProperty("time").GetArrayLength(); i++)
        {
            var hazard = NelsonAalen
                .Estimate(Veteran(expected.GetProperty("strata")[i].GetString()!), splitTies: true)
                .Last(s => s.Time <= expected.GetProperty("time")[i].GetDouble());
            Oracle.Equal(expected.GetProperty("surv")[i].GetDouble(), Math.Exp(-hazard.CumulativeHazard), 1e-11);
            Oracle.Equal(expected.GetProperty("std_err_chaz")[i].GetDouble(), Math.Sqrt(hazard.Variance), 1e-11);
        }
    }

    [Fact]
    public void All_states_of_mgus2_with_errors_and_intervals_equal_survfit()
    {
        var expected = Oracle.Expected("B02_aalen_johansen_gray");
        States(expected.GetProperty("aj"), null);
        foreach (var sex in new[] { "F", "M" })
            States(expected.GetProperty("aj_by_sex"), sex);
    }

    [Fact]
    public void Risk_sets_events_and_the_event_free_state_of_mgus2_equal_survfit_at_every_month()
    {
        var expected = Oracle.Expected("B02_aalen_johansen_gray").GetProperty("full_curve");
        var (times, outcomes) = Mgus(null);
        var (free, one) = (KaplanMeier.Estimate(times, [.. outcomes.Select(o => o > 0)]), AalenJohansen.Estimate(times, outcomes, 1));
        for (var i = 0; i < expected.GetProperty("time").GetArrayLength(); i++)
        {
            var time = expected.GetProperty("time")[i].GetDouble();
            Oracle.Equal(Cell(expected, "pstate", i, 0), free.At(time), 1e-12);
            var step = free.Steps.LastOrDefault(s => s.Time <= time);
            Assert.Equal(Cell(expected, "se", i, 0), step.StandardError is double.NaN ? 0 : step.StandardError, 1e-12);
            Assert.Equal(Cell(expected, "n_risk", i, 0), times.Count(t => t >= time));
            var at = one.Steps.FirstOrDefault(s => s.Time == time);
            Assert.Equal(Cell(expected, "n_event", i, 1), at.Events);
            Assert.Equal(Cell(expected, "n_event", i, 2), at.Competing);
        }
    }

    [Fact]
    public void The_wrong_one_minus_kaplan_meier_of_mgus2_is_as_wrong_as_in_R()
    {
        var expected = Oracle.Expected("B02_aalen_johansen_gray");
        var (times, outcomes) = Mgus(null);
        var curve = KaplanMeier.Estimate(times, [.. outcomes.Select(o => o == 1)]);
        foreach (var (time, wrong) in expected.GetProperty("times").Numbers().Zip(expected.GetProperty("naive_1_minus_km").Numbers()))
            Oracle.Equal(wrong, 1 - curve.At(time), 1e-11, $"at {time}");
    }

    private static void States(JsonElement expected, string? sex)
    {
        var (times, outcomes) = Mgus(sex);
        var free = KaplanMeier.Estimate(times, [.. outcomes.Select(o => o > 0)]);
        CumulativeIncidence[] causes = [AalenJohansen.Estimate(times, outcomes, 1), AalenJohansen.Estimate(times, outcomes, 2)];
        var compared = 0;
        for (var i = 0; i < expected.GetProperty("time").GetArrayLength(); i++)
        {
            if (sex is not null && expected.GetProperty("strata")[i].GetString() != $"sex={sex}")
                continue;
            var time = expected.GetProperty("time")[i].GetDouble();
            Assert.Equal(Cell(expected, "n_risk", i, 0), times.Count(t => t >= time));
            Oracle.Equal(Cell(expected, "pstate", i, 0), free.At(time), 1e-12);
            Oracle.Equal(Cell(expected, "se", i, 0), free.Steps.Last(s => s.Time <= time).StandardError, 1e-10);
            Assert.True(free.TryInterval(time, 0.95, ProbabilityTransform.Log, out var interval));
            Oracle.Equal(Cell(expected, "lower", i, 0), interval.Lower, 1e-10);
            Oracle.Equal(Cell(expected, "upper", i, 0), interval.Upper, 1e-10);
            for (var k = 0; k < 2; k++)
            {
                Oracle.Equal(Cell(expected, "pstate", i, k + 1), causes[k].At(time), 1e-12);
                Oracle.Equal(Cell(expected, "se", i, k + 1), causes[k].StandardErrorAt(time), 1e-10);
                Assert.True(causes[k].TryInterval(time, 0.95, ProbabilityTransform.Log, out interval));
                Oracle.Equal(Cell(expected, "lower", i, k + 1), interval.Lower, 1e-10);
                Oracle.Equal(Cell(expected, "upper", i, k + 1), interval.Upper, 1e-10);
            }

            compared++;
        }

        Assert.True(compared > 4);
    }

    private static SurvivalCurve Veteran(string stratum)
    {
        var rows = Oracle.Rows("B01_km_logrank", "veteran.csv").Where(r => $"trt={r["trt"]}" == stratum).ToArray();
        return KaplanMeier.Estimate([.. rows.Select(r => Number(r["time"]))], [.. rows.Select(r => r["status"] == "1")]);
    }

    private static (double[] Times, byte[] Outcomes) Mgus(string? sex)
    {
        var rows = Oracle.Rows("B02_aalen_johansen_gray", "mgus2.csv").Where(r => sex is null || r["sex"] == sex).ToArray();
        return ([.. rows.Select(r => Number(r["etime"]))], [.. rows.Select(r => byte.Parse(r["ev"], CultureInfo.InvariantCulture))]);
    }

    private static double Cell(JsonElement expected, string what, int row, int column) =>
        expected.GetProperty(what).GetProperty("values")[row][column].GetDouble();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
