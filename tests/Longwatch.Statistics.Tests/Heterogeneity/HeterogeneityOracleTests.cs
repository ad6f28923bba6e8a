using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Tests.Heterogeneity;

/// <summary>Known answers of set C01: 38 cases split over six products (a synthetic split), and a small table.</summary>
public sealed class HeterogeneityOracleTests
{
    private static readonly HomogeneityEffort effort = HomogeneityEffort.WithSeed(1);

    [Theory]
    [InlineData("by_patients", "products.csv", "n")]
    [InlineData("by_py", "products.csv", "py")]
    [InlineData("small", "small.csv", "t")]
    public void The_tests_of_homogeneity_agree(string set, string file, string exposure)
    {
        var known = Oracle.Expected("C01_heterogeneity_counts").GetProperty(set);
        var data = Read(file, exposure);

        var test = Homogeneity.Test(data, effort);

        var expected = known.GetProperty("expected").Numbers();
        for (var i = 0; i < expected.Length; i++)
            Oracle.Equal(expected[i], data.Expected[i], 1e-12);
        Oracle.Equal(known.GetProperty("pearson").GetDouble(), test.Pearson, 1e-9);
        Oracle.Equal(known.GetProperty("lr").GetDouble(), test.LikelihoodRatio, 1e-9);
        Assert.Equal(known.GetProperty("df").GetInt32(), test.DegreesOfFreedom);
        Oracle.Equal(known.GetProperty("p_pearson_asym").GetDouble(), test.Asymptotic.ByPearson, 1e-9);
        Oracle.Equal(known.GetProperty("p_lr_asym").GetDouble(), test.Asymptotic.ByLikelihoodRatio, 1e-9);
        Assert.Equal(ExactMethod.Enumeration, test.Method);
        var exact = known.GetProperty("exact");
        Oracle.Equal(exact.GetProperty("prob").GetDouble(), test.Exact.ByProbability, 1e-9);
        Oracle.Equal(exact.GetProperty("pearson").GetDouble(), test.Exact.ByPearson, 1e-9);
        Oracle.Equal(exact.GetProperty("lr").GetDouble(), test.Exact.ByLikelihoodRatio, 1e-9);
        Oracle.Equal(known.GetProperty("logprob_obs").GetDouble(), new TableStatistics(data).Of(data.Counts).LogProbability, 1e-9);
    }

    [Fact]
    public void Drawn_tables_agree_with_enumeration_within_their_error()
    {
        var exact = Oracle.Expected("C01_heterogeneity_counts").GetProperty("by_py").GetProperty("exact");
        var test = Homogeneity.Test(Read("products.csv", "py"), new(1_000, 7));
        // Four million steps over 38 events and 6 groups.
        Assert.Equal((ExactMethod.MonteCarlo, 4_000_000 / 44), (test.Method, test.Tables));
        Within(exact.GetProperty("prob").GetDouble(), test.Exact.ByProbability, test.StandardError.ByProbability);
        Within(exact.GetProperty("pearson").GetDouble(), test.Exact.ByPearson, test.StandardError.ByPearson);
        Within(exact.GetProperty("lr").GetDouble(), test.Exact.ByLikelihoodRatio, test.StandardError.ByLikelihoodRatio);

        static void Within(double known, double drawn, double error) => Assert.InRange(drawn, known - (4 * error), known + (4 * error));
    }

    [Theory]
    [InlineData("n", "p_patients", "rr", "ci")]
    [InlineData("py", "p_py", "rr_py", "ci_py")]
    public void The_contrast_of_targets_agrees(string exposure, string p, string ratio, string interval)
    {
        var known = Oracle.Expected("C01_heterogeneity_counts").GetProperty("target");
        var rates = known
            .GetProperty("table")
            .EnumerateArray()
            .Select(row => new EventRate(row.GetProperty("x").GetInt32(), row.GetProperty(exposure).GetDouble()))
            .ToArray();

        var compared = RateRatio.Compare(rates[0], rates[1], 0.95);

        Oracle.Equal(known.GetProperty(ratio).GetDouble(), compared.Ratio, 1e-10);
        Oracle.Equal(known.GetProperty(p).GetDouble(), compared.MinimumLikelihoodP, 1e-9);
        Oracle.Equal(known.GetProperty(interval).Numbers()[0], compared.Exact.Lower, 1e-9);
        Oracle.Equal(known.GetProperty(interval).Numbers()[1], compared.Exact.Upper, 1e-9);
    }

    [Fact]
    public void The_gamma_Poisson_fit_agrees()
    {
        var known = Oracle.Expected("C01_heterogeneity_counts").GetProperty("gamma_poisson");

        var fit = GammaPoisson.Fit(Read("products.csv", "py"), 0.95);

        Assert.Equal(GammaPoissonStatus.Estimated, fit.Status);
        Oracle.Equal(known.GetProperty("a").GetDouble(), fit.Shape, 1e-8);
        Oracle.Equal(known.GetProperty("b").GetDouble(), fit.Rate, 1e-8);
        Oracle.Equal(known.GetProperty("loglik").GetDouble(), fit.LogLikelihood, 1e-10);
        Oracle.Equal(known.GetProperty("loglik_poisson").GetDouble(), fit.PoissonLogLikelihood, 1e-10);
        foreach (var (row, group) in known.GetProperty("table").EnumerateArray().Zip(fit.Groups))
        {
            double Known(string name) => row.GetProperty(name).GetDouble();
            Oracle.Equal(Known("rr_raw"), group.Raw, 1e-10);
            Oracle.Equal(Known("post_mean"), group.Mean, 1e-8);
            Oracle.Equal(Known("lo"), group.Interval.Lower, 1e-8);
            Oracle.Equal(Known("hi"), group.Interval.Upper, 1e-8);
            Oracle.Equal(Known("p_gt2"), group.Above2, 1e-7);
            Oracle.Equal(Known("p_lt_half"), group.BelowHalf, 1e-7);
        }
    }

    [Fact]
    public void The_hierarchical_posterior_agrees_on_the_same_grid()
    {
        var known = Oracle.Expected("C01_heterogeneity_counts").GetProperty("hierarchical");
        // mu 401 on [-3, 3], tau 301 from 1e-6 to 3 + 1e-6, every point with the same weight: the grid of the known answers.
        var mu = Enumerable.Range(0, 401).Select(i => -3 + (i * 0.015)).ToArray();
        var tau = Enumerable.Range(0, 301).Select(i => 1e-6 + (i * 0.01)).ToArray();
        var grid = new HierarchyGrid(mu, tau, [.. tau.Select(_ => 1.0)]);

        var posterior = LogNormalHierarchy.Fit(Read("products.csv", "py"), HierarchyPrior.Standard, grid, 0.95);

        // 60 Gauss–Hermite nodes leave an error of 5e-7 in the known answer: with a fine trapezoidal rule (z from -9 to 9 by 0.02) instead, R gives
        // 0.45464018316537 and -0.00025779981671704.
        Oracle.Equal(known.GetProperty("mean_tau").GetDouble(), posterior.Tau.Mean, 1e-6);
        Assert.Equal(known.GetProperty("mean_mu").GetDouble(), posterior.Mean, 1e-6);
        Oracle.Equal(0.45464018316537, posterior.Tau.Mean, 1e-10);
        Assert.Equal(-0.00025779981671704, posterior.Mean, 1e-10);
        // The known quantiles are grid points, ours lie inside the cell about them.
        Assert.Equal(known.GetProperty("median_tau").GetDouble(), posterior.Tau.Median, 0.0051);
        Assert.Equal(known.GetProperty("q975_tau").GetDouble(), posterior.Tau.Interval.Upper, 0.0051);
    }

    internal static CountsByGroup Read(string file, string exposure)
    {
        var rows = Oracle.Rows("C01_heterogeneity_counts", file);
        return new(
            [.. rows.Select(r => int.Parse(r["x"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => double.Parse(r[exposure], CultureInfo.InvariantCulture))]
        );
    }
}
