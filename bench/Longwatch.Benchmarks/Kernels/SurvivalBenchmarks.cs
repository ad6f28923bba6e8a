using BenchmarkDotNet.Attributes;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Survival;

namespace Longwatch.Benchmarks.Kernels;

/// <summary>Kaplan–Meier and Aalen–Johansen of a million subjects in whole days, beside sorting their times (the floor of every method that sorts).</summary>
public class SurvivalBenchmarks
{
    private const int Subjects = 1_000_000;
    private int[] days = [];
    private double[] times = [];
    private byte[] outcomes = [];
    private bool[] dead = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Philox(1, 0);
        days = new int[Subjects];
        outcomes = new byte[Subjects];
        for (var i = 0; i < Subjects; i++)
        {
            days[i] = Math.Min(2415, (int)(900 * random.NextExponential()));
            var draw = random.NextDouble();
            outcomes[i] =
                draw < 0.001 ? (byte)1
                : draw < 0.4 ? (byte)2
                : (byte)0;
        }

        times = Array.ConvertAll(days, d => (double)d);
        dead = Array.ConvertAll(outcomes, o => o == 2);
    }

    [Benchmark(Baseline = true, Description = "floor: sort the times")]
    public double Sort()
    {
        var copy = (double[])times.Clone();
        Array.Sort(copy);
        return copy[^1];
    }

    [Benchmark(Description = "Kaplan–Meier, whole days")]
    public SurvivalCurve KaplanMeierDays() => KaplanMeier.EstimateDays(days, dead);

    [Benchmark(Description = "Kaplan–Meier, any times")]
    public SurvivalCurve KaplanMeierTimes() => KaplanMeier.Estimate(times, dead);

    [Benchmark(Description = "Aalen–Johansen with jackknife variance, whole days")]
    public CumulativeIncidence AalenJohansenDays() => AalenJohansen.EstimateDays(days, outcomes, 1);

    [Benchmark(Description = "Aalen–Johansen with jackknife variance, any times")]
    public CumulativeIncidence AalenJohansenTimes() => AalenJohansen.Estimate(times, outcomes, 1);
}
