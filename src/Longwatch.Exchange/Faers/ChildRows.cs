using System.Collections.Concurrent;
using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>A table whose rows belong to reports: drugs, events, indications, therapies. Parsed block by block; rows of reports not used are left out.</summary>
/// <param name="reports">Number of reports used.</param>
/// <param name="linked">Rows of other tables name drugs by their sequence: else nobody asks for it.</param>
/// <param name="spare">Memory of blocks that were merged, of all tables.</param>
internal sealed class ChildRows(FaersTable table, int reports, bool linked, ConcurrentBag<ChildRows.Part> spare)
{
    private readonly bool named = table is FaersTable.Drug or FaersTable.Reac or FaersTable.Indi;
    private readonly bool sequenced = linked && table is (FaersTable.Drug or FaersTable.Indi or FaersTable.Ther);

    internal RowOrder Order { get; } = new(reports);

    /// <summary>Number of the name; of a therapy its first day.</summary>
    internal Column<int> Name { get; } = new();

    internal Column<int> Sequence { get; } = new();

    internal Column<DrugRoles> Role { get; } = new();

    /// <summary>Distinct names as they stand; of drugs the name, a dollar sign, the ingredient.</summary>
    internal NameTable Names { get; } = new(1 << 12);

    /// <summary>What is in one block; its memory is used again for a later one, because fresh memory for each block costs more than the parsing.</summary>
    internal sealed class Part
    {
        /// <summary>Places of the reports.</summary>
        internal Column<int> Report { get; } = new();

        internal Column<int> Name { get; } = new();

        internal Column<int> Sequence { get; } = new();

        internal Column<DrugRoles> Role { get; } = new();

        internal NameTable Names { get; } = new(1 << 12);

        internal void Clear()
        {
            Report.Clear();
            Name.Clear();
            Sequence.Clear();
            Role.Clear();
            Names.Clear();
        }
    }

    internal sealed record Parsed(Part Rows, BlockFaults Faults);

    /// <summary>May be called from several threads.</summary>
    internal Parsed Parse(ReadOnlySpan<byte> block, FaersHeader header, ReportIndex index, int listed)
    {
        var result = new Parsed(spare.TryTake(out var used) ? used : new Part(), new BlockFaults(listed));
        Span<int> ends = stackalloc int[header.Needed];
        Span<byte> scratch = stackalloc byte[512];
        var walk = new Rows(block, header.Width, ends);
        var places = header.Places;
        var (lastId, lastPlace, lastUsed) = (0L, ReportIndex.Unknown, ReportIndex.LeftOut);
        while (walk.Next())
        {
            if (walk.Broken)
            {
                result.Faults.Ragged(walk.Line, walk.Fields, header.Width);
                continue;
            }

            if (!FaersCells.TryId(walk[places[0]], out var id))
            {
                result.Faults.BadNumber(walk.Line, header.Legacy ? "isr" : "primaryid", walk[places[0]]);
                continue;
            }

            if (id != lastId)
                (lastId, lastPlace) = (id, index.Find(id, lastUsed));
            if (lastPlace >= 0)
                lastUsed = lastPlace;
            result.Faults.Rows++;
            if (walk.Repaired)
                result.Faults.Joined(walk.Lines - 1);
            if (lastPlace == ReportIndex.Unknown)
                result.Faults.Orphans++;
            if (lastPlace >= 0)
                Add(result.Rows, lastPlace, ref walk, places, scratch);
        }

        result.Faults.Lines = walk.Lines;
        return result;
    }

    /// <summary>Takes the rows of the next block, and gives their memory back.</summary>
    /// <param name="share">Of the file, this block included.</param>
    internal void Merge(Parsed block, TableLog log, double share)
    {
        block.Faults.Into(log);
        var rows = block.Rows;
        Order.Add(rows.Report.Span, share);
        var name = Name.Append(rows.Name, share);
        if (named)
            Renumber(name, rows.Names);
        Sequence.Append(rows.Sequence, share);
        Role.Append(rows.Role, share);
        rows.Clear();
        spare.Add(rows);
    }

    /// <summary>From the numbers of a block to those of the whole table.</summary>
    private void Renumber(Span<int> name, NameTable ofBlock)
    {
        var numbers = new int[ofBlock.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Names.Add(ofBlock[i]);
        foreach (ref var number in name)
            number = numbers[number];
    }

    private void Add(Part into, int report, ref Rows walk, int[] places, Span<byte> scratch)
    {
        int name;
        switch (table)
        {
            case FaersTable.Drug:
                into.Role.Add(RoleOf(walk[places[2]]));
                name = into.Names.Add(DrugName(ref walk, places[3], places[4], scratch));
                break;
            case FaersTable.Reac when !walk[places[1]].IsEmpty:
                name = into.Names.Add(walk[places[1]]);
                break;
            case FaersTable.Indi when !walk[places[2]].IsEmpty:
                name = into.Names.Add(walk[places[2]]);
                break;
            case FaersTable.Ther when FaersCells.Date(walk[places[2]]) is > 0 and var began:
                name = began;
                break;
            case FaersTable.Outc:
                name = (int)Outcome(walk[places[1]]);
                break;
            default: // nothing is said
                return;
        }

        into.Report.Add(report);
        into.Name.Add(name);
        if (sequenced)
            into.Sequence.Add(SequenceOf(walk[places[1]]));
    }

    /// <summary>Name and ingredient with a dollar sign between them: in the file as it stands they are neighbours.</summary>
    private static ReadOnlySpan<byte> DrugName(ref Rows walk, int name, int ingredient, Span<byte> scratch)
    {
        if (ingredient == name + 1)
            return walk.Range(name, ingredient);
        var first = walk[name];
        var second = walk[ingredient];
        if (first.Length + second.Length + 1 > scratch.Length)
            return first;
        first.CopyTo(scratch);
        scratch[first.Length] = (byte)'$';
        second.CopyTo(scratch[(first.Length + 1)..]);
        return scratch[..(first.Length + 1 + second.Length)];
    }

    /// <summary>Sequence numbers of LAERS have ten digits: the lowest 31 bits tell the drugs of one report apart.</summary>
    private static int SequenceOf(ReadOnlySpan<byte> field) => FaersCells.TryId(field, out var number) ? (int)(number & int.MaxValue) : 0;

    private static DrugRoles RoleOf(ReadOnlySpan<byte> code) =>
        code switch
        {
            [(byte)'P', (byte)'S'] => DrugRoles.PrimarySuspect,
            [(byte)'S', (byte)'S'] => DrugRoles.SecondarySuspect,
            [(byte)'I'] => DrugRoles.Interacting,
            [(byte)'C'] => DrugRoles.Concomitant,
            _ => DrugRoles.NotStated,
        };

    private static ReportedOutcomes Outcome(ReadOnlySpan<byte> code) =>
        code switch
        {
            [(byte)'D', (byte)'E'] => ReportedOutcomes.Death,
            [(byte)'L', (byte)'T'] => ReportedOutcomes.LifeThreatening,
            [(byte)'H', (byte)'O'] => ReportedOutcomes.Hospitalisation,
            [(byte)'D', (byte)'S'] => ReportedOutcomes.Disability,
            [(byte)'C', (byte)'A'] => ReportedOutcomes.CongenitalAnomaly,
            [(byte)'R', (byte)'I'] => ReportedOutcomes.Intervention,
            [(byte)'O', (byte)'T'] => ReportedOutcomes.Other,
            _ => ReportedOutcomes.None,
        };
}
