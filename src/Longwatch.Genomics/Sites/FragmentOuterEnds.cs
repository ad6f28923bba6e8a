using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Sites;

/// <summary>Where a fragment begins: the first base sequenced of each mate, on host or vector, clipped bases counted as if they were aligned.</summary>
internal static class FragmentOuterEnds
{
    /// <summary>Host position of the first base sequenced, as the piece places it.</summary>
    public static long FirstSequenced(this HostPart part, CandidateRead read)
    {
        var direction = part.Reverse ? -1 : 1;
        return read.Flags.HasFlag(SamFlag.Reverse)
            ? part.LastBase + (direction * (read.Bases.Length - part.ReadEnd))
            : part.FirstBase - (direction * part.ReadStart);
    }

    /// <summary>The read was sequenced along the host's forward strand.</summary>
    public static bool SequencedForward(this HostPart part, CandidateRead read) => part.Reverse == read.Flags.HasFlag(SamFlag.Reverse);

    /// <summary>The read was sequenced along the vector's reverse strand.</summary>
    public static bool SequencedReverse(this VectorAlignment stretch, CandidateRead read) =>
        stretch.Reverse != read.Flags.HasFlag(SamFlag.Reverse);

    /// <summary>Vector coordinate of the first base sequenced, as the stretch places it.</summary>
    public static int FirstSequenced(this VectorAlignment stretch, CandidateRead read)
    {
        var before = read.Flags.HasFlag(SamFlag.Reverse) ? read.Bases.Length - stretch.ReadEnd : stretch.ReadStart;
        return stretch.SequencedReverse(read) ? stretch.End - 1 + before : stretch.Start - before;
    }

    /// <summary>The piece that holds, or is nearest to, the first base sequenced.</summary>
    public static ReadPiece? FirstPiece(this ReadLayout layout) => At(layout, !layout.Read.Flags.HasFlag(SamFlag.Reverse));

    /// <summary>The piece nearest to the last base sequenced: the one that looks at the mate.</summary>
    public static ReadPiece? LastPiece(this ReadLayout layout) => At(layout, layout.Read.Flags.HasFlag(SamFlag.Reverse));

    private static ReadPiece? At(ReadLayout layout, bool first) =>
        layout.Pieces.Count == 0 ? null
        : first ? layout.Pieces[0]
        : layout.Pieces[^1];

    /// <summary>First base sequenced of a mate that is known only from the other mate's record; its clips are unknown.</summary>
    public static long FirstSequenced(HostAlignment mate, int readLength)
    {
        if (!mate.Reverse)
            return mate.Position;
        var length = Cigar.TryParse(mate.Cigar, out var cigar) ? cigar.ReferenceLength : readLength;
        return mate.Position + length - 1;
    }
}
