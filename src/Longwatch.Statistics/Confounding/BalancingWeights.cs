using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Confounding;

/// <summary>Whom the weighted comparison speaks of.</summary>
public enum WeightTarget
{
    /// <summary>Everybody (ATE): 1/e and 1/(1 − e).</summary>
    Everybody,

    /// <summary>Everybody, each group's weights scaled by its share, so that their sum is about the number of people.</summary>
    EverybodyStabilised,

    /// <summary>The exposed (ATT): 1 and e/(1 − e).</summary>
    Exposed,

    /// <summary>The unexposed: (1 − e)/e and 1.</summary>
    Unexposed,

    /// <summary>Those who might have been either (overlap): 1 − e and e. Never extreme; balances the covariates of the model exactly.</summary>
    Overlap,
}

/// <summary>Weights and what was done to them.</summary>
/// <param name="Weights">One per person, ≥ 0 and finite.</param>
/// <param name="Truncated">People whose weight was cut.</param>
/// <param name="EffectiveExposed">Effective number of the exposed: (Σw)²/Σw².</param>
/// <param name="EffectiveUnexposed">The same of the unexposed.</param>
public sealed record Weighting(IReadOnlyList<double> Weights, int Truncated, double EffectiveExposed, double EffectiveUnexposed);

/// <summary>Weights that make the groups alike in their covariates.</summary>
/// <remarks>
/// Hernán and Robins (2020) Causal inference: what if, chapter 12; Li, Morgan and Zaslavsky (2018) JASA 113:390; Kish (1965) for the effective number.
/// Checked against R on <c>lalonde</c> (H02): 1e-9 relative.
/// </remarks>
public static class BalancingWeights
{
    /// <summary>Weights from scores.</summary>
    /// <param name="keep">Share of all weights that is left as it is: 0.98 cuts at the 1st and 99th percentile, 1 cuts nothing; in (0, 1].</param>
    /// <exception cref="ArgumentException">A score does not allow a finite weight, numbers differ, a group is empty, or the share is out of range.</exception>
    public static Weighting Of(ExposedSample sample, IReadOnlyList<double> scores, WeightTarget target, double keep = 1)
    {
        PropensityScore.Check(sample, scores);
        if (!(keep is > 0 and <= 1))
            throw new ArgumentException("The share to keep lies in (0, 1].", nameof(keep));
        var share = (double)sample.ExposedCount / sample.Count;
        var weights = new double[scores.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            var (e, exposed) = (scores[i], sample.Exposed[i]);
            weights[i] = target switch
            {
                WeightTarget.Everybody => exposed ? 1 / e : 1 / (1 - e),
                WeightTarget.EverybodyStabilised => exposed ? share / e : (1 - share) / (1 - e),
                WeightTarget.Exposed => exposed ? 1 : e / (1 - e),
                WeightTarget.Unexposed => exposed ? (1 - e) / e : 1,
                WeightTarget.Overlap => exposed ? 1 - e : e,
                _ => throw new ArgumentException("Unknown target.", nameof(target)),
            };
            if (!double.IsFinite(weights[i]))
                throw new ArgumentException($"Person {i} has a score of {e}, which gives no finite weight.", nameof(scores));
        }

        var truncated = keep < 1 ? Truncate(weights, (1 - keep) / 2) : 0;
        return new(weights, truncated, EffectiveNumber(weights, i => sample.Exposed[i]), EffectiveNumber(weights, i => !sample.Exposed[i]));
    }

    private static int Truncate(double[] weights, double tail)
    {
        var sorted = (double[])weights.Clone();
        Array.Sort(sorted);
        var (low, high) = (OrderStatistics.Quantile(sorted, tail), OrderStatistics.Quantile(sorted, 1 - tail));
        var cut = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var kept = Math.Clamp(weights[i], low, high);
            cut += kept == weights[i] ? 0 : 1;
            weights[i] = kept;
        }

        return cut;
    }

    private static double EffectiveNumber(double[] weights, Func<int, bool> counts)
    {
        double sum = 0,
            squares = 0;
        for (var i = 0; i < weights.Length; i++)
            if (counts(i))
                (sum, squares) = (sum + weights[i], squares + (weights[i] * weights[i]));
        return squares > 0 ? sum * sum / squares : 0;
    }
}
