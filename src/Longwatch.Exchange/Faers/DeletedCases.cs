namespace Longwatch.Exchange.Faers;

/// <summary>Lists of cases that were taken back: one case number per line; a first line that is no number is a header.</summary>
internal static class DeletedCases
{
    internal static (List<long> Cases, BlockFaults Faults) Parse(ReadOnlySpan<byte> block, int listed)
    {
        var (cases, faults) = (new List<long>(), new BlockFaults(listed));
        Span<int> ends = stackalloc int[1];
        var rows = new Rows(block, 1, ends);
        while (rows.Next())
        {
            var cell = rows[0].Trim(" \t\"\uFEFF"u8);
            if (FaersCells.TryId(cell, out var number))
            {
                cases.Add(number);
                faults.Rows++;
            }
            else if (!cell.IsEmpty && !(rows.Line == 0 && cell[0] is >= (byte)'A' and <= (byte)'z'))
            {
                faults.BadNumber(rows.Line, "caseid", cell);
            }
        }

        faults.Lines = rows.Lines;
        return (cases, faults);
    }
}
