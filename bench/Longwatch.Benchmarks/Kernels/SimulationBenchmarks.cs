using BenchmarkDotNet.Attributes;
using Longwatch.Evaluation.Simulation;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Kernels;

/// <summary>A registry of 42,500 patients, beside drawing about as many random numbers as it takes, on one thread.</summary>
public class SimulationBenchmarks
{
    private const int Patients = 42_500;
    private const int NumbersPerPatient = 50;

    [Benchmark(Baseline = true, Description = "floor: the random numbers alone")]
    public double Numbers()
    {
        double sum = 0;
        for (ulong patient = 0; patient < Patients; patient++)
        {
            var random = new Philox(1, patient);
            for (var i = 0; i < NumbersPerPatient; i++)
                sum += random.NextDouble();
        }

        return sum;
    }

    [Benchmark(Description = "simulate, one thread")]
    public SimulatedRegistry OneThread() => Simulator.Simulate(new(Patients, 1), new() { MaxDegreeOfParallelism = 1 });

    [Benchmark(Description = "simulate, all threads")]
    public SimulatedRegistry AllThreads() => Simulator.Simulate(new(Patients, 1));
}
