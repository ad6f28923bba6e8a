namespace Longwatch.Genomics.Sites;

/// <summary>Recognises the flank of a known join in the unplaced tail of a vector read: too short for a host aligner, long enough for one known sequence.</summary>
internal sealed class TailIndex
{
    private readonly VectorSearch search;
    private readonly SiteRules rules;
    private readonly HashSet<(bool FacingStart, int Distance)> ends = [];

    /// <summary>Joins by the first or the second few bases of their flank: of ten bases with one difference, one half is whole.</summary>
    private readonly Dictionary<
        (bool FacingStart, int Distance, int Half, uint Bases),
        List<(JunctionCluster Cluster, byte[] Flank)>
    > bySeed = [];

    public TailIndex(IEnumerable<JunctionCluster> clusters, VectorSearch search, SiteRules rules)
    {
        (this.search, this.rules) = (search, rules);
        foreach (var cluster in clusters.Where(c => c.Exact && c.Gap <= 0))
        {
            var key = (cluster.FacingStart, search[cluster.Sequence].DistanceFromEnd(cluster.VectorPosition, cluster.FacingStart));
            var flank = JoinConsensus.Of(cluster).Host;
            if (flank.Length < rules.TailMinimum)
                continue;
            ends.Add(key);
            for (var half = 0; half < 2; half++)
            {
                var seed = (key.FacingStart, key.Item2, half, Seed(flank, flank.Length, half));
                (bySeed.TryGetValue(seed, out var list) ? list : bySeed[seed] = []).Add((cluster, flank));
            }
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
            if (join < rules.TailMinimum || join > read.Bases.Length || !ends.Contains((read.FacingStart, distance - shift)))
                continue;
            for (var half = 0; half < 2; half++)
                foreach (
                    var (cluster, flank) in bySeed.GetValueOrDefault(
                        (read.FacingStart, distance - shift, half, Seed(read.Bases, join, half)),
                        []
                    )
                )
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
            if (bases[join - i] != flank[^i] && ++differences > length / 10)
                return false;
        return true;
    }

    private uint Seed(byte[] bases, int join, int half)
    {
        var length = rules.TailMinimum / 2;
        uint code = 0;
        for (var i = 1; i <= length; i++)
            code = unchecked((code * 31) + bases[join - (half * length) - i]);
        return code;
    }
}
