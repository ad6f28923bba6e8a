using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>From how many start positions a fragment shows a vector.</summary>
/// <param name="Unique">Expected number of fragment starts per copy, in bases, that yield a solid unique 31-mer without an error in it.</param>
/// <param name="Split">Fragment starts from which a read crosses one of the two joins to the host with an anchor on both sides.</param>
/// <param name="Pair">Fragment starts from which the mates lie on the two sides of a join, and no read crosses it.</param>
internal readonly record struct EffectiveLength(double Unique, double Split, double Pair)
{
    /// <summary>By going through every start from one fragment before the sequence to its end.</summary>
    /// <param name="readLength">In bases.</param>
    /// <param name="fragmentLength">Outer length of a pair; ignored for single reads.</param>
    /// <param name="errorRate">Substitutions per base.</param>
    public static EffectiveLength Of(UniqueMap map, int readLength, int fragmentLength, bool paired, double errorRate, int anchor)
    {
        const int k = CompiledVectors.K;
        var length = map.Solid.Length;
        var fragment = paired ? Math.Max(fragmentLength, readLength) : readLength;
        var (split, pair) = Joins(readLength, fragment, paired, anchor);
        if (readLength < k || map.SolidStarts == 0)
            return new(0, split, pair);

        // Probability that a read which starts at s (from -readLength on, before the vector) has an intact unique 31-mer.
        var intact = IntactRun(readLength, errorRate);
        var first = -readLength;
        var byStart = new double[length + readLength];
        var run = new int[length + 1]; // solid starts in a row from p on
        for (var p = length - 1; p >= 0; p--)
            run[p] = map.Solid[p] ? run[p + 1] + 1 : 0;
        for (var s = first; s < length; s++)
            byStart[s - first] = intact[LongestRun(map.Solid, run, Math.Max(0, s), Math.Min(length - 1, s + readLength - k))];

        double sum = 0;
        for (var s = -fragment; s < length; s++)
        {
            var one = Of(s);
            var other = paired ? Of(s + fragment - readLength) : 0;
            sum += 1 - ((1 - one) * (1 - other));
        }

        return new(sum, split, pair);

        double Of(int start) => start < first || start >= length ? 0 : byStart[start - first];
    }

    /// <summary>Fragments that bridge one join, times two ends.</summary>
    private static (double Split, double Pair) Joins(int readLength, int fragment, bool paired, int anchor)
    {
        var inRead = Math.Max(0, readLength - (2 * anchor) + 1);
        if (!paired)
            return (2.0 * inRead, 0);
        // The join may lie at any of these places of the fragment.
        var bridging = Math.Max(0, fragment - (2 * anchor) + 1);
        var overlap = Math.Max(0, (2 * readLength) - fragment);
        var crossing = Math.Min(bridging, overlap > 0 ? (2 * inRead) - Math.Max(0, overlap - (2 * anchor) + 1) : 2 * inRead);
        return (2.0 * crossing, 2.0 * (bridging - crossing));
    }

    /// <summary>The longest run of solid starts within [from, to].</summary>
    private static int LongestRun(bool[] solid, int[] run, int from, int to)
    {
        var best = 0;
        for (var p = from; p <= to; )
        {
            if (!solid[p])
            {
                p++;
                continue;
            }

            best = Math.Max(best, Math.Min(run[p], to - p + 1));
            p += run[p];
        }

        return best;
    }

    /// <summary>For n 31-mers in a row: probability that at least one has no error in it, when bases err independently.</summary>
    /// <remarks>
    /// With u(i) the probability of no intact run of 31 in i bases, u(i) = u(i − 1) − u(i − 32) · e · (1 − e)^31 for i ≥ 32, u(31) = 1 − (1 − e)^31, and 1
    /// below (Feller, An Introduction to Probability Theory I, XIII.7).
    /// </remarks>
    internal static double[] IntactRun(int readLength, double errorRate)
    {
        const int k = CompiledVectors.K;
        var clean = Math.Pow(1 - errorRate, k);
        var none = new double[readLength + 1];
        for (var i = 0; i <= readLength; i++)
            none[i] =
                i < k ? 1
                : i == k ? 1 - clean
                : none[i - 1] - (none[i - k - 1] * errorRate * clean);
        var intact = new double[readLength + 1];
        for (var n = 1; n + k - 1 <= readLength; n++)
            intact[n] = 1 - none[n + k - 1];
        return intact;
    }
}
