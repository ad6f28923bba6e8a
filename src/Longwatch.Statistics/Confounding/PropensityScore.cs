using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Confounding;

/// <summary>Whether exposure could be modelled.</summary>
public enum PropensityStatus
{
    Estimated,

    /// <summary>Nobody, or everybody, is exposed.</summary>
    OneGroupEmpty,

    /// <summary>The covariates separate the groups: the score would be 0 or 1, and no comparison is possible between them.</summary>
    Separated,

    /// <summary>Covariates depend on one another or do not vary.</summary>
    Collinear,
}

/// <summary>Probability of exposure given the covariates.</summary>
/// <param name="Status">Unless estimated, scores are empty.</param>
/// <param name="Coefficients">Intercept first; on the logit scale.</param>
/// <param name="Scores">One per person, in (0, 1).</param>
public sealed record PropensityFit(PropensityStatus Status, IReadOnlyList<double> Coefficients, IReadOnlyList<double> Scores);

/// <summary>How well the two groups overlap.</summary>
public enum PositivityStatus
{
    /// <summary>Every score lies within the bound.</summary>
    Adequate,

    /// <summary>Some people have a score beyond the bound: they decide the weighted answer.</summary>
    Doubtful,

    /// <summary>No score is shared by exposed and unexposed.</summary>
    Violated,
}

/// <summary>Overlap of the scores.</summary>
/// <param name="OfExposed">Least and greatest score of the exposed.</param>
/// <param name="OfUnexposed">The same of the unexposed.</param>
/// <param name="OutsideOverlap">People whose score the other group does not reach.</param>
/// <param name="BeyondBound">People with a score below the bound or above 1 − bound.</param>
public sealed record Positivity(PositivityStatus Status, Interval OfExposed, Interval OfUnexposed, int OutsideOverlap, int BeyondBound);

/// <summary>Propensity score by logistic regression, maximum likelihood.</summary>
/// <remarks>Rosenbaum and Rubin (1983) Biometrika 70:41. Checked against R <c>glm</c> (H02): 1e-9 relative.</remarks>
public static class PropensityScore
{
    /// <summary>Fits the score with main effects of all covariates; products and powers are the caller's columns.</summary>
    public static PropensityFit Fit(ExposedSample sample)
    {
        if (!sample.HasBoth)
            return new(PropensityStatus.OneGroupEmpty, [], []);
        var design = sample.Design(null);
        var ones = Enumerable.Repeat(1.0, sample.Count).ToArray();
        var exposed = Array.ConvertAll([.. sample.Exposed], e => e ? 1.0 : 0);
        var fit = LogisticRegression.Fit(design, exposed, ones);
        if (fit.Status != RegressionStatus.Estimated)
            return new(fit.Status == RegressionStatus.Singular ? PropensityStatus.Collinear : PropensityStatus.Separated, [], []);
        var scores = Array.ConvertAll(design, row => WeightedRegression.Expit(WeightedRegression.Dot(row, fit.Coefficients)));
        return new(PropensityStatus.Estimated, fit.Coefficients, scores);
    }

    /// <summary>Describes the overlap.</summary>
    /// <param name="bound">In (0, ½): 0.1 after Crump et al. (2009) Biometrika 96:187, less where the exposure is rare.</param>
    /// <exception cref="ArgumentException">A score is outside [0, 1], the numbers differ, or a group is empty.</exception>
    public static Positivity Overlap(ExposedSample sample, IReadOnlyList<double> scores, double bound)
    {
        if (!(bound is > 0 and < 0.5))
            throw new ArgumentException("The bound lies between 0 and ½.", nameof(bound));
        Check(sample, scores);
        var (exposed, unexposed) = (Range(true), Range(false));
        var common = new Interval(Math.Max(exposed.Lower, unexposed.Lower), Math.Min(exposed.Upper, unexposed.Upper));
        var (outside, beyond) = (0, 0);
        for (var i = 0; i < scores.Count; i++)
        {
            outside += (sample.Exposed[i] ? unexposed : exposed).Contains(scores[i]) ? 0 : 1;
            beyond += scores[i] < bound || scores[i] > 1 - bound ? 1 : 0;
        }

        var status =
            common.Lower > common.Upper ? PositivityStatus.Violated
            : beyond > 0 ? PositivityStatus.Doubtful
            : PositivityStatus.Adequate;
        return new(status, exposed, unexposed, outside, beyond);

        Interval Range(bool group)
        {
            var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var i = 0; i < scores.Count; i++)
                if (sample.Exposed[i] == group)
                    (least, most) = (Math.Min(least, scores[i]), Math.Max(most, scores[i]));
            return new(least, most);
        }
    }

    internal static void Check(ExposedSample sample, IReadOnlyList<double> scores)
    {
        sample.CheckLength(scores.Count, nameof(scores));
        if (!sample.HasBoth)
            throw new ArgumentException("A group is empty.", nameof(sample));
        foreach (var score in scores)
            if (!(score is >= 0 and <= 1))
                throw new ArgumentException("A score lies between 0 and 1.", nameof(scores));
    }
}
