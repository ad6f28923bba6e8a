using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Rates;
using Longwatch.Statistics.Standardisation;

namespace Longwatch.Statistics.Tests.Standardisation;

public sealed class StandardisationTests
{
    private const string Set = "A04_standardisation";

    [Theory]
    [InlineData("big")]
    [InlineData("rare")]
    public void Direct_standardisation_agrees_with_epitools(string table)
    {
        var known = Oracle.Expected(Set);
        var strata = Oracle
            .Rows(Set, $"{table}.csv")
            .Select(r => new StandardStratum((int)Number(r, "count"), Number(r, "pop"), Number(r, "stdpop")));

        var rate = DirectStandardisation.Rate([.. strata], 0.95);

        var expected = known.GetProperty(table);
        Assert.Equal(DirectStatus.Estimated, rate.Status);
        Oracle.Equal(expected.GetProperty("crude.rate").GetDouble(), rate.Crude, 1e-12);
        Oracle.Equal(expected.GetProperty("adj.rate").GetDouble(), rate.Adjusted, 1e-12);
        Oracle.Equal(expected.GetProperty("lci").GetDouble(), rate.FayFeuer.Lower, 1e-11);
        Oracle.Equal(expected.GetProperty("uci").GetDouble(), rate.FayFeuer.Upper, 1e-11);
        // Tiwari's change touches the upper limit only, downwards.
        Assert.Equal(rate.FayFeuer.Lower, rate.Tiwari.Lower);
        Assert.InRange(rate.Tiwari.Upper, rate.Adjusted, rate.FayFeuer.Upper);
    }

    [Fact]
    public void The_gamma_formulae_agree()
    {
        var known = Oracle.Expected(Set);
        foreach (var (name, table) in new[] { ("big_gamma_formula", "big"), ("rare_faymodified_formula", "rare") })
        {
            var strata = Oracle
                .Rows(Set, $"{table}.csv")
                .Select(r => new StandardStratum((int)Number(r, "count"), Number(r, "pop"), Number(r, "stdpop")));
            var interval = DirectStandardisation.Rate([.. strata], 0.95).FayFeuer;
            Oracle.Equal(known.GetProperty(name).Numbers()[0], interval.Lower, 1e-11);
            Oracle.Equal(known.GetProperty(name).Numbers()[1], interval.Upper, 1e-11);
        }
    }

    [Fact]
    public void Indirect_standardisation_agrees_with_epitools()
    {
        var known = Oracle.Expected(Set);
        var strata = Oracle
            .Rows(Set, "rare.csv")
            .Select(r => new ReferenceStratum((int)Number(r, "count"), Number(r, "pop"), Number(r, "ref_count"), Number(r, "ref_pop")));

        var ratio = IndirectStandardisation.Compare([.. strata], 0.95);

        Assert.Equal(IndirectStatus.Estimated, ratio.Status);
        var sir = known.GetProperty("rare_indirect_sir");
        Assert.Equal(sir.GetProperty("observed").GetInt32(), ratio.Observed);
        Oracle.Equal(sir.GetProperty("exp").GetDouble(), ratio.Expected, 1e-12);
        Oracle.Equal(sir.GetProperty("sir").GetDouble(), ratio.Comparison!.Ratio, 1e-12);
        Is(sir, ratio.LogNormal);
        var rate = known.GetProperty("rare_indirect_rate");
        Oracle.Equal(rate.GetProperty("crude.rate").GetDouble(), ratio.CrudeRate, 1e-12);
        Oracle.Equal(rate.GetProperty("adj.rate").GetDouble(), ratio.AdjustedRate, 1e-12);
        Is(rate, ratio.AdjustedInterval);
        Oracle.Equal(known.GetProperty("rare_sir_garwood").Numbers()[0], ratio.Comparison.Garwood.Lower, 1e-12);
        Oracle.Equal(known.GetProperty("rare_sir_garwood").Numbers()[1], ratio.Comparison.Garwood.Upper, 1e-12);

        static void Is(JsonElement expected, Interval actual)
        {
            Oracle.Equal(expected.GetProperty("lci").GetDouble(), actual.Lower, 1e-12);
            Oracle.Equal(expected.GetProperty("uci").GetDouble(), actual.Upper, 1e-12);
        }
    }

    [Fact]
    public void One_stratum_or_equal_weights_give_Garwoods_interval_and_the_unit_of_the_standard_does_not_matter()
    {
        var one = DirectStandardisation.Rate([new(7, 250, 90)], 0.95);
        var two = DirectStandardisation.Rate([new(3, 100, 40), new(4, 150, 60)], 0.95);
        var garwood = PoissonInterval.Garwood(7, 0.95).Scale(1 / 250.0);
        foreach (var rate in new[] { one, two })
        foreach (var interval in new[] { rate.FayFeuer, rate.Tiwari })
        {
            Oracle.Equal(garwood.Lower, interval.Lower, 1e-12);
            Oracle.Equal(garwood.Upper, interval.Upper, 1e-12);
        }

        StandardStratum[] strata = [new(3, 120, 40), new(4, 150, 90), new(0, 10, 0)];
        var scaled = Array.ConvertAll(strata, s => s with { Standard = s.Standard * 1000 });
        Oracle.Equal(DirectStandardisation.Rate(strata, 0.9).Tiwari.Upper, DirectStandardisation.Rate(scaled, 0.9).Tiwari.Upper, 1e-13);
    }

    [Fact]
    public void Without_events_the_upper_limit_stays_and_without_people_or_expectation_a_status_says_so()
    {
        var none = DirectStandardisation.Rate([new(0, 100, 1), new(0, 50, 3)], 0.95);
        Assert.Equal((DirectStatus.Estimated, 0.0, 0.0), (none.Status, none.Adjusted, none.FayFeuer.Lower));
        // The greatest weight is 0.75/50 = 0.015: Garwood's upper limit of 0 times it.
        Oracle.Equal(0.015 * -Math.Log(0.025), none.FayFeuer.Upper, 1e-12);
        Assert.Equal(DirectStatus.StratumWithoutPopulation, DirectStandardisation.Rate([new(2, 100, 1), new(0, 0, 3)], 0.95).Status);
        var nothing = IndirectStandardisation.Compare([new(1, 10, 0, 100)], 0.95);
        Assert.Equal((IndirectStatus.NothingExpected, 0.0), (nothing.Status, nothing.AdjustedRate));
        Assert.Equal(double.PositiveInfinity, IndirectStandardisation.Compare([new(0, 10, 5, 100)], 0.95).LogNormal.Upper);
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => DirectStandardisation.Rate([], 0.95));
        Assert.Throws<ArgumentException>(() => DirectStandardisation.Rate([new(1, 0, 1)], 0.95));
        Assert.Throws<ArgumentException>(() => DirectStandardisation.Rate([new(-1, 5, 1)], 0.95));
        Assert.Throws<ArgumentException>(() => IndirectStandardisation.Compare([new(1, 10, 1, 0)], 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndirectStandardisation.Compare([new(1, 10, 1, 5)], 1));
    }

    private static double Number(IReadOnlyDictionary<string, string> row, string name) =>
        double.Parse(row[name], CultureInfo.InvariantCulture);
}
