using Longwatch.Genomics.Evidence;

namespace Longwatch.Genomics.Sites;

/// <summary>Bases of the host in upper case; fewer where a contig ends, none where there is no such contig.</summary>
internal delegate byte[] HostBases(string contig, long start, int length);

/// <summary>Where exactly host ends and vector begins in one read.</summary>
/// <param name="HostStop">Exclusive end of the host part, read in "host first" form.</param>
/// <param name="VectorStart">First base of the vector part in that form.</param>
/// <param name="HostPosition">Host base that touches the join.</param>
/// <param name="VectorPosition">Vector base that touches it, not yet canonical.</param>
/// <param name="Gap">Inserted bases, or minus the bases that fit both.</param>
internal readonly record struct ResolvedJoin(int HostStop, int VectorStart, long HostPosition, int VectorPosition, int Gap);

/// <summary>A host piece and a vector piece that follow each other in a read, in "host first" form.</summary>
/// <remarks>
/// Two aligners cut the read independently, so the pieces overlap where bases fit both and leave a gap where bases fit neither or one aligner
/// gave up early. The join is placed at the complete end of the vector when that is possible, because integrase leaves the vector complete and
/// only then is the duplication measured from both sides exact; else at the lowest host coordinate that fits.
/// </remarks>
internal sealed class JoinResolver
{
    private readonly VectorGeometry geometry;
    private readonly VectorAlignment stretch;
    private readonly HostPart host;
    private readonly SiteRules rules;
    private readonly HostBases? reference;
    private readonly bool hostFirst;
    private readonly int length;
    private readonly int hostStop;
    private readonly int vectorStart;
    private readonly int vectorStop;
    private readonly int hostStart;

    public JoinResolver(
        ReadLayout layout,
        ReadPiece hostPiece,
        ReadPiece vectorPiece,
        VectorGeometry geometry,
        SiteRules rules,
        HostBases? reference
    )
    {
        (this.geometry, this.rules, this.reference) = (geometry, rules, reference);
        (host, stretch) = (hostPiece.Host!, vectorPiece.Vector!);
        length = layout.Read.Bases.Length;
        hostFirst = hostPiece.ReadStart + hostPiece.ReadEnd < vectorPiece.ReadStart + vectorPiece.ReadEnd;
        (hostStart, hostStop) = hostFirst
            ? (hostPiece.ReadStart, hostPiece.ReadEnd)
            : (length - hostPiece.ReadEnd, length - hostPiece.ReadStart);
        (vectorStart, vectorStop) = hostFirst
            ? (vectorPiece.ReadStart, vectorPiece.ReadEnd)
            : (length - vectorPiece.ReadEnd, length - vectorPiece.ReadStart);
        FacingStart = hostFirst != stretch.Reverse;
        HostOnLeft = hostFirst != host.Reverse;
        Bases = hostFirst ? layout.Read.Bases : Strand.ReverseComplement(layout.Read.Bases);
        Qualities = hostFirst ? layout.Read.Qualities : Strand.Reverse(layout.Read.Qualities);
    }

    public bool FacingStart { get; }

    /// <summary>At the aligner's place.</summary>
    public bool HostOnLeft { get; }

    public bool HostFirst => hostFirst;

    public byte[] Bases { get; }

    public byte[] Qualities { get; }

    public int HostStart => hostStart;

    public int VectorStop => vectorStop;

    private int Step => FacingStart ? 1 : -1;

    /// <summary>Vector coordinate of the stretch's base nearest to the host.</summary>
    private int Touching => FacingStart ? stretch.Start : stretch.End - 1;

    public ResolvedJoin Resolve()
    {
        foreach (var end in geometry.EndBases(FacingStart).OrderBy(e => Math.Abs(Missing(e))))
            if (AtEnd(end) is { } join)
                return join;
        return Inside();
    }

    /// <summary>Bases of the vector between its complete end and the stretch; negative when the stretch runs past the end.</summary>
    private int Missing(int end) => (Touching - end) * Step;

    private ResolvedJoin? AtEnd(int end)
    {
        var missing = Missing(end);
        if (Math.Abs(missing) > rules.EndExtension)
            return null;
        var start = vectorStart - missing;
        if (start <= hostStart || start >= vectorStop)
            return null;
        if (missing > 0 && !ReachesEnd(start, missing))
            return null;
        // Past the end (into the primer binding site or the tract before the 3' repeat) only the host may explain the bases in between.
        if (missing < 0 && hostStop < start)
            return null;
        return Build(start, end);
    }

    /// <summary>The read goes on with the vector up to its end: without a difference, or with one where the host does not claim the bases.</summary>
    private bool ReachesEnd(int start, int missing)
    {
        var differences = 0;
        for (var i = 0; i < missing; i++)
            if (Bases[vectorStart - 1 - i] != geometry.Outward(Touching - (Step * (i + 1)), FacingStart))
                differences++;
        return differences == 0 || (differences <= 1 + (missing / 6) && hostStop <= start);
    }

    private ResolvedJoin Build(int start, int vectorPosition)
    {
        if (hostStop >= start)
            return new(start, start, HostAt(start), vectorPosition, start - hostStop);
        // A host variant beside the join makes the aligner stop early; the reference tells whether the bases in between are host after all.
        var gap = start - hostStop;
        return gap > 0 && ContinuesOnHost(gap) is { } further
            ? new(start, start, HostAt(hostStop) + (HostOnLeft ? further : -further), vectorPosition, 0)
            : new(hostStop, start, HostAt(hostStop), vectorPosition, gap);
    }

    private ResolvedJoin Inside()
    {
        var overlap = hostStop - vectorStart;
        if (overlap <= 0)
            return Build(vectorStart, Touching);
        // Left-most on the host's forward strand: a host part on the left gives all ambiguous bases to the vector, one on the right keeps them.
        var join = HostOnLeft ? Math.Max(vectorStart, hostStart + 1) : Math.Min(hostStop, vectorStop - 1);
        return new(join, join, HostAt(join), Touching + (Step * (join - vectorStart)), -overlap);
    }

    /// <summary>
    /// Host bases that the bases between host and vector are, up to one difference and one more for every six bases; null when they are not host.
    /// Differences may be insertions or deletions: runs of one base beside a join vary in length.
    /// </summary>
    private int? ContinuesOnHost(int gap)
    {
        if (reference is null || gap > rules.LargestGap)
            return null;
        var allowed = Math.Min(gap - 1, 1 + (gap / 6));
        var last = HostAt(hostStop);
        var window = gap + allowed;
        var bases = HostOnLeft
            ? reference(host.Alignment.Contig, last + 1, window)
            : Strand.ReverseComplement(reference(host.Alignment.Contig, Math.Max(0, last - window), (int)Math.Min(window, last)));
        // Edit distance of the read's bases to every beginning of the host's.
        var row = Enumerable.Range(0, bases.Length + 1).ToArray();
        for (var i = 1; i <= gap; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= bases.Length; j++)
                (row[j], diagonal) = (
                    Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (bases[j - 1] == Bases[hostStop + i - 1] ? 0 : 1)),
                    row[j]
                );
        }

        var best = Enumerable.Range(0, row.Length).MinBy(j => (row[j], Math.Abs(j - gap), j));
        return row[best] <= allowed ? best : null;
    }

    /// <summary>Host position of the last base of a host part that stops (exclusive) at an index of the "host first" form.</summary>
    private long HostAt(int stop) => host.PositionAt(hostFirst ? stop - 1 : length - stop);
}
