namespace Longwatch.Genomics.Sites;

/// <summary>
/// Takes joins that are a few reads of a neighbouring join, cut elsewhere because of an error or of simple sequence beside it, back into that join.
/// Two real insertions so close, on the same side, in the same direction and at the same end of the vector are kept when their support is alike.
/// </summary>
internal static class SatelliteJoins
{
    public static void Merge(List<JunctionCluster> clusters, VectorSearch search, SiteRules rules)
    {
        foreach (var lane in clusters.GroupBy(c => (c.Contig, c.HostOnLeft, c.FacingStart)).ToArray())
        {
            var byPosition = lane.OrderBy(c => c.Position).ToArray();
            foreach (var small in byPosition.OrderBy(c => c.SplitFragments))
            {
                var at = Array.IndexOf(byPosition, small);
                var large = Neighbours(byPosition, at, rules.SatelliteDistance)
                    .Where(c => c.Splits.Count > 0 && SameEnd(c, small, search, rules))
                    .MaxBy(c => c.SplitFragments);
                if (large is null || small.SplitFragments > rules.SatelliteShare * large.SplitFragments)
                    continue;
                large.Splits.AddRange(small.Splits);
                small.Splits.Clear();
            }
        }

        clusters.RemoveAll(c => c.Splits.Count == 0);
    }

    private static IEnumerable<JunctionCluster> Neighbours(JunctionCluster[] sorted, int at, int distance)
    {
        for (var i = at - 1; i >= 0 && sorted[at].Position - sorted[i].Position <= distance; i--)
            yield return sorted[i];
        for (var i = at + 1; i < sorted.Length && sorted[i].Position - sorted[at].Position <= distance; i++)
            yield return sorted[i];
    }

    private static bool SameEnd(JunctionCluster a, JunctionCluster b, VectorSearch search, SiteRules rules) =>
        Math.Abs(
            search[a.Sequence].DistanceFromEnd(a.VectorPosition, a.FacingStart)
                - search[b.Sequence].DistanceFromEnd(b.VectorPosition, b.FacingStart)
        )
        <= rules.SatelliteDistance + rules.VectorClusterDistance;
}
