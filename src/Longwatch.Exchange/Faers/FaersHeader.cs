using System.Text;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>The places of the columns of one table.</summary>
/// <param name="Width">Fields of the header.</param>
/// <param name="Places">In the order of <see cref="FaersColumn.Of"/>; −1: not there.</param>
/// <param name="Legacy">The layout before 2012 Q4, keyed by <c>isr</c>.</param>
internal sealed record FaersHeader(int Width, int[] Places, bool Legacy)
{
    /// <summary>One more than the last place asked for.</summary>
    internal int Needed { get; } = Places.Max() + 1;

    /// <summary>Null, reported, when the line is no header of the table.</summary>
    internal static FaersHeader? Read(ReadOnlySpan<byte> line, FaersTable table, ProblemLog log)
    {
        if (line.StartsWith(Encoding.UTF8.Preamble))
            line = line[3..];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var names = Encoding.Latin1.GetString(line).Split('$').Select(n => n.Trim().ToLowerInvariant()).ToList();
        if (names is [.., ""])
            names.RemoveAt(names.Count - 1);
        var columns = FaersColumn.Of(table);
        if (names.Count == 1 && columns.Length > 1)
        {
            log.Error(
                1,
                null,
                new(
                    $"one column in the header {Shown.Cell(line)}",
                    "fields separated by dollar signs",
                    "Take the ASCII files of the quarter, unchanged."
                )
            );
            return null;
        }

        var places = columns.Select(c => names.FindIndex(n => c.Names.Contains(n, StringComparer.Ordinal))).ToArray();
        var good = true;
        for (var i = 0; i < columns.Length; i++)
            if (places[i] < 0 && columns[i].Mandatory)
            {
                good = false;
                log.Error(
                    1,
                    columns[i].Names[0],
                    new(
                        $"no such column in the header {Shown.Cell(line)}",
                        string.Join(" or ", columns[i].Names),
                        "Take the file from the quarterly data again; the header must be its first line."
                    )
                );
            }

        foreach (var name in names.Where(n => n.Length > 0).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            good = false;
            log.Error(1, name.Key, new("this column twice", "each column once", "Take the file from the quarterly data again."));
        }

        return good ? new(names.Count, places, string.Equals(names[places[0]], "isr", StringComparison.Ordinal)) : null;
    }
}
