using System.Globalization;
using Longwatch.Benchmarks.Coverage;
using Longwatch.Benchmarks.Faults;
using Longwatch.Benchmarks.Genetics.Accuracy;
using Longwatch.Benchmarks.Genetics.Fuzzing;
using Longwatch.Benchmarks.Genetics.Speed;
using Longwatch.Benchmarks.Genetics.Workflow;
using Longwatch.Benchmarks.Imports;
using Longwatch.Benchmarks.Kernels;
using Longwatch.Benchmarks.Load;
using Longwatch.Benchmarks.Pipeline;
using Longwatch.Benchmarks.Startup;
using Longwatch.Benchmarks.Watch;

const string Usage =
    "usage: longwatch bench [startup|pipeline|coverage|micro|genetics-accuracy|genetics-speed|workflow|watch|faults|registry|load|all] [--patients N[,N…]] [--r-limit SECONDS]";

if (args is ["genetics-accuracy", .. var accuracyArguments])
{
    if (AccuracyOptions.TryParse(accuracyArguments, out var accuracy))
        return AccuracyStudy.Run(accuracy) ? 0 : 1;
    Console.Error.WriteLine("usage: longwatch bench genetics-accuracy [--quick] [--parts NAME[,NAME…]]");
    return 1;
}

if (args is ["genetics-speed", .. var speedArguments])
    return SpeedBench.Run(withSlowPeers: !speedArguments.Contains("--quick")) ? 0 : 1;
if (args is ["watch"])
    return await WatchBench.Run([(10_000, 20), (100_000, 200), (100_000, 20), (1_000_000, 2000), (1_000_000, 200)]) ? 0 : 1;
if (args is ["watch", "--quick"])
    return await WatchBench.Run([(10_000, 20)]) ? 0 : 1;
if (args is ["faults"])
    return await FaultBench.Run(rounds: 100) ? 0 : 1;
if (args is ["registry", .. var importArguments])
    return await ImportBench.Run(importArguments.Contains("--quick") ? [10_625, 42_500] : [10_625, 42_500, 170_000]) ? 0 : 1;
if (args is ["load", .. var loadArguments])
    return await LoadBench.Run(loadArguments) ? 0 : 1;
if (args is ["workflow"])
    return WorkflowBench.Run() ? 0 : 1;

if (args is ["fuzz", var cases, .. { Length: > 0 } fuzzed] && int.TryParse(cases, CultureInfo.InvariantCulture, out var count))
    return ReadFuzz.Run(fuzzed, count) ? 0 : 1;

if (args is ["estimates", var dataset, var result])
    return SameEstimates.Run(dataset, result);

var what = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "all";
if (!PipelineOptions.TryParse(args.AsSpan(args.Length > 0 && args[0] == what ? 1 : 0), out var options))
{
    Console.Error.WriteLine(Usage);
    return 1;
}

Dictionary<string, Func<bool>> parts = new(StringComparer.Ordinal)
{
    ["startup"] = StartupBench.Run,
    ["pipeline"] = () => PipelineBench.Run(options),
    ["coverage"] = CoverageStudy.Run,
    ["micro"] = KernelBench.Run,
};
if (what == "all")
{
    // Every part runs, whatever the others say.
    bool[] good = [.. new[] { "startup", "pipeline", "coverage", "micro" }.Select(name => parts[name]())];
    return good.All(g => g) ? 0 : 1;
}

if (!parts.TryGetValue(what, out var run))
{
    Console.Error.WriteLine(Usage);
    return 1;
}

return run() ? 0 : 1;
