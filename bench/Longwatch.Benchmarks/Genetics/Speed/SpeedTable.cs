using System.Globalization;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Genetics.Speed;

/// <summary>One command that is timed.</summary>
internal sealed record Timed(string Name, string Line);

/// <summary>A peer, and what the wall time has to be relative to it.</summary>
/// <param name="Goal">Highest ratio of our wall time over the peer's.</param>
internal sealed record TimedPeer(Timed Command, double Goal);

/// <summary>One of our commands with its peers; all are run in turn, so that what the machine does otherwise hits all alike.</summary>
internal sealed record Comparison(Timed Own, IReadOnlyList<TimedPeer> Peers, int Rounds)
{
    /// <summary>Best of the rounds after one that is not counted and leaves the files in the cache.</summary>
    internal (ProcessCost Own, ProcessCost[] Peers) Measure()
    {
        string[] lines = [Own.Line, .. Peers.Select(p => p.Command.Line)];
        var best = new ProcessCost[lines.Length];
        for (var round = 0; round <= Rounds; round++)
        for (var n = 0; n < lines.Length; n++)
        {
            if (round == 0 && n > 0 && Rounds == 1)
                continue; // minutes long: the files are in the cache already
            var cost = Shell.Measure(lines[n]);
            if (best[n].Seconds == 0 || (round > 0 && cost.Seconds < best[n].Seconds) || round == 1)
                best[n] = cost;
        }

        return (best[0], best[1..]);
    }

    internal IEnumerable<(string[] Row, bool Good)> Rows()
    {
        var (own, peers) = Measure();
        yield return (Row(Own.Name, own, "", ""), true);
        foreach (var (peer, cost) in Peers.Zip(peers))
        {
            var ratio = own.Seconds / cost.Seconds;
            var good = ratio <= peer.Goal;
            yield return (
                Row(
                    $"– {peer.Command.Name}",
                    cost,
                    ratio >= 0.2 ? $"{Text(ratio, "F2")} ×" : $"1 / {Text(1 / ratio, "F1")}",
                    $"{(peer.Goal >= 0.2 ? $"≤ {Text(peer.Goal, "F2")}" : $"≤ 1 / {Text(1 / peer.Goal, "F0")}")}: {(good ? "yes" : "**no**")}"
                ),
                good
            );
        }
    }

    private static string[] Row(string name, ProcessCost cost, string ratio, string goal) =>
        [name, Text(cost.Seconds, "F2"), Text(cost.CpuSeconds, "F2"), $"{cost.PeakBytes >> 20}", ratio, goal];

    internal static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    internal static string Table(IEnumerable<string[]> rows) =>
        ResultFile.Table(["command", "wall, s", "CPU, s", "peak, MB", "ours ÷ peer", "goal"], rows);
}
