using Longwatch.Oracles;
using Longwatch.Statistics.MetaAnalysis;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Statistics.Tests.MetaAnalysis;

public class PoissonNormalTests
{
    [Fact]
    public void Catheter_infections_agree_with_metafor()
    {
        var rows = Oracle.Rows("C02_meta_rates", "nielweise.csv");
        double[] Column(string name) => [.. rows.Select(r => double.Parse(r[name], System.Globalization.CultureInfo.InvariantCulture))];
        var expected = Oracle.Expected("C02_meta_rates").GetProperty("glmm");

        var fit = Assert.IsType<Estimated>(PoissonNormal.Fit(Column("x1i"), Column("t1i"), 0.95));

        Oracle.Equal(expected.GetProperty("b").GetDouble(), fit.Mean, 1e-5, "mean");
        Oracle.Equal(expected.GetProperty("se").GetDouble(), fit.StandardError, 1e-5, "standard error");
        // The optimiser of lme4 stopped 2.8e-10 of log-likelihood short; integrate() and optim() in R give 0.6541563.
        Assert.Equal(expected.GetProperty("tau2").GetDouble(), fit.Variance, 1e-5);
        Oracle.Equal(0.6541563, fit.Variance, 1e-6, "variance");
        Oracle.Equal(expected.GetProperty("QE_LRT").GetDouble(), fit.LikelihoodRatio.Statistic, 1e-8, "likelihood ratio");
    }

    /// <summary>R 4.2.2, metafor 3.8.1: rma.glmm(xi=x, ti=1.37*n, measure="IRLN", nAGQ=25, test="t").</summary>
    [Fact]
    public void Studies_without_events_agree_with_metafor()
    {
        double[] x = [0, 3, 0, 12, 7, 1, 0, 25];
        double[] t = [.. new double[] { 120, 410, 95, 380, 900, 60, 300, 410 }.Select(n => 1.37 * n)];

        var fit = Assert.IsType<Estimated>(PoissonNormal.Fit(x, t, 0.95));

        Oracle.Equal(-5.12364502859, fit.Mean, 1e-5, "mean");
        Oracle.Equal(1.58016286059, fit.Variance, 1e-5, "variance");
        Oracle.Equal(57.4931900858, fit.LikelihoodRatio.Statistic, 1e-8, "likelihood ratio");
        Oracle.Equal(4.76934496570e-10, fit.LikelihoodRatio.PValue, 1e-8, "p");
        Oracle.Equal(0.880876013188, fit.InconsistencyShare, 1e-5, "I2");
    }

    [Fact]
    public void A_change_of_the_unit_of_exposure_moves_the_mean_by_its_logarithm_and_nothing_else()
    {
        double[] x = [0, 3, 12, 7];
        var years = Assert.IsType<Estimated>(PoissonNormal.Fit(x, [10, 40, 35, 90], 0.95));
        var centuries = Assert.IsType<Estimated>(PoissonNormal.Fit(x, [0.1, 0.4, 0.35, 0.9], 0.95));

        Oracle.Equal(years.Mean + Math.Log(100), centuries.Mean, 1e-9);
        Oracle.Equal(years.Variance, centuries.Variance, 1e-8);
        Oracle.Equal(years.LogLikelihood, centuries.LogLikelihood, 1e-10);
    }
}
