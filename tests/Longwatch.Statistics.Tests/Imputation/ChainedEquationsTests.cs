using Longwatch.Statistics.Imputation;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Imputation;

public sealed class ChainedEquationsTests
{
    [Theory]
    [InlineData(ImputationMethod.Normal)]
    [InlineData(ImputationMethod.PredictiveMeanMatching)]
    public void A_mean_biased_in_complete_cases_is_recovered(ImputationMethod method)
    {
        // y = 1 + 2x + noise is missing more often where x is high: the mean of the complete cases is too low, that of all is 1.
        var random = new Philox(11, 0);
        double[] x = [.. Enumerable.Range(0, 4000).Select(_ => random.NextNormal())];
        double[] full = [.. x.Select(v => 1 + (2 * v) + random.NextNormal())];
        double[] y = [.. full.Select((v, i) => random.NextDouble() < 1 / (1 + Math.Exp(-2 * x[i])) ? double.NaN : v)];

        var result = ChainedEquations.Impute(
            [new(x, ImputationMethod.Normal), new(y, method)],
            ImputationOptions.WithSeed(1) with
            {
                Imputations = 5,
                Rounds = 3,
            }
        );

        Assert.Equal(ImputationStatus.Completed, result.Status);
        Assert.InRange(y.Where(v => !double.IsNaN(v)).Average(), -1, 0.4);
        Assert.InRange(result.Tables.Average(t => t[1].Average()), full.Average() - 0.12, full.Average() + 0.12);
        if (method == ImputationMethod.PredictiveMeanMatching)
            Assert.All(result.Tables, t => Assert.Subset(y.ToHashSet(), t[1].ToHashSet()));
    }

    [Fact]
    public void The_pooled_slope_covers_the_true_one_as_often_as_it_should()
    {
        // 200 samples of 150 persons, a third of x missing at random given y; the 95 % interval should cover in 181 to 198 of them (99.8 % of binomials).
        var covered = 0;
        for (var sample = 0; sample < 200; sample++)
        {
            var random = new Philox(5, (ulong)sample);
            double[] x = [.. Enumerable.Range(0, 150).Select(_ => random.NextNormal())];
            double[] y = [.. x.Select(v => v + random.NextNormal())];
            double[] holes = [.. x.Select((v, i) => random.NextDouble() < 0.67 / (1 + Math.Exp(-y[i])) ? double.NaN : v)];
            var result = ChainedEquations.Impute(
                [new(holes, ImputationMethod.Normal), new(y, ImputationMethod.Normal)],
                new(10, 2, 1, (ulong)sample)
            );
            var fits = result
                .Tables.Select(t =>
                    LeastSquares.Fit(
                        [
                            [.. y.Select(_ => 1.0)],
                            t[0],
                        ],
                        t[1]
                    )
                )
                .ToArray();
            var pooled = RubinPooling.Pool([.. fits.Select(f => f.Coefficients[1])], [.. fits.Select(f => f.Covariance[1, 1])], 148, 0.95);
            covered += pooled.Interval.Contains(1) ? 1 : 0;
        }

        Assert.InRange(covered, 180, 198);
    }

    [Fact]
    public void A_binary_variable_keeps_its_relation_to_the_others()
    {
        var random = new Philox(3, 0);
        double[] x = [.. Enumerable.Range(0, 5000).Select(_ => random.NextNormal())];
        double[] full = [.. x.Select(v => random.NextDouble() < 1 / (1 + Math.Exp(1 - v)) ? 1.0 : 0)];
        double[] y = [.. full.Select((v, i) => random.NextDouble() < (x[i] > 0 ? 0.6 : 0.1) ? double.NaN : v)];

        var result = ChainedEquations.Impute(
            [new(x, ImputationMethod.Normal), new(y, ImputationMethod.Logistic)],
            ImputationOptions.WithSeed(9) with
            {
                Imputations = 5,
                Rounds = 2,
            }
        );

        Assert.All(result.Tables, t => Assert.All(t[1], v => Assert.True(v is 0 or 1)));
        Assert.InRange(result.Tables.Average(t => t[1].Average()), full.Average() - 0.03, full.Average() + 0.03);
    }

    [Fact]
    public void What_was_observed_is_kept_and_a_seed_gives_the_same_data_again()
    {
        var (first, second) = (Small(), Small());
        var options = ImputationOptions.WithSeed(4) with { Imputations = 3, Rounds = 4 };

        var one = ChainedEquations.Impute(first, options);
        var again = ChainedEquations.Impute(second, options);
        var other = ChainedEquations.Impute(first, options with { Seed = 5 });

        Assert.Equal(one.Tables.SelectMany(t => t).SelectMany(c => c), again.Tables.SelectMany(t => t).SelectMany(c => c));
        Assert.NotEqual(one.Tables.SelectMany(t => t).SelectMany(c => c), other.Tables.SelectMany(t => t).SelectMany(c => c));
        foreach (var table in one.Tables)
            for (var j = 0; j < first.Length; j++)
            for (var i = 0; i < table[j].Length; i++)
                Assert.True(double.IsNaN(first[j].Values[i]) ? double.IsFinite(table[j][i]) : table[j][i] == first[j].Values[i]);
    }

    [Fact]
    public void Dependent_and_separating_predictors_are_no_obstacle_but_too_few_values_are()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(i => (double)i)];
        double[] separated =
        [
            .. x.Select(v =>
                v % 7 == 3 ? double.NaN
                : v < 15 ? 0
                : 1
            ),
        ];
        double[] noisy = [.. x.Select(v => v % 5 == 1 ? double.NaN : Math.Sin(v))];
        var result = ChainedEquations.Impute(
            [
                new(x, ImputationMethod.Normal),
                new([.. x.Select(v => 2 * v)], ImputationMethod.Normal),
                new(separated, ImputationMethod.Logistic),
                new(noisy, ImputationMethod.PredictiveMeanMatching),
            ],
            ImputationOptions.WithSeed(2)
        );
        Assert.Equal(ImputationStatus.Completed, result.Status);
        Assert.All(result.Tables, t => Assert.All(t, c => Assert.All(c, v => Assert.True(double.IsFinite(v)))));

        double[] few = [.. x.Select((v, i) => i < 3 ? v : double.NaN)];
        var refused = ChainedEquations.Impute(
            [new(x, ImputationMethod.Normal), new(few, ImputationMethod.Normal)],
            ImputationOptions.WithSeed(2)
        );
        Assert.Equal(ImputationStatus.TooFewObserved, refused.Status);
        Assert.Equal(1, refused.Variable);
        Assert.Empty(refused.Tables);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var options = ImputationOptions.WithSeed(1);
        Assert.Throws<ArgumentException>(() => ChainedEquations.Impute([new([1.0], ImputationMethod.Normal)], options));
        Assert.Throws<ArgumentException>(() =>
            ChainedEquations.Impute([new([1.0], ImputationMethod.Normal), new([1.0, 2], ImputationMethod.Normal)], options)
        );
        Assert.Throws<ArgumentException>(() =>
            ChainedEquations.Impute([new([1.0, 2], ImputationMethod.Normal), new([2, double.NaN], ImputationMethod.Logistic)], options)
        );
        Assert.Throws<ArgumentException>(() => ChainedEquations.Impute(Small(), options with { Rounds = 0 }));
    }

    private static ImputationVariable[] Small()
    {
        var random = new Philox(21, 0);
        double[] a = [.. Enumerable.Range(0, 40).Select(_ => random.NextNormal())];
        double[] b = [.. a.Select((v, i) => i % 4 == 0 ? double.NaN : v + random.NextNormal())];
        double[] c =
        [
            .. a.Select(
                (v, i) =>
                    i % 6 == 1 ? double.NaN
                    : v > 0 ? 1
                    : 0
            ),
        ];
        return [new(a, ImputationMethod.Normal), new(b, ImputationMethod.PredictiveMeanMatching), new(c, ImputationMethod.Logistic)];
    }
}
