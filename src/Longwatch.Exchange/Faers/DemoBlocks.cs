using System.Collections.Concurrent;
using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>Parses blocks of DEMO.</summary>
internal sealed class DemoBlocks(int listed)
{
    private const int Columns = 12;
    private readonly ConcurrentBag<ReportColumns> spare = [];

    internal sealed record Parsed(ReportColumns Rows, BlockFaults Faults);

    /// <summary>May be called from several threads.</summary>
    internal Parsed Parse(ReadOnlySpan<byte> block, FaersHeader header, short quarter)
    {
        var faults = new BlockFaults(listed);
        var rows = spare.TryTake(out var used) ? used : new ReportColumns();
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

            if (!FaersCells.TryId(walk[at[0]], out var id))
            {
                faults.BadNumber(walk.Line, header.Legacy ? "isr" : "primaryid", walk[at[0]]);
                continue;
            }

            if (!FaersCells.TryId(walk[at[1]], out var number))
            {
                faults.BadNumber(walk.Line, header.Legacy ? "case" : "caseid", walk[at[1]]);
                continue;
            }

            rows.Id.Add(id);
            rows.Case.Add(number);
            rows.Version.Add(FaersCells.TryId(walk[at[2]], out var version) ? (int)Math.Min(version, int.MaxValue) : 0);
            var fda = FaersCells.Date(walk[at[3]]);
            rows.Fda.Add(fda);
            rows.Received.Add(FaersCells.Date(walk[at[4]]) is > 0 and var first ? first : fda);
            rows.EventDate.Add(FaersCells.Date(walk[at[5]]));
            rows.Age.Add(FaersCells.Age(walk[at[6]], walk[at[7]]));
            rows.Sex.Add(
                walk[at[8]] switch
                {
                    [(byte)'F'] => ReportedSex.Female,
                    [(byte)'M'] => ReportedSex.Male,
                    _ => ReportedSex.Unknown,
                }
            );
            var country = walk[at[9]].IsEmpty ? walk[at[10]] : walk[at[9]];
            rows.Country.Add(rows.CountryOf(plain[..FaersCells.Plain(country[..Math.Min(country.Length, plain.Length)], plain)]));
            rows.Manufacturer.Add(walk[at[11]].IsEmpty ? 0 : NameTable.Hash(walk[at[11]]));
            rows.Quarter.Add(quarter);
            faults.Rows++;
            if (walk.Repaired)
                faults.Joined(walk.Lines - 1);
        }

        faults.Lines = walk.Lines;
        return new(rows, faults);
    }

    /// <summary>Adds the rows of the next block, and keeps their memory for a later one.</summary>
    /// <param name="share">Of the file, this block included.</param>
    internal void Merge(ReportColumns all, Parsed block, TableLog log, double share)
    {
        block.Faults.Into(log);
        all.Append(block.Rows, share);
        block.Rows.Clear();
        spare.Add(block.Rows);
    }
}
