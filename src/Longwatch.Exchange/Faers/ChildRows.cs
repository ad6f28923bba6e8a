using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>A table whose rows belong to reports: drugs, events, indications, therapies. Parsed block by block; rows of reports not used are left out.</summary>
internal sealed class ChildRows
{
    private readonly NameTable names = new(1 << 12);

    /// <summary>Place of the report of each row.</summary>
    internal Chunks<int> Report { get; } = new();

    /// <summary>Number of the name; of a therapy its first day.</summary>
    internal Chunks<int> Name { get; } = new();

    internal Chunks<int> Sequence { get; } = new();

    internal Chunks<DrugRoles> Role { get; } = new();

    /// <summary>Distinct names as they stand; of drugs the name, a dollar sign, the ingredient.</summary>
    internal NameTable Names => names;

    internal sealed record Parsed(
        RentedList<int> Report,
        RentedList<int> Name,
        RentedList<int> Sequence,
        RentedList<DrugRoles> Role,
        NameTable Names,
        BlockFaults Faults
    );

    internal static Parsed Parse(ReadOnlySpan<byte> block, FaersTable table, FaersHeader header, ReportIndex index, int listed)
    {
        var room = block.Length / 48;
        var result = new Parsed(
            new(room),
            new(room),
            new(room),
            new(table == FaersTable.Drug ? room : 0),
            new NameTable(1 << 12),
            new BlockFaults(listed)
        );
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
                Add(result, table, lastPlace, ref walk, places, scratch);
        }

        result.Faults.Lines = walk.Lines;
        return result;
    }

    /// <summary>Takes the rows of the next block.</summary>
    internal void Merge(Parsed block, TableLog log, bool named)
    {
        block.Faults.Into(log);
        if (named)
        {
            var numbers = new int[block.Names.Count];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = names.Add(block.Names[i]);
            foreach (ref var name in block.Name.Span)
                name = numbers[name];
        }

        Report.Add(block.Report);
        Name.Add(block.Name);
        Sequence.Add(block.Sequence);
        Role.Add(block.Role);
    }

    private static void Add(Parsed into, FaersTable table, int report, ref Rows walk, int[] places, Span<byte> scratch)
    {
        switch (table)
        {
            case FaersTable.Drug:
                into.Report.Add(report);
                into.Sequence.Add(SequenceOf(walk[places[1]]));
                into.Role.Add(RoleOf(walk[places[2]]));
                into.Name.Add(into.Names.Add(DrugName(ref walk, places[3], places[4], scratch)));
                break;
            case FaersTable.Reac when !walk[places[1]].IsEmpty:
                into.Report.Add(report);
                into.Name.Add(into.Names.Add(walk[places[1]]));
                break;
            case FaersTable.Indi when !walk[places[2]].IsEmpty:
                into.Report.Add(report);
                into.Sequence.Add(SequenceOf(walk[places[1]]));
                into.Name.Add(into.Names.Add(walk[places[2]]));
                break;
            case FaersTable.Ther when FaersCells.Date(walk[places[2]]) is > 0 and var began:
                into.Report.Add(report);
                into.Sequence.Add(SequenceOf(walk[places[1]]));
                into.Name.Add(began);
                break;
            case FaersTable.Outc:
                into.Report.Add(report);
                into.Name.Add((int)Outcome(walk[places[1]]));
                break;
        }
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
