using Longwatch.Oracles;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

public sealed class WeightedSurvivalTests
{
    private static readonly double[] times = [1, 2, 2, 3, 4, 4, 5, 6, 7, 8];
    private static readonly bool[] observed = [true, true, false, true, true, true, false, true, false, true];
    private static readonly double[] weights = [0.5, 1.2, 2, 0.7, 1, 3, 0.4, 1.5, 0.9, 1.1];

    /// <summary>R 4.2.2, survival 3.5-3: survfit(Surv(t, e) ~ 1, weights = w, robust = TRUE, conf.type = "log-log").</summary>
    [Fact]
    public void Survival_errors_and_limits_equal_those_of_R()
    {
        double[] survival = [0.959349593495935, 0.861788617886179, 0.791643032709397, 0.390811117413500, 0.223320638522000];
        double[] errors = [0.0417518982017417, 0.1033686591482187, 0.1250082176682576, 0.1864424172851336, 0.1480817009687877];
        double[] atRisk = [12.3, 11.8, 8.6, 7.9, 3.5];

        var steps = WeightedSurvival.Estimate(times, observed, weights);

        Assert.Equal([1.0, 2, 3, 4, 6, 8], steps.Select(s => s.Time));
        for (var i = 0; i < survival.Length; i++)
        {
            Oracle.Equal(atRisk[i], steps[i].AtRisk, 1e-12);
            Oracle.Equal(survival[i], steps[i].Survival, 1e-12);
            Oracle.Equal(errors[i], steps[i].StandardError, 1e-12);
        }

        Assert.True(steps[3].TryInterval(0.95, ProbabilityTransform.LogLog, out var limits));
        Oracle.Equal(0.0787319352516460, limits.Lower, 1e-10);
        Oracle.Equal(0.706597851716956, limits.Upper, 1e-10);
        Assert.Equal((0.0, double.NaN), (steps[5].Survival, steps[5].StandardError));
        Assert.False(steps[5].TryInterval(0.95, ProbabilityTransform.LogLog, out _));
    }

    [Fact]
    public void Equal_weights_of_any_size_give_the_unweighted_curve_and_twice_all_weights_change_nothing()
    {
        var plain = KaplanMeier.Estimate(times, observed).Steps;
        var equal = WeightedSurvival.Estimate(times, observed, Enumerable.Repeat(0.3, 10).ToArray());
        Assert.Equal(plain.Count, equal.Count);
        Assert.All(plain.Zip(equal), p => Oracle.Equal(p.First.Survival, p.Second.Survival, 1e-12));

        var (once, twice) = (
            WeightedSurvival.Estimate(times, observed, weights),
            WeightedSurvival.Estimate(times, observed, Array.ConvertAll(weights, w => 2 * w))
        );
        Assert.All(
            once.SkipLast(1).Zip(twice),
            p =>
            {
                Oracle.Equal(p.First.Survival, p.Second.Survival, 1e-12);
                Oracle.Equal(p.First.StandardError, p.Second.StandardError, 1e-12);
            }
        );
    }

    [Fact]
    public void Weight_zero_is_as_not_being_there_and_degenerate_samples_have_no_steps()
    {
        var without = WeightedSurvival.Estimate([1, 3, 4], [true, true, false], [1, 2, 1]);
        var with = WeightedSurvival.Estimate([1, 2, 3, 4], [true, true, true, false], [1, 0, 2, 1]);

        Assert.Equal(without, with);
        Assert.Empty(WeightedSurvival.Estimate([], [], []));
        Assert.Empty(WeightedSurvival.Estimate([1, 2], [false, false], [1, 1]));
        Assert.Throws<ArgumentException>(() => WeightedSurvival.Estimate([1, 2], [true, true], [1, -1]));
        Assert.Throws<ArgumentException>(() => WeightedSurvival.Estimate([1], [true, true], [1, 1]));
    }
}
