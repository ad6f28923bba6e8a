using System.Collections.Immutable;
using System.Text;
using Longwatch.Domain;

namespace Longwatch.Exchange.Csv;

/// <summary>Reads one table by its schema: header, then row after row, each cell checked as it is asked for.</summary>
/// <remarks>A cell that is wrong is reported, reads as empty, and sets <see cref="Failed"/> for its row.</remarks>
internal sealed class TableReader : IDisposable
{
    private readonly CsvReader reader;
    private readonly TableSchema schema;
    private readonly TextPool texts = new();
    private readonly int[] places;
    private readonly int width;

    public TableReader(Stream stream, TableSchema schema, ProblemLog log, CsvLimits limits, Action<int>? advanced = null)
    {
        (this.schema, Log) = (schema, log);
        reader = new CsvReader(stream, log, limits, advanced) { Refused = Lose };
        places = new int[schema.Columns.Length];
        Array.Fill(places, -1);
        if (reader.Read())
        {
            width = reader.Count;
            Usable = Header.Bind(reader, schema, places, log);
        }
    }

    public ProblemLog Log { get; }

    /// <summary>False when the header could not be read, so that no row can be.</summary>
    public bool Usable { get; }

    /// <summary>True when all of the file could be read as a table, whatever is wrong in single cells.</summary>
    public bool Complete => Usable && !reader.Stopped && places[0] >= 0;

    /// <summary>First cells of rows that were refused as a whole; what refers to them is not called unknown.</summary>
    public HashSet<string> Lost { get; } = new(StringComparer.Ordinal);

    public int Line => reader.Line;

    /// <summary>True when a cell of this row was refused.</summary>
    public bool Failed { get; private set; }

    /// <summary>Moves to the next row that has as many cells as the header.</summary>
    public bool Read()
    {
        Failed = false;
        while (Usable && reader.Read())
        {
            if (reader.Count == width)
                return true;
            Lose();
            if (reader.Count == 1 && reader[0].IsEmpty)
                Log.Error(reader.Line, null, Faults.BlankLine);
            else if (Log.Count(Severity.Error))
                Log.List(Severity.Error, reader.Line, null, CellFaults.Ragged(reader.Count, width));
        }

        return false;
    }

    /// <summary>SHA-256 of the file.</summary>
    public byte[] Finish() => reader.Finish();

    /// <summary>The bytes of a cell; the escape sign before what looks like a formula is taken off. Empty when missing or refused.</summary>
    public ReadOnlySpan<byte> Raw(Column column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return cell;
        var first = cell[0];
        if (column.Kind == ColumnKind.Id && !CellParser.IsId(cell))
            return Refuse(column, cell);
        if (CellParser.MayHide(cell) && CellParser.Hidden(cell) is { } hidden)
        {
            Refuse(column, CellFaults.Hidden(Encoding.UTF8.GetString(cell), hidden));
            return default;
        }

        if (first is >= (byte)'A' and <= (byte)'z')
            return cell;
        if (CellParser.LooksLikeFormula(cell))
            return Refuse(column, cell);
        return first == (byte)'\'' && CellParser.HasEscape(cell) ? cell[1..] : cell;
    }

    /// <summary>Text or identifier, one string for equal cells; null when empty.</summary>
    public string? Text(Column column)
    {
        var cell = Raw(column);
        return cell.IsEmpty ? null : texts.Get(cell);
    }

    /// <summary>Text of a mandatory column; empty when it was refused.</summary>
    public string Required(Column column) => Text(column) ?? "";

    public ImmutableArray<string> List(Column column) =>
        Text(column) is { } text ? [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : [];

    public DateOnly? Date(Column column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return null;
        if (CellParser.TryDate(cell, out var date))
            return date;
        Refuse(column, cell);
        return null;
    }

    public PartialDate? PartialDate(Column column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return null;
        if (CellParser.TryPartialDate(cell, out var date))
            return date;
        Refuse(column, cell);
        return null;
    }

    public int? Integer(Column column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return null;
        if (CellParser.TryInteger(cell, out var value) && value >= column.Range.Lowest && value <= column.Range.Highest)
            return value;
        Refuse(column, cell);
        return null;
    }

    public double? Number(Column column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return null;
        if (CellParser.TryNumber(cell, out var value) && value >= column.Range.Lowest && value <= column.Range.Highest)
            return value;
        Refuse(column, cell);
        return null;
    }

    public T Code<T>(CodeColumn<T> column)
        where T : struct, Enum
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
            return default;
        if (!CodeNames<T>.TryParse(cell, out var value))
            Refuse(column, cell);
        return value;
    }

    /// <summary>Reports a cell that has the right form but says what cannot be.</summary>
    public void Refuse(Column column, ProblemText text) => Report(column, text);

    public void Dispose() => reader.Dispose();

    /// <summary>By convention the first column of a schema is the one to which other tables refer.</summary>
    private void Lose()
    {
        if (Usable && places[0] >= 0 && places[0] < reader.Count)
            Lost.Add(Encoding.UTF8.GetString(reader[places[0]]));
    }

    private ReadOnlySpan<byte> Cell(Column column)
    {
        var place = places[column.Ordinal];
        if (place < 0)
        {
            Failed |= column.Mandatory;
            return default;
        }

        var cell = reader[place];
        if (cell.IsEmpty && column.Mandatory)
            Report(column, CellFaults.Missing(column));
        return cell;
    }

    private ReadOnlySpan<byte> Refuse(Column column, ReadOnlySpan<byte> cell)
    {
        Failed = true;
        if (Log.Count(Severity.Error))
            Log.List(
                Severity.Error,
                reader.LineOf(places[column.Ordinal]),
                column.Name,
                CellFaults.Explain(column, Encoding.UTF8.GetString(cell))
            );
        return default;
    }

    private void Report(Column column, ProblemText text)
    {
        Failed = true;
        var place = places[column.Ordinal];
        Log.Error(place < 0 ? reader.Line : reader.LineOf(place), column.Name, text);
    }
}
