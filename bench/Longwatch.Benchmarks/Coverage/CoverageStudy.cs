using System.Globalization;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>How often each interval holds the truth. Discrete models are summed exactly; the others are simulated with a fixed seed.</summary>
internal static class CoverageStudy
{
    internal const double Level = 0.95;

    internal static bool Run()
    {
        CoverageRow[] exact =
        [
            .. ProportionCoverage.Rows(),
            .. CountCoverage.Rows(),
            .. RatioCoverage.Rows(),
            .. PartialTestCoverage.Rows(),
        ];
        SimulatedCoverage[] simulated = [.. SurvivalCoverage.Rows(), .. PooledCoverage.Rows()];

        ResultFile.Write(
            "coverage.md",
            "Exact, by summation",
            $"""
            Nominal 95 %. Each line sums the probabilities of all outcomes for which the interval holds the truth, over a grid of truths; no random number is
            involved. What is promised: at least 95 % at *every* truth; *at least* 95 % on average over the truths; *about* 95 % on average (not below 94 %; that
            one is wider than it need be where truths are small is seen in the mean, and no fault).

            {ResultFile.Table(
                ["interval", "setting", "promised", "mean coverage", "least", "least at", "mean width", "holds"],
                exact.Select(r => new[]
                {
                    r.Interval,
                    r.Setting,
                    r.Promise switch
                    {
                        Promise.EveryTruth => "every",
                        Promise.AtLeastOnAverage => "at least",
                        _ => "about",
                    },
                    Percent(r.Mean),
                    Percent(r.Least),
                    r.LeastAt.ToString("G4", CultureInfo.InvariantCulture),
                    r.MeanWidth.ToString("G3", CultureInfo.InvariantCulture),
                    r.Holds ? "yes" : "**no**",
                })
            )}
            """
        );
        ResultFile.Write(
            "coverage.md",
            "Simulated",
            $"""
            Nominal 95 %, seed {SurvivalCoverage.Seed}. The error is the Monte Carlo standard error of the coverage. *Below* and *above* are the shares of
            intervals that lie wholly below and above the truth. Samples for which the method says that it has no interval are counted apart and never as covered;
            the coverage is that of the intervals given.

            The binomial–normal model is fitted by maximum likelihood, which takes the spread between few cohorts for smaller than it is: with eight cohorts its
            intervals are too narrow when the cohorts truly differ, the Student one least.

            {ResultFile.Table(
                ["interval", "setting", "samples", "no interval", "coverage", "error", "below", "above", "nominal within 3 errors"],
                simulated.Select(r => new[]
                {
                    r.Interval,
                    r.Setting,
                    r.Samples.ToString(CultureInfo.InvariantCulture),
                    r.NoInterval.ToString(CultureInfo.InvariantCulture),
                    Percent(r.Coverage),
                    Percent(r.Error),
                    Percent(r.Below),
                    Percent(r.Above),
                    Math.Abs(r.Coverage - Level) <= 3 * r.Error ? "yes" : r.Coverage > Level ? "no, wider" : "**no, narrower**",
                })
            )}
            """
        );
        return exact.All(r => r.Holds);
    }

    private static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);
}

/// <summary>Coverage over a grid of truths.</summary>
/// <param name="Promise">What the method promises.</param>
internal sealed record CoverageRow(
    string Interval,
    string Setting,
    Promise Promise,
    double Mean,
    double Least,
    double LeastAt,
    double MeanWidth
)
{
    private const double Rounding = 1e-9;
    private const double About = 0.01;

    internal bool Holds =>
        Promise switch
        {
            Promise.EveryTruth => Least >= CoverageStudy.Level - Rounding,
            Promise.AtLeastOnAverage => Mean >= CoverageStudy.Level - Rounding,
            _ => Mean >= CoverageStudy.Level - About,
        };

    internal static CoverageRow Of(
        string interval,
        string setting,
        Promise promise,
        IEnumerable<(double Truth, double Coverage, double Width)> grid
    )
    {
        (double Truth, double Coverage, double Width)[] points = [.. grid];
        var least = points.MinBy(p => p.Coverage);
        return new(interval, setting, promise, points.Average(p => p.Coverage), least.Coverage, least.Truth, points.Average(p => p.Width));
    }
}

/// <summary>What a method promises about its coverage.</summary>
internal enum Promise
{
    EveryTruth,
    AtLeastOnAverage,
    AboutOnAverage,
}

/// <summary>Coverage in simulated samples.</summary>
internal sealed record SimulatedCoverage(string Interval, string Setting, int Samples, int NoInterval, int Covered, int TooLow, int TooHigh)
{
    private int Given => Samples - NoInterval;

    internal double Coverage => (double)Covered / Given;

    internal double Below => (double)TooLow / Given;

    internal double Above => (double)TooHigh / Given;

    internal double Error => Math.Sqrt(Coverage * (1 - Coverage) / Given);

    /// <summary>Counts intervals against the truth; null is a sample without an interval.</summary>
    internal static SimulatedCoverage Of(
        string interval,
        string setting,
        double truth,
        IReadOnlyCollection<(double Lower, double Upper)?> intervals
    ) =>
        new(
            interval,
            setting,
            intervals.Count,
            intervals.Count(i => i is null),
            intervals.Count(i => i is { } x && x.Lower <= truth && truth <= x.Upper),
            intervals.Count(i => i is { } x && x.Upper < truth),
            intervals.Count(i => i is { } x && x.Lower > truth)
        );
}
