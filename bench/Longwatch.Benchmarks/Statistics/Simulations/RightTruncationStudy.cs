using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Whether onset is estimated without bias from cases that are known only because their onset came before the data lock.</summary>
internal static class RightTruncationStudy
{
    internal static bool Run(double effort)
    {
        EstimateRow[] cases = [.. TruncatedCases.Rows(effort)];
        EstimateRow[] triangle = [.. ReportingTriangle.Rows(effort)];
        ResultFile.Write(
            "statistics.md",
            "Onset under right truncation",
            $"""
            Samples of cases whose onset came before the data lock. Seed {Simulation.Seed}, stream = number of the run. Bias: mean of estimate less truth, with its Monte Carlo
            error, over the samples with an estimate; coverage of the 95 % interval, over the samples with one. *Kept*: bias within {Simulation.Errors} errors of 0; coverage within
            {Simulation.Errors} errors of 95 %. *Not identified*: samples for which the method says that it has no estimate. The first row of each setting is the share of reported
            cases with onset in the first year, what one gets who does not correct.{Simulation.EffortText(effort)}

            Chance of onset within a year of infusion, in per cent, had everybody been followed for ever (reverse hazards: of those with onset up to the longest onset seen, or up to a fixed time).

            {ResultFile.Table(Header, cases.Select(row => Cells(row, 100)))}
            The Poisson reporting triangle: events by quarter of infusion and time since infusion, with the person-years of each cell as offset, from persons who
            die, are censored by the data lock, or have the event. Logarithms of rates per person-year and of ratios.

            {ResultFile.Table(Header, triangle.Select(row => Cells(row, 1)))}
            """
        );
        return cases.Concat(triangle).All(row => Kept(row) || row.Method.Known.Length > 0);
    }

    private static string[] Header =>
        ["method", "setting", "runs", "not identified, %", "truth", "bias", "error", "kept", "coverage, %", "error", "kept", "why not"];

    private static string[] Cells(EstimateRow row, double unit)
    {
        var bias = row.Bias;
        var hasInterval = row.NoInterval < row.Runs;
        return
        [
            row.Method.Name,
            row.Setting,
            Simulation.Count(row.Runs),
            Simulation.Percent((double)row.Outcomes.Count(o => double.IsNaN(o.Estimate)) / row.Runs),
            Simulation.Number(unit * row.Truth.Mean),
            Simulation.Number(unit * bias.Mean),
            Simulation.Number(unit * bias.Error),
            Simulation.Kept(row.Unbiased),
            hasInterval ? Simulation.Percent(row.Coverage) : "",
            hasInterval ? Simulation.Percent(row.CoverageError) : "",
            hasInterval ? Simulation.Kept(row.Covers) : "",
            Kept(row) ? "" : row.Method.Known,
        ];
    }

    private static bool Kept(EstimateRow row) => row.Unbiased && (row.NoInterval == row.Runs || row.Covers);
}
