namespace Longwatch.Evaluation.Signals;

/// <summary>Of each case: the products watched that count, and what they were given for.</summary>
/// <param name="Products">Bits of the products with a role that is counted.</param>
/// <param name="Own">Of cases with such a product: the terms of its indications.</param>
/// <param name="Members">Of such cases: the rows of all their reports.</param>
/// <param name="IsProduct">For each name of a drug: it is a product watched.</param>
internal sealed record CaseFacts(ulong[] Products, Dictionary<int, HashSet<int>> Own, Dictionary<int, List<int>> Members, bool[] IsProduct)
{
    private SpontaneousReports? reports;
    private MergedCases? cases;
    private int[] termOf = [];

    public static CaseFacts Of(
        SpontaneousReports reports,
        CaseLists lists,
        MergedCases cases,
        SignalKnowledge knowledge,
        int[] termOf,
        DrugRoles roles
    )
    {
        var products = new ulong[cases.Count];
        var merged = cases.Lists;
        for (var c = 0; c < cases.Count; c++)
        for (var d = merged.DrugStart[c]; d < merged.DrugStart[c + 1] && merged.Drug[d] < knowledge.Products.Length; d++)
            if ((merged.Role[d] & roles) != DrugRoles.None)
                products[c] |= 1UL << merged.Drug[d];
        var (own, members) = (new Dictionary<int, HashSet<int>>(), new Dictionary<int, List<int>>());
        var isProduct = lists.IsProduct;
        for (var row = 0; row < reports.Count; row++)
        {
            var c = cases.CaseOf[row];
            if (products[c] == 0)
                continue;
            if (!members.TryGetValue(c, out var rows))
                members[c] = rows = [];
            rows.Add(row);
            for (var i = reports.Indications.Start[row]; i < reports.Indications.Start[row + 1]; i++)
            {
                var drug = reports.Indications.Drug[i];
                if (drug >= 0 && !isProduct[reports.Drugs.Name[reports.Drugs.Start[row] + drug]])
                    continue;
                if (!own.TryGetValue(c, out var terms))
                    own[c] = terms = [];
                terms.Add(termOf[reports.Indications.Term[i]]);
            }
        }

        return new(products, own, members, isProduct)
        {
            reports = reports,
            cases = cases,
            termOf = termOf,
        };
    }

    /// <summary>Bits of the diseases that the indications of each case name, whatever the drug.</summary>
    public int[] Diseases(WatchPlan plan)
    {
        var of = new int[cases!.Count];
        var indications = reports!.Indications;
        for (var row = 0; row < reports.Count; row++)
        for (var i = indications.Start[row]; i < indications.Start[row + 1]; i++)
            of[cases.CaseOf[row]] |= plan.DiseasesOf(termOf[indications.Term[i]]);
        return of;
    }
}
