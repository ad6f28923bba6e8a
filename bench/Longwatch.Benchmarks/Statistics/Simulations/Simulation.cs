using System.Globalization;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Runs of a simulation. Each run has a random stream of its own and its result a place of its own, so that everything made of them has the same bits whatever the number of threads.</summary>
internal static class Simulation
{
    internal const ulong Seed = 20240411;

    /// <summary>Monte Carlo errors within which a figure counts as its nominal value.</summary>
    internal const double Errors = 3;

    /// <summary>A multiple of the usual number of runs, at least 10.</summary>
    internal static int Runs(int usual, double effort) => Math.Max(10, (int)Math.Round(usual * effort));

    /// <summary>What a table says where another number of runs was asked for.</summary>
    internal static string EffortText(double effort) => effort == 1 ? "" : $" Made with --effort {effort}.";

    internal static T[] Of<T>(int runs, Func<Philox, T> run) => Of<object?, T>(runs, () => null, (_, random) => run(random));

    /// <summary>With memory that a thread keeps from run to run and that no result depends on.</summary>
    internal static T[] Of<TMemory, T>(int runs, Func<TMemory> memory, Func<TMemory, Philox, T> run)
    {
        var results = new T[runs];
        Parallel.For(
            0,
            runs,
            memory,
            (i, _, own) =>
            {
                results[i] = run(own, new Philox(Seed, (ulong)i));
                return own;
            },
            _ => { }
        );
        return results;
    }

    internal static string Percent(double share, int digits = 2) => (100 * share).ToString($"F{digits}", CultureInfo.InvariantCulture);

    internal static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    internal static string Count(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>What a table says of a row: a failure that has a reason is reported with it, one without a reason fails the study.</summary>
    internal static string Kept(bool kept) => kept ? "yes" : "**no**";
}

/// <summary>A mean over runs with its Monte Carlo error.</summary>
internal readonly record struct MeanWithError(int Runs, double Mean, double Error)
{
    /// <summary>Of the finite values, in the order of the runs.</summary>
    internal static MeanWithError Of(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length < 2)
            return new(finite.Length, double.NaN, double.NaN);
        var mean = finite.Sum() / finite.Length;
        var squares = finite.Sum(v => (v - mean) * (v - mean));
        return new(finite.Length, mean, Math.Sqrt(squares / (finite.Length - 1) / finite.Length));
    }

    internal bool Within(double nominal) => Math.Abs(Mean - nominal) <= Simulation.Errors * Error;
}
