using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Evidence;

/// <summary>The part of a read that one host alignment covers, in the coordinates that vector stretches use.</summary>
/// <param name="ReadStart">Zero-based on <see cref="CandidateRead.Bases"/>, as <see cref="VectorAlignment.ReadStart"/>; negative where a hard-clipped base would be.</param>
/// <param name="ReadEnd">Exclusive; may exceed the bases where the record is hard-clipped.</param>
/// <param name="Start">Zero-based on the contig; <paramref name="End"/> exclusive.</param>
/// <param name="Reverse">The bases, as the record has them, lie on the reverse strand of the contig.</param>
public sealed record HostPart(HostAlignment Alignment, int ReadStart, int ReadEnd, long Start, long End, bool Reverse)
{
    /// <summary>Host position of the read's first aligned base (lowest <see cref="ReadStart"/>).</summary>
    public long FirstBase => Reverse ? End - 1 : Start;

    /// <summary>Host position of the read's last aligned base.</summary>
    public long LastBase => Reverse ? Start : End - 1;

    /// <summary>Every host alignment of a read: the primary one first, then supplementary ones, then alternatives of a repeat. Alignments without a usable CIGAR are left out.</summary>
    public static IReadOnlyList<HostPart> Of(CandidateRead read)
    {
        var parts = new List<HostPart>(1 + read.Others.Count);
        if (read.Host is not null && Of(read, read.Host) is { } primary)
            parts.Add(primary);
        foreach (var other in read.Others.OrderBy(o => o.Secondary))
            if (Of(read, other) is { } part)
                parts.Add(part);
        return parts;
    }

    /// <summary>Places one alignment on the bases of the record; null when its CIGAR is unusable.</summary>
    /// <remarks>
    /// Alignments of the tags SA and XA are written in their own orientation and count the whole read as sequenced; the record itself may be
    /// hard-clipped. The offset of the record's bases in the read as sequenced comes from the record's own CIGAR.
    /// </remarks>
    public static HostPart? Of(CandidateRead read, HostAlignment alignment)
    {
        if (!Cigar.TryParse(alignment.Cigar, out var cigar))
            return null;
        var recordReverse = read.Flags.HasFlag(SamFlag.Reverse);
        var opposite = alignment.Reverse != recordReverse;
        var hidden =
            read.Host is not null && Cigar.TryParse(read.Host.Cigar, out var own)
                ? (read.Host.Reverse == recordReverse ? own.LeadingHardClip : own.TrailingHardClip)
                : 0;
        var (start, end) = opposite
            ? (cigar.ReadLength - cigar.ReadEnd, cigar.ReadLength - cigar.ReadStart)
            : (cigar.ReadStart, cigar.ReadEnd);
        return new(alignment, start - hidden, end - hidden, alignment.Position, alignment.Position + cigar.ReferenceLength, opposite);
    }
}
