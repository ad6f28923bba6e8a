using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Tests.Rates;

public sealed class RateOracleTests
{
    [Fact]
    public void Poisson_intervals_agree_with_R()
    {
        var expected = Oracle.Expected("A01_poisson_ci");
        foreach (var row in expected.GetProperty("table").EnumerateArray())
        {
            var x = row.GetProperty("x").GetInt32();
            var garwood = PoissonInterval.Garwood(x, 0.95);
            Oracle.Equal(row.GetProperty("garwood_lo").GetDouble(), garwood.Lower, 1e-12, $"Garwood {x}");
            Oracle.Equal(row.GetProperty("garwood_hi").GetDouble(), garwood.Upper, 1e-12, $"Garwood {x}");
            Agrees(row.GetProperty("garwood90"), PoissonInterval.Garwood(x, 0.9), 1e-12);
            Agrees(row.GetProperty("garwood99"), PoissonInterval.Garwood(x, 0.99), 1e-12);
            Agrees(row.GetProperty("garwood_exactci"), garwood, 1e-12);
            Oracle.Equal(row.GetProperty("upper95_one_sided").GetDouble(), PoissonInterval.Garwood(x, 0.9).Upper, 1e-12);
            // exactci stops its search for mid-P limits at an absolute width of 1.2e-4; the tight roots below are the known answer.
            var loose = row.GetProperty("midp_exactci").Numbers();
            Assert.Equal(loose[0], PoissonInterval.MidP(x, 0.95).Lower, 2e-4);
            Assert.Equal(loose[1], PoissonInterval.MidP(x, 0.95).Upper, 2e-4);
            Agrees(row.GetProperty("blaker"), PoissonInterval.Blaker(x, 0.95), 1e-5);
            Agrees(row.GetProperty("sterne_minlike"), PoissonInterval.MinimumLikelihood(x, 0.95), 1e-5);
            Agrees(row.GetProperty("jeffreys"), PoissonInterval.Jeffreys(x, 0.95), 1e-12);
            var byar = row.GetProperty("byar").Numbers();
            Oracle.Equal(Math.Max(0, byar[0]), PoissonInterval.Byar(x, 0.95).Lower, 1e-11);
            Oracle.Equal(byar[1], PoissonInterval.Byar(x, 0.95).Upper, 1e-12);
        }

        foreach (var row in expected.GetProperty("midp_tight").EnumerateArray())
            Agrees(row.GetProperty("midp"), PoissonInterval.MidP(row.GetProperty("x").GetInt32(), 0.95), 1e-11);
        var ema = expected.GetProperty("ema");
        var (cases, treated) = (ema.GetProperty("x").GetInt32(), ema.GetProperty("n").GetInt32());
        Oracle.Equal(ema.GetProperty("rate_per_100000").GetDouble(), new EventRate(cases, treated / 1e5).Rate, 1e-12);
        Agrees(ema.GetProperty("garwood_per_100000"), PoissonInterval.Garwood(cases, 0.95).Scale(1e5 / treated), 1e-12);
        Agrees(ema.GetProperty("midp_per_100000"), PoissonInterval.MidP(cases, 0.95).Scale(1e5 / treated), 1e-11);
        Agrees(ema.GetProperty("proportion_clopper_pearson"), ProportionInterval.ClopperPearson(cases, treated, 0.95), 1e-12);
        foreach (var row in ema.GetProperty("person_years_scenarios").EnumerateArray())
            Agrees(
                row.GetProperty("garwood"),
                PoissonInterval.Garwood(cases, 0.95).Scale(1e5 / (treated * row.GetProperty("mean_followup_years").GetDouble())),
                1e-12
            );
        foreach (var row in expected.GetProperty("published").EnumerateArray())
            Agrees(
                row.GetProperty("garwood"),
                PoissonInterval.Garwood(row.GetProperty("x").GetInt32(), 0.95).Scale(1 / row.GetProperty("n").GetDouble()),
                1e-12
            );
    }

    [Fact]
    public void The_comparison_of_two_rates_agrees_with_R()
    {
        foreach (var row in Oracle.Expected("A03_rate_ratio_exact").GetProperty("rows").EnumerateArray())
        {
            var actual = RateRatio.Compare(
                new(row.GetProperty("x1").GetInt32(), row.GetProperty("t1").GetDouble()),
                new(row.GetProperty("x2").GetInt32(), row.GetProperty("t2").GetDouble()),
                0.95
            );
            Oracle.Equal(row.GetProperty("ratio").GetDouble(), actual.Ratio, 1e-13, "ratio");
            Agrees(row.GetProperty("ci_exact_formula"), actual.Exact, 1e-11);
            Oracle.Equal(row.GetProperty("central_p").GetDouble(), actual.CentralP, 1e-11, "central p");
            Oracle.Equal(row.GetProperty("poisson_test_p_minlike").GetDouble(), actual.MinimumLikelihoodP, 1e-11, "minlike p");
            Oracle.Equal(row.GetProperty("midp_p").GetDouble(), actual.MidP, 1e-11, "mid-P");
            Oracle.Equal(row.GetProperty("exactci_blaker_p").GetDouble(), actual.BlakerP, 1e-10, "Blaker's p");
            Oracle.Equal(row.GetProperty("exactci_minlike_p").GetDouble(), actual.MinimumLikelihoodP, 1e-10, "minlike p");
            Peer("exactci_central_ci", RateRatioInterval.Central, 1e-9);
            // exactci stops its search for mid-P early and looks for the other two on a grid of 1e-4 of the share of the first count.
            Peer("exactci_midp_ci", RateRatioInterval.MidP, 1.01e-4);
            Peer("exactci_blaker_ci", RateRatioInterval.Blaker, 1.01e-4);
            Peer("exactci_minlike_ci", RateRatioInterval.MinimumLikelihood, 1.01e-4);

            void Peer(string name, RateRatioInterval method, double ofShare)
            {
                var (first, second) = (
                    new EventRate(row.GetProperty("x1").GetInt32(), row.GetProperty("t1").GetDouble()),
                    new EventRate(row.GetProperty("x2").GetInt32(), row.GetProperty("t2").GetDouble())
                );
                var interval = RateRatio.IntervalOf(first, second, 0.95, method);
                var known = row.GetProperty(name).Numbers();
                Assert.Equal(Share(known[0]), Share(interval.Lower), ofShare);
                Assert.Equal(Share(known[1]), Share(interval.Upper), ofShare);

                double Share(double ratio) => ratio / (ratio + (second.Exposure / first.Exposure));
            }
        }
    }

    [Fact]
    public void Observed_against_expected_agrees_with_R_over_the_grid_of_assumptions()
    {
        var expected = Oracle.Expected("A06_ema_scenarios");
        foreach (var row in expected.GetProperty("rows").EnumerateArray())
        {
            var years = row.GetProperty("person_years").GetDouble();
            var actual = ObservedExpected.Compare(38, years * row.GetProperty("background_per_1e5py").GetDouble() / 1e5, 0.95);
            Is("sir", actual.Ratio);
            Is("lo", actual.Garwood.Lower);
            Is("hi", actual.Garwood.Upper);
            Is("p_upper_exact", actual.UpperP);
            Is("p_upper_midp", actual.UpperMidP);
            Is("p_two_doubling", actual.TwoSidedP);
            Is("attributable_fraction", actual.AttributableFraction);
            Is("excess_per_1e5py", actual.Excess / years * 1e5);
            Is("evalue_point", actual.ConfoundingStrength);
            Is("evalue_ci", actual.ConfoundingStrengthOfLimit);

            void Is(string name, double value) => Oracle.Equal(row.GetProperty(name).GetDouble(), value, 1e-9, name);
        }

        foreach (var row in expected.GetProperty("break_even").EnumerateArray())
        {
            var actual = ObservedExpected.BreakEven(38, 42_500 * row.GetProperty("mean_followup_years").GetDouble(), 0.95);
            Oracle.Equal(row.GetProperty("background_at_sir1_per_1e5py").GetDouble(), actual.WhereRatioIsOne * 1e5, 1e-12);
            Oracle.Equal(row.GetProperty("background_where_lower_limit_is_1").GetDouble(), actual.WhereLowerLimitIsOne * 1e5, 1e-12);
        }
    }

    [Fact]
    public void Swapping_the_groups_inverts_the_ratio_and_keeps_the_p_values()
    {
        var (one, other) = (RateRatio.Compare(new(4, 90), new(11, 70), 0.95), RateRatio.Compare(new(11, 70), new(4, 90), 0.95));
        Oracle.Equal(1 / one.Ratio, other.Ratio, 1e-13);
        Oracle.Equal(1 / one.Exact.Lower, other.Exact.Upper, 1e-12);
        Oracle.Equal(one.CentralP, other.CentralP, 1e-12);
        Oracle.Equal(one.MinimumLikelihoodP, other.MinimumLikelihoodP, 1e-12);
    }

    [Fact]
    public void Two_rates_without_events_cannot_be_compared_and_one_sided_events_give_an_open_interval()
    {
        Assert.Equal(RateComparisonStatus.NoEvents, RateRatio.Compare(new(0, 10), new(0, 20), 0.95).Status);
        var open = RateRatio.Compare(new(3, 10), new(0, 20), 0.95);
        Assert.Equal(double.PositiveInfinity, open.Ratio);
        Assert.Equal(double.PositiveInfinity, open.Exact.Upper);
        // Lower limit: p³ = 0.025 gives p/(1−p) · 20/10.
        var p = Math.Cbrt(0.025);
        Oracle.Equal(2 * p / (1 - p), open.Exact.Lower, 1e-12);
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonInterval.Garwood(-1, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonInterval.MidP(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateRatio.Compare(new(1, 0), new(1, 1), 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => ObservedExpected.Compare(1, 0, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Interval(1, 2).Scale(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.AboutRatio(0, 1, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.AboutRatio(1, -1, 0.95));
    }

    private static void Agrees(JsonElement pair, Interval actual, double relative)
    {
        var expected = pair.Numbers();
        Oracle.Equal(expected[0], actual.Lower, relative, $"lower limit of {pair}");
        Oracle.Equal(expected[1], actual.Upper, relative, $"upper limit of {pair}");
    }
}
