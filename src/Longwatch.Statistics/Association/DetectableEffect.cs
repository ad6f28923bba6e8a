using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Association;

/// <summary>What a study with few cases can see at all.</summary>
public static class DetectableEffect
{
    /// <summary>The smallest odds ratio per unit of an exposure that a score test finds with a given chance when cases are rare.</summary>
    /// <param name="cases">People with the event.</param>
    /// <param name="variance">Of the exposure among everybody: 2f(1−f) for an allele of frequency f, f(1−f) for carriers.</param>
    /// <param name="significance">Two-sided level of the single test.</param>
    /// <param name="power">Chance of finding it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <remarks>
    /// exp((z₁₋α/₂ + z_power) / √(cases · variance)): the information of a rare event is cases times variance. An approximation for effects this large.
    /// Checked by hand: 38 cases, f = 0.1, α = 5e-8, 80 %: 11.1.
    /// </remarks>
    public static double OddsRatio(int cases, double variance, double significance, double power)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cases);
        if (!(variance > 0))
            throw new ArgumentOutOfRangeException(nameof(variance), variance, "A positive variance was expected.");
        if (!(significance > 0 && significance < 1) || !(power > 0 && power < 1))
            throw new ArgumentOutOfRangeException(nameof(significance), significance, "Level and power between 0 and 1 were expected.");
        var distance = NormalDistribution.Quantile(power) - NormalDistribution.Quantile(significance / 2);
        return Math.Exp(distance / Math.Sqrt(cases * variance));
    }

    /// <summary>Genomic inflation: the median of the tests' χ² over that of the distribution, 0.4549.</summary>
    /// <param name="p">P values; NaN are left out. Reordered.</param>
    /// <returns>NaN without any.</returns>
    /// <remarks>Devlin and Roeder (1999) Biometrics 55:997.</remarks>
    public static double Inflation(Span<double> p)
    {
        var count = 0;
        foreach (var value in p)
            if (!double.IsNaN(value))
                p[count++] = value;
        if (count == 0)
            return double.NaN;
        var known = p[..count];
        known.Sort();
        var median = count % 2 == 1 ? known[count / 2] : (known[(count / 2) - 1] + known[count / 2]) / 2;
        var z = NormalDistribution.Quantile(median / 2);
        var middle = NormalDistribution.Quantile(0.25);
        return z * z / (middle * middle);
    }
}
