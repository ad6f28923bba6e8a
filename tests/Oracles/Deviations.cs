using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Longwatch.Oracles;

/// <summary>
/// How far our numbers lie from the known answers, set by set. With LONGWATCH_DEVIATIONS=FILE the table is written there when the tests have run;
/// <c>./longwatch known-answers</c> does that for docs/methods/known-answers.md.
/// </summary>
internal static class Deviations
{
    private static readonly AsyncLocal<string?> Current = new();
    private static readonly ConcurrentDictionary<string, Largest> Sets = new(StringComparer.Ordinal);

    static Deviations()
    {
        if (Environment.GetEnvironmentVariable("LONGWATCH_DEVIATIONS") is { Length: > 0 } file)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllText(file, Page());
    }

    /// <summary>What is compared from here on in this test belongs to the set.</summary>
    public static void Begin(string set) => Current.Value = set;

    public static void Note(double expected, double actual, double allowed)
    {
        if (Current.Value is not { } set)
            return;
        var deviation =
            actual.Equals(expected) ? 0
            : expected == 0 ? Math.Abs(actual)
            : Math.Abs((actual - expected) / expected);
        Sets.AddOrUpdate(set, _ => new(1, deviation, allowed), (_, largest) => largest.And(deviation, allowed));
    }

    private static string Page()
    {
        var known = Manifest();
        var page = new StringBuilder(
            """
            # Known answers

            Values of other implementations that the tests of the statistics engine compare with ours, set by set: how many, the largest relative deviation
            (absolute where the known answer is 0), and the widest tolerance of a comparison in the set; many are narrower. Some references are
            themselves accurate to a few digits (a root finder's tolerance, printed digits): there the tolerance is theirs.
            Made anew by `./longwatch known-answers`.

            | set | what | reference | values | largest deviation | widest tolerance |
            | --- | --- | --- | --- | --- | --- |

            """
        );
        foreach (var (set, largest) in Sets.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var (what, reference) = known.GetValueOrDefault(set, ("", ""));
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {set} | {what} | {reference} | {largest.Values:N0} | {largest.Deviation:0.0e+0} | {largest.Allowed:0.0e+0} |"
            );
        }

        return page.ToString();
    }

    /// <summary>What each set is and which packages made it, from the table of MANIFEST.md.</summary>
    private static Dictionary<string, (string What, string Reference)> Manifest() =>
        Oracle
            .ManifestLines()
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split(" | "))
            .Where(cells => cells.Length > 6)
            .ToDictionary(cells => cells[0].TrimStart('|', ' '), cells => (cells[2].Trim(), cells[6].Trim()), StringComparer.Ordinal);

    private sealed record Largest(int Values, double Deviation, double Allowed)
    {
        public Largest And(double deviation, double allowed) => new(Values + 1, Math.Max(Deviation, deviation), Math.Max(Allowed, allowed));
    }
}
