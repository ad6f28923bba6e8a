using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Disproportionality;

public sealed class MgpsTests
{
    [Theory]
    [InlineData(ZeroTruncation.None)]
    [InlineData(ZeroTruncation.Componentwise)]
    [InlineData(ZeroTruncation.Joint)]
    public void The_derivatives_are_those_of_the_likelihood(ZeroTruncation truncation)
    {
        var likelihood = new MixtureLikelihood(
            MgpsPoints.Of([1, 1, 2, 3, 7, 60], [0.02, 1.5, 0.4, 2, 3, 9], [4, 1, 2, 1, 3, 1]),
            truncation,
            1
        );
        double[] at = [Math.Log(1.3), Math.Log(0.4), Math.Log(2.1), Math.Log(1.7), -0.8];

        var here = likelihood.At(at);

        const double step = 1e-5;
        for (var j = 0; j < at.Length; j++)
        {
            var (up, down) = (likelihood.At(Moved(j, step)), likelihood.At(Moved(j, -step)));
            Assert.Equal((up.Value - down.Value) / (2 * step), here.Gradient[j], 1e-7);
            for (var k = 0; k < at.Length; k++)
                Assert.Equal((up.Gradient[k] - down.Gradient[k]) / (2 * step), here.Hessian[j, k], 1e-6);
        }

        double[] Moved(int j, double by)
        {
            var moved = (double[])at.Clone();
            moved[j] += by;
            return moved;
        }
    }

    [Fact]
    public void The_likelihood_is_that_of_negative_binomial_mixtures()
    {
        int[] counts = [1, 2, 5];
        double[] expected = [0.3, 1.1, 0.9];
        var prior = new GammaMixture(1.3, 0.4, 2.1, 1.7, 0.3);
        double none = 0,
            componentwise = 0,
            joint = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            // Mean α E/β, dispersion 1/α.
            double F(int n, double a, double b) => NegativeBinomial.Probability(n, a * expected[i] / b, 1 / a);
            var (f1, f2) = (F(counts[i], 1.3, 0.4), F(counts[i], 2.1, 1.7));
            var (z1, z2) = (F(0, 1.3, 0.4), F(0, 2.1, 1.7));
            none -= Math.Log((0.3 * f1) + (0.7 * f2));
            componentwise -= Math.Log((0.3 * f1 / (1 - z1)) + (0.7 * f2 / (1 - z2)));
            joint -= Math.Log(((0.3 * f1) + (0.7 * f2)) / (1 - (0.3 * z1) - (0.7 * z2)));
        }

        var points = MgpsPoints.Of(counts, expected, []);
        Oracle.Equal(none, Mgps.NegativeLogLikelihood(points, prior, ZeroTruncation.None), 1e-13);
        Oracle.Equal(componentwise, Mgps.NegativeLogLikelihood(points, prior, ZeroTruncation.Componentwise), 1e-13);
        Oracle.Equal(joint, Mgps.NegativeLogLikelihood(points, prior, ZeroTruncation.Joint), 1e-13);
    }

    [Fact]
    public void A_weight_of_two_is_the_same_as_the_point_twice()
    {
        var prior = new GammaMixture(1.3, 0.4, 2.1, 1.7, 0.3);
        var (twice, weighted) = (MgpsPoints.Of([1, 4, 1], [0.5, 2, 0.5], []), MgpsPoints.Of([4, 1], [2, 0.5], [1, 2]));

        Oracle.Equal(
            Mgps.NegativeLogLikelihood(twice, prior, ZeroTruncation.Joint),
            Mgps.NegativeLogLikelihood(weighted, prior, ZeroTruncation.Joint),
            1e-14
        );
    }

    [Fact]
    public void The_limits_are_roots_of_the_posterior_for_any_count_and_prior()
    {
        var random = new Philox(9, 0);
        for (var i = 0; i < 400; i++)
        {
            var prior = new GammaMixture(
                Math.Exp((6 * random.NextDouble()) - 3),
                Math.Exp((6 * random.NextDouble()) - 3),
                Math.Exp((6 * random.NextDouble()) - 3),
                Math.Exp((6 * random.NextDouble()) - 3),
                random.NextDouble()
            );
            var (n, e, tail) = (
                (int)Math.Exp(9 * random.NextDouble()) - 1,
                Math.Exp((14 * random.NextDouble()) - 8),
                0.001 + (0.4 * random.NextDouble())
            );

            var score = Mgps.Score(prior, [n], [e], tail)[0];

            Assert.Equal(tail, Cdf(score.Lower), 1e-11);
            Assert.Equal(1 - tail, Cdf(score.Upper), 1e-11);
            Assert.Equal(Cdf(1), score.AtMostOne, 1e-11);
            Assert.True(score.Lower < score.Upper && score.Weight is >= 0 and <= 1);

            double Cdf(double x) =>
                (score.Weight * GammaDistribution.Cdf(prior.Shape1 + n, (prior.Rate1 + e) * x))
                + ((1 - score.Weight) * GammaDistribution.Cdf(prior.Shape2 + n, (prior.Rate2 + e) * x));
        }
    }

    [Fact]
    public void A_known_prior_is_found_again()
    {
        // 20,000 pairs drawn from the model; the errors of a fit of this size are of the order of a tenth of each parameter.
        var random = new Philox(4, 0);
        var (counts, expected) = (new int[20_000], new double[20_000]);
        for (var i = 0; i < counts.Length; i++)
        {
            expected[i] = 0.2 + (8 * random.NextDouble());
            var ratio = random.NextDouble() < 0.1 ? random.NextGamma(4) / 0.5 : random.NextGamma(3) / 4;
            counts[i] = random.NextPoisson(ratio * expected[i]);
        }

        foreach (var truncation in new[] { ZeroTruncation.None, ZeroTruncation.Joint })
        {
            var fit = Mgps.Fit(MgpsPoints.Of(counts, expected, []), new() { Truncation = truncation });

            Assert.Equal(MgpsStatus.Estimated, fit.Status);
            Assert.InRange(fit.Prior.Shape1, 3.2, 5);
            Assert.InRange(fit.Prior.Shape2, 2.7, 3.3);
            Assert.InRange(fit.Prior.Share, 0.09, 0.11);
        }
    }

    [Fact]
    public void Counts_without_spread_end_at_a_boundary_and_say_so()
    {
        // Every ratio is 1: a Poisson mixture of one component.
        var random = new Philox(5, 0);
        var expected = Enumerable.Range(0, 3_000).Select(_ => 2 + (3 * random.NextDouble())).ToArray();
        int[] counts = [.. expected.Select(e => random.NextPoisson(e))];

        var fit = Mgps.Fit(MgpsPoints.Of(counts, expected, []), new() { Truncation = ZeroTruncation.None });

        Assert.NotEqual(MgpsStatus.Estimated, fit.Status);
        Assert.True(fit.HasPrior && double.IsFinite(fit.NegativeLogLikelihood));
        Assert.InRange(Mgps.Score(fit.Prior, [4], [4], 0.05)[0].Ebgm, 0.8, 1.2);
    }

    [Fact]
    public void Wrong_points_and_priors_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MgpsPoints.Of([1], [1, 2], []));
        Assert.Throws<ArgumentException>(() => MgpsPoints.Of([1], [0], []));
        Assert.Throws<ArgumentException>(() => MgpsPoints.Of([-1], [1], []));
        Assert.Throws<ArgumentException>(() => MgpsPoints.Of([1], [1], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MgpsPoints.Of([1], [1], []).Squash(1, 1, 0));
        Assert.Throws<ArgumentException>(() => Mgps.Score(new(1, 1, 1, 1, 1), [1], [1], 0.05));
        Assert.Throws<ArgumentException>(() => Mgps.Fit(MgpsPoints.Of([1], [1], []), new() { Starts = [] }));
        Assert.Equal(MgpsStatus.TooFewPairs, Mgps.Fit(MgpsPoints.Of([0, 1], [1, 1], []), MgpsOptions.Default).Status);
    }
}
