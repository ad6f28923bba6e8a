using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Statistics.Tests.Sequential;

public sealed class EProcessTests
{
    private const string Set = "F03_e_process";

    // Read anew in each test: where the known answers are absent each test skips.
    private static JsonElement expected => Oracle.Expected(Set);

    private static (double Expected, int Events)[] Stream =>
        [
            .. Oracle
                .Rows(Set, "stream.csv")
                .Select(r => (double.Parse(r["mu"], CultureInfo.InvariantCulture), int.Parse(r["n"], CultureInfo.InvariantCulture))),
        ];

    [Theory]
    [InlineData("e_gamma_1_1", 1, 1)]
    [InlineData("e_gamma_half", 0.5, 0.5)]
    public void The_two_sided_process_agrees(string name, double shape, double rate)
    {
        var known = expected.GetProperty(name).Numbers();
        var stream = Stream;
        Assert.Equal(known.Length, stream.Length);
        for (var i = 0; i < known.Length; i++)
            Oracle.Equal(
                known[i],
                Math.Exp(PoissonEProcess.LogTwoSided(stream[i].Events, stream[i].Expected, new(shape, rate))),
                1e-12,
                $"{name} {i}"
            );
    }

    [Fact]
    public void The_one_sided_process_agrees_and_signals_where_R_does()
    {
        var known = expected.GetProperty("e_onesided_1_1").Numbers();
        var stream = Stream;
        int? first = null;
        for (var i = 0; i < known.Length; i++)
        {
            var log = PoissonEProcess.LogOneSided(stream[i].Events, stream[i].Expected, new(1, 1));
            Oracle.Equal(known[i], Math.Exp(log), 1e-12, $"{i}");
            if (EValues.Signals(log, 0.05))
                first ??= i + 1;
        }

        var crossing = expected.GetProperty("first_cross20_onesided");
        Assert.Equal(crossing.ValueKind == JsonValueKind.Null ? null : crossing.GetInt32(), first);
    }

    [Fact]
    public void The_confidence_sequence_agrees()
    {
        var (low, high) = (expected.GetProperty("conf_seq_lo").Numbers(), expected.GetProperty("conf_seq_hi").Numbers());
        var stream = Stream;
        for (var i = 0; i < low.Length; i++)
        {
            var interval = PoissonEProcess.ConfidenceSequence(stream[i].Events, stream[i].Expected, new(1, 1), 0.95);
            Oracle.Equal(low[i], interval.Lower, 1e-12, $"lower {i}");
            Oracle.Equal(high[i], interval.Upper, 1e-12, $"upper {i}");
        }
    }

    [Fact]
    public void The_processes_of_a_share_agree()
    {
        var (mixture, betting) = (expected.GetProperty("kt_p02").Numbers(), expected.GetProperty("betting").Numbers());
        var rows = Oracle.Rows(Set, "bern.csv");
        var positive = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            positive += int.Parse(rows[i]["y"], CultureInfo.InvariantCulture);
            Oracle.Equal(mixture[i], Math.Exp(BernoulliEProcess.LogKrichevskyTrofimov(positive, i + 1, 0.2)), 1e-12, $"mixture {i}");
            // A stake of ½: 1.4 after a positive outcome, 0.9 after a negative one.
            Oracle.Equal(betting[i], Math.Exp(BernoulliEProcess.LogBetting(positive, i + 1, 0.2, 0.5)), 1e-12, $"betting {i}");
        }
    }

    [Theory]
    [InlineData(0.3, 2.5)]
    [InlineData(4, 0.7)]
    [InlineData(1e-3, 1e-2)]
    public void The_mean_under_the_null_is_1_and_stays_what_it_was(double before, double between)
    {
        foreach (var mixture in new GammaMixture[] { new(1, 1), new(0.5, 0.5), new(4, 2) })
        foreach (var process in new Func<int, double, GammaMixture, double>[] { PoissonEProcess.LogOneSided, PoissonEProcess.LogTwoSided })
        {
            Assert.Equal(1, Mean(before, n => process(n, before, mixture)), 1e-12);
            foreach (var n in new[] { 0, 1, 5 })
            {
                var now = process(n, before, mixture);
                Assert.Equal(1, Mean(between, more => process(n + more, before + between, mixture) - now), 1e-12);
            }
        }
    }

    [Fact]
    public void The_mean_of_a_shares_process_under_the_null_is_1()
    {
        foreach (var p in new[] { 0.05, 0.2, 0.9 })
        {
            double Mean(Func<int, double> log) => Enumerable.Range(0, 13).Sum(k => Binomial.Probability(k, 12, p) * Math.Exp(log(k)));
            Assert.Equal(1, Mean(k => BernoulliEProcess.LogKrichevskyTrofimov(k, 12, p)), 1e-12);
            Assert.Equal(1, Mean(k => BernoulliEProcess.LogBetting(k, 12, p, 0.7)), 1e-12);
        }
    }

    [Fact]
    public void Without_events_or_expectation_the_sequence_has_its_limits()
    {
        Assert.Equal(new Interval(0, double.PositiveInfinity), PoissonEProcess.ConfidenceSequence(0, 0, new(1, 1), 0.95));
        // E(r) = e^(rμ)/(1 + μ) = 20 at μ = 1.
        Assert.Equal(Math.Log(40), PoissonEProcess.ConfidenceSequence(0, 1, new(1, 1), 0.95).Upper, 1e-14);
        Assert.Equal(0, PoissonEProcess.LogOneSided(0, 0, new(1, 1)));
    }

    [Fact]
    public void A_long_watch_without_events_stays_a_number()
    {
        // One-sided with Gamma(1, 1), n = 0: (1/(1 + μ)) e^μ e^(−(1 + μ)) / e^(−1) = 1/(1 + μ), whatever μ.
        Assert.Equal(-Math.Log(5001), PoissonEProcess.LogOneSided(0, 5000, new(1, 1)), 1e-9);
    }

    [Fact]
    public void E_values_multiply_or_average()
    {
        double[] logs = [Math.Log(4), Math.Log(9), Math.Log(0.5)];
        Assert.Equal(Math.Log(18), EValues.LogProduct(logs), 1e-15);
        Assert.Equal(Math.Log(4.5), EValues.LogMean(logs), 1e-15);
        Assert.Equal(2000 - Math.Log(2), EValues.LogMean([2000, double.NegativeInfinity]), 1e-12);
        Assert.Equal(double.NegativeInfinity, EValues.LogMean([double.NegativeInfinity]));
        Assert.True(EValues.Signals(Math.Log(20), 0.05 * (1 + 1e-15)));
        Assert.False(EValues.Signals(Math.Log(19.9), 0.05));
        Assert.Throws<ArgumentException>(() => EValues.LogMean([]));
        Assert.Throws<ArgumentException>(() => EValues.LogProduct([double.NaN]));
    }

    [Fact]
    public void What_is_no_count_or_no_share_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonEProcess.LogTwoSided(-1, 1, new(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonEProcess.LogTwoSided(1, double.NaN, new(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaMixture(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BernoulliEProcess.LogKrichevskyTrofimov(3, 2, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BernoulliEProcess.LogBetting(1, 2, 0.2, 5.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonEProcess.ConfidenceSequence(1, 1, new(1, 1), 1));
    }

    /// <summary>The mean of e to a power over a Poisson count: where the count is rare the e-value is large, so that both are summed as logarithms.</summary>
    private static double Mean(double mean, Func<int, double> log) =>
        Enumerable.Range(0, 1000).Sum(k => Math.Exp(SaddlePoint.LogPoisson(k, mean) + log(k)));
}
