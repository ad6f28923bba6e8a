using System.Globalization;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using CsvHelper.Configuration;
using Longwatch.Benchmarks.Results;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange;
using Longwatch.Exchange.Cohorts;

namespace Longwatch.Benchmarks.Kernels;

/// <summary>A whole cohort set read and checked, beside reading its bytes (the floor) and splitting its cells with CsvHelper (the peer).</summary>
public class CsvReadBenchmarks
{
    private string folder = "";
    private string[] files = [];

    [GlobalSetup]
    public void Setup()
    {
        folder = Home.Work("csv");
        CohortSetWriter.Write(Simulator.Simulate(new(42_500, 1)).Cohort, folder);
        files = Directory.GetFiles(folder, "*.csv");
    }

    [Benchmark(Baseline = true, Description = "floor: read the bytes")]
    public long Bytes() => files.Sum(file => (long)File.ReadAllBytes(file).Length);

    [Benchmark(Description = "peer: CsvHelper, cells only, unchecked")]
    public long Peer()
    {
        long length = 0;
        foreach (var file in files)
        {
            using var reader = new StreamReader(file);
            using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
            while (csv.Read())
                for (var i = 0; i < csv.Count; i++)
                    length += csv[i].Length;
        }

        return length;
    }

    [Benchmark(Description = "Longwatch: read, check every cell and rule")]
    public DatasetReading Longwatch() => DatasetReader.Read(folder, Path.Combine(Home.Root, "data", "published"));
}
