using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>The share of pairs that cannot happen at all, beyond the zeros that Poisson counts would have.</summary>
public static class ZeroInflation
{
    /// <summary>Maximum-likelihood share ω of impossible pairs: a count is 0 with probability ω + (1 − ω) e^−E, where nothing is under-reported.</summary>
    /// <param name="counts">≥ 0.</param>
    /// <param name="expected">Finite, ≥ 0; as many.</param>
    /// <returns>0 where there are no more zeros than expected; 1 when nothing was counted though something was expected.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a value is out of its range.</exception>
    /// <remarks>
    /// A positive count contributes ln(1 − ω) whatever its ratio (at least 1) is, so the likelihood has one parameter and is concave in it. Chakraborty et al.
    /// (2022), pvLRT. Checked against <c>optimize</c> in R.
    /// </remarks>
    public static double Share(ReadOnlySpan<int> counts, ReadOnlySpan<double> expected)
    {
        if (counts.Length != expected.Length)
            throw new ArgumentException($"{counts.Length} counts but {expected.Length} expectations.", nameof(expected));
        var positive = 0;
        var zeros = new List<double>();
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] < 0 || !(expected[i] >= 0 && double.IsFinite(expected[i])))
                throw new ArgumentException("Counts and expectations are not negative.", nameof(counts));
            else if (counts[i] > 0)
                positive++;
            else if (expected[i] > 0)
                zeros.Add(expected[i]);
        if (zeros.Count == 0)
            return 0;
        if (positive == 0)
            return 1;
        return Slope(0) <= 0 ? 0 : SignChange.Bisect(Slope, new(0, 1), rising: false);

        // Σ over zeros of (1 − e^−E) / (ω + (1 − ω) e^−E), less the positive counts over 1 − ω.
        double Slope(double share)
        {
            var sum = -positive / (1 - share);
            foreach (var e in zeros)
            {
                var none = Math.Exp(-e);
                sum += (1 - none) / (share + ((1 - share) * none));
            }

            return sum;
        }
    }
}
