using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Sites;

/// <summary>Finds, in one fragment after the other, everything that joins vector and host.</summary>
internal sealed class ObservationBuilder(VectorSearch search, SiteRules rules, int fragmentLimit, HostBases? reference)
{
    public List<SplitObservation> Splits { get; } = [];

    public List<PairObservation> Pairs { get; } = [];

    /// <summary>Vector reads with an unplaced end, of fragments that show no host: they may still cross a junction that others found.</summary>
    public List<PairObservation> Tails { get; } = [];

    public void Add(FragmentLayout fragment)
    {
        var before = Splits.Count;
        foreach (var read in fragment.Reads)
            for (var i = 0; i + 1 < read.Pieces.Count; i++)
                if (Split(fragment, read, read.Pieces[i], read.Pieces[i + 1]) is { } split)
                    Splits.Add(split);
        if (Splits.Count > before)
            return;
        foreach (var read in fragment.Reads)
            if (read.HasVector && !read.HasHost)
            {
                if (Pair(fragment, read) is { } pair)
                    Pairs.Add(pair);
                else
                    Tails.AddRange(UnplacedEnds(fragment, read));
            }
    }

    private SplitObservation? Split(FragmentLayout fragment, ReadLayout read, ReadPiece first, ReadPiece second)
    {
        var (host, vector) = first.Host is not null ? (first, second) : (second, first);
        if (host.Host is null || vector.Vector is null)
            return null;
        var stretch = vector.Vector;
        var geometry = search[stretch.Sequence];
        if (geometry.Sequence.Kind is Vectors.SequenceKind.Backbone)
            return null;
        var resolver = new JoinResolver(read, host, vector, geometry, rules, reference);
        var join = resolver.Resolve();
        var position = geometry.Canonical(join.VectorPosition, resolver.FacingStart, stretch.Start, stretch.End);
        var end = geometry.EndOf(position, resolver.FacingStart);
        var vectorBases = resolver.VectorStop - join.VectorStart;
        if (
            join.Gap > rules.LargestGap
            || join.HostStop - resolver.HostStart < rules.HostMinimum
            || vectorBases < (end is VectorEnd.Internal && geometry.HasFixedEnds ? rules.VectorMinimumInternal : rules.VectorMinimum)
        )
            return null;
        var (places, quality) = Places(fragment, read, host.Host, resolver, join);
        return new(
            fragment.Root,
            read.Read.Name,
            read.Read.Ordinal,
            stretch.Sequence,
            resolver.FacingStart,
            position,
            places,
            quality,
            Ends(fragment, read, resolver, join, host.Host.Alignment.Contig),
            end,
            resolver.Bases,
            resolver.Qualities,
            resolver.HostStart,
            join.HostStop,
            join.VectorStart,
            resolver.VectorStop,
            join.Gap
        );
    }

    /// <summary>The aligner's place and, when its quality is that of a repeat, the others that it names; a mate with a place of its own decides between them.</summary>
    private (IReadOnlyList<HostPlace> Places, byte Quality) Places(
        FragmentLayout fragment,
        ReadLayout read,
        HostPart host,
        JoinResolver resolver,
        ResolvedJoin join
    )
    {
        var quality = host.Alignment.MappingQuality;
        var places = new List<HostPlace> { new(host.Alignment.Contig, join.HostPosition, resolver.HostOnLeft) };
        if (quality >= rules.RepeatQuality)
            return (places, quality);
        var index = resolver.HostFirst ? join.HostStop - 1 : read.Read.Bases.Length - join.HostStop;
        foreach (var other in HostPart.Of(read.Read).Where(p => p.Alignment.Secondary && p.ReadStart <= index && index < p.ReadEnd))
            places.Add(new(other.Alignment.Contig, other.PositionAt(index), resolver.HostFirst != other.Reverse));
        if (MatePlace(fragment, read) is not { } mate || mate.Quality < rules.RepeatQuality)
            return ([.. places.Distinct()], quality);
        var near = places.Where(p => p.Contig == mate.Contig && Math.Abs(p.Position - mate.First) <= fragmentLimit).Distinct().ToArray();
        return near.Length == 0 ? ([.. places.Distinct()], quality)
            : near.Length == 1 ? (near, mate.Quality)
            : (near, quality);
    }

    private static (string Contig, long First, byte Quality)? MatePlace(FragmentLayout fragment, ReadLayout read)
    {
        if (fragment.MateOf(read) is { } mate)
            return mate.Pieces.FirstOrDefault(p => p.Host is not null)?.Host is { } part
                ? (part.Alignment.Contig, part.FirstSequenced(mate.Read), part.Alignment.MappingQuality)
                : null;
        return read.Read.Mate is { } known
            ? (known.Contig, FragmentOuterEnds.FirstSequenced(known, read.Read.Bases.Length), Known(known.MappingQuality))
            : null;
    }

    private static byte Known(byte quality) => quality == 255 ? (byte)0 : quality;

    private FragmentEnds Ends(FragmentLayout fragment, ReadLayout read, JoinResolver resolver, ResolvedJoin join, string contig)
    {
        long hostEnd = join.HostStop;
        var step = resolver.FacingStart ? 1 : -1;
        var vectorEnd = join.VectorPosition + (step * (resolver.Bases.Length - 1 - join.VectorStart));
        var mate = fragment.MateOf(read);
        if (mate?.FirstPiece() is { Vector: { } stretch })
            vectorEnd = stretch.FirstSequenced(mate.Read);
        else if (MatePlace(fragment, read) is { } place && place.Contig == contig)
        {
            var distance = resolver.HostOnLeft ? join.HostPosition - place.First : place.First - join.HostPosition;
            if (distance >= 0 && distance <= fragmentLimit)
                hostEnd = Math.Max(hostEnd, distance + 1);
        }

        return new(hostEnd, vectorEnd, fragment.Umi);
    }

    private PairObservation? Pair(FragmentLayout fragment, ReadLayout vector)
    {
        if (vector.LastPiece()?.Vector is not { } stretch || search[stretch.Sequence].Sequence.Kind is Vectors.SequenceKind.Backbone)
            return null;
        string contig;
        long inner,
            outer;
        bool onLeft;
        byte quality;
        var others = new List<HostPlace>();
        if (fragment.MateOf(vector) is { } mate)
        {
            if (mate.HasVector || mate.LastPiece()?.Host is not { } part)
                return null;
            (contig, onLeft) = (part.Alignment.Contig, part.SequencedForward(mate.Read));
            (inner, outer, quality) = (onLeft ? part.End - 1 : part.Start, part.FirstSequenced(mate.Read), part.Alignment.MappingQuality);
            if (quality < rules.RepeatQuality)
                foreach (var other in HostPart.Of(mate.Read).Where(p => p.Alignment.Secondary))
                {
                    var left = other.SequencedForward(mate.Read);
                    others.Add(new(other.Alignment.Contig, left ? other.End - 1 : other.Start, left));
                }
        }
        else if (vector.Read.Mate is { } known)
        {
            (contig, onLeft, quality) = (known.Contig, !known.Reverse, known.MappingQuality);
            outer = FragmentOuterEnds.FirstSequenced(known, vector.Read.Bases.Length);
            inner = onLeft ? known.Position + ReferenceLength(known, vector.Read.Bases.Length) - 1 : known.Position;
        }
        else
            return null;
        HostPlace place = new(contig, inner, onLeft);
        return Edge(
            fragment,
            vector,
            stretch,
            vector.Read.Flags.HasFlag(SamFlag.Reverse),
            [place, .. others.Where(o => o != place).Distinct()],
            quality,
            outer
        );
    }

    /// <summary>The ends of a vector read that are long enough to be recognised as the flank of a known junction.</summary>
    private IEnumerable<PairObservation> UnplacedEnds(FragmentLayout fragment, ReadLayout read)
    {
        if (read.Pieces is not [var first, ..] || read.Pieces[^1].Vector is not { } last || first.Vector is null)
            yield break;
        // The stretch may run a few bases into the flank or stop before its end: the exact bound is set against the junction.
        if (first.ReadStart - read.Evidence.InsertStart >= rules.TailMinimum / 2)
            yield return Edge(fragment, read, first.Vector, true, [], 0, 0);
        if (read.Evidence.InsertEnd - read.Pieces[^1].ReadEnd >= rules.TailMinimum / 2)
            yield return Edge(fragment, read, last, false, [], 0, 0);
    }

    /// <summary>A vector read seen from its record's first bases (<paramref name="before"/>) or from its last ones.</summary>
    private PairObservation Edge(
        FragmentLayout fragment,
        ReadLayout read,
        VectorAlignment stretch,
        bool before,
        IReadOnlyList<HostPlace> places,
        byte quality,
        long outer
    )
    {
        var geometry = search[stretch.Sequence];
        var facingStart = before != stretch.Reverse;
        // What lies outside the insert is adapter, not flank.
        var (from, to) = (read.Evidence.InsertStart, read.Evidence.InsertEnd);
        var bases = read.Read.Bases.AsSpan(from, to - from);
        var qualities = read.Read.Qualities.Length == 0 ? [] : read.Read.Qualities.AsSpan(from, to - from);
        var touching = facingStart ? stretch.Start : stretch.End - 1;
        var distance = places.Count == 0 ? 0 : Math.Abs(places[0].Position - outer) + 1;
        return new(
            fragment.Root,
            read.Read.Name,
            read.Read.Ordinal,
            stretch.Sequence,
            facingStart,
            geometry.Canonical(touching, facingStart, stretch.Start, stretch.End),
            places,
            quality,
            new(distance, stretch.FirstSequenced(read.Read), fragment.Umi),
            outer,
            before ? bases.ToArray() : Strand.ReverseComplement(bases),
            before ? qualities.ToArray() : Strand.Reverse(qualities),
            before ? stretch.ReadStart - from : to - stretch.ReadEnd,
            before ? stretch.ReadEnd - from : to - stretch.ReadStart
        );
    }

    private static long ReferenceLength(HostAlignment alignment, int readLength) =>
        Cigar.TryParse(alignment.Cigar, out var cigar) ? cigar.ReferenceLength : readLength;
}
