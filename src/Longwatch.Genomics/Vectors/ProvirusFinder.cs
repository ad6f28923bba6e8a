namespace Longwatch.Genomics.Vectors;

/// <summary>How the integrated provirus is put together from pieces of a circle.</summary>
/// <param name="Family">Null when the ends of the repeats are those of no known family.</param>
/// <param name="Pieces">Start and length on the circle, in order.</param>
/// <param name="RepeatLength">Of each terminal repeat of the provirus.</param>
/// <param name="LeftoverStart">Where what is not provirus begins on the circle.</param>
/// <param name="Score">Marks found; the better of two readings has more.</param>
internal sealed record FoundProvirus(
    VectorFamily? Family,
    IReadOnlyList<(int Start, int Length)> Pieces,
    int RepeatLength,
    int LeftoverStart,
    int LeftoverLength,
    int Score
);

/// <summary>
/// Finds the provirus between two direct repeats. A plasmid has R and U5 in its first LTR (the promoter before it may be CMV or RSV) and U3 and R in its second
/// (U5 may be replaced): reverse transcription gives both ends of the provirus U3 of the second, R, and U5 of the first. That is what is put together here.
/// </summary>
internal static class ProvirusFinder
{
    private const int NearTheEnd = 60;
    private const int LongestU5 = 200; // HIV-1 has 82 bases, MLV 77

    /// <summary>The best reading of one strand; null when no pair of repeats is a pair of LTRs.</summary>
    public static FoundProvirus? Find(byte[] bases)
    {
        var n = bases.Length;
        byte[] circle = [.. bases, .. bases];
        FoundProvirus? best = null;
        foreach (var repeat in DirectRepeats.Find(Nucleotides.Encode(bases)))
        {
            // either copy may be the first: the circle can be gone round from both
            var second = (repeat.First + repeat.Distance) % n;
            Consider(repeat.First, repeat.Distance);
            Consider(second, n - repeat.Distance);
            if (best is null && IsWholeFile(repeat, n))
                best = Plain(repeat, n);

            void Consider(int first, int distance)
            {
                foreach (var ends in RetroviralEnds.All)
                    if (TryAssemble(circle, n, (first, repeat.Length, distance), ends) is { } found && found.Score > (best?.Score ?? -1))
                        best = found;
            }
        }
        return best;
    }

    /// <summary>End of the mark of U5 that the primer binding site follows; -1 when there is none.</summary>
    private static int EndOfU5(byte[] circle, RetroviralEnds ends, int from, int to)
    {
        for (var at = from; (at = RetroviralEnds.Find(circle, ends.Right, at, to, 1)) >= 0; at++)
        {
            var end = at + ends.Right.Length;
            if (
                RetroviralEnds.Find(circle, ends.AfterRight, end, end + ends.PrimerGap + ends.AfterRight.Length, ends.AfterRight.Length / 7)
                >= 0
            )
                return end;
        }
        return -1;
    }

    private static bool IsWholeFile(DirectRepeat repeat, int n) =>
        repeat.First <= NearTheEnd && repeat.First + repeat.Distance + repeat.Length is var end && end <= n && n - end <= NearTheEnd;

    private static FoundProvirus Plain(DirectRepeat repeat, int n)
    {
        var length = repeat.Distance + repeat.Length;
        return new(null, [(repeat.First, length)], repeat.Length, (repeat.First + length) % n, n - length, 0);
    }

    private static FoundProvirus? TryAssemble(byte[] circle, int n, (int First, int Length, int Distance) repeat, RetroviralEnds ends)
    {
        var (first, length, distance) = repeat;
        var second = first + distance; // on the doubled circle
        if (first >= n || second + length > circle.Length)
            return null;
        // U5 of the first copy ends before the primer binding site
        var fiveEnd = EndOfU5(circle, ends, first, Math.Min(first + length + LongestU5, second));
        if (fiveEnd < 0)
            return null;
        // U3 of the second copy begins at the mark nearest before the shared stretch, or inside it
        var left = RetroviralEnds.FindLast(circle, ends.Left, second - ends.LongestU3, second + ends.Left.Length, 1);
        if (left < 0)
            left = RetroviralEnds.Find(circle, ends.Left, second, second + length, 1);
        if (left < fiveEnd)
            return null;
        var prefix = Math.Max(0, second - left); // bases of U3 that the first copy lacks
        var fiveStart = Math.Max(first, left - distance);
        var sharedEnd = first + length;
        var threeEnd = Math.Min(sharedEnd, fiveEnd) + distance;
        var suffix = Math.Max(0, fiveEnd - sharedEnd); // bases of U5 that the second copy lacks
        var repeatLength = prefix + (fiveEnd - fiveStart);
        var span = threeEnd - fiveStart;
        if (span > n)
            return null;
        var pieces = new List<(int, int)>();
        if (prefix > 0)
            pieces.Add((left % n, prefix));
        pieces.Add((fiveStart % n, span));
        if (suffix > 0)
            pieces.Add((sharedEnd % n, suffix));
        return new(ends.Family, pieces, repeatLength, threeEnd % n, n - span, 4 + (span > n / 2 ? 1 : 0));
    }
}
