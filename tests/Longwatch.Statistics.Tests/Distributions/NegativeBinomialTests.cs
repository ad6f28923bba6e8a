using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Tests.Distributions;

public sealed class NegativeBinomialTests
{
    // R 4.2.2: dnbinom(k, size = 4, mu = 6), pnbinom(k, size = 4, mu = 6), dispersion = 1/4.
    [Theory]
    [InlineData(0, 0.0256, 0.0256)]
    [InlineData(3, 0.110592, 0.289792)]
    [InlineData(17, 0.00493987629235175, 0.988978713502344)]
    public void Probabilities_are_those_of_R(int k, double probability, double cumulated)
    {
        Assert.Equal(probability, NegativeBinomial.Probability(k, 6, 0.25), 14);
        Assert.Equal(cumulated, NegativeBinomial.Cdf(k, 6, 0.25), 13);
        Assert.Equal(1 - cumulated, NegativeBinomial.Survival(k, 6, 0.25), 13);
    }

    [Fact]
    public void A_small_upper_tail_keeps_its_digits() // pnbinom(40, size = 4, mu = 6, lower = FALSE)
        => Assert.Equal(7.57924107557681e-07, NegativeBinomial.Survival(40, 6, 0.25), 1e-19);

    // R: qgamma(0.95, n) for Poisson; uniroot(function(m) pnbinom(n - 1, size = 10, mu = m, lower = FALSE) - 0.95, ...) for dispersion 0.1.
    [Theory]
    [InlineData(1, 2.99573227355399, 3.49282847673563)]
    [InlineData(2, 4.74386451839058, 5.73216280403132)]
    [InlineData(3, 6.29579362187199, 7.7969331346926)]
    [InlineData(5, 9.15351902663757, 11.7393878349916)]
    public void The_mean_that_is_detected_in_19_of_20_is_that_of_the_tables(int count, double poisson, double dispersed)
    {
        Assert.Equal(poisson, NegativeBinomial.MeanReaching(count, 0.95, 0), 11);
        Assert.Equal(dispersed, NegativeBinomial.MeanReaching(count, 0.95, 0.1), 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void The_weighted_interval_is_Garwoods_for_equal_weights(int count)
    {
        var expected = PoissonInterval.Garwood(count, 0.95).Scale(2.5);

        var actual = WeightedPoissonInterval.FayFeuer(2.5 * count, 6.25 * count, 2.5, 0, 0.95);

        Assert.Equal(expected.Lower, actual.Lower, 10);
        Assert.Equal(expected.Upper, actual.Upper, 10);
    }

    [Fact]
    public void The_weighted_interval_is_that_of_Fay_and_Feuer()
    {
        // Weights 1, 1, 1, 2, 2, 3; R: y <- 10; v <- 20; w <- 3; v/(2*y)*qchisq(.025, 2*y^2/v); (v+w^2)/(2*(y+w))*qchisq(.975, 2*(y+w)^2/(v+w^2)).
        var actual = WeightedPoissonInterval.FayFeuer(10, 20, 3, 0, 0.95);

        Assert.Equal(3.24697278023684, actual.Lower, 10);
        Assert.Equal(25.48686346930601, actual.Upper, 10);
    }

    [Fact]
    public void Correlated_trials_count_as_fewer()
    {
        // 10 of 30 with correlation r: 1 + 29 r = 1.9; R: qbeta(c(.025, .975), 10/1.9 + .5, 20/1.9 + .5).
        var actual = OverdispersedInterval.Jeffreys(10, 30, 0.9 / 29, 0.95);

        Assert.Equal(0.143824672065305, actual.Lower, 10);
        Assert.Equal(0.577996119453255, actual.Upper, 10);
        Assert.Equal(ProportionInterval.Jeffreys(10, 30, 0.95), OverdispersedInterval.Jeffreys(10, 30, 0, 0.95));
    }
}
