using Longwatch.Evaluation.Simulation;

namespace Longwatch.Evaluation.Tests.Simulation;

public sealed class AnnualHazardTests
{
    private static readonly AnnualHazard Hazard = new([0.5, 0.2, 0.1]);

    [Theory] // cumulative hazard by hand: 0.5 after one year, 0.7 after two, then 0.1 per year
    [InlineData(0.25, 0, 1, 0.5)]
    [InlineData(0.6, 0, 1, 1.5)]
    [InlineData(1.0, 0, 1, 5)]
    [InlineData(0.2, 0.8, 1, 1.5)]
    [InlineData(0.3, 7, 1, 10)]
    [InlineData(0.5, 0, 2, 0.5)]
    public void Time_is_where_the_cumulative_hazard_reaches_the_target(double target, double from, double factor, double expected) =>
        Assert.Equal(expected, Hazard.TimeOf(target, from, factor), 1e-12);

    [Fact]
    public void A_hazard_that_ends_may_never_reach_the_target()
    {
        Assert.Equal(double.PositiveInfinity, new AnnualHazard([0.5, 0]).TimeOf(0.6, 0, 1));
        Assert.Equal(0.8, new AnnualHazard([0.5, 0]).TimeOf(0.4, 0, 1), 1e-12);
    }
}
