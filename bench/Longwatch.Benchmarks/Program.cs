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
using Longwatch.Benchmarks.Statistics;
using Longwatch.Benchmarks.Watch;

const string Usage = """
    usage: longwatch bench [startup|coverage|micro|faults|workflow|all]
           longwatch bench [pipeline|all] [--patients N[,N…]] [--r-limit SECONDS]
           longwatch bench [genetics-speed|watch|registry] [--quick]
           longwatch bench genetics-accuracy [--quick] [--parts NAME[,NAME…]]
           longwatch bench load [--patients N[,N…]] [--quick]
           longwatch bench statistics [--parts NAME[,NAME…]] [--effort N]
           longwatch bench workflow parts
    Results are written over those in bench/results; bench/README.md says what each measures.
    """;

// A measurement that ran on a mistyped option would overwrite a good one.
if (args is [_, "--help" or "-h", ..] or ["--help" or "-h", ..])
{
    Console.WriteLine(Usage);
    return 0;
}

if (args is ["genetics-accuracy", .. var accuracyArguments])
{
    if (AccuracyOptions.TryParse(accuracyArguments, out var accuracy))
        return AccuracyStudy.Run(accuracy) ? 0 : 1;
    return Refuse();
}

if (args is ["genetics-speed"] or ["genetics-speed", "--quick"])
    return SpeedBench.Run(withSlowPeers: args is [_]) ? 0 : 1;
if (args is ["watch"])
    return await WatchBench.Run([(10_000, 20), (100_000, 200), (100_000, 20), (1_000_000, 2000), (1_000_000, 200)]) ? 0 : 1;
if (args is ["watch", "--quick"])
    return await WatchBench.Run([(10_000, 20)]) ? 0 : 1;
if (args is ["faults"])
    return await FaultBench.Run(rounds: 100) ? 0 : 1;
if (args is ["registry"] or ["registry", "--quick"])
    return await ImportBench.Run(args is [_] ? [10_625, 42_500, 170_000] : [10_625, 42_500]) ? 0 : 1;
if (args is ["load", .. var loadArguments])
{
    var quick = loadArguments is [.., "--quick"];
    if (PipelineOptions.TryParse(quick ? loadArguments[..^1] : loadArguments, out var load) && !loadArguments.Contains("--r-limit"))
        return await LoadBench.Run(load.Patients, seconds: quick ? 10 : 60) ? 0 : 1;
    return Refuse();
}

if (args is ["statistics", .. var statisticsArguments])
    return StatisticsBench.TryParse(statisticsArguments, out var statisticsParts, out var effort)
        ? (StatisticsBench.Run(statisticsParts, effort) ? 0 : 1)
        : Refuse();

if (args is ["workflow"])
{
    bool[] both = [WorkflowBench.Run(), PartsBench.Run()]; // the second runs whatever the first says
    return both.All(good => good) ? 0 : 1;
}

if (args is ["workflow", "parts"])
    return PartsBench.Run() ? 0 : 1;

if (args is ["fuzz", var cases, .. { Length: > 0 } fuzzed] && int.TryParse(cases, CultureInfo.InvariantCulture, out var count))
    return ReadFuzz.Run(fuzzed, count) ? 0 : 1;

if (args is ["estimates", var dataset, var result])
    return SameEstimates.Run(dataset, result);

var what = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "all";
if (!PipelineOptions.TryParse(args.AsSpan(args.Length > 0 && args[0] == what ? 1 : 0), out var options))
    return Refuse();

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
    return Refuse();

return run() ? 0 : 1;

static int Refuse()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
