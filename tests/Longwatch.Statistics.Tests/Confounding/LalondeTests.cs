using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Confounding;

/// <summary>Known answers of set H02: the job training data of LaLonde as published with MatchIt.</summary>
public sealed class LalondeTests
{
    private const string Set = "H02_iptw_standardisation";

    private readonly JsonElement known = Oracle.Expected(Set);
    private readonly IReadOnlyList<IReadOnlyDictionary<string, string>> rows = Oracle.Rows(Set, "lalonde.csv");
    private readonly string[] names;
    private readonly ExposedSample sample;
    private readonly double[] outcomes;

    public LalondeTests()
    {
        names = [.. known.GetProperty("ps_coef").EnumerateObject().Skip(1).Select(p => p.Name)];
        sample = new([.. rows.Select(r => Number(r, "treat") == 1)], [.. rows.Select(r => names.Select(n => Number(r, n)).ToArray())]);
        outcomes = [.. rows.Select(r => Number(r, "y"))];
    }

    [Fact]
    public void The_propensity_score_agrees()
    {
        var fit = PropensityScore.Fit(sample);
        Assert.Equal(PropensityStatus.Estimated, fit.Status);
        foreach (var (coefficient, actual) in known.GetProperty("ps_coef").EnumerateObject().Zip(fit.Coefficients))
            Oracle.Equal(coefficient.Value.GetDouble(), actual, 1e-9, coefficient.Name);
        for (var i = 0; i < rows.Count; i++)
            Oracle.Equal(Number(rows[i], "e"), fit.Scores[i], 1e-9);
        var overlap = PropensityScore.Overlap(sample, fit.Scores, 0.1);
        Assert.Equal(PositivityStatus.Doubtful, overlap.Status);
        Assert.Equal(fit.Scores.Count(s => s is < 0.1 or > 0.9), overlap.BeyondBound);
    }

    [Fact]
    public void Weighted_differences_effective_numbers_and_robust_variances_agree()
    {
        var scores = PropensityScore.Fit(sample).Scores;
        double Difference(WeightTarget target) =>
            WeightedDifference.Means(sample, outcomes, BalancingWeights.Of(sample, scores, target).Weights, 0.95).Difference;
        Is("rd_naive", WeightedDifference.Means(sample, outcomes, [.. outcomes.Select(_ => 1.0)], 0.95).Difference);
        Is("rd_iptw", Difference(WeightTarget.Everybody));
        Is("rd_iptw", Difference(WeightTarget.EverybodyStabilised));
        Is("rd_att", Difference(WeightTarget.Exposed));
        Is("rd_overlap", Difference(WeightTarget.Overlap));
        var unnormalised = WeightedDifference.HorvitzThompson(sample, outcomes, scores);
        Is("ht_ate", unnormalised.Difference);
        Assert.True(unnormalised.Flagged);

        var weighting = BalancingWeights.Of(sample, scores, WeightTarget.Everybody);
        Oracle.Equal(known.GetProperty("ess").GetProperty("treated").GetDouble(), weighting.EffectiveExposed, 1e-9);
        Oracle.Equal(known.GetProperty("ess").GetProperty("control").GetDouble(), weighting.EffectiveUnexposed, 1e-9);

        var least = known.GetProperty("wls");
        var fit = WeightedRegression.LeastSquares(Design(), outcomes, weighting.Weights);
        Coefficients(least, fit.Coefficients, 1e-9);
        Matrix(least.GetProperty("hc0"), fit.Robust, 1e-9);
        Matrix(least.GetProperty("hc1"), fit.RobustCorrected, 1e-9);
        var means = WeightedDifference.Means(sample, outcomes, weighting.Weights, 0.95);
        Oracle.Equal(fit.RobustCorrected[1, 1], means.CorrectedVariance, 1e-13);
        Oracle.Equal(2 * 1.959963984540054 * Math.Sqrt(fit.RobustCorrected[1, 1]), means.Interval.Width, 1e-12);

        var survey = known.GetProperty("svyglm");
        var logit = WeightedRegression.Logistic(Design(), outcomes, weighting.Weights);
        // svyglm stops at a relative change of the deviance of 1e-8; the model is saturated, so that the weighted risks are the exact answer.
        Coefficients(survey, logit.Coefficients, 1e-7);
        Oracle.Equal(Math.Log(means.OfUnexposed / (1 - means.OfUnexposed)), logit.Coefficients[0], 1e-11);
        Oracle.Equal(Math.Log(means.OfExposed / (1 - means.OfExposed)), logit.Coefficients[0] + logit.Coefficients[1], 1e-11);
        Matrix(survey.GetProperty("vcov"), logit.RobustCorrected, 1e-7);

        void Is(string name, double actual) => Oracle.Equal(known.GetProperty(name).GetDouble(), actual, 1e-9, name);
    }

    [Fact]
    public void Standardisation_and_the_doubly_robust_estimate_agree()
    {
        bool[] events = [.. outcomes.Select(y => y == 1)];
        var risks = OutcomeStandardisation.Risks(sample, events, 0.95);
        var expected = known.GetProperty("gformula");
        Assert.Equal(OutcomeStatus.Estimated, risks.Status);
        Oracle.Equal(expected.GetProperty("r1").GetDouble(), risks.IfExposed, 1e-9);
        Oracle.Equal(expected.GetProperty("r0").GetDouble(), risks.IfUnexposed, 1e-9);
        Oracle.Equal(expected.GetProperty("rd").GetDouble(), risks.RiskDifference, 1e-9);
        Oracle.Equal(expected.GetProperty("rr").GetDouble(), risks.RiskRatio, 1e-9);
        Oracle.Equal(expected.GetProperty("se_rd").GetDouble(), risks.DifferenceError, 1e-9);
        var robust = OutcomeStandardisation.Augmented(sample, events, PropensityScore.Fit(sample).Scores, 0.95);
        Oracle.Equal(known.GetProperty("aipw").GetProperty("rd").GetDouble(), robust.RiskDifference, 1e-9);
        Oracle.Equal(known.GetProperty("aipw").GetProperty("se").GetDouble(), robust.StandardError, 1e-9);
    }

    [Fact]
    public void Balance_before_and_after_weighting_agrees()
    {
        var scores = PropensityScore.Fit(sample).Scores;
        var balance = CovariateBalance.Of(sample, BalancingWeights.Of(sample, scores, WeightTarget.Everybody).Weights);
        for (var j = 0; j < names.Length; j++)
        {
            Oracle.Equal(known.GetProperty("smd_unweighted").GetProperty(names[j]).GetDouble(), balance[j].Unweighted, 1e-9, names[j]);
            Oracle.Equal(known.GetProperty("smd_iptw").GetProperty(names[j]).GetDouble(), balance[j].Weighted, 1e-8, names[j]);
        }

        // Overlap weights balance the covariates of the score exactly (Li, Morgan and Zaslavsky, theorem 3).
        foreach (var exact in CovariateBalance.Of(sample, BalancingWeights.Of(sample, scores, WeightTarget.Overlap).Weights))
            Assert.Equal(0, exact.Weighted, 1e-9);
    }

    private double[][] Design() => [.. sample.Exposed.Select(e => new double[] { 1, e ? 1 : 0 })];

    private static void Coefficients(JsonElement expected, IReadOnlyList<double> actual, double relative)
    {
        foreach (var (coefficient, value) in expected.GetProperty("coef").EnumerateObject().Zip(actual))
            Oracle.Equal(coefficient.Value.GetDouble(), value, relative, coefficient.Name);
    }

    private static void Matrix(JsonElement expected, double[,] actual, double relative)
    {
        var values = expected.GetProperty("values");
        for (var i = 0; i < actual.GetLength(0); i++)
        for (var j = 0; j < actual.GetLength(1); j++)
            Oracle.Equal(values[i][j].GetDouble(), actual[i, j], relative);
    }

    private static double Number(IReadOnlyDictionary<string, string> row, string name) =>
        double.Parse(row[name], CultureInfo.InvariantCulture);
}
