namespace Longwatch.Genomics.Sites;

/// <summary>Gives read pairs and unplaced tails to the joins that split reads placed, and makes joins of the pairs that are left.</summary>
internal sealed class PairAttachment
{
    private readonly VectorSearch search;
    private readonly SiteRules rules;
    private readonly int fragmentLimit;
    private readonly List<JunctionCluster> clusters;
    private readonly Dictionary<(string Contig, bool HostOnLeft, bool FacingStart), (JunctionCluster Cluster, long Position)[]> lanes;
    private readonly Dictionary<JunctionCluster, int> support;
    private readonly TailIndex tails;

    public PairAttachment(List<JunctionCluster> clusters, VectorSearch search, SiteRules rules, int fragmentLimit)
    {
        (this.clusters, this.search, this.rules, this.fragmentLimit) = (clusters, search, rules, fragmentLimit);
        lanes = clusters
            .SelectMany(c => Places(c).Select(p => (Cluster: c, Place: p)))
            .GroupBy(c => (c.Place.Contig, c.Place.HostOnLeft, c.Cluster.FacingStart))
            .ToDictionary(g => g.Key, g => g.Select(c => (c.Cluster, c.Place.Position)).OrderBy(c => c.Position).ToArray());
        support = clusters.ToDictionary(c => c, c => c.SplitFragments);
        tails = new(clusters, search, rules);
    }

    public void Attach(IReadOnlyList<PairObservation> pairs, IReadOnlyList<PairObservation> unplaced)
    {
        var left = new List<PairObservation>();
        foreach (var pair in pairs)
        {
            var fitting = pair.Places.SelectMany(p => Fitting(pair, p)).Distinct().ToArray();
            if (fitting.Length == 0)
                left.Add(pair);
            else if (tails.Match(pair, fitting) is { } crossing)
                crossing.Cluster.Tails.Add((pair, crossing.HostBases, crossing.VectorBases));
            else
                fitting
                    .OrderByDescending(c => support[c])
                    .ThenBy(c => Math.Abs(c.Position - pair.Places[0].Position))
                    .First()
                    .Pairs.Add(pair);
        }

        var rest = new List<PairObservation>();
        foreach (var pair in left)
            if (tails.Match(pair, null) is { } crossing && pair.MappingQuality < rules.RepeatQuality)
                crossing.Cluster.Tails.Add((pair, crossing.HostBases, crossing.VectorBases));
            else
                rest.Add(pair);
        foreach (var tail in unplaced)
            if (tails.Match(tail, null) is { } crossing)
                crossing.Cluster.Tails.Add((tail, crossing.HostBases, crossing.VectorBases));
        clusters.AddRange(OfPairs(rest));
    }

    /// <summary>Joins that lie between the mates, on the right side, within the longest fragment of the library.</summary>
    private IEnumerable<JunctionCluster> Fitting(PairObservation pair, HostPlace place)
    {
        if (!lanes.TryGetValue((place.Contig, place.HostOnLeft, pair.FacingStart), out var lane))
            yield break;
        // An aligner carries a mate a little way past the join rather than clip it.
        var (low, high) = place.HostOnLeft
            ? (place.Position - rules.LargestGap, place.Position + fragmentLimit)
            : (place.Position - fragmentLimit, place.Position + rules.LargestGap);
        var from = Array.FindIndex(lane, c => c.Position >= low);
        for (var i = from; i >= 0 && i < lane.Length && lane[i].Position <= high; i++)
            if (
                Fits(
                    pair,
                    lane[i].Cluster,
                    Math.Max(0, place.HostOnLeft ? lane[i].Position - place.Position : place.Position - lane[i].Position)
                )
            )
                yield return lane[i].Cluster;
    }

    private bool Fits(PairObservation pair, JunctionCluster cluster, long between)
    {
        var far = search[pair.Sequence].DistanceFromEnd(pair.VectorPosition, pair.FacingStart);
        var at = search[cluster.Sequence].DistanceFromEnd(cluster.VectorPosition, cluster.FacingStart);
        if (pair.Sequence != cluster.Sequence && at > rules.VectorClusterDistance)
            return false;
        var vector = far - at;
        return vector >= -rules.LargestGap && pair.Ends.HostEnd + vector + between <= fragmentLimit;
    }

    /// <summary>Where a join is and, in a repeat, where else its reads fit: its pairs may have been put there.</summary>
    private IEnumerable<HostPlace> Places(JunctionCluster cluster)
    {
        HostPlace own = new(cluster.Contig, cluster.Position, cluster.HostOnLeft);
        return cluster.IsUnique(rules.RepeatQuality) ? [own] : cluster.Splits.SelectMany(s => s.Observation.Places).Prepend(own).Distinct();
    }

    /// <summary>Pairs whose hosts lie within one fragment of each other and whose vector reads look the same way make an estimated join.</summary>
    private IEnumerable<JunctionCluster> OfPairs(List<PairObservation> pairs)
    {
        foreach (var lane in pairs.GroupBy(p => (p.Places[0].Contig, p.Places[0].HostOnLeft, p.FacingStart, p.Sequence)))
        {
            var current = new List<PairObservation>();
            foreach (var pair in lane.OrderBy(p => p.Places[0].Position).ThenBy(p => p.Ordinal))
            {
                if (current.Count > 0 && !Together(current[0], pair))
                {
                    yield return Estimated(current);
                    current = [];
                }

                current.Add(pair);
            }

            yield return Estimated(current);
        }
    }

    private bool Together(PairObservation a, PairObservation b) =>
        Math.Abs(a.Places[0].Position - b.Places[0].Position) <= fragmentLimit
        && Math.Abs(a.VectorPosition - b.VectorPosition) <= fragmentLimit;

    /// <summary>The join lies beyond the innermost host base of every pair; that base is the estimate.</summary>
    private JunctionCluster Estimated(List<PairObservation> pairs)
    {
        var first = pairs[0];
        var place = first.Places[0];
        var geometry = search[first.Sequence];
        var nearest = pairs.MinBy(p => geometry.DistanceFromEnd(p.VectorPosition, p.FacingStart))!;
        var reachesEnd = geometry.HasFixedEnds && geometry.DistanceFromEnd(nearest.VectorPosition, first.FacingStart) <= fragmentLimit;
        var cluster = new JunctionCluster(place.Contig, place.HostOnLeft, first.FacingStart)
        {
            Sequence = first.Sequence,
            Position = place.HostOnLeft ? pairs.Max(p => p.Places[0].Position) : pairs.Min(p => p.Places[0].Position),
            VectorPosition = reachesEnd ? geometry.EndBase(first.FacingStart) : nearest.VectorPosition,
        };
        cluster.End = geometry.EndOf(cluster.VectorPosition, cluster.FacingStart);
        cluster.Pairs.AddRange(pairs);
        return cluster;
    }
}
