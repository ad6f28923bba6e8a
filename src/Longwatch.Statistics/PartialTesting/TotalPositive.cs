using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.PartialTesting;

/// <summary>Whether the number positive among all can be predicted.</summary>
public enum PredictionStatus
{
    Predicted,

    /// <summary>The prior and the tested cases together give no proper distribution of the share; nothing is predicted.</summary>
    ImproperPosterior,
}

/// <summary>Distribution of the number of positive cases among all cases.</summary>
/// <param name="Total">Null exactly when the status is not <see cref="PredictionStatus.Predicted"/>.</param>
public sealed record Prediction(PredictionStatus Status, CountDistribution? Total)
{
    internal static Prediction Improper { get; } = new(PredictionStatus.ImproperPosterior, null);

    internal static Prediction Of(CountDistribution total) => new(PredictionStatus.Predicted, total);
}

/// <summary>How many of all cases are positive when only some were tested, the untested being like the tested (missing at random).</summary>
public static class TotalPositive
{
    /// <summary>Beta-binomial predictive distribution: the positives seen, plus those among the untested.</summary>
    /// <remarks>
    /// With Haldane's prior and no positive (or no negative) result the posterior is improper, and the status says so.
    /// Checked against D02 (R, closed forms): probabilities, mean, variance and quantiles for three priors, 1e-10 relative.
    /// </remarks>
    public static Prediction Predict(PartlyTestedCases cases, BetaPrior prior)
    {
        var proper = prior.TryUpdate(cases, out var a, out var b);
        if (cases.Untested == 0)
            return Prediction.Of(CountDistribution.Certain(cases.Positive));
        if (!proper)
            return Prediction.Improper;
        var probabilities = new double[cases.Untested + 1];
        for (var k = 0; k < probabilities.Length; k++)
            probabilities[k] = BetaBinomial.Probability(k, cases.Untested, a, b);
        return Prediction.Of(new(cases.Positive, probabilities));
    }

    /// <summary>
    /// Exact interval for the number of positives among all cases when the tested ones are a simple random sample without replacement: the numbers that
    /// neither tail of the hypergeometric test at (1 − level)/2 rejects. No prior.
    /// </summary>
    /// <remarks>Source: Buonaccorsi (1987) Am Stat 41:215–218. O(untested × tested). Checked against D02 and by hand for 1 of 2 among 4.</remarks>
    public static (int Lower, int Upper) ExactInterval(PartlyTestedCases cases, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        var (lower, upper) = cases.Bounds;
        while (lower < upper && Tail(cases, lower, atLeast: true) <= tail)
            lower++;
        while (upper > lower && Tail(cases, upper, atLeast: false) <= tail)
            upper--;
        return (lower, upper);
    }

    /// <summary>P(positives among the tested ≥, or ≤, the number seen) when <paramref name="total"/> of all cases are positive.</summary>
    private static double Tail(PartlyTestedCases cases, int total, bool atLeast)
    {
        var (first, last) = (Math.Max(0, cases.Tested - (cases.Cases - total)), Math.Min(cases.Tested, total));
        var all = GammaFunctions.LogChoose(cases.Cases, cases.Tested);
        var sum = 0.0;
        for (var x = atLeast ? Math.Max(first, cases.Positive) : first; x <= (atLeast ? last : Math.Min(last, cases.Positive)); x++)
        {
            sum += Math.Exp(GammaFunctions.LogChoose(total, x) + GammaFunctions.LogChoose(cases.Cases - total, cases.Tested - x) - all);
        }

        return sum;
    }
}
