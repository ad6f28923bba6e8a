namespace Longwatch.Genomics.Sites;

/// <summary>One split observation at the place where its cluster put it.</summary>
internal readonly record struct PlacedSplit(SplitObservation Observation, HostPlace Place);

/// <summary>All observations of one join.</summary>
internal sealed class JunctionCluster(string contig, bool hostOnLeft, bool facingStart)
{
    public string Contig => contig;

    public bool HostOnLeft => hostOnLeft;

    public bool FacingStart => facingStart;

    /// <summary>Of the vector on the host's forward strand.</summary>
    public bool VectorReverse => facingStart != hostOnLeft;

    public List<PlacedSplit> Splits { get; } = [];

    public List<PairObservation> Pairs { get; } = [];

    /// <summary>Vector reads whose unplaced tail is the flank of this join; they cross it like splits.</summary>
    public List<(PairObservation Observation, int HostBases, int VectorBases)> Tails { get; } = [];

    public int Sequence { get; set; }

    /// <summary>Resolved host base that touches the join; an estimate while there are no splits.</summary>
    public long Position { get; set; }

    public int VectorPosition { get; set; }

    public VectorEnd End { get; set; }

    public int Gap { get; set; }

    public bool Exact => Splits.Count > 0;

    /// <summary>Distinct fragments in which one read crosses the join.</summary>
    public int SplitFragments => Distinct(Splits.Select(s => (JoinObservation)s.Observation).Concat(Tails.Select(t => t.Observation)));

    /// <summary>Distinct fragments of both kinds.</summary>
    public int Fragments => Distinct(All);

    public int PairFragments => Fragments - SplitFragments;

    public IEnumerable<JoinObservation> All =>
        Splits.Select(s => (JoinObservation)s.Observation).Concat(Tails.Select(t => t.Observation)).Concat(Pairs);

    /// <summary>Distinct crossing fragments that hold at least this many bases on either side.</summary>
    public int WindowFragments(int overhang) =>
        Distinct(
            Splits
                .Select(s => s.Observation)
                .Where(s => s.HostStop - s.HostStart >= overhang && s.VectorStop - s.VectorStart >= overhang)
                .Concat<JoinObservation>(Tails.Where(t => t.HostBases >= overhang && t.VectorBases >= overhang).Select(t => t.Observation))
        );

    /// <summary>Placed uniquely by at least one observation.</summary>
    public bool IsUnique(int repeatQuality) => All.Any(o => o.MappingQuality >= repeatQuality && o.Places.Count == 1);

    /// <summary>
    /// Fragments are one when they are copies of one fragment, or have the same two outer ends and UMI: the second counts what duplicate
    /// marking missed, such as amplicons that all begin at one primer and differ in the shear point only.
    /// </summary>
    public static int Distinct(IEnumerable<JoinObservation> observations)
    {
        var ends = new Dictionary<int, FragmentEnds>();
        foreach (var observation in observations)
            ends.TryAdd(observation.Root, observation.Ends);
        return ends.Values.Distinct().Count();
    }

    /// <summary>Distinct distances from the join to the fragment's outer end on the host.</summary>
    public int DistinctEnds() =>
        All.Where(o => o.Ends.HostEnd > 0)
            .GroupBy(o => o.Root)
            .Select(g => (g.First().Ends.HostEnd, g.First().Ends.Umi))
            .Distinct()
            .Count();
}
