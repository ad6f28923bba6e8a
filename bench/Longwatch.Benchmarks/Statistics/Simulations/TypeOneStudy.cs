using System.Diagnostics;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>How often the tests find something where nothing is, with 38 cases.</summary>
internal static class TypeOneStudy
{
    private static readonly double[] levels = [0.05, 0.01];

    private static readonly (string Name, Func<IEnumerable<NullExperiment>> Of)[] groups =
    [
        ("hazards", NullHazards.All),
        ("competing risks", NullCompeting.All),
        ("tables and logistic regression", NullTables.All),
        ("rates", NullRates.All),
        ("reports", NullReports.All),
        ("pooling, multiplicity, imputation, prediction", NullPooling.All),
        ("clones", NullClones.All),
    ];

    /// <param name="effort">Runs as a multiple of the usual number.</param>
    internal static bool Run(double effort)
    {
        var rows = new List<NullRow>();
        foreach (var (name, of) in groups)
        {
            foreach (var experiment in of())
            {
                var watch = Stopwatch.StartNew();
                rows.AddRange(experiment.Rows(levels, effort));
                Console.WriteLine($"{watch.Elapsed.TotalSeconds, 6:F1} s  {name}: {experiment.Setting}");
            }
        }

        NullRow[] scan = [.. NullScan.Rows(effort)];
        ResultFile.Write(
            "statistics.md",
            "Type-one error with 38 cases",
            $"""
            Nothing is there to be found; the share of samples in which a test finds it at a level. Seed {Simulation.Seed}, stream = number of the run. *Exactly*: the share lies
            within {Simulation.Errors} Monte Carlo errors of the level; *at most*: not more than {Simulation.Errors} errors above it, as of exact tests of discrete data. *No test*: samples for
            which the method says that it has none (separation, nothing to compare); the share is of the tests made. Cohorts are a tenth of 42,500 with all 38
            events where the model is fitted to persons; one experiment at full size shows that this changes nothing. A row that is not kept says why.{Simulation.EffortText(
                effort
            )}

            {ResultFile.Table(Header(levels), rows.Select(r => r.Cells()))}
            Scan of variants, each row one outcome of 38 cases among 42,500 people with four covariates, a new variant in each run.

            {ResultFile.Table(Header(NullScan.Levels), scan.Select(r => r.Cells()))}
            """
        );
        NullRow[] unexplained = [.. rows.Concat(scan).Where(r => r.Unexplained)];
        foreach (var row in unexplained)
            Console.WriteLine($"no reason is given: {string.Join(" | ", row.Cells())}");
        return unexplained.Length == 0;
    }

    private static string[] Header(double[] levels) =>
        [
            "test",
            "setting",
            "level is kept",
            "runs",
            "no test",
            .. levels.SelectMany(l => new[] { $"of {100 * l:G} %: rejected, %", "error", "kept" }),
            "why not",
        ];
}
