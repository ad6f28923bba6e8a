using Longwatch.Oracles;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Confounding;

public sealed class ConfoundingTests
{
    /// <summary>One binary confounder; exposed 2 of 10 where it is absent and 6 of 10 where it is present.</summary>
    private static readonly bool[] exposed = [.. Enumerable.Range(0, 20).Select(i => i is < 2 or (>= 10 and < 16))];
    private static readonly double[][] covariates = [.. Enumerable.Range(0, 20).Select(i => new[] { i < 10 ? 0.0 : 1 })];
    private static readonly ExposedSample sample = new(exposed, covariates);

    [Fact]
    public void A_saturated_score_is_the_share_exposed_and_weighting_is_standardisation_by_hand()
    {
        var scores = PropensityScore.Fit(sample).Scores;
        Oracle.Equal(0.2, scores[0], 1e-10);
        Oracle.Equal(0.6, scores[19], 1e-10);
        // Outcome: 1 of 2 and 2 of 8 without, 3 of 6 and 3 of 4 with the confounder. Standardised over 10 + 10: ½·(½ + ½) against ½·(¼ + ¾).
        double[] outcomes = [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0];
        var weights = BalancingWeights.Of(sample, scores, WeightTarget.Everybody).Weights;
        var means = WeightedDifference.Means(sample, outcomes, weights, 0.95);
        Assert.Equal(0.5, means.OfExposed, 1e-10);
        Assert.Equal(0.5, means.OfUnexposed, 1e-10);
        // With saturated scores the weights of each group add up to n: the unnormalised difference is the same and is not flagged.
        var unnormalised = WeightedDifference.HorvitzThompson(sample, outcomes, scores);
        Assert.False(unnormalised.Flagged);
        Assert.Equal(0, unnormalised.Difference, 1e-10);
    }

    [Fact]
    public void Truncation_counts_whom_it_touches_and_leaves_the_rest()
    {
        double[] scores = [.. Enumerable.Range(0, 20).Select(i => i == 0 ? 0.01 : 0.5)];
        var cut = BalancingWeights.Of(sample, scores, WeightTarget.Everybody, 0.9);
        Assert.Equal(1, cut.Truncated);
        // The 95th percentile of nineteen twos and a hundred lies at position 18.05: 2 + 0.05 · 98.
        Oracle.Equal(6.9, cut.Weights[0], 1e-12);
        Assert.Equal(2, cut.Weights[1]);
        Assert.Equal(0, BalancingWeights.Of(sample, scores, WeightTarget.Everybody).Truncated);
        Oracle.Equal(8, BalancingWeights.Of(sample, [.. scores.Select(_ => 0.5)], WeightTarget.Overlap).EffectiveExposed, 1e-13);
    }

    [Fact]
    public void Order_of_people_does_not_matter_and_a_doubled_sample_has_half_the_variance()
    {
        double[] outcomes = [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0];
        bool[] events = [.. outcomes.Select(y => y == 1)];
        var forward = OutcomeStandardisation.Risks(sample, events, 0.95);
        var backward = OutcomeStandardisation.Risks(new([.. exposed.Reverse()], [.. covariates.Reverse()]), [.. events.Reverse()], 0.95);
        Oracle.Equal(forward.IfExposed, backward.IfExposed, 1e-11);
        var doubled = new ExposedSample([.. exposed, .. exposed], [.. covariates, .. covariates]);
        var twice = OutcomeStandardisation.Risks(doubled, [.. events, .. events], 0.95);
        Oracle.Equal(forward.IfUnexposed, twice.IfUnexposed, 1e-9);
        Oracle.Equal(forward.DifferenceError / Math.Sqrt(2), twice.DifferenceError, 1e-8);
    }

    [Fact]
    public void What_cannot_be_estimated_has_a_status()
    {
        bool[] all = [.. exposed.Select(_ => true)];
        Assert.Equal(PropensityStatus.OneGroupEmpty, PropensityScore.Fit(new(all, covariates)).Status);
        Assert.Equal(
            PropensityStatus.Collinear,
            PropensityScore.Fit(new(exposed, [.. covariates.Select(c => new[] { c[0], 2 * c[0] })])).Status
        );
        Assert.Equal(PropensityStatus.Separated, PropensityScore.Fit(new(exposed, [.. exposed.Select(e => new[] { e ? 1.0 : 0 })])).Status);
        bool[] none = [.. exposed.Select(_ => false)];
        Assert.Equal(OutcomeStatus.NoContrast, OutcomeStandardisation.Risks(sample, none, 0.95).Status);
        Assert.Equal(OutcomeStatus.OneGroupEmpty, OutcomeStandardisation.Risks(new(all, covariates), exposed, 0.95).Status);
        Assert.Equal(OutcomeStatus.Separated, OutcomeStandardisation.Risks(sample, exposed, 0.95).Status);
        Assert.Equal(OutcomeStatus.NoContrast, OutcomeStandardisation.Augmented(sample, none, [.. exposed.Select(_ => 0.5)], 0.95).Status);
        double[] apart = [.. exposed.Select(e => e ? 0.8 : 0.2)];
        Assert.Equal(PositivityStatus.Violated, PropensityScore.Overlap(sample, apart, 0.1).Status);
        Assert.Equal(20, PropensityScore.Overlap(sample, apart, 0.1).OutsideOverlap);
        Assert.Equal(
            RegressionStatus.Singular,
            WeightedRegression
                .LeastSquares(
                    [
                        [1, 1],
                        [1, 1],
                    ],
                    [1, 2],
                    [1, 1]
                )
                .Status
        );
    }

    [Fact]
    public void A_constant_covariate_is_balanced_unless_the_groups_differ_entirely()
    {
        double[] ones = [.. exposed.Select(_ => 1.0)];
        var constant = CovariateBalance.Of(new(exposed, [.. exposed.Select(e => new[] { 3.0, e ? 1 : 0 })]), ones);
        Assert.Equal(new(0, 0), constant[0]);
        Assert.Equal(double.PositiveInfinity, constant[1].Weighted);
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ExposedSample([], []));
        Assert.Throws<ArgumentException>(() =>
            new ExposedSample(
                [true, false],
                [
                    [1],
                    [double.NaN],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new ExposedSample(
                [true, false],
                [
                    [1],
                    [1, 2],
                ]
            )
        );
        double[] scores = [.. exposed.Select((_, i) => i == 0 ? 0.0 : 0.5)];
        Assert.Throws<ArgumentException>(() => BalancingWeights.Of(sample, scores, WeightTarget.Everybody));
        Assert.Throws<ArgumentException>(() => BalancingWeights.Of(sample, [0.5], WeightTarget.Overlap));
        Assert.Throws<ArgumentException>(() => OutcomeStandardisation.Augmented(sample, exposed, scores, 0.95));
        Assert.Throws<ArgumentException>(() => WeightedDifference.Means(sample, scores, [.. exposed.Select(e => e ? 1.0 : 0)], 0.95));
    }
}
