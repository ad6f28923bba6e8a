using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.ScoreTests;

/// <summary>How the p value of a score test is found.</summary>
/// <param name="Cutoff">The saddle point is used from this many standard deviations on; below 0.1 it is taken as 0.1, as in SPAtest.</param>
/// <param name="Fast">True: persons whose marker is 0 enter by a normal approximation (Dey et al. 2017), so that the cost is that of the carriers.</param>
/// <param name="RootTolerance">
/// The search for the saddle point ends when a step is below this. 2⁻¹³, the fourth root of the machine precision, is SPAtest's; with a smaller one p values
/// differ from SPAtest's by up to 2e-4 relative, and are the better for it.
/// </param>
public readonly record struct ScoreTestOptions(double Cutoff, bool Fast, double RootTolerance)
{
    /// <summary>Those of SPAtest: cut-off 2, fast.</summary>
    public static ScoreTestOptions Default { get; } = new(2, true, Math.ScaleB(1, -13));
}

/// <summary>Whether a marker could be tested.</summary>
public enum ScoreTestStatus
{
    /// <summary>Tested.</summary>
    Estimated,

    /// <summary>The marker does not vary once the covariates are taken out.</summary>
    NoVariation,

    /// <summary>The saddle point was not found; the p value is that of the normal approximation.</summary>
    NormalOnly,
}

/// <summary>Score test of one marker.</summary>
/// <param name="Score">Σ marker × (case − expected), with the covariates taken out of the marker; positive: more in cases.</param>
/// <param name="Variance">Of the score under the null hypothesis.</param>
/// <param name="NormalP">Two-sided, from the normal approximation: far too small for rare markers among few cases.</param>
/// <param name="P">Two-sided: the sum of both tails by the saddle point beyond the cut-off, the normal one within.</param>
/// <param name="SaddlePointUsed">False within the cut-off.</param>
public readonly record struct ScoreTest(
    ScoreTestStatus Status,
    double Score,
    double Variance,
    double NormalP,
    double P,
    bool SaddlePointUsed
);

/// <summary>
/// Score tests of many markers against one rare outcome: the model without the marker is fitted once, and the tail of the score's distribution is found by
/// the saddle-point method instead of the normal approximation.
/// </summary>
/// <remarks>
/// Dey, Schmidt, Abecasis and Lee (2017) Am J Hum Genet 101:37; Lugannani–Rice in the form of Barndorff-Nielsen. Checked against SPAtest 3.1.2 (G07, G12):
/// 1e-9 relative. Below about five expected carriers among the cases the method itself degenerates: use an exact test.
/// </remarks>
public sealed class SaddlePointScore
{
    private const int MostSteps = 1000;
    private readonly BinomialSample sample;
    private readonly double[] means;
    private readonly double[] residuals;
    private readonly Positive factor;

    private SaddlePointScore(BinomialSample sample, double[] means, Positive factor)
    {
        (this.sample, this.means, this.factor) = (sample, means, factor);
        residuals = new double[means.Length];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = sample.Events[i] - means[i];
    }

    /// <summary>Fits the model without markers.</summary>
    /// <param name="sample">One trial per row; covariates with their intercept.</param>
    /// <returns>Null when that model has no finite maximum or its columns depend on one another; <paramref name="status"/> says which.</returns>
    /// <exception cref="ArgumentException">A row has other than one trial.</exception>
    public static SaddlePointScore? Fit(BinomialSample sample, out RegressionStatus status)
    {
        if (sample.Trials.AsSpan(0, sample.Rows).ContainsAnyExcept(1.0))
            throw new ArgumentException("The score test needs one trial per row.", nameof(sample));
        var likelihood = new BinomialLikelihood(sample, penalised: false);
        var end = new LogisticSearch(likelihood).Maximum(new PenaltyCurvature(sample.Columns));
        status = end.Status;
        if (end.Point is not { } point)
            return null;
        likelihood.At(point.Beta);
        return new(sample, likelihood.Probabilities(), point.Factor);
    }

    /// <summary>Tests one marker.</summary>
    /// <param name="marker">
    /// One number per row, for example a count of alleles; NaN where not known, which takes the mean of the others, as in SPAtest. With a mean above 1 it is
    /// counted from 2 down, so that most are 0.
    /// </param>
    /// <exception cref="ArgumentException">The length is not that of the sample, or a number is infinite.</exception>
    public ScoreTest Test(ReadOnlySpan<double> marker, ScoreTestOptions options)
    {
        if (marker.Length != sample.Rows)
            throw new ArgumentException($"{marker.Length} markers for {sample.Rows} rows.", nameof(marker));
        var (sum, known) = (0.0, 0);
        foreach (var value in marker)
        {
            if (double.IsInfinity(value))
                throw new ArgumentException("A marker is infinite.", nameof(marker));
            (sum, known) = double.IsNaN(value) ? (sum, known) : (sum + value, known + 1);
        }

        if (known == 0)
            return new(ScoreTestStatus.NoVariation, 0, 0, double.NaN, double.NaN, false);
        var (mean, side) = (sum / known, sum > known ? -1 : 1);
        var counted = new double[marker.Length];
        for (var i = 0; i < counted.Length; i++)
        {
            var value = double.IsNaN(marker[i]) ? mean : marker[i];
            counted[i] = side < 0 ? 2 - value : value;
        }

        var adjusted = Adjust(counted);
        double score = 0,
            variance = 0,
            scale = 0;
        for (var i = 0; i < adjusted.Length; i++)
        {
            var weight = means[i] * (1 - means[i]);
            score += adjusted[i] * residuals[i];
            variance += weight * adjusted[i] * adjusted[i];
            scale += weight * counted[i] * counted[i];
        }

        if (!(variance > 1e-12 * scale))
            return new(ScoreTestStatus.NoVariation, side * score, 0, double.NaN, double.NaN, false);
        var normal = ChiSquared.Survival(1, score * score / variance);
        return Tails(counted, adjusted, new(score, variance), normal, options) with { Score = side * score };
    }

    private ScoreTest Tails(double[] counted, double[] adjusted, Moments moments, double normal, ScoreTestOptions options)
    {
        var tail = new ScoreTail(counted, adjusted, means, options, moments.Variance);
        for (var cutoff = Math.Max(0.1, options.Cutoff); ; cutoff *= 2)
        {
            if (Math.Abs(moments.Score) < cutoff * Math.Sqrt(moments.Variance))
                return new(ScoreTestStatus.Estimated, moments.Score, moments.Variance, normal, normal, false);
            if (tail.Root(moments.Score, MostSteps) is not { } own || tail.Root(-moments.Score, MostSteps) is not { } other)
                return new(ScoreTestStatus.NormalOnly, moments.Score, moments.Variance, normal, normal, false);
            var p = (tail.Probability(own, moments.Score) ?? (normal / 2)) + (tail.Probability(other, -moments.Score) ?? (normal / 2));
            // As in SPAtest: a saddle-point p a thousand times smaller than the normal one is not believed, the cut-off is doubled.
            if (p == 0 || normal / p <= 1000)
                return new(ScoreTestStatus.Estimated, moments.Score, moments.Variance, normal, Math.Min(1, p), true);
        }
    }

    /// <summary>The marker less its weighted regression on the covariates.</summary>
    private double[] Adjust(double[] counted)
    {
        var right = new double[sample.Columns];
        for (var j = 0; j < right.Length; j++)
        {
            var column = sample.Column(j);
            for (var i = 0; i < counted.Length; i++)
                if (counted[i] != 0)
                    right[j] += means[i] * (1 - means[i]) * counted[i] * column[i];
        }

        var coefficients = factor.Solve(right);
        var adjusted = (double[])counted.Clone();
        for (var j = 0; j < right.Length; j++)
        {
            var column = sample.Column(j);
            for (var i = 0; i < adjusted.Length; i++)
                adjusted[i] -= coefficients[j] * column[i];
        }

        return adjusted;
    }

    private readonly record struct Moments(double Score, double Variance);
}
