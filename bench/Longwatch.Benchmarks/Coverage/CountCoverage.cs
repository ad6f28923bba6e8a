using Longwatch.Statistics;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>Intervals for a Poisson mean.</summary>
internal static class CountCoverage
{
    private const int Largest = 400; // counts beyond have a probability below 1e-100 for the means used

    internal static IEnumerable<CoverageRow> Rows()
    {
        (string Name, Promise Promise, Func<int, double, Interval> Of)[] methods =
        [
            ("Garwood", Promise.EveryTruth, PoissonInterval.Garwood),
            ("mid-P (Poisson)", Promise.AboutOnAverage, PoissonInterval.MidP),
            ("Jeffreys (Poisson)", Promise.AboutOnAverage, PoissonInterval.Jeffreys),
            ("Byar", Promise.AboutOnAverage, PoissonInterval.Byar),
        ];
        foreach (var (first, last) in new[] { (0.2, 5.0), (5.0, 60.0) })
        foreach (var (name, promise, of) in methods)
        {
            Interval[] intervals = [.. Enumerable.Range(0, Largest + 1).Select(x => of(x, CoverageStudy.Level))];
            yield return CoverageRow.Of(
                name,
                $"mean {first} … {last}",
                promise,
                Enumerable.Range(0, 481).Select(i => At(intervals, first + ((last - first) * i / 480)))
            );
        }
    }

    private static (double, double, double) At(Interval[] intervals, double mean)
    {
        double covered = 0,
            width = 0;
        for (var x = 0; x < intervals.Length; x++)
        {
            var probability = Poisson.Probability(x, mean);
            width += probability * (intervals[x].Upper - intervals[x].Lower);
            if (intervals[x].Lower <= mean && mean <= intervals[x].Upper)
                covered += probability;
        }

        return (mean, covered, width);
    }
}
