using System.Collections.Immutable;

namespace Longwatch.Exchange.Csv;

/// <summary>What the cells of a column hold.</summary>
internal enum ColumnKind
{
    /// <summary>Any text; not read by a program, so it must not begin like a formula.</summary>
    Text,

    /// <summary>An identifier or a free code: 1 to 64 characters without control characters, without space at either end.</summary>
    Id,

    /// <summary>One of a list of codes.</summary>
    Code,

    /// <summary>Texts separated by semicolons.</summary>
    List,

    /// <summary>A full date, <c>2024-04-11</c>.</summary>
    Date,

    /// <summary>A date to the year, month or day.</summary>
    PartialDate,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with decimal point.</summary>
    Number,
}

/// <summary>One column of a table: the one declaration that the loader, its messages and the test of the format pages use.</summary>
/// <param name="Ordinal">Place in the schema; the file may have another order.</param>
internal record Column(int Ordinal, string Name, ColumnKind Kind, bool Mandatory, string Meaning)
{
    /// <summary>Smallest and largest number allowed.</summary>
    public (double Lowest, double Highest) Range { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The codes allowed; empty for other kinds than <see cref="ColumnKind.Code"/>.</summary>
    public virtual ImmutableArray<string> Codes => [];
}

/// <summary>A column whose codes are the members of an enumeration; an empty cell is the member whose value is 0.</summary>
internal sealed record CodeColumn<T>(int Ordinal, string Name, bool Mandatory, string Meaning)
    : Column(Ordinal, Name, ColumnKind.Code, Mandatory, Meaning)
    where T : struct, Enum
{
    public override ImmutableArray<string> Codes => CodeNames<T>.All;
}

/// <summary>The columns of one file.</summary>
internal sealed class TableSchema
{
    public TableSchema(string file, string meaning, params ImmutableArray<Column> columns)
    {
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].Ordinal != i)
                throw new ArgumentException($"{file}: column {columns[i].Name} is number {i}, not {columns[i].Ordinal}.", nameof(columns));
        (File, Meaning, Columns) = (file, meaning, columns);
    }

    public string File { get; }

    public string Meaning { get; }

    public ImmutableArray<Column> Columns { get; }
}
