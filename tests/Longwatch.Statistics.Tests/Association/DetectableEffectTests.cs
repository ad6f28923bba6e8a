using Longwatch.Statistics.Association;

namespace Longwatch.Statistics.Tests.Association;

public sealed class DetectableEffectTests
{
    // By hand: z of 5e-8 is 5.4513, of 0.005 is 2.8070, of 80 % is 0.8416; the information is 38 times the variance.
    [Theory]
    [InlineData(0.18, 5e-8, 11.1)]
    [InlineData(0.18, 0.005, 4.04)]
    [InlineData(0.09, 5e-8, 30.1)]
    [InlineData(0.09, 0.005, 7.20)]
    public void Thirty_eight_cases_show_only_large_effects(double variance, double significance, double expected) =>
        Assert.Equal(expected, DetectableEffect.OddsRatio(38, variance, significance, 0.8), 0.01 * expected);

    [Fact]
    public void Uniform_p_values_are_not_inflated_and_halved_ones_are()
    {
        double[] p = [.. Enumerable.Range(0, 1001).Select(i => (i + 0.5) / 1001), double.NaN];
        Assert.Equal(1, DetectableEffect.Inflation((double[])p.Clone()), 1e-12);
        // The χ² of 0.25 is 1.3233, of 0.5 it is 0.45494.
        Assert.Equal(1.3233 / 0.45494, DetectableEffect.Inflation([.. p.Select(x => x / 2)]), 1e-3);
        Assert.True(double.IsNaN(DetectableEffect.Inflation([double.NaN])));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectableEffect.OddsRatio(0, 0.1, 0.05, 0.8));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectableEffect.OddsRatio(38, 0, 0.05, 0.8));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectableEffect.OddsRatio(38, 0.1, 1.5, 0.8));
    }
}
