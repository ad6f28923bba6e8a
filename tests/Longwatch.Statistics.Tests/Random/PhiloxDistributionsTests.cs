using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Random;

/// <summary>Sample moments against the moments of the distribution, within five standard errors.</summary>
public sealed class PhiloxDistributionsTests
{
    private const int Draws = 200_000;

    [Fact]
    public void Exponential_has_mean_and_variance_one() => Moments(r => r.NextExponential(), 1, 1, 9);

    [Fact]
    public void Normal_has_mean_zero_and_variance_one() => Moments(r => r.NextNormal(), 0, 1, 3);

    [Theory] // mean = variance = shape; fourth central moment 3 k^2 + 6 k
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(35.5)]
    public void Gamma_has_mean_and_variance_equal_to_its_shape(double shape) =>
        Moments(r => r.NextGamma(shape), shape, shape, (3 * shape * shape) + (6 * shape));

    [Theory] // fourth central moment m (1 + 3 m)
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(4321.5)]
    public void Poisson_has_mean_and_variance_equal_to_its_parameter(double mean) =>
        Moments(r => r.NextPoisson(mean), mean, mean, mean * (1 + (3 * mean)));

    [Theory] // fourth central moment v (1 + 3 v (n - 2) / n) with v = n p (1 - p)
    [InlineData(0, 0.5)]
    [InlineData(19, 0.37)]
    [InlineData(19, 1)]
    [InlineData(900, 0.9)]
    [InlineData(42_500, 0.45)]
    public void Binomial_has_its_mean_and_variance(int trials, double probability)
    {
        var variance = trials * probability * (1 - probability);
        var fourth = trials == 0 ? 0 : variance * (1 + (3 * variance * (trials - 2) / trials));
        Moments(r => r.NextBinomial(trials, probability), trials * probability, variance, Math.Max(fourth, variance * variance));
    }

    [Fact]
    public void Poisson_of_small_mean_has_its_probabilities()
    {
        var random = new Philox(21, 0);
        var counts = new int[4];
        for (var i = 0; i < Draws; i++)
            counts[Math.Min(3, random.NextPoisson(0.7))]++;

        double[] expected = [Math.Exp(-0.7), 0.7 * Math.Exp(-0.7), 0.245 * Math.Exp(-0.7), 1 - (1.945 * Math.Exp(-0.7))];
        // 3 degrees of freedom, upper 0.01 % point 21.1
        Assert.InRange(counts.Zip(expected).Sum(p => Math.Pow(p.First - (Draws * p.Second), 2) / (Draws * p.Second)), 0, 21.1);
    }

    [Fact]
    public void Category_follows_the_weights_and_never_takes_a_weight_of_zero()
    {
        var random = new Philox(22, 0);
        var counts = new int[4];
        for (var i = 0; i < Draws; i++)
            counts[random.NextCategory([1, 0, 3, 0])]++;

        Assert.Equal(0, counts[1] + counts[3]);
        Assert.Equal(0.25, (double)counts[0] / Draws, 5 * Math.Sqrt(0.1875 / Draws));
    }

    [Fact]
    public void Wrong_parameters_are_refused()
    {
        var random = new Philox(1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextGamma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextPoisson(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBinomial(-1, 0.5));
        Assert.Throws<ArgumentException>(() => random.NextCategory([0, 0]));
        Assert.Throws<ArgumentException>(() => random.NextCategory([1, double.PositiveInfinity]));
    }

    /// <param name="fourth">Fourth central moment: the sample variance has variance (fourth − variance²) / n.</param>
    private static void Moments(Func<Philox, double> draw, double mean, double variance, double fourth)
    {
        var random = new Philox(20, 0);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => draw(random))];
        Assert.Equal(mean, values.Average(), (5 * Math.Sqrt(variance / Draws)) + 1e-12);
        Assert.Equal(
            variance,
            values.Average(v => (v - mean) * (v - mean)),
            (5 * Math.Sqrt((fourth - (variance * variance)) / Draws)) + 1e-9
        );
    }
}
