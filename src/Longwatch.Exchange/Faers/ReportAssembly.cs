using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>Makes the columns of the reports used out of the rows that were read.</summary>
internal static class ReportAssembly
{
    internal static SpontaneousReports Of(ReportColumns columns, long[] ids, Dictionary<FaersTable, ChildRows> tables, string[] quarters)
    {
        var n = ids.Length;
        var terms = new TermNames();
        ReportedDrugs drugs = null!;
        var sequence = Array.Empty<int>();
        (int[] Start, int[] Term) events = default;
        var outcomes = new ReportedOutcomes[n];
        Parallel.Invoke(
            () => drugs = Drugs(tables[FaersTable.Drug], tables[FaersTable.Ther], out sequence),
            () => events = Events(tables[FaersTable.Reac], terms),
            () => Outcomes(tables[FaersTable.Outc], outcomes)
        );
        return new SpontaneousReports
        {
            Id = ids,
            Case = columns.Case.Items,
            Received = columns.Received.Items,
            EventDate = columns.EventDate.Items,
            Age = columns.Age.Items,
            Sex = columns.Sex.Items,
            Country = columns.Country.Items,
            ManufacturerNumber = columns.Manufacturer.Items,
            Outcomes = outcomes,
            Quarter = columns.Quarter.Items,
            Countries = columns.Countries,
            Quarters = quarters,
            Drugs = drugs,
            Events = events,
            Indications = Indications(tables[FaersTable.Indi], terms, drugs, sequence),
            Terms = terms.Texts(),
            HasPeople = true,
        };
    }

    private static void Outcomes(ChildRows rows, ReportedOutcomes[] outcomes)
    {
        var (start, target) = rows.Order.Finish();
        var outcome = RowOrder.Place(rows.Name, target);
        for (var i = 0; i < outcomes.Length; i++)
        for (var o = start[i]; o < start[i + 1]; o++)
            outcomes[i] |= (ReportedOutcomes)outcome[o];
    }

    private static ReportedDrugs Drugs(ChildRows drugs, ChildRows therapies, out int[] sequence)
    {
        var (start, target) = drugs.Order.Finish();
        sequence = RowOrder.Place(drugs.Sequence, target);
        int[] began = [];
        if (therapies.Name.Count > 0)
        {
            began = new int[start[^1]];
            var (first, moved) = therapies.Order.Finish();
            var (number, day) = (RowOrder.Place(therapies.Sequence, moved), RowOrder.Place(therapies.Name, moved));
            for (var i = 0; i + 1 < first.Length; i++)
            for (var t = first[i]; t < first[i + 1]; t++)
            {
                var drug = Find(start, sequence, i, number[t]);
                if (drug >= 0 && (began[drug] == 0 || day[t] < began[drug]))
                    began[drug] = day[t];
            }
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

        return new(start, RowOrder.Place(drugs.Name, target), RowOrder.Place(drugs.Role, target), began, names);
    }

    /// <summary>Place of the drug with this number in its report; −1: there is none.</summary>
    private static int Find(int[] start, int[] sequence, int report, int number)
    {
        var drugs = sequence.AsSpan(start[report], start[report + 1] - start[report]);
        var place = drugs.IndexOf(number);
        return place < 0 ? -1 : start[report] + place;
    }

    private static (int[] Start, int[] Term) Events(ChildRows events, TermNames terms)
    {
        var numbers = terms.Numbers(events.Names);
        var (start, target) = events.Order.Finish();
        var term = RowOrder.Place(events.Name, target);
        // Repeats go out in place: what is written lies never behind what is still to be read.
        for (int i = 0, used = 0, next = 0; i + 1 < start.Length; i++)
        {
            var first = used;
            for (var end = start[i + 1]; next < end; next++)
            {
                var number = numbers[term[next]];
                if (!term.AsSpan(first, used - first).Contains(number))
                    term[used++] = number;
            }

            start[i + 1] = used;
        }

        return (start, term);
    }

    private static (int[] Start, int[] Term, int[] Drug) Indications(ChildRows rows, TermNames terms, ReportedDrugs drugs, int[] sequence)
    {
        var numbers = terms.Numbers(rows.Names);
        var (start, target) = rows.Order.Finish();
        var term = RowOrder.Place(rows.Name, target);
        var drug = RowOrder.Place(rows.Sequence, target);
        for (var i = 0; i + 1 < start.Length; i++)
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
