using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.MetaAnalysis;

namespace Longwatch.Statistics.Tests.MetaAnalysis;

public class InverseVarianceTests
{
    private const string Set = "C02_meta_rates";

    private static double[] Column(string file, string name) =>
        [.. Oracle.Rows(Set, file).Select(r => double.Parse(r[name], CultureInfo.InvariantCulture))];

    private static EffectSizes LogRates() => EffectSizes.LogRate(Column("nielweise.csv", "x1i"), Column("nielweise.csv", "t1i"));

    private static void Agrees(JsonElement expected, InverseVarianceFit fit, double relative = 1e-8)
    {
        double Of(string name) => expected.GetProperty(name).GetDouble();
        Oracle.Equal(Of("b"), fit.Mean, relative, "mean");
        Oracle.Equal(Of("se"), fit.StandardError, relative, "standard error");
        Oracle.Equal(Of("tau2"), fit.Variance, relative, "variance");
        Oracle.Equal(Of("I2"), 100 * fit.InconsistencyShare, relative, "I2");
        Oracle.Equal(Of("H2"), fit.VarianceRatio, relative, "H2");
        Oracle.Equal(Of("QE"), fit.Q.Statistic, relative, "Q");
        Oracle.Equal(Of("QEp"), fit.Q.PValue, relative, "p of Q");
        Oracle.Equal(Of("ci.lb"), fit.ConfidenceInterval.Lower, relative, "lower");
        Oracle.Equal(Of("ci.ub"), fit.ConfidenceInterval.Upper, relative, "upper");
    }

    private static void Agrees(JsonElement expected, EffectSizes effects)
    {
        foreach (var (e, a) in expected.GetProperty("yi").Numbers().Zip(effects.Values))
            Oracle.Equal(e, a, 1e-12, "value");
        foreach (var (e, a) in expected.GetProperty("vi").Numbers().Zip(effects.Variances))
            Oracle.Equal(e, a, 1e-12, "variance");
    }

    [Fact]
    public void Effect_sizes_agree_with_metafor()
    {
        var expected = Oracle.Expected(Set);
        var (x, n) = (Column("products.csv", "x"), Column("products.csv", "n"));

        Agrees(expected.GetProperty("escalc_irln"), LogRates());
        Agrees(expected.GetProperty("plo"), EffectSizes.Logit(x, n));
        Agrees(expected.GetProperty("pft"), EffectSizes.FreemanTukey(x, n));
        Agrees(expected.GetProperty("irr"), RateRatios());
    }

    [Theory]
    [InlineData("dl", nameof(VarianceEstimator.DerSimonianLaird))]
    [InlineData("pm", nameof(VarianceEstimator.PauleMandel))]
    [InlineData("reml", nameof(VarianceEstimator.RestrictedLikelihood))]
    public void Each_variance_estimator_agrees_with_metafor(string name, string estimator) =>
        // metafor stops Paule-Mandel and REML at its own tolerance of 1e-5 to 1e-8 in the variance; the moment estimator is closed.
        Agrees(
            Oracle.Expected(Set).GetProperty(name),
            InverseVariance.Fit(LogRates(), Enum.Parse<VarianceEstimator>(estimator), 0.95),
            estimator is nameof(VarianceEstimator.DerSimonianLaird) ? 1e-12 : 1e-8
        );

    [Fact]
    public void Hartung_and_Knapp_interval_agrees_with_metafor() =>
        Agrees(
            Oracle.Expected(Set).GetProperty("hk"),
            InverseVariance.FitHartungKnapp(LogRates(), VarianceEstimator.RestrictedLikelihood, 0.95)
        );

    [Fact]
    public void Variance_interval_and_its_share_agree_with_metafor()
    {
        var values = Oracle.Expected(Set).GetProperty("qprofile").GetProperty("values");
        var effects = LogRates();

        var interval = InverseVariance.VarianceInterval(effects, 0.95);

        Oracle.Equal(values[0][1].GetDouble(), interval.Lower, 1e-6, "lower"); // uniroot's own tolerance is 1e-4 of the answer's scale
        Oracle.Equal(values[0][2].GetDouble(), interval.Upper, 1e-6, "upper");
        Oracle.Equal(values[2][1].GetDouble(), 100 * InverseVariance.InconsistencyShare(effects, interval.Lower), 1e-6, "I2 lower");
        Oracle.Equal(values[2][2].GetDouble(), 100 * InverseVariance.InconsistencyShare(effects, interval.Upper), 1e-6, "I2 upper");
    }

    [Fact]
    public void Prediction_interval_agrees_with_metafor()
    {
        var expected = Oracle.Expected(Set).GetProperty("pred");

        var fit = InverseVariance.Fit(LogRates(), VarianceEstimator.RestrictedLikelihood, 0.95);

        Oracle.Equal(expected.GetProperty("pi.lb").GetDouble(), fit.PredictionInterval.Lower, 1e-8);
        Oracle.Equal(expected.GetProperty("pi.ub").GetDouble(), fit.PredictionInterval.Upper, 1e-8);
    }

    [Fact]
    public void Sparse_proportions_and_rate_ratios_agree_with_metafor()
    {
        var expected = Oracle.Expected(Set);
        var (x, n) = (Column("products.csv", "x"), Column("products.csv", "n"));

        const VarianceEstimator estimator = VarianceEstimator.DerSimonianLaird;
        Agrees(expected.GetProperty("plo").GetProperty("dl"), InverseVariance.Fit(EffectSizes.Logit(x, n), estimator, 0.95));
        Agrees(expected.GetProperty("pft").GetProperty("dl"), InverseVariance.Fit(EffectSizes.FreemanTukey(x, n), estimator, 0.95));
        Agrees(expected.GetProperty("irr").GetProperty("dl"), InverseVariance.Fit(RateRatios(), estimator, 0.95));
    }

    [Fact]
    public void Equal_values_have_no_variance_and_their_common_value_as_mean()
    {
        var effects = EffectSizes.Of([2.5, 2.5, 2.5], [0.1, 0.4, 0.2]);

        foreach (var estimator in Enum.GetValues<VarianceEstimator>())
        {
            var fit = InverseVariance.Fit(effects, estimator, 0.95);
            Assert.Equal(0, fit.Variance);
            Assert.Equal(2.5, fit.Mean, 1e-12);
            Assert.Equal(1, fit.Q.PValue, 1e-12);
            Assert.Equal(1 / Math.Sqrt(10 + 2.5 + 5), fit.StandardError, 1e-12); // by hand
        }
    }

    [Fact]
    public void A_single_study_and_values_without_a_variance_are_refused()
    {
        var one = EffectSizes.Of([1], [0.1]);
        Assert.Throws<ArgumentException>(() => InverseVariance.Fit(one, VarianceEstimator.PauleMandel, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectSizes.Of([1, 2], [0.1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectSizes.Logit([5], [4]));
        Assert.Throws<ArgumentException>(() => EffectSizes.LogRate([1, 2], [4]));
    }

    private static EffectSizes RateRatios() =>
        EffectSizes.LogRateRatio(
            Column("nielweise.csv", "x1i"),
            Column("nielweise.csv", "t1i"),
            Column("nielweise.csv", "x2i"),
            Column("nielweise.csv", "t2i")
        );
}
