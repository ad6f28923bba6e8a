namespace Longwatch.Genomics.Sites;

/// <summary>How sure a site is.</summary>
public enum SiteStatus : byte
{
    /// <summary>Both ends, with the target-site duplication of the vector family (any join for families without one), each with a split fragment.</summary>
    Confirmed,

    /// <summary>One end with two or more distinct fragments (distinct shear points or UMIs) of which one is split, or both ends without the right duplication.</summary>
    Probable,

    /// <summary>Less: a single fragment, or discordant pairs only.</summary>
    Candidate,
}

/// <summary>Joins that are not integration into the host.</summary>
public enum VectorJoin : byte
{
    /// <summary>PPT–3'LTR, 5'LTR–PBS and the like: the provirus itself.</summary>
    ProvirusInternal,
    OneLtrCircle,
    TwoLtrCircle,
    Autointegration,
    Backbone,

    /// <summary>Two places of the vector joined in a way that none of the above explains.</summary>
    Rearrangement,
}

/// <summary>Which end of the provirus joins the host.</summary>
public enum VectorEnd : byte
{
    /// <summary>Start of the sequence (U3 of the 5' LTR).</summary>
    Left,

    /// <summary>End of the sequence (U5 of the 3' LTR).</summary>
    Right,

    /// <summary>A break inside the vector: a truncated provirus, or a virus without fixed ends.</summary>
    Internal,
}

/// <summary>One join between host and vector.</summary>
/// <param name="HostPosition">Zero-based position of the host base that touches the join (left-most where the join is ambiguous).</param>
/// <param name="HostOnLeft">The host part lies at lower coordinates than the join (its last base is <paramref name="HostPosition"/>); else its first base is.</param>
/// <param name="VectorPosition">Zero-based base of the searched sequence that touches the join.</param>
/// <param name="VectorReverse">The vector lies in reverse orientation relative to the host's forward strand.</param>
/// <param name="Gap">Bases in the read between host and vector; negative: bases that fit both (overlap).</param>
/// <param name="GapBases">The inserted bases, on the host's forward strand; empty for an overlap.</param>
/// <param name="SplitFragments">Distinct fragments in which one read crosses the join.</param>
/// <param name="PairFragments">Distinct fragments in which one mate lies on each side.</param>
/// <param name="MeanMappingQuality">Of the host parts; 255 when the input does not tell.</param>
/// <param name="ReadNames">Of the supporting fragments, in input order.</param>
/// <param name="Consensus">Consensus across the join on the host's forward strand, lower case host, upper case vector; empty without split reads.</param>
/// <param name="Exact">False when only discordant pairs place it: the position is then an estimate.</param>
public sealed record Junction(
    string Contig,
    long HostPosition,
    bool HostOnLeft,
    int Sequence,
    VectorEnd End,
    int VectorPosition,
    bool VectorReverse,
    int Gap,
    string GapBases,
    int SplitFragments,
    int PairFragments,
    int DistinctEnds,
    double MeanMappingQuality,
    IReadOnlyList<string> ReadNames,
    string Consensus,
    bool Exact
)
{
    /// <summary>
    /// Of the split fragments, those that hold at least <c>overhang</c> bases (rules) on either side of the join: the ones to compare with
    /// <see cref="HostSpanning.Spanning"/>, which are counted with the same overhang.
    /// </summary>
    public int WindowFragments { get; init; }
}

/// <summary>Host fragments at the site that show no insertion, counted with the same overhang that a split read needs.</summary>
/// <param name="Spanning">Distinct fragments that cross the site on the host; null when the input does not tell (not aligned and no host reads looked at).</param>
public sealed record HostSpanning(int? Spanning);

/// <summary>One place in a repeat that fits as well as the reported one.</summary>
public sealed record AlternativePlace(string Contig, long Position, bool Reverse);

/// <summary>One integration site.</summary>
/// <param name="Id">IS1, IS2, … by contig order and position.</param>
/// <param name="Position">Zero-based first duplicated base, so that the duplicated bases are <c>[Position, Position + TargetSiteDuplication)</c>: the first host base of the right-hand flank. With the left side only, where that base is expected from the family's duplication; where host bases are missing between the sides, the base after the left-hand flank.</param>
/// <param name="VectorReverse">Orientation of the provirus relative to the host's forward strand.</param>
/// <param name="Left">The junction whose host part lies at lower coordinates; null when not seen.</param>
/// <param name="Right">The other one.</param>
/// <param name="TargetSiteDuplication">Length in bases seen on both sides; negative: host bases that are missing; null with one exact side only.</param>
/// <param name="Alternatives">Not empty: in a repeat, and these fit as well.</param>
/// <param name="LogLikelihoodRatio">Natural log of evidence for a site over the sample's own chimera background.</param>
/// <param name="QValue">Benjamini–Hochberg over all clusters.</param>
public sealed record IntegrationSite(
    string Id,
    string Contig,
    long Position,
    int Sequence,
    bool VectorReverse,
    Junction? Left,
    Junction? Right,
    int? TargetSiteDuplication,
    string TargetSiteBases,
    SiteStatus Status,
    IReadOnlyList<AlternativePlace> Alternatives,
    HostSpanning Host,
    double LogLikelihoodRatio,
    double QValue
)
{
    public int SplitFragments => (Left?.SplitFragments ?? 0) + (Right?.SplitFragments ?? 0);
    public int PairFragments => (Left?.PairFragments ?? 0) + (Right?.PairFragments ?? 0);
}

/// <summary>Joins of one class within or between searched sequences.</summary>
/// <param name="Sequence">Of the first part; positions are zero-based on it and on <paramref name="OtherSequence"/>.</param>
public sealed record VectorJoinCount(VectorJoin Class, int Sequence, int Position, int OtherSequence, int OtherPosition, int Fragments);

/// <summary>All sites and joins of a sample.</summary>
/// <param name="ChimeraRate">Host–vector joins that fit no cluster, per vector fragment: the background of PCR and ligation chimeras.</param>
/// <param name="Placed">False when the input is not aligned and no reference was given: then there are no sites, and this says why.</param>
public sealed record SitesResult(
    IReadOnlyList<IntegrationSite> Sites,
    IReadOnlyList<VectorJoinCount> Joins,
    double ChimeraRate,
    bool Placed,
    string PlacedBy
)
{
    /// <summary>What keeps sites from being seen in this input, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
