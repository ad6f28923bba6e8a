using Longwatch.Statistics.MetaAnalysis;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Statistics.Tests.MetaAnalysis;

/// <summary>
/// R 4.2.2, metafor 3.8.1, lme4 1.1.31:
/// <code>
/// r = rma.glmm(xi=x, ni=n, measure="PLO", nAGQ=25, test="t"); predict(r)
/// f = glmer(cbind(x,n-x)~1+(1|s), family=binomial, nAGQ=25)
/// </code>
/// and, for the profiles, integrate() of the marginal likelihood with optim()/uniroot() (no quadrature rule shared with ours).
/// </summary>
public class BinomialNormalTests
{
    // Second primaries: Ghilardi 16/449, Jadlowsky 18/783, Umyarova 21/246 and the meta-analysis of Tix 326/5,517 as a large study.
    private static readonly double[] SecondPrimaries = [16, 18, 21, 326];
    private static readonly double[] SecondPrimaryPatients = [449, 783, 246, 5517];
    private static readonly double[] Zeros = [0, 3, 0, 12, 7, 1, 0, 25];
    private static readonly double[] ZeroPatients = [120, 410, 95, 380, 900, 60, 300, 410];

    private static Estimated Fit(double[] x, double[] n) => Assert.IsType<Estimated>(BinomialNormal.Fit(x, n, 0.95));

    private static void Near(double expected, double actual, double relative = 1e-5) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Max(1e-3, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    [Fact]
    public void Second_primaries_of_four_published_cohorts_agree_with_metafor()
    {
        var fit = Fit(SecondPrimaries, SecondPrimaryPatients);

        Near(-3.04542595382, fit.Mean, 1e-7); // integrate() + optim
        Near(0.217233327333, fit.Variance, 1e-5);
        Near(-3.04542947700, fit.Mean);
        Near(2.54624663271e-01, fit.StandardError, 2e-5);
        Near(28.7078824521, fit.LikelihoodRatio.Statistic);
        Assert.Equal(3, fit.LikelihoodRatio.DegreesOfFreedom);
        Near(2.57934790047e-06, fit.LikelihoodRatio.PValue, 1e-5);
        Near(0.872254222851, fit.InconsistencyShare);
        Near(-3.85575879586, fit.StudentInterval.Lower, 2e-5);
        Near(-2.23510015814, fit.StudentInterval.Upper, 2e-5);
        Near(-4.73562038116, fit.PredictionInterval.Lower, 2e-5);
        Near(-1.35523857285, fit.PredictionInterval.Upper, 2e-5);
        Near(-17.3416311449, fit.LogLikelihood, 1e-9);
        Assert.False(fit.AtBoundary);
    }

    [Fact]
    public void Profile_intervals_of_the_published_cohorts_agree_with_numerical_integration_in_R()
    {
        var fit = Fit(SecondPrimaries, SecondPrimaryPatients);

        Near(-3.71371695892, fit.ProfileInterval.Lower);
        Near(-2.40308567539, fit.ProfileInterval.Upper);
        Near(0.0383151321175, fit.VarianceInterval.Lower);
        Near(1.56972324832, fit.VarianceInterval.Upper);
    }

    [Fact]
    public void Three_cohorts_without_the_meta_analysis_agree_with_metafor()
    {
        var fit = Fit(SecondPrimaries[..3], SecondPrimaryPatients[..3]);

        Near(-3.160408059005563, fit.Mean);
        Near(0.278332912093565, fit.Variance, 3e-5);
        Near(0.335102398490239, fit.StandardError, 3e-5);
        Near(16.914528702990424, fit.LikelihoodRatio.Statistic);
        Near(0.000212352197772, fit.LikelihoodRatio.PValue);
    }

    [Fact]
    public void T_cell_malignancies_of_six_cohorts_have_their_maximum_at_the_boundary_as_in_metafor()
    {
        // Ghilardi, Stanford, DESCAR-T, Jadlowsky one case each; Lorenc and Ohio State none.
        var fit = Fit([1, 1, 1, 1, 0, 0], [449, 724, 3066, 783, 355, 246]);

        Assert.True(fit.AtBoundary);
        Assert.Equal(0, fit.Variance);
        Near(Math.Log(4.0 / (5623 - 4)), fit.Mean, 1e-12); // by hand: the common share is 4/5,623
        Near(-7.247614629988, fit.Mean);
        Near(0.500180565728, fit.StandardError);
        Near(3.222826329772, fit.LikelihoodRatio.Statistic);
        Near(0.665676043038, fit.LikelihoodRatio.PValue);
        Near(-8.533369706787, fit.StudentInterval.Lower);
        Near(-5.961859553189, fit.StudentInterval.Upper);
        Near(fit.StudentInterval.Upper, fit.PredictionInterval.Upper, 1e-12);
        Assert.Equal(0, fit.VarianceInterval.Lower);
        Assert.Equal(1, fit.VarianceTest.PValue);
    }

    [Fact]
    public void Studies_without_events_take_part_without_correction_and_agree_with_lme4_and_numerical_integration()
    {
        var fit = Fit(Zeros, ZeroPatients);

        Near(-4.80254324662, fit.Mean, 1e-7);
        Near(1.65933716218, fit.Variance, 1e-6);
        Near(-20.0715988771, fit.LogLikelihood, 1e-8);
        Near(0.608677636067, fit.StandardError, 2e-5); // glmer, nAGQ=25, rhoend=1e-10
        Near(58.6593892652, fit.LikelihoodRatio.Statistic);
        Near(-6.6601325609, fit.ProfileInterval.Lower);
        Near(-3.72282013433, fit.ProfileInterval.Upper);
        Near(0.387067314853, fit.VarianceInterval.Lower);
        Near(10.7864779314, fit.VarianceInterval.Upper);
    }

    [Fact]
    public void Order_of_studies_and_exchange_of_events_with_non_events_change_nothing()
    {
        var forward = Fit(Zeros, ZeroPatients);
        var backward = Fit([.. Zeros.Reverse()], [.. ZeroPatients.Reverse()]);
        var mirrored = Fit([.. ZeroPatients.Zip(Zeros, (n, x) => n - x)], ZeroPatients);

        Assert.Equal(forward.Mean, backward.Mean);
        Assert.Equal(forward.Variance, backward.Variance);
        Near(-forward.Mean, mirrored.Mean, 1e-9);
        Near(forward.Variance, mirrored.Variance, 1e-8);
        Near(-forward.ProfileInterval.Lower, mirrored.ProfileInterval.Upper, 1e-8);
    }

    [Fact]
    public void All_events_in_one_of_many_studies_still_give_limits_in_order()
    {
        // Found by simulation: the profile in the deviation has a rounding jump at its lower limit here.
        var fit = Assert.IsType<RandomInterceptResult.Estimated>(
            BinomialNormal.Fit([0, 0, 0, 0, 0, 0, 0, 6], [449, 724, 3066, 783, 355, 246, 236, 2609], 0.95)
        );

        Assert.InRange(fit.Variance, fit.VarianceInterval.Lower, fit.VarianceInterval.Upper);
        Assert.InRange(fit.Mean, fit.ProfileInterval.Lower, fit.ProfileInterval.Upper);
    }

    [Fact]
    public void What_cannot_be_pooled_is_said_with_the_reason()
    {
        static PoolingObstacle Why(double[] x, double[] n) =>
            Assert.IsType<RandomInterceptResult.NotEstimable>(BinomialNormal.Fit(x, n, 0.95)).Why;

        Assert.Equal(PoolingObstacle.FewerThanTwoStudies, Why([], []));
        Assert.Equal(PoolingObstacle.FewerThanTwoStudies, Why([3], [10]));
        Assert.Equal(PoolingObstacle.NoEvents, Why([0, 0, 0], [120, 9000, 4]));
        Assert.Equal(PoolingObstacle.OnlyEvents, Why([4, 5], [4, 5]));
        Assert.Equal(PoolingObstacle.VarianceUnbounded, Why([0, 200], [200, 200]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialNormal.Fit([5], [4], 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialNormal.Fit([1, 2], [4, 4], 95));
        Assert.Throws<ArgumentException>(() => BinomialNormal.Fit([1, 2], [4], 0.95));
    }

    [Fact]
    public void Marginal_share_of_a_symmetric_distribution_of_shares_is_one_half_and_lies_above_a_small_typical_share()
    {
        Near(0.5, BinomialNormal.MarginalShare(0, 2.5), 1e-12);
        Near(BinomialNormal.Share(-3), BinomialNormal.MarginalShare(-3, 0), 1e-12);
        // integrate(function(z) plogis(-4.8+sqrt(1.66)*z)*dnorm(z), -Inf, Inf, rel.tol=1e-12)
        Near(0.0174558157327039, BinomialNormal.MarginalShare(-4.8, 1.66), 1e-9);
    }
}
