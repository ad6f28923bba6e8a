namespace Longwatch.Genomics.Sites;

/// <summary>Groups split reads into joins, the best supported place first.</summary>
/// <remarks>
/// Every read votes for all places that it fits. The place with most distinct fragments, those of a fitting join on the other side of the
/// insertion included, takes all its voters; the rest vote again. So reads of one insertion in a repeat make one join, at the place that
/// explains most of them.
/// </remarks>
internal sealed class SplitClusters
{
    private readonly VectorSearch search;
    private readonly SiteRules rules;
    private readonly IReadOnlyList<SplitObservation> splits;
    private readonly bool[] taken;
    private readonly Node?[] takenBy;
    private readonly Dictionary<string, int> contigs;
    private readonly Dictionary<(string Contig, bool HostOnLeft, bool FacingStart), List<Node>> lanes = [];

    private sealed record Node(HostPlace Place, bool FacingStart, List<int> Voters);

    public SplitClusters(IReadOnlyList<SplitObservation> splits, VectorSearch search, SiteRules rules)
    {
        (this.splits, this.search, this.rules) = (splits, search, rules);
        (taken, takenBy) = (new bool[splits.Count], new Node?[splits.Count]);
        var nodes = new Dictionary<(HostPlace, bool), Node>();
        for (var i = 0; i < splits.Count; i++)
            foreach (var place in splits[i].Places)
            {
                if (!nodes.TryGetValue((place, splits[i].FacingStart), out var node))
                {
                    nodes[(place, splits[i].FacingStart)] = node = new(place, splits[i].FacingStart, []);
                    var lane = (place.Contig, place.HostOnLeft, splits[i].FacingStart);
                    (lanes.TryGetValue(lane, out var list) ? list : lanes[lane] = []).Add(node);
                }

                node.Voters.Add(i);
            }

        contigs = lanes
            .Keys.Select(l => l.Contig)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((c, i) => (c, i))
            .ToDictionary(p => p.c, p => p.i);
        foreach (var lane in lanes.Values)
            lane.Sort((a, b) => a.Place.Position.CompareTo(b.Place.Position));
    }

    public List<JunctionCluster> Run()
    {
        var queue = new PriorityQueue<Node, (int, int, int, int, long, bool, bool)>();
        foreach (var node in lanes.Values.SelectMany(l => l))
            queue.Enqueue(node, Key(node));
        var clusters = new List<JunctionCluster>();
        while (queue.TryDequeue(out var node, out var key))
        {
            if (!node.Voters.Exists(v => !taken[v]))
                continue;
            var now = Key(node);
            // Support only falls as reads are taken: a node whose key is unchanged is the best of all.
            if (now != key)
                queue.Enqueue(node, now);
            else
            {
                clusters.Add(Take(node));
                if (node.Voters.Exists(v => !taken[v]))
                    queue.Enqueue(node, Key(node));
            }
        }

        return clusters;
    }

    private (int, int, int, int, long, bool, bool) Key(Node node)
    {
        var place = node.Place;
        var here = Roots(Near(place, node.FacingStart, rules.ClusterDistance), withTaken: false);
        // The other side of the same insertion: host on the other side, the other end of the vector. Reads that a join there has already taken
        // still count, so that both sides choose the same copy of a repeat.
        var other = place with
        {
            HostOnLeft = !place.HostOnLeft,
        };
        var there = Roots(Near(other, !node.FacingStart, rules.PairDistance), withTaken: true);
        var own = node.Voters.Count(v => !taken[v]);
        var first = node.Voters.Count(v => !taken[v] && splits[v].Places[0] == place);
        return (-(here + there), -own, -first, contigs[place.Contig], place.Position, place.HostOnLeft, node.FacingStart);
    }

    private int Roots(IEnumerable<Node> nodes, bool withTaken)
    {
        var roots = new HashSet<int>();
        foreach (var node in nodes)
        foreach (var voter in node.Voters)
            if (!taken[voter] || (withTaken && takenBy[voter] == node))
                roots.Add(splits[voter].Root);
        return roots.Count;
    }

    private IEnumerable<Node> Near(HostPlace place, bool facingStart, int distance)
    {
        if (!lanes.TryGetValue((place.Contig, place.HostOnLeft, facingStart), out var lane))
            yield break;
        var (low, high) = (0, lane.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lane[middle].Place.Position < place.Position - distance)
                low = middle + 1;
            else
                high = middle;
        }

        for (var i = low; i < lane.Count && lane[i].Place.Position <= place.Position + distance; i++)
            yield return lane[i];
    }

    private JunctionCluster Take(Node centre)
    {
        var cluster = new JunctionCluster(centre.Place.Contig, centre.Place.HostOnLeft, centre.FacingStart);
        var lead = splits[Majority(centre.Voters.Where(v => !taken[v]))];
        foreach (
            var node in Near(centre.Place, centre.FacingStart, rules.ClusterDistance)
                .OrderBy(n => Math.Abs(n.Place.Position - centre.Place.Position))
        )
        foreach (var voter in node.Voters.Where(v => !taken[v]))
            if (SameEnd(splits[voter], lead))
            {
                (taken[voter], takenBy[voter]) = (true, node);
                cluster.Splits.Add(new(splits[voter], node.Place));
            }

        ClusterResolution.Resolve(cluster, search);
        return cluster;
    }

    /// <summary>The voter whose vector position most voters share; reads of another break at the same host base make a join of their own.</summary>
    private int Majority(IEnumerable<int> voters) =>
        voters
            .GroupBy(v => (splits[v].Sequence, splits[v].VectorPosition))
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key.Sequence)
            .ThenBy(g => g.Key.VectorPosition)
            .First()
            .Min();

    private bool SameEnd(SplitObservation a, SplitObservation b)
    {
        var (da, db) = (
            search[a.Sequence].DistanceFromEnd(a.VectorPosition, a.FacingStart),
            search[b.Sequence].DistanceFromEnd(b.VectorPosition, b.FacingStart)
        );
        if (Math.Abs(da - db) > rules.VectorClusterDistance)
            return false;
        // Vectors that share their terminal repeats cannot be told apart near the ends.
        return a.Sequence == b.Sequence || (Math.Abs(da) <= rules.VectorClusterDistance && search[a.Sequence].HasFixedEnds);
    }
}
