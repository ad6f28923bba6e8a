using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Pcr;

/// <summary>A delimited table with a header, read row by row; problems are gathered and said together.</summary>
internal sealed class PcrTable
{
    /// <summary>Rows beyond this are no plate: 1,000 plates of 384 wells with two targets.</summary>
    private const int MostRows = 768_000;

    private readonly string path;
    private readonly ProblemList problems;
    private readonly List<(string Place, string[] Cells)> rows = [];
    private readonly string[] header;

    /// <summary>Reads the whole table; what is wrong with a row is kept until <see cref="Rows"/>.</summary>
    /// <exception cref="UnreadableInputException">Cannot be opened, is not text, or has no header.</exception>
    public PcrTable(string path)
    {
        this.path = path;
        problems = new(path);
        using var reader = new LineReader(path);
        var cells = new List<string>();
        if (!reader.Next())
            throw new UnreadableInputException(path, null, "is empty; a header line and one line per well and target were expected");
        var separator = Cells.SeparatorOf(reader.Line);
        Cells.Split(reader.Line, separator, cells);
        header =
        [
            .. cells.Select(c =>
                c.TrimStart('\uFEFF').Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
            ),
        ];
        while (reader.Next())
        {
            if (reader.Line.Trim().IsEmpty)
                continue;
            if (!Cells.Split(reader.Line, separator, cells))
                problems.Add(reader.Place, "a quote is not closed in this line");
            else if (cells.Count != header.Length)
                problems.Add(reader.Place, $"has {cells.Count} cells, the header has {header.Length}");
            else if (rows.Count == MostRows)
                throw new UnreadableInputException(path, reader.Place, $"more than {MostRows:N0} rows: this is not a table of wells");
            else
                rows.Add((reader.Place, [.. cells]));
        }
    }

    /// <summary>Index of the first of these columns that is there, without regard to case, spaces and underscores; −1 when none is.</summary>
    public int Column(bool required, params string[] names)
    {
        var found = Array.FindIndex(header, h => names.Contains(h, StringComparer.OrdinalIgnoreCase));
        if (found < 0 && required)
            problems.Add("line 1", $"has no column '{names[0]}' (also read: {string.Join(", ", names[1..])})");
        return found;
    }

    public void Problem(string place, string message) => problems.Add(place, message);

    /// <summary>The rows, once all columns are known to be there.</summary>
    /// <exception cref="UnreadableInputException">A column is missing, or there is no row.</exception>
    public IEnumerable<(string Place, string[] Cells)> Rows()
    {
        if (rows.Count == 0)
            problems.Add(null, "has no rows below the header");
        problems.ThrowIfAny();
        return rows;
    }

    /// <summary>Ends reading when any row was at fault.</summary>
    /// <exception cref="UnreadableInputException">Any problem was found.</exception>
    public void ThrowIfAny() => problems.ThrowIfAny();

    public override string ToString() => path;
}
