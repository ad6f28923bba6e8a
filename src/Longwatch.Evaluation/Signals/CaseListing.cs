using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>The cases behind the signals of secondary malignancy: one entry for each case and group of events.</summary>
internal static class CaseListing
{
    public static ImmutableArray<SignalCase> Of(
        SpontaneousReports reports,
        MergedCases cases,
        WatchPlan plan,
        CaseFacts facts,
        string[] terms
    )
    {
        var listed = ImmutableArray.CreateBuilder<SignalCase>();
        foreach (var c in facts.Members.Keys.Order())
        {
            facts.Own.TryGetValue(c, out var own);
            var groups = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
            for (var e = cases.Lists.EventStart[c]; e < cases.Lists.EventStart[c + 1]; e++)
            {
                var term = cases.Lists.Event[e];
                if (plan.GroupOf[term] is not { } group || plan.IsIndex(facts.Products[c], term) || own?.Contains(term) == true)
                    continue;
                if (!groups.TryGetValue(group, out var events))
                    groups[group] = events = [];
                events.Add(terms[term]);
            }

            foreach (var (group, events) in groups)
                listed.Add(Entry(reports, cases, plan, facts, c, group, events));
        }

        return
        [
            .. listed.OrderBy(s => s.Group, StringComparer.Ordinal).ThenBy(s => s.Product, StringComparer.Ordinal).ThenBy(s => s.Report),
        ];
    }

    private static SignalCase Entry(
        SpontaneousReports reports,
        MergedCases cases,
        WatchPlan plan,
        CaseFacts facts,
        int c,
        string group,
        List<string> events
    )
    {
        var row = cases.Report[c];
        var rows = facts.Members[c];
        var names = plan.Subjects.Skip(1).Where(s => (s.Products & facts.Products[c]) != 0).Select(s => s.Name);
        var began = Began(reports, rows, facts);
        return new(
            plan.Subjects[0].Name,
            string.Join(" + ", names),
            WatchPlan.GroupName(group),
            string.Join("; ", events.Order(StringComparer.Ordinal)),
            reports.Id[row],
            reports.Case[row],
            [.. rows.Where(r => r != row).Select(r => reports.Id[r])],
            reports.Received[row],
            reports.EventDate[row],
            began > 0 && reports.EventDate[row] % 100 > 0 && reports.EventDate[row] >= began
                ? DayNumber.Of(reports.EventDate[row]) - DayNumber.Of(began)
                : null,
            reports.Age[row],
            reports.Sex[row],
            reports.Countries[reports.Country[row]],
            rows.Aggregate(ReportedOutcomes.None, (all, r) => all | reports.Outcomes[r])
        );
    }

    /// <summary>First day on which a product watched was given, of all reports of the case; 0 when none says the day.</summary>
    private static int Began(SpontaneousReports reports, List<int> rows, CaseFacts facts)
    {
        var began = 0;
        if (reports.Drugs.Began.Length == 0)
            return began;
        foreach (var row in rows)
            for (var d = reports.Drugs.Start[row]; d < reports.Drugs.Start[row + 1]; d++)
                if (
                    facts.IsProduct[reports.Drugs.Name[d]]
                    && reports.Drugs.Began[d] % 100 > 0
                    && (began == 0 || reports.Drugs.Began[d] < began)
                )
                    began = reports.Drugs.Began[d];
        return began;
    }
}
