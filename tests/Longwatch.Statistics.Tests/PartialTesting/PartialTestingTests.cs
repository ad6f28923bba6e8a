using Longwatch.Statistics.PartialTesting;

namespace Longwatch.Statistics.Tests.PartialTesting;

public sealed class PartialTestingTests
{
    private static readonly PartlyTestedCases published = new(38, 19, 7);

    [Theory]
    [InlineData(3, 4, 1)]
    [InlineData(3, 2, 3)]
    [InlineData(3, 2, -1)]
    public void Counts_that_cannot_be_are_refused(int cases, int tested, int positive) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartlyTestedCases(cases, tested, positive));

    [Fact]
    public void With_everyone_tested_the_total_is_what_was_seen()
    {
        var all = new PartlyTestedCases(5, 5, 2);
        Assert.Equal([1.0], TotalPositive.Predict(all, BetaPrior.Haldane).Total!.Probabilities.ToArray());
        Assert.Equal((2, 2), all.Bounds);
        Assert.Equal((2, 2), TotalPositive.ExactInterval(all, 0.95));
        Assert.Equal(2, PatternMixture.Predict(all, BetaPrior.Jeffreys, 7).Total!.Mean);
    }

    [Fact]
    public void With_nobody_tested_the_uniform_prior_predicts_every_total_alike()
    {
        var total = TotalPositive.Predict(new(4, 0, 0), BetaPrior.Uniform).Total!;
        Assert.All(total.Probabilities.ToArray(), p => Assert.Equal(0.2, p, 1e-12));
    }

    [Fact]
    public void An_improper_posterior_is_a_status()
    {
        var none = new PartlyTestedCases(10, 4, 0);
        Assert.Equal(PredictionStatus.ImproperPosterior, TotalPositive.Predict(none, BetaPrior.Haldane).Status);
        Assert.Equal(PredictionStatus.ImproperPosterior, PatternMixture.Predict(none, BetaPrior.Haldane, 2).Status);
        Assert.Equal(TippingStatus.ImproperPosterior, PatternMixture.Tipping(none, BetaPrior.Haldane, 2).Status);
        Assert.Equal(PredictionStatus.ImproperPosterior, PositiveDiseaseRate.Estimate(none, 100, BetaPrior.Haldane, 0.95).Status);
    }

    [Fact]
    public void The_hypergeometric_interval_equals_the_one_counted_by_hand()
    {
        // 1 of 2 tested positive, 4 cases. Total 1: P(≥1) = 1 − C(3,2)/C(4,2) = 1/2. Total 3: P(≤1) = 1/2. At 50 % (tail 1/4) nothing is rejected.
        Assert.Equal((1, 3), TotalPositive.ExactInterval(new(4, 2, 1), 0.5));
        // 0 of 3 tested positive among 5. Total 1: P(0) = C(4,3)/C(5,3) = 0.4; total 2: C(3,3)/10 = 0.1. Tail 0.25 rejects 2, tail 0.05 does not.
        Assert.Equal((0, 1), TotalPositive.ExactInterval(new(5, 3, 0), 0.5));
        Assert.Equal((0, 2), TotalPositive.ExactInterval(new(5, 3, 0), 0.9));
    }

    [Theory]
    [InlineData(900, 500, 180)]
    [InlineData(904, 4, 2)]
    [InlineData(904, 4, 0)]
    [InlineData(2_000, 1_999, 1)]
    public void Odds_ratio_one_is_missing_at_random_also_for_large_counts(int cases, int tested, int positive)
    {
        var many = new PartlyTestedCases(cases, tested, positive);
        var random = TotalPositive.Predict(many, BetaPrior.Uniform).Total!;
        var mixture = PatternMixture.Predict(many, BetaPrior.Uniform, 1).Total!;
        for (var k = 0; k < random.Probabilities.Length; k++)
            Assert.Equal(random.Probabilities[k], mixture.Probabilities[k], 1e-13);
    }

    [Theory]
    [InlineData(0, 1.652150310780757e-45)]
    [InlineData(12, 9.309181619662361e-33)]
    [InlineData(15, 2.610454863878147e-19)]
    [InlineData(18, 3.653675757238813e-05)]
    public void Tiny_probabilities_keep_their_digits(int further, double known) =>
        // R: integrate(rel.tol = 1e-12) of the same density on the logit scale, summed over unit intervals from -60 to 30; odds ratio 10^6.
        Assert.Equal(1, PatternMixture.Predict(published, BetaPrior.Jeffreys, 1e6).Total!.Probabilities[further] / known, 1e-11);

    [Fact]
    public void Extreme_odds_ratios_give_the_bounds()
    {
        Assert.Equal(7, PatternMixture.Predict(published, BetaPrior.Jeffreys, 0).Total!.Mean);
        Assert.Equal(26, PatternMixture.Predict(published, BetaPrior.Jeffreys, double.PositiveInfinity).Total!.Mean);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(9.5)]
    [InlineData(25.9)]
    public void At_the_tipping_point_the_expected_total_is_the_target(double target)
    {
        var tipping = PatternMixture.Tipping(published, BetaPrior.Jeffreys, target);
        Assert.Equal(TippingStatus.Found, tipping.Status);
        Assert.Equal(target, PatternMixture.Predict(published, BetaPrior.Jeffreys, tipping.OddsRatio).Total!.Mean, 1e-9);
    }

    [Fact]
    public void The_tipping_point_to_half_of_the_published_cases_lies_between_two_and_four()
    {
        // D02: the mean total is 17.2 at odds ratio 2 and 20.1 at 4.
        Assert.InRange(PatternMixture.Tipping(published, BetaPrior.Jeffreys, 19).OddsRatio, 2, 4);
        Assert.Equal(TippingStatus.ReachedByTested, PatternMixture.Tipping(published, BetaPrior.Jeffreys, 7).Status);
        Assert.Equal(TippingStatus.OutOfReach, PatternMixture.Tipping(published, BetaPrior.Jeffreys, 26).Status);
    }

    [Fact]
    public void The_ends_of_the_feasible_ratios_lead_to_the_bounds()
    {
        // K = 266 / (7 + 12 r): r = (266/26 − 7)/12 and (266/7 − 7)/12.
        var feasible = SelectionModel.FeasibleRatios(published);
        Assert.Equal(((266.0 / 26) - 7) / 12, feasible.Lower, 1e-12);
        Assert.Equal(((266.0 / 7) - 7) / 12, feasible.Upper, 1e-12);
        Assert.Equal(SelectionStatus.Feasible, SelectionModel.Total(published, feasible.Lower).Status);
        Assert.Equal(SelectionStatus.Feasible, SelectionModel.Total(published, feasible.Upper).Status);
        Assert.Equal(SelectionStatus.Infeasible, SelectionModel.Total(published, feasible.Lower * 0.999).Status);
        Assert.Equal(SelectionStatus.Infeasible, SelectionModel.Total(published, feasible.Upper * 1.001).Status);
        Assert.Equal(SelectionStatus.NotIdentified, SelectionModel.Total(new(5, 0, 0), 1).Status);
    }

    [Fact]
    public void A_test_that_says_nothing_corrects_nothing()
    {
        Assert.Equal(CorrectedShareStatus.UninformativeTest, ImperfectTest.RoganGladen(published, 0.5, 0.5, 0.95).Status);
        Assert.Equal(CorrectedShareStatus.NotIdentified, ImperfectTest.RoganGladen(new(3, 0, 0), 0.9, 0.9, 0.95).Status);
        // 1 of 19 with specificity 0.8: fewer positives than the 20 % false ones expected.
        var cut = ImperfectTest.RoganGladen(new(38, 19, 1), 0.9, 0.8, 0.95);
        Assert.Equal((CorrectedShareStatus.CutAtEnd, 0), (cut.Status, cut.Share));
    }

    [Fact]
    public void A_test_believed_perfect_predicts_as_if_it_were()
    {
        var sure = new UncertainTestPrior(new(1e12, 1e-6), new(1e12, 1e-6), BetaPrior.Jeffreys);
        var posterior = UncertainTest.Estimate(published, sure, 0.95);
        var perfect = TotalPositive.Predict(published, BetaPrior.Jeffreys).Total!;
        Assert.Equal(perfect.Mean, posterior.Total.Mean, 1e-4);
        Assert.Equal(perfect.Interval(0.95), posterior.Total.Interval(0.95));
        Assert.Equal(7.5 / 20, posterior.Mean, 1e-5);
    }

    [Fact]
    public void An_uncertain_test_needs_proper_priors() =>
        Assert.Throws<ArgumentException>(() =>
            UncertainTest.Estimate(published, new(BetaPrior.Haldane, BetaPrior.Uniform, BetaPrior.Uniform), 0.95)
        );
}
