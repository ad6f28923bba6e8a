using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>One row of the table of reports.</summary>
internal struct DemoRow
{
    internal long Id;
    internal long Case;
    internal ulong Manufacturer;
    internal int Version;
    internal int Fda;
    internal int First;
    internal int Event;
    internal int Country;
    internal float Age;
    internal short Quarter;
    internal ReportedSex Sex;
}

/// <summary>Parses blocks of DEMO; merges them in order.</summary>
internal sealed class DemoRows
{
    private const int Columns = 12;
    private readonly Column<DemoRow> rows = new();
    private readonly NameTable countries = new();

    internal DemoRows() => countries.Add(default);

    internal ReadOnlySpan<DemoRow> All => rows.Items.AsSpan(0, rows.Count);

    internal NameTable Countries => countries;

    internal sealed record Parsed(RentedList<DemoRow> Rows, NameTable Countries, BlockFaults Faults);

    internal static Parsed Parse(ReadOnlySpan<byte> block, FaersHeader header, short quarter, int listed)
    {
        var faults = new BlockFaults(listed);
        var (parsed, names) = (new RentedList<DemoRow>(block.Length / 120), new NameTable());
        Span<int> ends = stackalloc int[header.Needed];
        Span<int> at = stackalloc int[Columns];
        header.Places.CopyTo(at);
        Span<byte> plain = stackalloc byte[64];
        var walk = new Rows(block, header.Width, ends);
        while (walk.Next())
        {
            if (walk.Broken)
            {
                faults.Ragged(walk.Line, walk.Fields, header.Width);
                continue;
            }

            var row = default(DemoRow);
            if (!FaersCells.TryId(walk[at[0]], out row.Id))
            {
                faults.BadNumber(walk.Line, header.Legacy ? "isr" : "primaryid", walk[at[0]]);
                continue;
            }

            if (!FaersCells.TryId(walk[at[1]], out row.Case))
            {
                faults.BadNumber(walk.Line, header.Legacy ? "case" : "caseid", walk[at[1]]);
                continue;
            }

            row.Version = FaersCells.TryId(walk[at[2]], out var version) ? (int)Math.Min(version, int.MaxValue) : 0;
            row.Fda = FaersCells.Date(walk[at[3]]);
            row.First = FaersCells.Date(walk[at[4]]);
            row.Event = FaersCells.Date(walk[at[5]]);
            row.Age = FaersCells.Age(walk[at[6]], walk[at[7]]);
            row.Sex = walk[at[8]] switch
            {
                [(byte)'F'] => ReportedSex.Female,
                [(byte)'M'] => ReportedSex.Male,
                _ => ReportedSex.Unknown,
            };
            var country = walk[at[9]].IsEmpty ? walk[at[10]] : walk[at[9]];
            row.Country = names.Add(plain[..FaersCells.Plain(country[..Math.Min(country.Length, plain.Length)], plain)]);
            row.Manufacturer = walk[at[11]].IsEmpty ? 0 : NameTable.Hash(walk[at[11]]);
            row.Quarter = quarter;
            parsed.Add(row);
            faults.Rows++;
            if (walk.Repaired)
                faults.Joined(walk.Lines - 1);
        }

        faults.Lines = walk.Lines;
        return new(parsed, names, faults);
    }

    /// <summary>Adds the rows of the next block, and gives their memory back.</summary>
    /// <param name="share">Of the file, this block included.</param>
    internal void Merge(Parsed block, TableLog log, double share)
    {
        block.Faults.Into(log);
        var numbers = new int[block.Countries.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = countries.Add(block.Countries[i]);
        foreach (ref var row in block.Rows.Span)
            row.Country = numbers[row.Country];
        block.Rows.Span.CopyTo(rows.Extend(block.Rows.Count, share));
        block.Rows.Dispose();
    }
}
