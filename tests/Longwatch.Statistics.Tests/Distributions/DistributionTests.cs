using Longwatch.Oracles;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Tests.Distributions;

public sealed class DistributionTests
{
    [Fact]
    public void Student_quantiles_agree_with_the_printed_table()
    {
        // Fisher and Yates, table III: two-sided 5 % and 1 % points.
        Assert.Equal(12.706, StudentT.Quantile(1, 0.975), 0.0005);
        Assert.Equal(2.262, StudentT.Quantile(9, 0.975), 0.0005);
        Assert.Equal(-2.704, StudentT.Quantile(40, 0.005), 0.0005);
        Assert.Equal(0, StudentT.Quantile(7, 0.5));
    }

    [Theory]
    [InlineData(1, 0.975)] // tan(π (p − ½)) for one degree of freedom
    [InlineData(1, 1e-10)]
    [InlineData(1, 0.4999)]
    public void The_quantile_of_one_degree_of_freedom_is_the_tangent(double df, double p) =>
        Oracle.Equal(-1 / Math.Tan(Math.PI * p), StudentT.Quantile(df, p), 1e-12);

    [Theory]
    [InlineData(0.3, 0.2)]
    [InlineData(19, 1e-8)]
    [InlineData(250.5, 0.9)]
    public void A_quantile_undoes_the_distribution_function(double df, double p)
    {
        Oracle.Equal(p, StudentT.Cdf(df, StudentT.Quantile(df, p)), 1e-12, "t");
        Oracle.Equal(p, ChiSquared.Cdf(df, ChiSquared.Quantile(df, p)), 1e-12, "chi-squared");
        Oracle.Equal(p, GammaDistribution.Survival(df, GammaDistribution.UpperQuantile(df, p)), 1e-12, "gamma");
        Oracle.Equal(p, BetaDistribution.Survival(df, 2.5, BetaDistribution.UpperQuantile(df, 2.5, p)), 1e-11, "beta");
    }

    [Fact]
    public void Binomial_probabilities_are_those_of_pascals_triangle()
    {
        double[] row = [1, 5, 10, 10, 5, 1];
        for (var k = 0; k <= 5; k++)
        {
            Oracle.Equal(row[k] / 32, Binomial.Probability(k, 5, 0.5), 1e-14);
            Oracle.Equal(row.Take(k + 1).Sum() / 32, Binomial.Cdf(k, 5, 0.5), 1e-14);
            Oracle.Equal(row.Skip(k + 1).Sum() / 32, Binomial.Survival(k, 5, 0.5), 1e-14);
        }

        Assert.Equal(0, Binomial.Probability(6, 5, 0.5));
        Assert.Equal(1, Binomial.Probability(0, 5, 0));
        Assert.Equal(1, Binomial.Probability(5, 5, 1));
    }

    [Fact]
    public void Poisson_probabilities_are_the_terms_of_the_exponential_series()
    {
        var (term, sum) = (Math.Exp(-2.5), 0.0);
        for (var k = 0; k < 20; k++)
        {
            sum += term;
            Oracle.Equal(term, Poisson.Probability(k, 2.5), 1e-13);
            Oracle.Equal(sum, Poisson.Cdf(k, 2.5), 1e-13);
            term *= 2.5 / (k + 1);
        }

        Assert.Equal(1, Poisson.Probability(0, 0));
        Assert.Equal(1, Poisson.Survival(-1, 3));
    }

    [Fact]
    public void The_beta_binomial_with_a_uniform_prior_is_uniform()
    {
        for (var k = 0; k <= 12; k++)
            Oracle.Equal(1.0 / 13, BetaBinomial.Probability(k, 12, 1, 1), 1e-13);
    }

    [Fact]
    public void Haldanes_prior_after_no_event_predicts_no_event_and_alone_predicts_nothing()
    {
        Assert.Equal(1, BetaBinomial.Probability(0, 19, 0, 12));
        Assert.Equal(0, BetaBinomial.Probability(1, 19, 0, 12));
        Assert.Equal(1, BetaBinomial.Probability(19, 19, 12, 0));
        Assert.Throws<ArgumentException>(() => BetaBinomial.Probability(1, 19, 0, 0));
    }

    [Fact]
    public void Log_choose_counts_subsets()
    {
        Oracle.Equal(Math.Log(2_598_960), GammaFunctions.LogChoose(52, 5), 1e-14);
        Assert.Equal(0, GammaFunctions.LogChoose(9, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaFunctions.LogChoose(3, 4));
    }

    [Fact]
    public void Log_gamma_keeps_its_relative_accuracy_next_to_its_roots()
    {
        // ln Γ(1+e) = −γe + ζ(2)e²/2 − ζ(3)e³/3 + …, with e a power of two so that 1+e is exact.
        var e = Math.ScaleB(1, -20);
        const double euler = 0.57721566490153286061;
        var series = e * (-euler + (e * ((Math.PI * Math.PI / 12) - (e * 1.2020569031595942854 / 3))));
        Oracle.Equal(series, GammaFunctions.LogGamma(1 + e), 1e-15);
        Oracle.Equal(series + e - (e * e / 2) + (e * e * e / 3), GammaFunctions.LogGamma(2 + e), 1e-15);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaFunctions.LogGamma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaDistribution.Quantile(-1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaDistribution.Quantile(1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Cdf(1, 1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Binomial.Probability(1, 2, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Poisson.Cdf(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(5, 1));
    }
}
