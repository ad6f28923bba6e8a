using Longwatch.Evaluation.Signals;

namespace Longwatch.Evaluation.Tests.Signals;

/// <summary>One report as a test writes it down.</summary>
internal sealed record Told(string[] Drugs, string[] Events)
{
    public string[] Indications { get; init; } = [];

    public float Age { get; init; } = float.NaN;

    public ReportedSex Sex { get; init; }

    public string Country { get; init; } = "";

    public int EventDate { get; init; }

    public int Received { get; init; } = 20220101;

    public ulong Manufacturer { get; init; }

    public DrugRoles Role { get; init; } = DrugRoles.PrimarySuspect;
}

/// <summary>Reports as columns out of a list of them.</summary>
internal static class SmallReports
{
    public static SpontaneousReports Of(params IReadOnlyList<Told> told)
    {
        var (names, terms, countries) = (new List<string>(), new List<string>(), new List<string> { "" });
        int Number(List<string> list, string text)
        {
            if (!list.Contains(text))
                list.Add(text);
            return list.IndexOf(text);
        }

        var (drugStart, eventStart, indicationStart) = (new List<int> { 0 }, new List<int> { 0 }, new List<int> { 0 });
        var (drugs, roles, events, indications) = (new List<int>(), new List<DrugRoles>(), new List<int>(), new List<int>());
        foreach (var t in told)
        {
            drugs.AddRange(t.Drugs.Select(d => Number(names, d)));
            roles.AddRange(t.Drugs.Select(_ => t.Role));
            events.AddRange(t.Events.Distinct(StringComparer.Ordinal).Select(e => Number(terms, e)));
            indications.AddRange(t.Indications.Select(i => Number(terms, i)));
            drugStart.Add(drugs.Count);
            eventStart.Add(events.Count);
            indicationStart.Add(indications.Count);
        }

        return new()
        {
            Id = [.. Enumerable.Range(1, told.Count).Select(i => (long)i)],
            Case = [.. Enumerable.Range(1, told.Count).Select(i => (long)i)],
            Received = [.. told.Select(t => t.Received)],
            EventDate = [.. told.Select(t => t.EventDate)],
            Age = [.. told.Select(t => t.Age)],
            Sex = [.. told.Select(t => t.Sex)],
            Country = [.. told.Select(t => (ushort)Number(countries, t.Country))],
            ManufacturerNumber = [.. told.Select(t => t.Manufacturer)],
            Outcomes = new ReportedOutcomes[told.Count],
            Quarter = new short[told.Count],
            Countries = [.. countries],
            Quarters = ["2024Q1"],
            Drugs = new([.. drugStart], [.. drugs], [.. roles], new int[drugs.Count], [.. names.Select(n => new DrugName(n, ""))]),
            Events = ([.. eventStart], [.. events]),
            Indications = ([.. indicationStart], [.. indications], [.. indications.Select(_ => -1)]),
            Terms = [.. terms],
            HasPeople = true,
        };
    }

    public static SignalResult Study(SpontaneousReports reports, bool merge = false, DrugRoles roles = DrugRoles.PrimarySuspect) =>
        SignalStudy.Run(reports, new("test", "", [], [], []), SmallKnowledge.Make(), new(roles, merge, null, AllPairs: true));

    /// <summary>Reports of other drugs and events, to be compared with.</summary>
    public static IEnumerable<Told> Background(int many) =>
        Enumerable.Range(0, many).Select(i => new Told([$"DRUG {i % 17}"], [$"Event {i % 23}", $"Event {i % 7}"]));
}
