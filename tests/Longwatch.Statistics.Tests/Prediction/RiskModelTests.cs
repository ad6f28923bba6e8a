using Longwatch.Statistics.Prediction;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Prediction;

public sealed class RiskModelTests
{
    [Fact]
    public void Without_any_effect_honest_performance_is_that_of_chance_and_apparent_performance_is_not()
    {
        // 8 covariates that mean nothing, 45 events among 300, five samples: the mean C should be near one half.
        double apparent = 0,
            leftOut = 0,
            corrected = 0;
        for (var sample = 0; sample < 5; sample++)
        {
            var (covariates, cases) = Made(300, 8, 0, (ulong)sample);
            var result = RiskModel.Fit(covariates, cases, RiskModelPlan.Ridge((ulong)sample) with { Folds = 5, Bootstraps = 30 });
            Assert.Equal(RiskModelStatus.Estimated, result.Status);
            apparent += result.Apparent.C / 5;
            leftOut += result.CrossValidated.C / 5;
            corrected += result.Corrected.C / 5;
        }

        Assert.InRange(apparent, 0.57, 0.8);
        Assert.InRange(leftOut, 0.38, 0.58);
        Assert.InRange(corrected, 0.4, 0.58);
    }

    [Theory]
    [InlineData(RiskModelKind.MaximumLikelihood)]
    [InlineData(RiskModelKind.Firth)]
    [InlineData(RiskModelKind.ElasticNet)]
    public void A_strong_effect_is_found_and_honest_performance_is_a_little_below_the_apparent(RiskModelKind kind)
    {
        var (covariates, cases) = Made(1000, 3, 1.5, 7);
        var plan = RiskModelPlan.Ridge(3) with { Kind = kind, Folds = 5, Bootstraps = 40 };

        var result = RiskModel.Fit(covariates, cases, plan);

        Assert.Equal(RiskModelStatus.Estimated, result.Status);
        Assert.InRange(result.CrossValidated.C, 0.75, result.Apparent.C);
        Assert.InRange(result.Corrected.C, 0.75, result.Apparent.C);
        Assert.True(result.Coefficients[1] > 0.8);
        Assert.Equal(cases.Count(c => c), result.Risks.Sum(), 0.5);
        Assert.Equal(cases.Length, result.Intervals.Length);
        Assert.InRange(result.Risks.Zip(result.Intervals).Count(p => p.Second.Contains(p.First)), 900, 1000);
        Assert.Equal(kind == RiskModelKind.ElasticNet, result.Penalty > 0);
    }

    [Fact]
    public void A_seed_gives_the_same_model_again()
    {
        var (covariates, cases) = Made(250, 4, 1, 2);
        var plan = RiskModelPlan.Ridge(5) with { Mix = 0.5, Folds = 4, Bootstraps = 12 };

        var (one, again) = (RiskModel.Fit(covariates, cases, plan), RiskModel.Fit(covariates, cases, plan));

        Assert.Equal(one.Risks, again.Risks);
        Assert.Equal(one.Intervals, again.Intervals);
        Assert.Equal(one.Corrected, again.Corrected);
        Assert.Equal(one.CrossValidated, again.CrossValidated);
    }

    [Fact]
    public void Thirty_eight_events_carry_three_covariates_unless_they_are_shrunk()
    {
        var random = new Philox(1, 1);
        bool[] cases = [.. Enumerable.Range(0, 400).Select(i => i < 38)];
        double[][] four = [.. Enumerable.Range(0, 4).Select(_ => cases.Select(_ => random.NextNormal()).ToArray())];
        var plan = RiskModelPlan.Ridge(1) with { Kind = RiskModelKind.Firth, Bootstraps = 0 };

        var refused = RiskModel.Fit(four, cases, plan);
        Assert.Equal(RiskModelStatus.TooManyCovariates, refused.Status);
        Assert.Equal((38, 3, 4), (refused.Events, refused.Allowed, refused.Covariates));
        var fitted = RiskModel.Fit(four[..3], cases, plan);
        Assert.Equal(RiskModelStatus.Estimated, fitted.Status);
        Assert.Empty(fitted.Intervals);
        Assert.True(double.IsNaN(fitted.Corrected.C));
        Assert.Equal(RiskModelStatus.Estimated, RiskModel.Fit(four, cases, plan with { Kind = RiskModelKind.ElasticNet }).Status);
    }

    [Fact]
    public void What_cannot_be_fitted_says_so()
    {
        bool[] cases = [.. Enumerable.Range(0, 100).Select(i => i < 30)];
        double[] separating = [.. cases.Select(c => c ? 1.0 : 0)];
        var plan = RiskModelPlan.Ridge(1) with { Kind = RiskModelKind.MaximumLikelihood, Bootstraps = 0 };

        Assert.Equal(RiskModelStatus.NoEstimate, RiskModel.Fit([separating], cases, plan).Status);
        Assert.Equal(RiskModelStatus.TooFewEvents, RiskModel.Fit([separating], [.. cases.Select((_, i) => i < 5)], plan).Status);
        Assert.Equal(RiskModelStatus.TooFewEvents, RiskModel.Fit([separating], new bool[100], plan).Status);
        Assert.Throws<ArgumentException>(() => RiskModel.Fit([], cases, plan));
        Assert.Throws<ArgumentException>(() => RiskModel.Fit([separating], cases, plan with { Folds = 1 }));
        Assert.Throws<ArgumentException>(() =>
            RiskModel.Fit(
                [
                    [.. separating.Select(_ => double.NaN)],
                ],
                cases,
                plan
            )
        );
    }

    // Riley et al. (2020) BMJ 368:m441 and the examples of pmsampsize.
    [Fact]
    public void The_minimum_sample_sizes_are_the_published_ones()
    {
        var binary = MinimumSampleSize.Binary(24, 0.174, 0.288, 0.9);
        Assert.Equal((623, 662, 221, 662), (binary.Shrinkage, binary.Optimism, binary.OverallRisk, binary.Persons));
        Assert.Equal(5143, MinimumSampleSize.TimeToEvent(30, 0.065 * 2.07, 0.051, 0.9).Persons);
        Assert.Throws<ArgumentOutOfRangeException>(() => MinimumSampleSize.Binary(24, 0.01, 0.288, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => MinimumSampleSize.Binary(0, 0.2, 0.1, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => MinimumSampleSize.TimeToEvent(3, 0, 0.1, 0.9));
    }

    private static (double[][] Covariates, bool[] Cases) Made(int persons, int count, double effect, ulong stream)
    {
        var random = new Philox(100, stream);
        double[][] covariates =
        [
            .. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, persons).Select(_ => random.NextNormal()).ToArray()),
        ];
        bool[] cases = [.. covariates[0].Select(v => random.NextDouble() < 1 / (1 + Math.Exp(1.75 - (effect * v))))];
        return (covariates, cases);
    }
}
