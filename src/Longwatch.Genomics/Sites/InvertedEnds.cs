namespace Longwatch.Genomics.Sites;

/// <summary>
/// A vector whose ends are inverted repeats (transposons, AAV) looks the same from both ends: a read that reaches no further than the repeat fits
/// both orientations. Such reads follow those of the same place that reach further, so that one insertion is one site.
/// </summary>
internal static class InvertedEnds
{
    /// <summary>Bases beyond the repeat that a stretch may hold by chance.</summary>
    private const int Chance = 3;

    public static void Settle(
        List<JunctionCluster> clusters,
        IReadOnlyList<PairObservation> pairs,
        VectorSearch search,
        SiteRules rules,
        int limit
    )
    {
        foreach (var cluster in clusters.Where(c => search[c.Sequence].InvertedRepeat > 0).OrderBy(c => c.SplitFragments).ToArray())
        {
            if (cluster.Splits.Count == 0 || cluster.Splits.Exists(s => !IsAmbiguous(s, search)))
                continue;
            var near = clusters.Where(c => c.Sequence == cluster.Sequence && IsNear(c, cluster, rules.PairDistance)).ToArray();
            if (Reverse(cluster, near, pairs, search, limit) is not { } reverse || reverse == cluster.VectorReverse)
                continue;
            var target = near.FirstOrDefault(c =>
                c.HostOnLeft == cluster.HostOnLeft && c.VectorReverse == reverse && IsNear(c, cluster, rules.ClusterDistance)
            );
            if (target is null)
                clusters.Add(target = new JunctionCluster(cluster.Contig, cluster.HostOnLeft, !cluster.FacingStart));
            target.Splits.AddRange(cluster.Splits.Select(s => s with { Observation = Turned(s.Observation, search) }));
            cluster.Splits.Clear();
            ClusterResolution.Resolve(target, search);
        }

        clusters.RemoveAll(c => c.Splits.Count == 0);
    }

    /// <summary>Orientation that reads beyond the repeat show at this place, then pairs, then most reads; null when they show both.</summary>
    private static bool? Reverse(
        JunctionCluster cluster,
        IReadOnlyList<JunctionCluster> near,
        IReadOnlyList<PairObservation> pairs,
        VectorSearch search,
        int limit
    ) =>
        Majority(near.SelectMany(c => c.Splits.Where(s => !IsAmbiguous(s, search)).Select(_ => c.VectorReverse)))
        ?? Majority(
            pairs
                .Where(p => p.Sequence == cluster.Sequence)
                .SelectMany(p => p.Places.Take(1).Where(place => IsNear(place, cluster, limit)).Select(p.VectorReverse))
        )
        ?? Majority(near.SelectMany(c => c.Splits.Select(_ => c.VectorReverse)));

    private static bool? Majority(IEnumerable<bool> votes)
    {
        var balance = votes.Sum(v => v ? 1 : -1);
        return balance == 0 ? null : balance > 0;
    }

    private static bool IsNear(JunctionCluster a, JunctionCluster b, int distance) =>
        a.Contig == b.Contig && Math.Abs(a.Position - b.Position) <= distance;

    private static bool IsNear(HostPlace place, JunctionCluster cluster, int limit) =>
        place.Contig == cluster.Contig && place.HostOnLeft == cluster.HostOnLeft && Math.Abs(place.Position - cluster.Position) <= limit;

    private static bool IsAmbiguous(PlacedSplit split, VectorSearch search)
    {
        var (observation, geometry) = (split.Observation, search[split.Observation.Sequence]);
        var depth =
            geometry.DistanceFromEnd(observation.VectorPosition, observation.FacingStart)
            + observation.VectorStop
            - observation.VectorStart;
        return depth <= geometry.InvertedRepeat + Chance;
    }

    private static SplitObservation Turned(SplitObservation split, VectorSearch search) =>
        split with
        {
            FacingStart = !split.FacingStart,
            VectorPosition = search[split.Sequence].Mirrored(split.VectorPosition),
            End = split.End switch
            {
                VectorEnd.Left => VectorEnd.Right,
                VectorEnd.Right => VectorEnd.Left,
                _ => VectorEnd.Internal,
            },
        };
}
