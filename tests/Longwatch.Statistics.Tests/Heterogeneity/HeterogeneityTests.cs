using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Statistics.Tests.Heterogeneity;

public sealed class HeterogeneityTests
{
    [Fact]
    public void Input_that_is_no_table_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new CountsByGroup([1, 2], [1.0]));
        Assert.Throws<ArgumentException>(() => new CountsByGroup([], []));
        Assert.Throws<ArgumentException>(() => new CountsByGroup([-1], [1.0]));
        Assert.Throws<ArgumentException>(() => new CountsByGroup([1], [0.0]));
        Assert.Throws<ArgumentException>(() => new CountsByGroup([1], [double.NaN]));
    }

    [Fact]
    public void The_exact_test_equals_the_one_counted_by_hand()
    {
        // 3 events, two groups with equal exposure: probabilities 1/8, 3/8, 3/8, 1/8. Observed (3, 0): as extreme are (3, 0) and (0, 3).
        var test = Homogeneity.Test(new([3, 0], [10, 10]), HomogeneityEffort.WithSeed(1));
        Assert.Equal(0.25, test.Exact.ByProbability, 1e-12);
        Assert.Equal(0.25, test.Exact.ByPearson, 1e-12);
        Assert.Equal(0.25, test.Exact.ByLikelihoodRatio, 1e-12);
        Assert.Equal(3, test.Pearson, 1e-12);
        Assert.Equal(6 * Math.Log(2), test.LikelihoodRatio, 1e-12);
        Assert.Equal((ExactMethod.Enumeration, 4), (test.Method, test.Tables));
    }

    [Fact]
    public void Nothing_to_compare_is_a_status()
    {
        Assert.Equal(ExactMethod.NothingToCompare, Homogeneity.Test(new([4], [10]), HomogeneityEffort.WithSeed(1)).Method);
        Assert.Equal(ExactMethod.NothingToCompare, Homogeneity.Test(new([0, 0], [10, 5]), HomogeneityEffort.WithSeed(1)).Method);
        Assert.Equal(GammaPoissonStatus.NothingToCompare, GammaPoisson.Fit(new([0, 0], [10, 5]), 0.95).Status);
        Assert.Throws<ArgumentException>(() => LogNormalHierarchy.Fit(new([0, 0], [10, 5]), HierarchyPrior.Standard, 0.95));
    }

    [Fact]
    public void Thirty_eight_events_over_ten_groups_are_drawn_and_the_draws_repeat()
    {
        var data = new CountsByGroup([9, 5, 4, 4, 4, 3, 3, 2, 2, 2], [900, 800, 700, 600, 500, 400, 300, 200, 100, 100]);
        var test = Homogeneity.Test(data, HomogeneityEffort.WithSeed(20240411));
        Assert.Equal(ExactMethod.MonteCarlo, test.Method);
        Assert.InRange(test.StandardError.ByPearson, 1e-6, 0.002);
        Assert.Equal(test, Homogeneity.Test(data, HomogeneityEffort.WithSeed(20240411)));
        // The asymptotic test is rough here but not wrong.
        Assert.Equal(test.Asymptotic.ByPearson, test.Exact.ByPearson, 0.05);
    }

    [Fact]
    public void Counts_as_equal_as_possible_show_no_over_dispersion()
    {
        var fit = GammaPoisson.Fit(new([10, 10, 10, 10], [5, 5, 5, 5]), 0.95);
        Assert.Equal(GammaPoissonStatus.NoOverDispersion, fit.Status);
        Assert.Equal(double.PositiveInfinity, fit.Shape);
        Assert.Empty(fit.Groups);
    }

    [Fact]
    public void Only_one_group_with_every_event_is_strong_over_dispersion()
    {
        var fit = GammaPoisson.Fit(new([20, 0, 0, 0, 0], [1, 1, 1, 1, 1]), 0.95);
        Assert.Equal(GammaPoissonStatus.Estimated, fit.Status);
        Assert.InRange(fit.Shape, 0.001, 0.5);
        Assert.InRange(fit.Groups[0].Mean, 4, 5.2);
    }

    [Fact]
    public void Group_posteriors_equal_an_independent_summation()
    {
        // R: dense sums over theta (step 0.005), mu (401 points) and tau (301 points, half weight at 0) of the model with the products of set C01.
        double[] mean = [0.86891723590845, 0.95118203642990, 0.75715002409613, 1.16900965731043, 1.12078038631500, 1.86949507548936];
        double[] above2 = [1.3877e-05, 5.58491e-04, 2.840517e-03, 6.0736849e-02, 4.5081009e-02, 0.36993285];
        double[] within3 = [0.99931143, 0.99924491, 0.88760451, 0.98855446, 0.98988138, 0.90720707];
        var data = new CountsByGroup([13, 10, 0, 3, 3, 9], [28160, 19000, 4290, 3740, 4200, 5200]);

        var posterior = LogNormalHierarchy.Fit(data, HierarchyPrior.Standard, 0.95);

        Assert.Equal(0.45630282059998, posterior.Tau.Mean, 1e-4);
        for (var g = 0; g < mean.Length; g++)
        {
            Assert.Equal(mean[g], posterior.Groups[g].Mean, 1e-4);
            Assert.Equal(above2[g], 1 - posterior.Groups[g].Below(2), 1e-3);
            Assert.Equal(within3[g], posterior.Groups[g].Within(3), 1e-3);
        }

        Assert.Equal(1.2078582635705, posterior.NewGroup.Mean, 1e-3);
        Assert.Equal(0.096709621033353, 1 - posterior.NewGroup.Below(2), 1e-3);
        Assert.Equal(0.92706624567332, posterior.NewGroup.Within(3), 1e-3);
    }

    [Fact]
    public void Many_events_leave_little_of_the_prior()
    {
        var posterior = LogNormalHierarchy.Fit(new([4_000, 1_000], [1_000, 1_000]), HierarchyPrior.Standard, 0.95);
        // Ratios against the common rate: 1.6 and 0.4; the interval of the second is about exp(±1.96/√1000).
        Assert.Equal(1.6, posterior.Groups[0].Median, 0.01);
        Assert.Equal(0.4, posterior.Groups[1].Median, 0.01);
        Assert.Equal(0.4 * Math.Exp(-1.96 / Math.Sqrt(1_000)), posterior.Groups[1].Interval.Lower, 0.005);
        Assert.Equal(ClassVerdict.Undetermined, ClassStatement.Of(posterior.Groups, 2.5).Verdict);
        Assert.Equal(ClassVerdict.Heterogeneous, ClassStatement.Of(posterior.Groups, 2).Verdict);
    }

    [Fact]
    public void The_class_statement_follows_its_rule()
    {
        var alike = LogNormalHierarchy.Fit(new([300, 310, 290], [10, 10, 10]), HierarchyPrior.Standard, 0.95);
        Assert.Equal(ClassVerdict.ClassEffect, ClassStatement.Of(alike.Groups, 3).Verdict);
        var few = LogNormalHierarchy.Fit(new([1, 0, 0], [10, 10, 10]), HierarchyPrior.Standard, 0.95);
        Assert.Equal(ClassVerdict.Undetermined, ClassStatement.Of(few.Groups, 1.5).Verdict);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassStatement.Of(alike.Groups, 1));
    }
}
