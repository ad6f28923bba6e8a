using Longwatch.Oracles;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Tests.Rates;

/// <summary>The intervals that invert Blaker's and Sterne's tests, against those tests summed term by term.</summary>
public sealed class AcceptabilityIntervalTests
{
    [Fact]
    public void Limits_of_a_single_count_are_hand_calculations()
    {
        // Below 1 only the upper tail P(X ≥ 1) = 1 − e^−m is left at α: m = −ln 0.95, for both tests.
        Oracle.Equal(-Math.Log(0.95), PoissonInterval.Blaker(1, 0.95).Lower, 1e-13);
        Oracle.Equal(-Math.Log(0.95), PoissonInterval.MinimumLikelihood(1, 0.95).Lower, 1e-13);
        // One of one: P(X ≥ 1) = p.
        Oracle.Equal(0.05, ProportionInterval.Blaker(1, 1, 0.95).Lower, 1e-13);
        Assert.Equal(1, ProportionInterval.Blaker(1, 1, 0.95).Upper);
        Assert.Equal(0, PoissonInterval.Blaker(0, 0.95).Lower);
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(1, 0.95)]
    [InlineData(4, 0.9)]
    [InlineData(7, 0.99)]
    [InlineData(38, 0.95)]
    [InlineData(38, 0.5)]
    public void Outside_the_interval_of_a_mean_every_test_rejects_and_at_its_ends_it_turns(int x, double level)
    {
        foreach (var byTail in new[] { true, false })
        {
            var interval = byTail ? PoissonInterval.Blaker(x, level) : PoissonInterval.MinimumLikelihood(x, level);
            double P(double mean) => Direct(k => Poisson.Probability(k, mean), 400, x, byTail);
            Turns(P, interval, 1 - level, x == 0, false);
            for (var i = 1; i <= 200; i++)
            {
                Assert.True(P(interval.Upper * (1 + (0.005 * i))) <= (1 - level) * (1 + 1e-9));
                if (x > 0)
                    Assert.True(P(interval.Lower * (1 - (0.0049 * i))) <= (1 - level) * (1 + 1e-9));
            }
        }
    }

    [Theory]
    [InlineData(0, 12, 0.95)]
    [InlineData(1, 10, 0.95)]
    [InlineData(7, 19, 0.95)]
    [InlineData(9, 10, 0.9)]
    [InlineData(13, 200, 0.99)]
    public void The_same_for_a_proportion(int x, int n, double level)
    {
        foreach (var byTail in new[] { true, false })
        {
            var interval = byTail ? ProportionInterval.Blaker(x, n, level) : ProportionInterval.Sterne(x, n, level);
            double P(double p) => Direct(k => Binomial.Probability(k, n, p), n, x, byTail);
            Turns(P, interval, 1 - level, x == 0, x == n);
            for (var i = 1; i < 200; i++)
            {
                Assert.True(P(interval.Upper + ((1 - interval.Upper) * i / 200)) <= (1 - level) * (1 + 1e-9));
                Assert.True(P(interval.Lower - (interval.Lower * i / 200)) <= (1 - level) * (1 + 1e-9) || x == 0);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(38)]
    [InlineData(20_000)]
    public void Blakers_interval_lies_inside_the_central_one(int x)
    {
        var (inner, outer) = (PoissonInterval.Blaker(x, 0.95), PoissonInterval.Garwood(x, 0.95));
        Assert.InRange(inner.Lower, outer.Lower, x);
        Assert.InRange(inner.Upper, x, outer.Upper);
    }

    private static void Turns(Func<double, double> p, Interval interval, double alpha, bool openBelow, bool openAbove)
    {
        const double aside = 1e-9;
        Assert.True(openAbove || p(interval.Upper * (1 - aside)) > alpha * (1 - 1e-6), $"inside the upper limit {interval.Upper}");
        Assert.True(openBelow || p(interval.Lower * (1 + aside)) > alpha * (1 - 1e-6), $"inside the lower limit {interval.Lower}");
    }

    /// <summary>Two-sided p value by its definition.</summary>
    private static double Direct(Func<int, double> probability, int last, int x, bool byTail)
    {
        var f = Enumerable.Range(0, last + 1).Select(probability).ToArray();
        if (!byTail)
            return f.Where(v => v <= f[x] * (1 + 1e-7)).Sum();
        double Tail(int k) => Math.Min(f.Take(k + 1).Sum(), f.Skip(k).Sum());
        var observed = Tail(x);
        return Math.Min(1, f.Where((_, k) => Tail(k) <= observed * (1 + 1e-10)).Sum());
    }
}
