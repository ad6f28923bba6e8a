using Longwatch.Domain;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>Counts of one block of a table, and the first of its problems with lines counted from the block's own first.</summary>
internal sealed class BlockFaults(int listed)
{
    private readonly List<(int Line, string? Field, ProblemText Text)> problems = [];
    private int lastDoubtful = -1;

    internal int Lines { get; set; }

    internal int Rows { get; set; }

    internal int Broken { get; private set; }

    internal int Repaired { get; private set; }

    internal int Orphans { get; set; }

    /// <summary>Counts a record that was put together.</summary>
    /// <param name="end">Its last line.</param>
    internal void Joined(int end)
    {
        Repaired++;
        lastDoubtful = end;
    }

    internal void Ragged(int line, int found, int expected)
    {
        if (found < expected) // more fields than the header are no cut
            lastDoubtful = line;
        if (Note())
            problems.Add(
                (
                    line,
                    null,
                    new(
                        FormattableString.Invariant($"{found} {(found == 1 ? "field" : "fields")}"),
                        FormattableString.Invariant($"{expected}, as in the header"),
                        "The line was left out: look for a line end or a dollar sign inside a field."
                    )
                )
            );
    }

    internal void BadNumber(int line, string field, ReadOnlySpan<byte> found)
    {
        if (Note())
            problems.Add(
                (
                    line,
                    field,
                    new(Shown.Cell(found), "a whole number above 0", "The line was left out: take the file from the quarterly data again.")
                )
            );
    }

    /// <summary>Adds the counts to those of the file and lists what there is room for.</summary>
    internal void Into(TableLog log)
    {
        foreach (var (line, field, text) in problems)
            log.Problems.List(Severity.Warning, checked((int)Math.Min(int.MaxValue, log.Lines + line + 1)), field, text);
        _ = Broken > 0 && log.Problems.Count(Severity.Warning, Broken);
        log.EndsDoubtful = lastDoubtful >= 0 && lastDoubtful == Lines - 1;
        log.Lines += Lines;
        log.Rows += Rows;
        log.Broken += Broken;
        log.Repaired += Repaired;
        log.Orphans += Orphans;
    }

    /// <summary>Of each block as many as of a file: which of them are listed is decided where the blocks come together in order.</summary>
    private bool Note() => ++Broken <= listed;
}

/// <summary>Counts of one file.</summary>
internal sealed class TableLog(ProblemLog problems)
{
    internal ProblemLog Problems => problems;

    /// <summary>Lines before the block that comes next; the header is the first.</summary>
    internal long Lines { get; set; } = 1;

    /// <summary>The last line so far has fewer fields than the header, or is the rest of a record that was put together.</summary>
    internal bool EndsDoubtful { get; set; }

    internal long Rows { get; set; }

    internal long Broken { get; set; }

    internal long Repaired { get; set; }

    internal long Orphans { get; set; }
}
