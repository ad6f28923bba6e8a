using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Kernels;

/// <summary>The kernels one by one, each beside a peer or a floor in the same run: the ratio is what to compare, not the time.</summary>
internal static class KernelBench
{
    internal static bool Run()
    {
        // In this process: the generated project of the default toolchain would need its own restore. Short runs: minutes, not hours.
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Home.Work("kernels"))
            .WithOptions(ConfigOptions.DisableLogFile);
        Summary[] summaries =
        [
            BenchmarkRunner.Run<CsvReadBenchmarks>(config),
            BenchmarkRunner.Run<SurvivalBenchmarks>(config),
            BenchmarkRunner.Run<IntervalBenchmarks>(config),
            BenchmarkRunner.Run<SimulationBenchmarks>(config),
        ];

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Kernels",
            $"""
            BenchmarkDotNet, short runs. The ratio is to the first line of each group.

            {ResultFile.Table(["group", "kernel", "mean", "± error", "allocated", "ratio"], summaries.SelectMany(Rows))}
            """
        );
        return summaries.All(s => s.Reports.Length > 0 && s.Reports.All(r => r.Success));
    }

    private static IEnumerable<string[]> Rows(Summary summary)
    {
        var baseline = summary.Reports.First(r => r.BenchmarkCase.Descriptor.Baseline).ResultStatistics?.Mean;
        foreach (var report in summary.Reports.OrderByDescending(r => r.BenchmarkCase.Descriptor.Baseline))
        {
            var descriptor = report.BenchmarkCase.Descriptor;
            var time = report.ResultStatistics;
            yield return
            [
                descriptor.Type.Name.Replace("Benchmarks", "", StringComparison.Ordinal),
                descriptor.WorkloadMethodDisplayInfo.Trim('\''),
                time is null ? "failed" : Time(time.Mean),
                time is null ? "" : Time(time.ConfidenceInterval.Margin),
                $"{(report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / 1024.0:N0} kB",
                time is null || baseline is null ? "" : (time.Mean / baseline.Value).ToString("F2", CultureInfo.InvariantCulture),
            ];
        }
    }

    private static string Time(double nanoseconds) =>
        nanoseconds switch
        {
            < 1e3 => $"{nanoseconds:F0} ns",
            < 1e6 => $"{nanoseconds / 1e3:F1} µs",
            _ => $"{nanoseconds / 1e6:F1} ms",
        };
}
