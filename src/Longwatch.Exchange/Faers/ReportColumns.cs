using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>The table of reports as columns. Rows of reports that are not used go out in place: memory not touched before is dear.</summary>
internal sealed class ReportColumns
{
    private readonly NameTable countries = new();

    internal ReportColumns() => countries.Add(default);

    internal Column<long> Id { get; } = new();

    internal Column<long> Case { get; } = new();

    internal Column<int> Version { get; } = new();

    /// <summary>Day on which the authority had this version.</summary>
    internal Column<int> Fda { get; } = new();

    internal Column<int> Received { get; } = new();

    internal Column<int> EventDate { get; } = new();

    internal Column<float> Age { get; } = new();

    internal Column<ReportedSex> Sex { get; } = new();

    internal Column<ushort> Country { get; } = new();

    internal Column<ulong> Manufacturer { get; } = new();

    internal Column<short> Quarter { get; } = new();

    internal string[] Countries =>
        [.. Enumerable.Range(0, Math.Min(countries.Count, ushort.MaxValue)).Select(i => FaersCells.Text(countries[i]))];

    /// <summary>The number of a country; 0 for one beyond those that have room.</summary>
    internal ushort CountryOf(ReadOnlySpan<byte> name) =>
        countries.Add(name) is < ushort.MaxValue and var number ? (ushort)number : (ushort)0;

    /// <summary>Adds the rows of a block.</summary>
    /// <param name="share">Of the file, this block included.</param>
    internal void Append(ReportColumns block, double share)
    {
        var numbers = new ushort[block.countries.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = CountryOf(block.countries[i]);
        foreach (ref var country in Country.Append(block.Country, share))
            country = numbers[country];
        Id.Append(block.Id, share);
        Case.Append(block.Case, share);
        Version.Append(block.Version, share);
        Fda.Append(block.Fda, share);
        Received.Append(block.Received, share);
        EventDate.Append(block.EventDate, share);
        Age.Append(block.Age, share);
        Sex.Append(block.Sex, share);
        Manufacturer.Append(block.Manufacturer, share);
        Quarter.Append(block.Quarter, share);
    }

    /// <summary>Forgets all rows and keeps the room for them.</summary>
    internal void Clear()
    {
        countries.Clear();
        countries.Add(default);
        Id.Clear();
        Case.Clear();
        Version.Clear();
        Fda.Clear();
        Received.Clear();
        EventDate.Clear();
        Age.Clear();
        Sex.Clear();
        Country.Clear();
        Manufacturer.Clear();
        Quarter.Clear();
    }

    /// <summary>Leaves the rows of the latest versions in all columns that reports have; the others stay as they are.</summary>
    /// <param name="rows">Ascending.</param>
    internal void Keep(ArraySegment<int> rows) =>
        Parallel.Invoke(
            () => Case.Keep(rows),
            () => Received.Keep(rows),
            () => EventDate.Keep(rows),
            () => Age.Keep(rows),
            () => Sex.Keep(rows),
            () => Country.Keep(rows),
            () => Manufacturer.Keep(rows),
            () => Quarter.Keep(rows)
        );
}
