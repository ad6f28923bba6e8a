using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.BiasAnalysis;

/// <summary>An effect on the scale of a risk ratio with its interval, and how strong unmeasured confounding would have to be to explain it.</summary>
/// <param name="Ratio">On the scale of the risk ratio, after conversion.</param>
/// <param name="Interval">As the ratio.</param>
/// <param name="OfEstimate">E-value of the estimate, ≥ 1.</param>
/// <param name="OfLimit">E-value of the limit nearer to the supposed true value; 1 when the interval holds that value.</param>
public readonly record struct ConfoundingStrength(double Ratio, Interval Interval, double OfEstimate, double OfLimit);

/// <summary>
/// E-values: the weakest association, as a risk ratio with the exposure and with the outcome given the measured covariates, by which an unmeasured confounder
/// could alone move an estimate to a supposed true value.
/// </summary>
/// <remarks>
/// E = B + √(B (B − 1)) with B the ratio of estimate and true value, inverted where below 1. An E-value says nothing on whether such a confounder exists, nor
/// on selection or misclassification. Sources: VanderWeele and Ding (2017) Ann Intern Med 167:268; Ding and VanderWeele (2016) Epidemiology 27:368; conversions
/// of odds and hazard ratios VanderWeele (2017) Biometrics 73:1018. Checked against <c>EValue</c> 4.1.4 (H01): 1e-12 relative.
/// </remarks>
public static class EValue
{
    /// <summary>E-value of a risk ratio, a rate ratio, or an odds or hazard ratio of an outcome that is rare (below 15 %) to the end of follow-up.</summary>
    /// <param name="ratio">&gt; 0; ∞ gives ∞.</param>
    /// <param name="trueRatio">What the confounder would have to move it to; &gt; 0 and finite, 1 for no effect.</param>
    /// <exception cref="ArgumentOutOfRangeException">A ratio is negative or not a number.</exception>
    public static double OfRatio(double ratio, double trueRatio = 1)
    {
        if (!(ratio >= 0))
            throw new ArgumentOutOfRangeException(nameof(ratio), "A ratio is not negative.");
        if (!(trueRatio > 0 && double.IsFinite(trueRatio)))
            throw new ArgumentOutOfRangeException(nameof(trueRatio), "The supposed true ratio must be positive and finite.");
        var bias = ratio >= trueRatio ? ratio / trueRatio : trueRatio / ratio;
        return double.IsInfinity(bias) ? bias : bias + Math.Sqrt(bias * (bias - 1));
    }

    /// <summary>E-values of an estimate and of its interval.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A ratio is negative or not a number, or the estimate lies outside its interval.</exception>
    public static ConfoundingStrength OfEstimate(double ratio, Interval interval, double trueRatio = 1)
    {
        if (!interval.Contains(ratio))
            throw new ArgumentOutOfRangeException(nameof(interval), "The estimate lies outside its interval.");
        var nearer = Math.Clamp(trueRatio, interval.Lower, interval.Upper);
        return new(ratio, interval, OfRatio(ratio, trueRatio), OfRatio(nearer, trueRatio));
    }

    /// <summary>Risk ratio that an odds ratio of a common outcome stands for: its square root.</summary>
    public static double RatioOfCommonOdds(double oddsRatio) => Math.Sqrt(Positive(oddsRatio));

    /// <summary>Risk ratio that a hazard ratio of a common outcome stands for: (1 − ½^√h)/(1 − ½^√(1/h)).</summary>
    public static double RatioOfCommonHazards(double hazardRatio)
    {
        var root = Math.Sqrt(Positive(hazardRatio));
        return (1 - Math.Pow(0.5, root)) / (1 - Math.Pow(0.5, 1 / root));
    }

    /// <summary>Risk ratio that a standardised difference of means stands for, with its interval: exp(0.91 d), limits exp(0.91 d ± 1.78 se).</summary>
    /// <param name="difference">Difference of means over the standard deviation of the outcome.</param>
    /// <param name="standardError">Of the difference, in the same unit; &gt; 0.</param>
    /// <remarks>The interval is of 95 %, as the approximation is (Chinn 2000; VanderWeele and Ding 2017).</remarks>
    public static ConfoundingStrength OfMeanDifference(double difference, double standardError, double trueRatio = 1)
    {
        if (!double.IsFinite(difference))
            throw new ArgumentOutOfRangeException(nameof(difference));
        if (!(standardError > 0))
            throw new ArgumentOutOfRangeException(nameof(standardError), "A standard error is positive.");
        var (centre, half) = (0.91 * difference, 1.78 * standardError);
        return OfEstimate(Math.Exp(centre), new(Math.Exp(centre - half), Math.Exp(centre + half)), trueRatio);
    }

    /// <summary>Largest bias that a confounder with the two given risk ratios can cause: ab/(a + b − 1).</summary>
    /// <param name="withExposure">Ratio of its prevalence between exposed and unexposed, ≥ 1.</param>
    /// <param name="withOutcome">Risk ratio of the outcome by the confounder, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A ratio is below 1 or not finite.</exception>
    public static double BiasFactor(double withExposure, double withOutcome)
    {
        if (!(withExposure >= 1 && double.IsFinite(withExposure)))
            throw new ArgumentOutOfRangeException(nameof(withExposure), "Invert a ratio below 1.");
        if (!(withOutcome >= 1 && double.IsFinite(withOutcome)))
            throw new ArgumentOutOfRangeException(nameof(withOutcome), "Invert a ratio below 1.");
        return withExposure * withOutcome / (withExposure + withOutcome - 1);
    }

    /// <summary>E-values of a risk difference above the supposed true one, of the estimate and of its lower limit.</summary>
    /// <param name="table">Both groups must have people; the difference is exposed minus unexposed.</param>
    /// <param name="trueDifference">In [−1, the estimate]; 0 for no effect.</param>
    /// <returns>
    /// The ratio is the bias factor that moves the estimate to the true difference. Estimates below the true difference have to be mirrored: exchange the groups.
    /// </returns>
    /// <exception cref="ArgumentException">A count is negative, a group is empty, nobody unexposed has the outcome, or the difference is below the true one.</exception>
    /// <remarks>
    /// Ding and VanderWeele (2016), appendix: the bias factor where the (lower limit of the) standardised difference meets the true one; a root, not a grid.
    /// Checked against <c>evalues.RD</c> (H01, and the published example of Hammond and Horn).
    /// </remarks>
    public static ConfoundingStrength OfRiskDifference(FourfoldTable table, double level, double trueDifference = 0)
    {
        var z = ConfidenceLevel.Deviate(level);
        table.Check(nameof(table));
        var (exposed, unexposed) = (table.ExposedCases + table.ExposedOthers, table.UnexposedCases + table.UnexposedOthers);
        if (exposed == 0 || unexposed == 0 || table.UnexposedCases == 0)
            throw new ArgumentException("Both groups need people, and the unexposed an event.", nameof(table));
        var all = exposed + unexposed;
        var (f, p1, p0) = (exposed / all, table.ExposedCases / exposed, table.UnexposedCases / unexposed);
        if (!(p1 - p0 >= trueDifference && trueDifference >= -1))
            throw new ArgumentException(
                "The difference must not be below the supposed true one; exchange the groups.",
                nameof(trueDifference)
            );
        var (vf, v1, v0) = (f * (1 - f) / all, p1 * (1 - p1) / exposed, p0 * (1 - p0) / unexposed);
        var shift = trueDifference + (p0 * (1 - f)) - (p1 * f);
        var bias = 0.5 * (Math.Sqrt((shift * shift) + (4 * p1 * p0 * f * (1 - f))) - shift) / (p0 * f);
        var half = z * Math.Sqrt(v1 + v0);
        var limits = new Interval(p1 - p0 - half, p1 - p0 + half);
        var limitBias =
            limits.Lower <= trueDifference ? 1 : SignChange.Bisect(b => LowerLimit(b) - trueDifference, new(1, bias), rising: false);
        return new(bias, limits, OfRatio(Math.Max(1, bias)), OfRatio(limitBias));

        double LowerLimit(double b)
        {
            var difference = p1 - (p0 * b);
            var share = f + ((1 - f) / b);
            return (difference * share)
                - (z * Math.Sqrt(((v1 + (v0 * b * b)) * share * share) + (difference * difference * (1 - (1 / b)) * (1 - (1 / b)) * vf)));
        }
    }

    private static double Positive(double ratio) =>
        ratio > 0 && double.IsFinite(ratio)
            ? ratio
            : throw new ArgumentOutOfRangeException(nameof(ratio), "A ratio is positive and finite.");
}
