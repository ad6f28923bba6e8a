using Longwatch.Oracles;
using Longwatch.Statistics.BiasAnalysis;

namespace Longwatch.Statistics.Tests.BiasAnalysis;

public sealed class ProbabilisticBiasTests
{
    private static readonly FourfoldTable table = new(45, 257, 94, 945);
    private static readonly DrawPlan plan = new(20_000, 20260101);

    [Fact]
    public void Constant_beliefs_give_the_closed_forms()
    {
        var record = new Recording(0.85, 0.95);
        var beliefs = new BiasBeliefs(
            new(
                BiasDistribution.Constant(0.85),
                BiasDistribution.Constant(0.95),
                BiasDistribution.Constant(0.85),
                BiasDistribution.Constant(0.95),
                0.8
            ),
            new(BiasDistribution.Constant(0.5)),
            new(BiasDistribution.Constant(3), BiasDistribution.Constant(0.6), BiasDistribution.Constant(0.3))
        );
        var corrected = QuantitativeBias.Misclassification(table, record, record).Table.OddsRatio / 0.5 / 1.375;

        var result = ProbabilisticBias.Simulate(table, beliefs, plan, 0.95);

        Assert.Equal((ProbabilisticStatus.Estimated, 0), (result.Status, result.Rejected));
        Oracle.Equal(corrected, result.Systematic.Median, 1e-12);
        Oracle.Equal(corrected, result.Systematic.Interval.Upper, 1e-12);
        // Random error is then all there is: Woolf's interval about the corrected ratio, within the error of 20,000 draws.
        var factor = Math.Exp(1.959964 * Math.Sqrt((1 / 45.0) + (1 / 257.0) + (1 / 94.0) + (1 / 945.0)));
        Assert.Equal(Math.Log(corrected * factor), Math.Log(result.Total.Interval.Upper), 0.02);
        Assert.Equal(Math.Log(corrected / factor), Math.Log(result.Total.Interval.Lower), 0.02);
        Oracle.Equal(table.OddsRatio, result.Conventional.Median, 1e-13);
    }

    [Fact]
    public void A_uniform_belief_about_selection_has_the_quantiles_of_its_inverse()
    {
        var beliefs = new BiasBeliefs(null, new(BiasDistribution.Uniform(1, 3)), null);
        var result = ProbabilisticBias.Simulate(table, beliefs, plan, 0.9);
        // Bias quantiles 1.1, 2 and 2.9.
        Assert.Equal(table.OddsRatio / 2, result.Systematic.Median, 0.02);
        Assert.Equal(table.OddsRatio / 2.9, result.Systematic.Interval.Lower, 0.01);
        Assert.Equal(table.OddsRatio / 1.1, result.Systematic.Interval.Upper, 0.03);
        Assert.Equal(result, ProbabilisticBias.Simulate(table, beliefs, plan, 0.9));
        Assert.NotEqual(result, ProbabilisticBias.Simulate(table, beliefs, plan with { Seed = 2 }, 0.9));
    }

    [Fact]
    public void The_trapezoid_has_the_quantiles_of_its_area()
    {
        // Height 2/(4 + 2 − 1 − 0) = 0.4: 0.2 up to 1, 0.4 from 1 to 2, 0.4 beyond.
        var shape = BiasDistribution.Trapezoid(0, 1, 2, 4);
        Assert.Equal(0.5, shape.Quantile(0.05), 1e-14);
        Assert.Equal(1.5, shape.Quantile(0.4), 1e-14);
        Assert.Equal(3, shape.Quantile(0.9), 1e-14);
        Assert.Equal((0, 4), (shape.Quantile(0), shape.Quantile(1)));
        Assert.Throws<ArgumentException>(() => BiasDistribution.Triangle(1, 0, 2));
    }

    [Fact]
    public void Draws_that_the_table_excludes_are_counted_and_none_left_is_a_status()
    {
        BiasBeliefs Specificity(double least, double most) =>
            new(
                new(
                    BiasDistribution.Constant(0.9),
                    BiasDistribution.Uniform(least, most),
                    BiasDistribution.Constant(0.9),
                    BiasDistribution.Uniform(least, most),
                    1
                ),
                null,
                null
            );
        // 94 of 1,039 others recorded as exposed: a specificity below 0.9095 is impossible.
        var some = ProbabilisticBias.Simulate(table, Specificity(0.9, 1), plan, 0.95);
        Assert.InRange(some.Rejected, 20_000 * 0.08, 20_000 * 0.11);
        Assert.Equal(ProbabilisticStatus.NoCompatibleDraw, ProbabilisticBias.Simulate(table, Specificity(0.7, 0.8), plan, 0.95).Status);
        Assert.Equal(ProbabilisticStatus.NoOdds, ProbabilisticBias.Simulate(new(0, 1, 1, 1), Specificity(1, 1), plan, 0.95).Status);
        Assert.Throws<ArgumentException>(() => ProbabilisticBias.Simulate(table, Specificity(0.9, 1.2), plan, 0.95));
        Assert.Throws<ArgumentException>(() => ProbabilisticBias.Simulate(table, Specificity(0.9, 1), new(0, 1), 0.95));
    }
}
