namespace Longwatch.Evaluation.Signals;

/// <summary>Cases after duplicates were merged: each has the drugs and events that any of its reports names.</summary>
/// <param name="Report">For each case the row of the report that stands for it.</param>
/// <param name="CaseOf">For each report its case.</param>
internal sealed record MergedCases(CaseLists Lists, int[] Report, int[] CaseOf)
{
    public int Count => Report.Length;

    public static MergedCases Of(CaseLists lists, int[] representative)
    {
        var n = representative.Length;
        var caseOf = new int[n];
        var report = new List<int>(n);
        var others = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < n; i++)
            if (representative[i] == i)
            {
                caseOf[i] = report.Count;
                report.Add(i);
            }
            else if (others.TryGetValue(representative[i], out var list))
            {
                list.Add(i);
            }
            else
            {
                others[representative[i]] = [i];
            }

        if (others.Count == 0)
            return new(lists, [.. report], caseOf);
        var (drugStart, drug, role) = (new int[report.Count + 1], new int[lists.DrugStart[^1]], new DrugRoles[lists.DrugStart[^1]]);
        var (eventStart, events) = (new int[report.Count + 1], new int[lists.Event.Length]);
        int drugs = 0,
            used = 0;
        for (var c = 0; c < report.Count; c++)
        {
            var (firstDrug, firstEvent) = (drugs, used);
            Add(report[c], firstDrug, firstEvent);
            if (others.TryGetValue(report[c], out var merged))
                foreach (var row in merged)
                {
                    caseOf[row] = c;
                    Add(row, firstDrug, firstEvent);
                }

            (drugStart[c + 1], eventStart[c + 1]) = (drugs, used);
        }

        return new(
            lists with
            {
                DrugStart = drugStart,
                Drug = drug[..drugs],
                Role = role[..drugs],
                EventStart = eventStart,
                Event = events[..used],
            },
            [.. report],
            caseOf
        );

        void Add(int row, int firstDrug, int firstEvent)
        {
            for (var d = lists.DrugStart[row]; d < lists.DrugStart[row + 1]; d++)
                CaseLists.Insert(drug, role, firstDrug, ref drugs, lists.Drug[d], lists.Role[d]);
            for (var e = lists.EventStart[row]; e < lists.EventStart[row + 1]; e++)
                CaseLists.Insert(events, [], firstEvent, ref used, lists.Event[e], DrugRoles.None);
        }
    }
}
