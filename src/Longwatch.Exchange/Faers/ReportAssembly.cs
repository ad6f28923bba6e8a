using System.Runtime.InteropServices;
using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>Makes the columns of the reports used out of the rows that were read.</summary>
internal static class ReportAssembly
{
    internal static SpontaneousReports Of(DemoRows demo, LatestVersions latest, Dictionary<FaersTable, ChildRows> tables, string[] quarters)
    {
        var n = latest.Rows.Length;
        var terms = new TermNames();
        ReportedDrugs drugs = null!;
        var sequence = Array.Empty<int>();
        (int[] Start, int[] Term) events = default;
        Parallel.Invoke(
            () => drugs = Drugs(tables[FaersTable.Drug], tables[FaersTable.Ther], n, out sequence),
            () => events = Events(tables[FaersTable.Reac], n, terms)
        );
        var reports = new SpontaneousReports
        {
            Id = new long[n],
            Case = new long[n],
            Received = new int[n],
            EventDate = new int[n],
            Age = new float[n],
            Sex = new ReportedSex[n],
            Country = new ushort[n],
            ManufacturerNumber = new ulong[n],
            Outcomes = new ReportedOutcomes[n],
            Quarter = new short[n],
            Countries =
            [
                .. Enumerable.Range(0, Math.Min(demo.Countries.Count, ushort.MaxValue)).Select(i => FaersCells.Text(demo.Countries[i])),
            ],
            Quarters = quarters,
            Drugs = drugs,
            Events = events,
            Indications = Indications(tables[FaersTable.Indi], n, terms, drugs, sequence),
            Terms = terms.Texts(),
            HasPeople = true,
        };
        var rows = CollectionsMarshal.AsSpan(demo.All);
        for (var i = 0; i < n; i++)
        {
            ref readonly var row = ref rows[latest.Rows[i]];
            reports.Id[i] = row.Id;
            reports.Case[i] = row.Case;
            reports.Received[i] = row.First > 0 ? row.First : row.Fda;
            reports.EventDate[i] = row.Event;
            reports.Age[i] = row.Age;
            reports.Sex[i] = row.Sex;
            reports.Country[i] = (ushort)(row.Country < ushort.MaxValue ? row.Country : 0);
            reports.ManufacturerNumber[i] = row.Manufacturer;
            reports.Quarter[i] = row.Quarter;
        }

        var outcomes = tables[FaersTable.Outc];
        foreach (var (report, outcome) in outcomes.Report.ToArray().Zip(outcomes.Name.ToArray()))
            reports.Outcomes[report] |= (ReportedOutcomes)outcome;
        return reports;
    }

    private static ReportedDrugs Drugs(ChildRows drugs, ChildRows therapies, int n, out int[] sequence)
    {
        var (start, target) = RowLists.Order(drugs.Report, n);
        sequence = RowLists.Place(drugs.Sequence, target);
        var began = new int[sequence.Length];
        var (report, number, day) = (therapies.Report.ToArray(), therapies.Sequence.ToArray(), therapies.Name.ToArray());
        for (var i = 0; i < report.Length; i++)
        {
            var drug = Find(start, sequence, report[i], number[i]);
            if (drug >= 0 && (began[drug] == 0 || day[i] < began[drug]))
                began[drug] = day[i];
        }

        var names = new DrugName[drugs.Names.Count];
        Span<byte> plain = new byte[1 << 12];
        for (var i = 0; i < names.Length; i++)
        {
            var raw = drugs.Names[i];
            raw = raw[..Math.Min(raw.Length, plain.Length)];
            var cut = raw.LastIndexOf((byte)'$');
            var name = FaersCells.Text(plain[..FaersCells.Plain(cut < 0 ? raw : raw[..cut], plain)]);
            names[i] = new(name, cut < 0 ? "" : FaersCells.Text(plain[..FaersCells.Plain(raw[(cut + 1)..], plain)]));
        }

        return new(start, RowLists.Place(drugs.Name, target), RowLists.Place(drugs.Role, target), began, names);
    }

    /// <summary>Place of the drug with this number in its report; −1: there is none.</summary>
    private static int Find(int[] start, int[] sequence, int report, int number)
    {
        var drugs = sequence.AsSpan(start[report], start[report + 1] - start[report]);
        var place = drugs.IndexOf(number);
        return place < 0 ? -1 : start[report] + place;
    }

    private static (int[] Start, int[] Term) Events(ChildRows events, int n, TermNames terms)
    {
        var numbers = terms.Numbers(events.Names);
        var (start, target) = RowLists.Order(events.Report, n);
        var placed = RowLists.Place(events.Name, target);
        var (compact, used) = (new int[n + 1], 0);
        for (var i = 0; i < n; i++)
        {
            var first = used;
            for (var e = start[i]; e < start[i + 1]; e++)
            {
                var term = numbers[placed[e]];
                if (!placed.AsSpan(first, used - first).Contains(term))
                    placed[used++] = term;
            }

            compact[i + 1] = used;
        }

        return (compact, placed[..used]);
    }

    private static (int[] Start, int[] Term, int[] Drug) Indications(
        ChildRows rows,
        int n,
        TermNames terms,
        ReportedDrugs drugs,
        int[] sequence
    )
    {
        var numbers = terms.Numbers(rows.Names);
        var (start, target) = RowLists.Order(rows.Report, n);
        var term = RowLists.Place(rows.Name, target);
        var drug = RowLists.Place(rows.Sequence, target);
        for (var i = 0; i < n; i++)
        for (var e = start[i]; e < start[i + 1]; e++)
        {
            term[e] = numbers[term[e]];
            var place = Find(drugs.Start, sequence, i, drug[e]);
            drug[e] = place < 0 ? -1 : place - drugs.Start[i];
        }

        return (start, term, drug);
    }
}

/// <summary>Terms that differ in case or spacing only are one; shown as first spelt with small letters, else as first spelt.</summary>
internal sealed class TermNames
{
    private readonly NameTable plain = new(1 << 15);
    private readonly List<string> shown = [];

    /// <summary>The number of each name of a table.</summary>
    internal int[] Numbers(NameTable names)
    {
        var numbers = new int[names.Count];
        Span<byte> into = new byte[1 << 10];
        for (var i = 0; i < numbers.Length; i++)
        {
            var name = names[i][..Math.Min(names[i].Length, into.Length)];
            numbers[i] = plain.Add(into[..FaersCells.Plain(name, into)]);
            if (numbers[i] == shown.Count)
                shown.Add(FaersCells.Text(name).Trim());
            else if (!HasSmall(shown[numbers[i]]) && FaersCells.Text(name).Trim() is var other && HasSmall(other))
                shown[numbers[i]] = other;
        }

        return numbers;
    }

    internal string[] Texts() => [.. shown];

    private static bool HasSmall(string text) => text.AsSpan().ContainsAnyInRange('a', 'z');
}
