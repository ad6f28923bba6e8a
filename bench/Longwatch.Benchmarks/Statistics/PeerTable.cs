using System.Diagnostics;
using System.Globalization;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>The numbers an R script of <c>bench/r</c> wrote, each under the cells before it, and how far ours are from them.</summary>
internal sealed class PeerTable
{
    private readonly Dictionary<string, double[]> rows = new(StringComparer.Ordinal);

    private PeerTable() { }

    /// <summary>Largest relative difference of the numbers compared so far.</summary>
    internal double Largest { get; private set; }

    internal int Compared { get; private set; }

    /// <summary>Runs the script; null when it failed or took too long.</summary>
    /// <param name="keys">How many cells of a row are its name.</param>
    internal static PeerTable? Of(string script, string[] arguments, string result, int keys)
    {
        var run = Measured.Run("Rscript", [Path.Combine(Home.Root, "bench", "r", script), .. arguments], TimeSpan.FromMinutes(20));
        if (!run.Good)
            return null;
        var table = new PeerTable();
        foreach (var line in File.ReadLines(result).Skip(1))
        {
            var cells = line.Split(',');
            table.rows[string.Join(' ', cells[..keys])] = [.. cells[keys..].Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        }

        return table;
    }

    internal double Value(string key) => rows[key][0];

    /// <summary>Compares our numbers of a row with the peer's; a row that the peer does not have counts as infinitely far.</summary>
    internal void Compare(string key, params double[] ours)
    {
        var peer = rows.GetValueOrDefault(key);
        for (var i = 0; i < ours.Length; i++)
        {
            Compared++;
            var difference = peer is null ? double.PositiveInfinity : Math.Abs(ours[i] - peer[i]) / Math.Max(Math.Abs(peer[i]), 1e-300);
            Largest = Math.Max(Largest, ours[i] == peer?[i] ? 0 : difference);
        }
    }

    /// <summary>Median of several runs in this process, after one that is not counted.</summary>
    internal static double Median(int runs, Action work)
    {
        work();
        var seconds = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var watch = Stopwatch.StartNew();
            work();
            seconds[i] = watch.Elapsed.TotalSeconds;
        }

        return Measured.Median(seconds);
    }

    internal static string Text(double seconds) => seconds.ToString(seconds < 1 ? "F4" : "F2", CultureInfo.InvariantCulture);
}
