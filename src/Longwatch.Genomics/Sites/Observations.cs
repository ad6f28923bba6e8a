using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Sites;

/// <summary>One place on the host that the host part of a join fits.</summary>
/// <param name="Position">Of the host base that touches the join.</param>
/// <param name="HostOnLeft">The host part lies at lower coordinates than the join.</param>
internal readonly record struct HostPlace(string Contig, long Position, bool HostOnLeft);

/// <summary>What makes two fragments one: both outer ends, measured from the join, and the UMI. Place-free, so that it also holds in repeats.</summary>
/// <param name="HostEnd">Host bases from the join to the fragment's outer end.</param>
/// <param name="VectorEnd">Outer end on the vector, as a coordinate of the searched sequence.</param>
internal readonly record struct FragmentEnds(long HostEnd, int VectorEnd, string Umi);

/// <summary>A fragment with evidence for one join; split when one of its reads crosses it.</summary>
/// <param name="Root">Index of the fragment, or of the one that it is a copy of.</param>
/// <param name="FacingStart">Walking from the join into the vector, vector coordinates rise.</param>
/// <param name="VectorPosition">Canonical base of the vector that touches the join; of a pair, the vector read's base nearest to the join.</param>
/// <param name="Places">The aligner's place first; more than one in a repeat.</param>
/// <param name="MappingQuality">Of the host part; 255 is unknown.</param>
internal abstract record JoinObservation(
    int Root,
    string Name,
    long Ordinal,
    int Sequence,
    bool FacingStart,
    int VectorPosition,
    IReadOnlyList<HostPlace> Places,
    byte MappingQuality,
    FragmentEnds Ends
)
{
    /// <summary>Orientation of the vector on the host's forward strand, were the host part at this place.</summary>
    public bool VectorReverse(HostPlace place) => FacingStart != place.HostOnLeft;
}

/// <summary>A read that crosses the join; bases in "host first" form: host part, bases between, vector part.</summary>
/// <param name="HostStop">Exclusive end of the host part in <paramref name="Bases"/>, after overlap was resolved.</param>
/// <param name="VectorStart">First base of the vector part.</param>
/// <param name="Gap">Bases between; negative: bases that fit both.</param>
/// <param name="HostStart">First base of the host part.</param>
/// <param name="VectorStop">Exclusive end of the vector part.</param>
internal sealed record SplitObservation(
    int Root,
    string Name,
    long Ordinal,
    int Sequence,
    bool FacingStart,
    int VectorPosition,
    IReadOnlyList<HostPlace> Places,
    byte MappingQuality,
    FragmentEnds Ends,
    VectorEnd End,
    byte[] Bases,
    byte[] Qualities,
    int HostStart,
    int HostStop,
    int VectorStart,
    int VectorStop,
    int Gap
) : JoinObservation(Root, Name, Ordinal, Sequence, FacingStart, VectorPosition, Places, MappingQuality, Ends);

/// <summary>A fragment with one mate on the host and one on the vector; without places, a vector read with an unplaced tail only.</summary>
/// <param name="Outer">Outer end of the fragment on the host at its first place.</param>
/// <param name="Bases">The vector read in "host first" form: bases before <paramref name="VectorStart"/> are a tail that no aligner placed.</param>
internal sealed record PairObservation(
    int Root,
    string Name,
    long Ordinal,
    int Sequence,
    bool FacingStart,
    int VectorPosition,
    IReadOnlyList<HostPlace> Places,
    byte MappingQuality,
    FragmentEnds Ends,
    long Outer,
    byte[] Bases,
    byte[] Qualities,
    int VectorStart,
    int VectorStop
) : JoinObservation(Root, Name, Ordinal, Sequence, FacingStart, VectorPosition, Places, MappingQuality, Ends);
