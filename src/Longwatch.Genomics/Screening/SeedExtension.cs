namespace Longwatch.Genomics.Screening;

/// <summary>What a scan says about one read.</summary>
/// <param name="HasSeed">A sampled 16-mer of the read is one of a searched sequence.</param>
/// <param name="IsCandidate">One of its seeds can be extended so far that the read must be looked at.</param>
internal readonly record struct ScanResult(bool HasSeed, bool IsCandidate, int GcBases);

/// <summary>Soft-clipped bases of the read, counted from its two ends; 0 for an unaligned read.</summary>
internal readonly record struct Clips(int Left, int Right);

/// <summary>Extends a seed without gaps over its diagonal and says whether the read is kept.</summary>
internal static class SeedExtension
{
    private const int MismatchCost = 4;

    /// <summary>The extension ends when the score falls this far below its best: after three mismatches close together.</summary>
    private const int Drop = 12;

    /// <summary>Extends one seed to both sides.</summary>
    /// <param name="read">ASCII bases.</param>
    /// <param name="at">Where in the read the 16-mer begins that lies at <paramref name="place"/> of the text.</param>
    public static bool Keeps(ReadOnlySpan<byte> read, int at, ReadOnlySpan<byte> text, int place, Clips clips)
    {
        var right = Extend(read, at + SeedIndex.K, text, place + SeedIndex.K, 1);
        var left = Extend(read, at - 1, text, place - 1, -1);
        var start = at - left.Length;
        var end = at + SeedIndex.K + right.Length;
        var mismatches = left.Mismatches + right.Mismatches;
        var matched = end - start - mismatches;
        if (mismatches > ScreeningOptions.MaxMismatchShare * (end - start))
            return false;
        if (matched >= ScreeningOptions.MinMatched)
            return true;
        if (mismatches == 0 && matched >= ScreeningOptions.MinMatchedAtEnd && (start == 0 || end == read.Length))
            return true;
        var inClip = Math.Max(Math.Min(end, clips.Left) - start, end - Math.Max(start, read.Length - clips.Right));
        return inClip >= ScreeningOptions.MinMatchedInClip;
    }

    private static (int Length, int Mismatches) Extend(ReadOnlySpan<byte> read, int at, ReadOnlySpan<byte> text, int place, int step)
    {
        int score = 0,
            best = 0,
            length = 0,
            mismatches = 0,
            mismatchesAtBest = 0;
        // The text begins and ends with a zero byte, and a zero byte parts its sequences: none is a base, and none is passed.
        for (var i = 1; at >= 0 && at < read.Length && text[place] != 0; i++, at += step, place += step)
        {
            if (read[at] == text[place] && read[at] != 'N')
            {
                score++;
            }
            else
            {
                score -= MismatchCost;
                mismatches++;
            }

            if (score > best)
                (best, length, mismatchesAtBest) = (score, i, mismatches);
            else if (score < best - Drop)
                break;
        }

        return (length, mismatchesAtBest);
    }
}
