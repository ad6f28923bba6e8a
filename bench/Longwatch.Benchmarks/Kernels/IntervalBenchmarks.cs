using BenchmarkDotNet.Attributes;
using Longwatch.Statistics;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;
using MathNet.Numerics.Distributions;

namespace Longwatch.Benchmarks.Kernels;

/// <summary>Exact intervals of the published counts, beside the same limits by the quantile functions of Math.NET.</summary>
public class IntervalBenchmarks
{
    private static readonly (int X, int N)[] Shares = [(7, 19), (22, 33), (16, 449), (38, 42_500), (1, 3066)];

    [Benchmark(Baseline = true, Description = "peer: Clopper–Pearson by Math.NET")]
    public double Peer()
    {
        double sum = 0;
        foreach (var (x, n) in Shares)
            sum += Beta.InvCDF(x, n - x + 1, 0.025) + Beta.InvCDF(x + 1, n - x, 0.975);
        return sum;
    }

    [Benchmark(Description = "Clopper–Pearson")]
    public double ClopperPearson() => Sum(ProportionInterval.ClopperPearson);

    [Benchmark(Description = "mid-P")]
    public double MidP() => Sum(ProportionInterval.MidP);

    [Benchmark(Description = "Wilson")]
    public double Wilson() => Sum(ProportionInterval.Wilson);

    [Benchmark(Description = "Garwood")]
    public double Garwood() => Sum((x, _, level) => PoissonInterval.Garwood(x, level));

    private static double Sum(Func<int, int, double, Interval> interval)
    {
        double sum = 0;
        foreach (var (x, n) in Shares)
            sum += interval(x, n, 0.95) is var i ? i.Lower + i.Upper : 0;
        return sum;
    }
}
