using System.Globalization;
using System.Text.Json;

namespace Longwatch.Benchmarks.Pipeline;

/// <summary>Number by number: what R found against the estimate of the same id in <c>evaluation.json</c>.</summary>
internal sealed record PeerComparison(int Compared, double LargestDifference, IReadOnlyList<string> Disagreements, string Peer)
{
    /// <summary>Relative.</summary>
    private const double Tolerance = 1e-9;

    internal bool Agrees => Disagreements.Count == 0 && Compared > 0;

    internal string Describe() =>
        Agrees
            ? $"{Compared} numbers equal to R (largest relative difference {LargestDifference:E1}, tolerance {Tolerance:E0}); {Peer}."
            : $"**{Disagreements.Count} of {Compared} numbers differ from R**: {string.Join("; ", Disagreements.Take(10))}; {Peer}.";

    internal static PeerComparison Of(string peerFile, string reportFile)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(reportFile));
        var estimates = report
            .RootElement.GetProperty("sections")
            .EnumerateArray()
            .SelectMany(s => s.GetProperty("estimates").EnumerateArray())
            .ToDictionary(e => e.GetProperty("id").GetString()!, StringComparer.Ordinal);
        var (compared, largest) = (0, 0.0);
        var disagreements = new List<string>();
        var times = new List<string>();
        foreach (var line in File.ReadLines(peerFile).Skip(1))
        {
            var cells = line.Split(',');
            var id = cells[0];
            if (id.StartsWith("seconds-", StringComparison.Ordinal))
                times.Add($"R {id["seconds-".Length..]} {Number(cells[1]):F2} s");
            else if (!estimates.TryGetValue(id, out var estimate))
                disagreements.Add($"{id} is not in the report");
            else
            {
                Compare(id, cells[1], estimate.GetProperty("value"));
                if (cells[2].Length == 0)
                    continue;
                if (estimate.GetProperty("intervals").GetArrayLength() == 0)
                {
                    disagreements.Add($"{id} has no interval in the report");
                    continue;
                }

                var interval = estimate.GetProperty("intervals")[0];
                Compare(id + " lower", cells[2], interval.GetProperty("lower"));
                Compare(id + " upper", cells[3], interval.GetProperty("upper"));
            }
        }

        return new(compared, largest, disagreements, string.Join(", ", times));

        void Compare(string what, string peer, JsonElement ours)
        {
            compared++;
            var expected = Number(peer);
            var actual = ours.ValueKind == JsonValueKind.Number ? ours.GetDouble() : double.NaN;
            var difference = actual == expected ? 0 : Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), double.Epsilon);
            largest = Math.Max(largest, difference);
            if (!(difference <= Tolerance))
                disagreements.Add($"{what}: {actual:R} against {expected:R}");
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
