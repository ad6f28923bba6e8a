using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Regression;

/// <summary>Logistic regression of events among trials, by maximum likelihood or by Firth's method, which is finite also when groups are separated.</summary>
/// <remarks>
/// Firth (1993) Biometrika 80:27; Heinze and Schemper (2002) Stat Med 21:2409. <see cref="FirthRegression"/> gives everything that belongs to a Firth
/// analysis at once. Checked against <c>glm</c> and <c>logistf</c> in R (G01, G02, G12, I04): coefficients 1e-9, profile limits 1e-7 relative.
/// </remarks>
public static class LogisticRegression
{
    /// <summary>Maximum likelihood.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    public static RegressionFit Fit(BinomialSample sample) => Fit(sample, penalised: false);

    /// <summary>Maximum likelihood.</summary>
    /// <param name="design">One array per observation, all of one length; the intercept is a column of ones.</param>
    /// <param name="events">0 ≤ events ≤ trials.</param>
    /// <param name="trials">≥ 0; rows without any trial say nothing.</param>
    /// <exception cref="ArgumentException">Lengths differ or counts are out of range.</exception>
    public static RegressionFit Fit(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials) =>
        Fit(BinomialSample.FromRows(design, events, trials), penalised: false);

    /// <summary>Firth's method: the likelihood times the root of the determinant of the information (Jeffreys' prior).</summary>
    /// <inheritdoc cref="Fit(IReadOnlyList{double[]}, IReadOnlyList{double}, IReadOnlyList{double})" path="/param"/>
    /// <exception cref="ArgumentException">Lengths differ or counts are out of range.</exception>
    public static RegressionFit Firth(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials) =>
        Fit(BinomialSample.FromRows(design, events, trials), penalised: true);

    /// <summary>P value of the penalised likelihood-ratio test that one coefficient is 0; NaN when the fit has none.</summary>
    /// <inheritdoc cref="Fit(IReadOnlyList{double[]}, IReadOnlyList{double}, IReadOnlyList{double})" path="/param"/>
    /// <exception cref="ArgumentException">Lengths differ or counts are out of range.</exception>
    public static double FirthP(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials, int column) =>
        FirthRegression.Test(BinomialSample.FromRows(design, events, trials), column).P;

    /// <summary>Profile penalised-likelihood interval of one coefficient; limits are infinite where the profile does not fall far enough.</summary>
    /// <inheritdoc cref="Fit(IReadOnlyList{double[]}, IReadOnlyList{double}, IReadOnlyList{double})" path="/param"/>
    /// <exception cref="ArgumentException">Lengths differ or counts are out of range.</exception>
    public static Interval FirthInterval(
        IReadOnlyList<double[]> design,
        IReadOnlyList<double> events,
        IReadOnlyList<double> trials,
        int column,
        double level
    ) => FirthRegression.ProfileInterval(BinomialSample.FromRows(design, events, trials), column, level);

    internal static RegressionFit Fit(BinomialSample sample, bool penalised)
    {
        var search = new LogisticSearch(new BinomialLikelihood(sample, penalised));
        var end = search.Maximum(new PenaltyCurvature(sample.Columns));
        return Result(sample, end);
    }

    internal static RegressionFit Result(BinomialSample sample, SearchEnd end)
    {
        if (end.Point is not { } point)
            return RegressionFit.None(end.Status, sample.Columns);
        double deviance = 0,
            pearson = 0;
        var logits = sample.Logits(point.Beta);
        for (var i = 0; i < sample.Rows; i++)
        {
            var (x, trials) = (sample.Events[i], sample.Trials[i]);
            if (trials == 0)
                continue;
            var e = Math.Exp(-Math.Abs(logits[i]));
            var (small, large) = (e / (1 + e), 1 / (1 + e));
            var (p, q) = logits[i] < 0 ? (small, large) : (large, small);
            var rest = trials - x;
            deviance += 2 * ((x == 0 ? 0 : x * Math.Log(x / (trials * p))) + (rest == 0 ? 0 : rest * Math.Log(rest / (trials * q))));
            var residual = x - (trials * p);
            pearson += residual * residual / (trials * p * q);
        }

        return new(
            RegressionStatus.Estimated,
            point.Beta,
            point.Factor.Inverse(),
            point.LogLikelihood,
            deviance,
            sample.Rows > sample.Columns ? pearson / (sample.Rows - sample.Columns) : double.NaN
        );
    }
}
