using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>Counts of distinct reports by drug, event and pair, of the drugs with a role that is counted.</summary>
internal static class CountedPairs
{
    public static PairTable Of(CaseLists lists, DrugRoles roles, int terms)
    {
        var n = lists.Count;
        var (start, drug, used) = (new int[n + 1], new int[lists.Drug.Length], 0);
        for (var i = 0; i < n; i++)
        {
            for (var d = lists.DrugStart[i]; d < lists.DrugStart[i + 1]; d++)
                if ((lists.Role[d] & roles) != DrugRoles.None)
                    drug[used++] = lists.Drug[d];
            start[i + 1] = used;
        }

        return ReportBase.OfRows((start, drug[..used]), lists.Substances.Length, (lists.EventStart, lists.Event), terms).Count();
    }
}
