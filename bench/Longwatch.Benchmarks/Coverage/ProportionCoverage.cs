using Longwatch.Statistics;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>Intervals for a share of n.</summary>
internal static class ProportionCoverage
{
    internal static IEnumerable<CoverageRow> Rows()
    {
        (string Name, Promise Promise, Func<int, int, double, Interval> Of)[] methods =
        [
            ("Clopper–Pearson", Promise.EveryTruth, ProportionInterval.ClopperPearson),
            ("Jeffreys", Promise.AboutOnAverage, ProportionInterval.Jeffreys),
            ("Wilson", Promise.AboutOnAverage, ProportionInterval.Wilson),
            ("mid-P (binomial)", Promise.AboutOnAverage, ProportionInterval.MidP),
        ];
        foreach (var n in new[] { 19, 33, 100, 724 })
        foreach (var (name, promise, of) in methods)
        {
            Interval[] intervals = [.. Enumerable.Range(0, n + 1).Select(x => of(x, n, CoverageStudy.Level))];
            yield return CoverageRow.Of(
                name,
                $"n = {n}, p = 0.005 … 0.995",
                promise,
                Enumerable.Range(0, 199).Select(i => At(intervals, 0.005 + (i * 0.005)))
            );
        }
    }

    private static (double, double, double) At(Interval[] intervals, double p)
    {
        double covered = 0,
            width = 0;
        for (var x = 0; x < intervals.Length; x++)
        {
            var probability = Binomial.Probability(x, intervals.Length - 1, p);
            width += probability * (intervals[x].Upper - intervals[x].Lower);
            if (intervals[x].Lower <= p && p <= intervals[x].Upper)
                covered += probability;
        }

        return (p, covered, width);
    }
}
