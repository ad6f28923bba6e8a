using System.Diagnostics;
using System.Globalization;
using Longwatch.Benchmarks.Coverage;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>How often the intervals hold the truth: of what <see cref="CoverageStudy"/> does not look at, mostly with 38 events.</summary>
internal static class IntervalCoverageStudy
{
    private static readonly (string Name, Func<double, IEnumerable<EstimateRow>> Of)[] groups =
    [
        ("standardised rates", CoverageOfRates.Simulated),
        ("regressions", CoverageOfRegressions.Rows),
        ("incidence", CoverageOfIncidence.Rows),
        ("adjustment and imputation", CoverageOfAdjustment.Rows),
        ("shrinkage and pooling", CoverageOfShrinkage.Rows),
    ];

    internal static bool Run(double effort)
    {
        var rows = new List<EstimateRow>();
        foreach (var (name, of) in groups)
        {
            var watch = Stopwatch.StartNew();
            rows.AddRange(of(effort));
            Console.WriteLine($"{name}: {watch.Elapsed.TotalSeconds:F0} s");
        }

        CoverageRow[] exact = [.. CoverageOfRates.Exact()];
        ResultFile.Write(
            "statistics.md",
            "Interval coverage",
            $"""
            Seed {Simulation.Seed}, stream = number of the run. *Exactly*: the coverage lies within {Simulation.Errors} Monte Carlo errors of the level; *at least*: not more than
            {Simulation.Errors} errors below it. *Below* and *above* are the shares of intervals that lie wholly below and above the truth. Samples for which a method says that it
            has no interval are counted apart, never as covered; bias is over those with an estimate. A row without an interval is judged by its bias.{Simulation.EffortText(effort)}

            {ResultFile.Table(
                ["method", "setting", "level is kept", "level, %", "runs", "no interval", "truth", "bias", "error", "coverage, %", "error", "below", "above", "kept", "why not"],
                rows.Select(Cells)
            )}
            By summation of all outcomes over a grid of truths, level 95 %, no random number; promises as in [coverage](coverage.md).

            {ResultFile.Table(
                ["interval", "setting", "promised", "mean coverage", "least", "least at", "mean width", "holds"],
                exact.Select(r => new[]
                {
                    r.Interval,
                    r.Setting,
                    r.Promise == Promise.EveryTruth ? "every" : "about",
                    Simulation.Percent(r.Mean),
                    Simulation.Percent(r.Least),
                    r.LeastAt.ToString("G4", CultureInfo.InvariantCulture),
                    r.MeanWidth.ToString("G3", CultureInfo.InvariantCulture),
                    Simulation.Kept(r.Holds),
                })
            )}
            """
        );
        return exact.All(r => r.Holds) && rows.All(r => Kept(r) || r.Method.Known.Length > 0);
    }

    private static bool HasInterval(EstimateRow row) => row.NoInterval < row.Runs;

    private static bool Kept(EstimateRow row) => HasInterval(row) ? row.Covers : row.Unbiased;

    private static string[] Cells(EstimateRow row)
    {
        var (bias, has) = (row.Bias, HasInterval(row));
        return
        [
            row.Method.Name,
            row.Setting,
            row.Method.Exactly ? "exactly" : "at least",
            has ? $"{100 * row.Method.Level:G}" : "",
            Simulation.Count(row.Runs),
            Simulation.Count(row.NoInterval),
            Simulation.Number(row.Truth.Mean),
            Simulation.Number(bias.Mean),
            Simulation.Number(bias.Error),
            has ? Simulation.Percent(row.Coverage) : "",
            has ? Simulation.Percent(row.CoverageError) : "",
            has ? Simulation.Percent(row.Below) : "",
            has ? Simulation.Percent(row.Above) : "",
            Simulation.Kept(Kept(row)),
            Kept(row) ? "" : row.Method.Known,
        ];
    }
}
