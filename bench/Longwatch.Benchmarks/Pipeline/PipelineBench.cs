using System.Globalization;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Pipeline;

/// <summary>Simulate a registry, evaluate it, and let R make the same estimates from the same files in the same run.</summary>
internal static class PipelineBench
{
    private const double WantedRatio = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    internal static bool Run(PipelineOptions options)
    {
        var rows = new List<string[]>();
        var notes = new List<string>();
        var good = true;
        // Builds when something changed, so that no measured run does.
        _ = Measured.Run(Home.Script, ["--version"], Limit);
        foreach (var patients in options.Patients)
        {
            var work = Home.Work($"pipeline-{patients}");
            var (cohort, report, peer) = (Path.Combine(work, "cohort"), Path.Combine(work, "report"), Path.Combine(work, "r.csv"));
            var simulate = Measured.Run(
                Home.Script,
                ["simulate", "--patients", Text(patients), "--seed", "1", "--out", cohort, "--quiet"],
                Limit
            );
            var evaluate = Measured.Run(Home.Script, ["evaluate", cohort, "--out", report, "--quiet"], Limit);
            if (!simulate.Good || !evaluate.Good)
            {
                notes.Add($"{patients:N0} patients: simulate or evaluate did not finish.");
                good = false;
                continue;
            }

            var same = Measured.Run(
                "dotnet",
                [typeof(PipelineBench).Assembly.Location, "estimates", cohort, Path.Combine(work, "same.csv")],
                Limit
            );
            var r = Measured.Run("Rscript", [Path.Combine(Home.Root, "bench", "r", "cohort_estimates.R"), cohort, peer], options.RLimit);
            rows.Add([
                patients.ToString("N0", CultureInfo.InvariantCulture),
                Seconds(simulate),
                Seconds(evaluate),
                Text(evaluate.CpuSeconds),
                Text(simulate.Seconds + evaluate.Seconds),
                $"{Math.Max(simulate.PeakBytes, evaluate.PeakBytes) >> 20}",
                r.Finished ? Seconds(r) : $"over {options.RLimit.TotalSeconds:F0}",
                Text(r.CpuSeconds),
                $"{r.PeakBytes >> 20}",
                $"{(r.Finished ? "" : "over ")}{r.Seconds / evaluate.Seconds:F1}",
                Seconds(same),
                $"{(r.Finished ? "" : "over ")}{r.Seconds / same.Seconds:F1}",
            ]);
            good &= same.Good && (patients < options.Patients.Max() || r.Seconds / evaluate.Seconds >= WantedRatio);
            if (!r.Good)
            {
                notes.Add(
                    $"{patients:N0} patients: R {(r.Finished ? "failed" : "was stopped at its time limit")}; no numbers were compared."
                );
                good &= !r.Finished;
                continue;
            }

            var comparison = PeerComparison.Of(peer, Path.Combine(report, "evaluation.json"));
            notes.Add($"{patients:N0} patients: {comparison.Describe()}");
            good &= comparison.Agrees;
        }

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Pipeline",
            $"""
            One run each, wall time with start-up; CPU time is that of all threads, and hardly changed by what else the machine does. Longwatch answers all ten sections and writes HTML, JSON and CSV; the R script reads the same files with
            `read.csv`, and makes person-years, exact intervals, reverse Kaplan–Meier, Kaplan–Meier and Aalen–Johansen with the survival package. *R's estimates only* is a program that
            reads and checks the files as `evaluate` does, but makes nothing beyond the estimates of the script: work for work.

            {ResultFile.Table(
                ["patients", "simulate, s", "evaluate, s", "evaluate CPU, s", "together, s", "peak, MB", "R, s", "R CPU, s", "R peak, MB", "R ÷ evaluate", "R's estimates only, s", "R ÷ that"],
                rows
            )}
            {string.Join('\n', notes.Select(n => $"- {n}"))}
            """
        );
        return good;
    }

    private static string Seconds(Measured run) => run.Seconds.ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(double seconds) => seconds.ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
