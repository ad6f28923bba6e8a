namespace Longwatch.Genomics.Sites;

/// <summary>One host base, one vector base and one gap for a cluster: what most distinct fragments show.</summary>
internal static class ClusterResolution
{
    public static void Resolve(JunctionCluster cluster, VectorSearch search)
    {
        // A copy of a fragment has no vote of its own; of equal votes the join without inserted bases, at the vector's end, at the lowest place.
        var winner = cluster
            .Splits.GroupBy(s =>
                (s.Place.Position, s.Observation.Sequence, s.Observation.VectorPosition, Inserted: Math.Max(0, s.Observation.Gap))
            )
            .Select(g => (g.Key, Votes: JunctionCluster.Distinct(g.Select(s => s.Observation)), Gap: CommonGap(g)))
            .OrderByDescending(g => g.Votes)
            .ThenBy(g => g.Key.Inserted)
            .ThenBy(g => Math.Abs(search[g.Key.Sequence].DistanceFromEnd(g.Key.VectorPosition, cluster.FacingStart)))
            .ThenBy(g => g.Key.Sequence)
            .ThenBy(g => g.Key.Position)
            .First();
        cluster.Position = winner.Key.Position;
        cluster.VectorPosition = winner.Key.VectorPosition;
        cluster.Sequence = winner.Key.Sequence;
        cluster.Gap = winner.Gap;
        cluster.End = search[cluster.Sequence].EndOf(cluster.VectorPosition, cluster.FacingStart);
    }

    private static int CommonGap(IEnumerable<PlacedSplit> splits) =>
        splits.GroupBy(s => s.Observation.Gap).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
}
