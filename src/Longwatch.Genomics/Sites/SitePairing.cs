namespace Longwatch.Genomics.Sites;

/// <summary>The one or two joins of an insertion.</summary>
/// <param name="Left">Host part at lower coordinates.</param>
internal sealed record JoinedSides(JunctionCluster? Left, JunctionCluster? Right)
{
    public IEnumerable<JunctionCluster> Both
    {
        get
        {
            if (Left is not null)
                yield return Left;
            if (Right is not null)
                yield return Right;
        }
    }

    public JunctionCluster Any => Left ?? Right!;

    /// <summary>Host bases that both sides show; negative: bases of the host that are missing. Null when not both sides are exact.</summary>
    public int? Duplication =>
        Left is { Exact: true } && Right is { Exact: true } ? checked((int)(Left.Position - Right.Position + 1)) : null;
}

/// <summary>Finds the two sides of one insertion.</summary>
internal sealed class SitePairing(VectorSearch search, SiteRules rules, int fragmentLimit)
{
    public List<JoinedSides> Pair(IReadOnlyList<JunctionCluster> clusters)
    {
        var candidates = new List<(long Rank, int Support, JunctionCluster Left, JunctionCluster Right)>();
        foreach (var lane in clusters.GroupBy(c => (c.Contig, c.VectorReverse)))
        {
            var rights = lane.Where(c => !c.HostOnLeft).OrderBy(c => c.Position).ToArray();
            foreach (var left in lane.Where(c => c.HostOnLeft))
            foreach (
                var right in rights
                    .SkipWhile(r => r.Position < left.Position - fragmentLimit)
                    .TakeWhile(r => r.Position <= left.Position + fragmentLimit)
            )
                if (SameVector(left, right) && Rank(left, right) is { } rank)
                    candidates.Add((rank, left.Fragments + right.Fragments, left, right));
        }

        var taken = new HashSet<JunctionCluster>(ReferenceEqualityComparer.Instance);
        var sites = new List<JoinedSides>();
        foreach (
            var (_, _, left, right) in candidates
                .OrderBy(c => c.Rank)
                .ThenByDescending(c => c.Support)
                .ThenBy(c => c.Left.Contig, StringComparer.Ordinal)
                .ThenBy(c => c.Left.Position)
                .ThenBy(c => c.Right.Position)
        )
            if (!taken.Contains(left) && !taken.Contains(right))
            {
                taken.Add(left);
                taken.Add(right);
                sites.Add(new(left, right));
            }

        foreach (var cluster in clusters)
            if (!taken.Contains(cluster))
                sites.Add(cluster.HostOnLeft ? new(cluster, null) : new(null, cluster));
        return sites;
    }

    private bool SameVector(JunctionCluster a, JunctionCluster b) =>
        a.Sequence == b.Sequence
        || (
            a.End is not VectorEnd.Internal
            && b.End is not VectorEnd.Internal
            && search[a.Sequence].Family.Family == search[b.Sequence].Family.Family
        );

    /// <summary>The right duplication first, then the nearest to it, then estimated sides by distance; null when the two cannot be one insertion.</summary>
    private long? Rank(JunctionCluster left, JunctionCluster right)
    {
        var shared = left.Position - right.Position + 1;
        var expected = search[left.Sequence].Family.Duplication;
        // An estimated side is the innermost host base seen: the join lies at it or beyond, never behind.
        if (!left.Exact || !right.Exact)
            return shared > expected + rules.LargestGap || shared < -fragmentLimit ? null : 100_000 + Math.Abs(shared);
        if (Math.Abs(shared) > rules.PairDistance)
            return null;
        return shared == expected ? 0 : 1_000 + Math.Abs(shared - expected);
    }
}
