using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Clones;

/// <summary>An estimate with its standard error.</summary>
/// <param name="Value">NaN when the counts do not allow one.</param>
/// <param name="StandardError">NaN when the value is, or the counts do not tell.</param>
public readonly record struct EstimateWithError(double Value, double StandardError);

/// <summary>How many clones there are, also those not seen, from counts of the clones seen. Zeros are left out; NaN when nothing is left, or where said.</summary>
/// <remarks>
/// The counts must be of independent units (cells, distinct fragments, UMIs): reads are not, and give numbers without meaning. A negative count throws
/// <see cref="ArgumentOutOfRangeException"/>. Checked against vegan and closed forms in R (I01): 1e-9 relative.
/// </remarks>
public static class CloneRichness
{
    /// <summary>Counts up to this are rare in <see cref="Ace"/>.</summary>
    private const int Rare = 10;

    /// <summary>Chao's lower bound of the number of clones, bias-corrected: S + f₁(f₁ − 1) / (2(f₂ + 1)), f₁ and f₂ the clones seen once and twice.</summary>
    /// <remarks>Chao (1987) Biometrics 43:783; standard error by the delta method for this very form, as in vegan's <c>estimateR</c>.</remarks>
    public static EstimateWithError Chao1(ReadOnlySpan<int> counts)
    {
        var (seen, _, once, twice) = Frequencies(counts);
        if (seen == 0)
            return new(double.NaN, double.NaN);
        double a = once,
            b = twice;
        var chao = seen + (a * (a - 1) / (2 * (b + 1)));
        // var = Σ f_k (∂/∂f_k)² − (Σ f_k ∂/∂f_k)² / Ŝ with ∂S/∂f_k = 1: the derivatives of the added term u by f₁ and f₂ enter besides.
        var byOnce = ((2 * a) - 1) / (2 * (b + 1));
        var byTwice = -a * (a - 1) / (2 * (b + 1) * (b + 1));
        var squares = seen + (a * ((byOnce * byOnce) + (2 * byOnce))) + (b * ((byTwice * byTwice) + (2 * byTwice)));
        var mean = seen + (a * byOnce) + (b * byTwice);
        return new(chao, Math.Sqrt(Math.Max(0, squares - (mean * mean / chao))));
    }

    /// <summary>The abundance-based coverage estimator. NaN when all rare clones were seen once: nothing then tells how many are missing.</summary>
    /// <remarks>Chao and Lee (1992) JASA 87:210; rare is 10 or less.</remarks>
    public static double Ace(ReadOnlySpan<int> counts)
    {
        var (seen, _, once, _) = Frequencies(counts);
        double rareClones = 0,
            rareCount = 0,
            pairs = 0;
        foreach (var count in counts)
            if (count is > 0 and <= Rare)
            {
                rareClones++;
                rareCount += count;
                pairs += count * (count - 1.0);
            }

        if (seen == 0)
            return double.NaN;
        if (rareClones == 0)
            return seen;
        var coverage = 1 - (once / rareCount);
        if (coverage <= 0)
            return double.NaN;
        var variation = Math.Max(0, (pairs * rareClones / (coverage * rareCount * (rareCount - 1))) - 1);
        return seen - rareClones + (rareClones / coverage) + (variation * once / coverage);
    }

    /// <summary>Expected number of clones in a smaller sample drawn without replacement: makes samples of different depth comparable.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or larger than the sample.</exception>
    /// <remarks>Hurlbert (1971) Ecology 52:577.</remarks>
    public static double Rarefied(ReadOnlySpan<int> counts, int size)
    {
        var (_, total, _, _) = Frequencies(counts);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, total);
        var all = GammaFunctions.LogChoose(total, size);
        var expected = 0.0;
        foreach (var count in counts)
            if (count > 0)
                expected += total - count < size ? 1 : -Math.Exp(GammaFunctions.LogChoose(total - count, size) - all) + 1;
        return expected;
    }

    /// <summary>Good and Turing: share of the population in clones that were seen, 1 − f₁/n.</summary>
    public static double GoodTuringCoverage(ReadOnlySpan<int> counts)
    {
        var (_, total, once, _) = Frequencies(counts);
        return total == 0 ? double.NaN : 1 - ((double)once / total);
    }

    /// <summary>The same improved by the clones seen twice.</summary>
    /// <remarks>Chao and Jost (2012) Ecology 93:2533, equation 4a, with their bias-corrected form when none was seen twice.</remarks>
    public static double Coverage(ReadOnlySpan<int> counts)
    {
        var (_, total, once, twice) = Frequencies(counts);
        if (total == 0)
            return double.NaN;
        if (once == 0)
            return 1;
        var (n, f1) = ((double)total, (double)once);
        var unseenToOnce = twice > 0 ? (n - 1) * f1 / (((n - 1) * f1) + (2.0 * twice)) : (n - 1) * (f1 - 1) / (((n - 1) * (f1 - 1)) + 2);
        return 1 - (f1 / n * unseenToOnce);
    }

    /// <summary>Size of a closed population from two independent samples: Chapman's estimator (n₁ + 1)(n₂ + 1)/(m + 1) − 1, m clones seen in both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ m ≤ min(n₁, n₂).</exception>
    /// <remarks>Chapman (1951); variance of Seber (1970) Biometrika 57:527. Unbiased when n₁ + n₂ is at least the size; else too low.</remarks>
    public static EstimateWithError Chapman(int first, int second, int both)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(both);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(both, Math.Min(first, second));
        var (n1, n2, m) = ((double)first, (double)second, (double)both);
        return new(
            ((n1 + 1) * (n2 + 1) / (m + 1)) - 1,
            Math.Sqrt((n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) * (m + 1) * (m + 2)))
        );
    }

    private static (int Seen, int Total, int Once, int Twice) Frequencies(ReadOnlySpan<int> counts)
    {
        var (seen, total, once, twice) = (0, 0, 0, 0);
        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            total = checked(total + count);
            seen += count > 0 ? 1 : 0;
            once += count == 1 ? 1 : 0;
            twice += count == 2 ? 1 : 0;
        }

        return (seen, total, once, twice);
    }
}
