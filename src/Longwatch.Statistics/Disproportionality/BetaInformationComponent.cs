using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>The information component in its older form (BCPNN): beta posteriors of the three probabilities, a normal approximation of their combination.</summary>
/// <param name="Mean">Posterior mean of log2 of the ratio.</param>
/// <param name="Variance">Posterior variance of it.</param>
/// <remarks>
/// Bate et al. (1998) Eur J Clin Pharmacol 54:315, moments exact in digamma and trigamma functions (Gould 2003, Pharmacoepidemiol Drug Saf 12:559).
/// Kept beside <see cref="InformationComponent"/> because published signals were found with it. Checked against PhViD <c>BCPNN(MC = FALSE)</c> (E02): 1e-9.
/// </remarks>
public readonly record struct BetaInformationComponent(double Mean, double Variance)
{
    private const double Log2 = 0.69314718055994530942;

    /// <summary>Moments of the component of one table.</summary>
    public static BetaInformationComponent Of(TwoByTwo table)
    {
        double both = table.Both,
            total = table.Total,
            drug = 1.0 + table.Drug,
            events = 1.0 + table.Event;
        var all = 2 + total;
        // The prior of the joint probability is centred on independence: its second parameter makes the mean the product of the two margins' means.
        var pair = 1 + both;
        var pairAndRest = pair + (total - both - 1 + (all * all / (drug * events)));
        return new(
            (
                GammaFunctions.Digamma(pair)
                - GammaFunctions.Digamma(pairAndRest)
                - (GammaFunctions.Digamma(drug) + GammaFunctions.Digamma(events) - (2 * GammaFunctions.Digamma(all)))
            ) / Log2,
            (
                GammaFunctions.Trigamma(pair)
                - GammaFunctions.Trigamma(pairAndRest)
                + GammaFunctions.Trigamma(drug)
                + GammaFunctions.Trigamma(events)
                - (2 * GammaFunctions.Trigamma(all))
            ) / (Log2 * Log2)
        );
    }

    /// <summary>Normal interval about the mean.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public Interval Limits(double level)
    {
        var width = ConfidenceLevel.Deviate(level) * Math.Sqrt(Variance);
        return new(Mean - width, Mean + width);
    }
}
