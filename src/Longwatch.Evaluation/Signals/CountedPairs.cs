using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>Counts of distinct reports by drug, event and pair, of the drugs with a role that is counted.</summary>
internal static class CountedPairs
{
    public static PairTable Of(CaseLists lists, DrugRoles roles, int terms)
    {
        // Counted first, so that the list has its right length at once: memory not touched before is dear.
        var start = new int[lists.Count + 1];
        ReportPieces.Run(
            lists.Count,
            (first, end) =>
            {
                for (var i = first; i < end; i++)
                for (var d = lists.DrugStart[i]; d < lists.DrugStart[i + 1]; d++)
                    start[i + 1] += (lists.Role[d] & roles) != DrugRoles.None ? 1 : 0;
            }
        );
        ReportPieces.Sum(start);
        var drug = GC.AllocateUninitializedArray<int>(start[^1]);
        ReportPieces.Run(
            lists.Count,
            (first, end) =>
            {
                var used = start[first];
                for (var d = lists.DrugStart[first]; d < lists.DrugStart[end]; d++)
                    if ((lists.Role[d] & roles) != DrugRoles.None)
                        drug[used++] = lists.Drug[d];
            }
        );
        return ReportBase.OfRows((start, drug), lists.Substances.Length, (lists.EventStart, lists.Event), terms).Count();
    }
}
