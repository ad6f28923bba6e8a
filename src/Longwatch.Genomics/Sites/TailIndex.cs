namespace Longwatch.Genomics.Sites;

/// <summary>Recognises the flank of a known join in the unplaced tail of a vector read: too short for a host aligner, long enough for one known sequence.</summary>
internal sealed class TailIndex
{
    private readonly VectorSearch search;
    private readonly SiteRules rules;
    private readonly Dictionary<(bool FacingStart, int Distance), List<(JunctionCluster Cluster, byte[] Flank)>> byEnd = [];

    public TailIndex(IEnumerable<JunctionCluster> clusters, VectorSearch search, SiteRules rules)
    {
        (this.search, this.rules) = (search, rules);
        foreach (var cluster in clusters.Where(c => c.Exact && c.Gap <= 0))
        {
            var key = (cluster.FacingStart, search[cluster.Sequence].DistanceFromEnd(cluster.VectorPosition, cluster.FacingStart));
            var flank = JoinConsensus.Of(cluster).Host;
            (byEnd.TryGetValue(key, out var list) ? list : byEnd[key] = []).Add((cluster, flank));
        }
    }

    public readonly record struct Crossing(JunctionCluster Cluster, int HostBases, int VectorBases);

    /// <summary>The one join whose flank the tail shows; null when none or several do.</summary>
    /// <param name="among">Joins that the mate allows; null for all.</param>
    public Crossing? Match(PairObservation read, IReadOnlyList<JunctionCluster>? among)
    {
        Crossing? found = null;
        var distance = search[read.Sequence].DistanceFromEnd(read.VectorPosition, read.FacingStart);
        for (var shift = -rules.EndExtension; shift <= rules.EndExtension; shift++)
        {
            // The stretch stops `shift` bases short of the join, or runs past it.
            var join = read.VectorStart - shift;
            if (join < rules.TailMinimum || !byEnd.TryGetValue((read.FacingStart, distance - shift), out var candidates))
                continue;
            foreach (var (cluster, flank) in candidates)
            {
                if (!SameVector(read, cluster) || (among is not null && !among.Contains(cluster)) || !Agrees(read.Bases, join, flank))
                    continue;
                if (found is { } other && other.Cluster != cluster)
                    return null;
                found = new(cluster, join, read.VectorStop - join);
            }
        }

        return found;
    }

    private bool SameVector(PairObservation read, JunctionCluster cluster) =>
        read.Sequence == cluster.Sequence || (cluster.End is not VectorEnd.Internal && search[read.Sequence].HasFixedEnds);

    /// <summary>The bases before the join are the flank, with at most one difference in ten, over all that both have.</summary>
    private bool Agrees(byte[] bases, int join, byte[] flank)
    {
        var length = Math.Min(join, flank.Length);
        if (length < rules.TailMinimum)
            return false;
        var differences = 0;
        for (var i = 1; i <= length; i++)
            if (bases[join - i] != flank[^i])
                differences++;
        return differences <= length / 10;
    }
}
