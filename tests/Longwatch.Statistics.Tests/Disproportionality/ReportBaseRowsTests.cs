using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

/// <summary>Reports whose lists are flat already.</summary>
public sealed class ReportBaseRowsTests
{
    [Fact]
    public void Flat_lists_count_as_lists_do()
    {
        var lists = ReportBase
            .Of(
                [
                    [0, 1],
                    [],
                    [1],
                ],
                2,
                [
                    [0],
                    [1],
                    [0, 2],
                ],
                3
            )
            .Count();
        var flat = ReportBase.OfRows(([0, 2, 2, 3], [0, 1, 1]), 2, ([0, 1, 2, 4], [0, 1, 0, 2]), 3).Count();

        Assert.Equal(lists.Pairs, flat.Pairs);
        Assert.Equal(lists.Drugs, flat.Drugs);
        Assert.Equal(lists.Events, flat.Events);
        // By hand: the third report adds drug 1 with events 0 and 2.
        Assert.Equal([new(0, 0, 1), new(1, 0, 2), new(1, 2, 1)], flat.Pairs);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 2 }, "not ascending within 0 to 1")] // beyond the last number
    [InlineData(new[] { 0, 2 }, new[] { 1, 0 }, "not ascending")]
    [InlineData(new[] { 0, 2 }, new[] { 1, 1 }, "not ascending")]
    [InlineData(new[] { 0, 2 }, new[] { 1 }, "from 0 to the number of items")]
    [InlineData(new[] { 1, 1 }, new[] { 1 }, "from 0 to the number of items")]
    [InlineData(new[] { 0, 1, 0, 1 }, new[] { 1 }, "4 starts of drugs but 2 of events")]
    public void Flat_lists_that_are_none_are_refused(int[] starts, int[] items, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => ReportBase.OfRows((starts, items), 2, ([0, 1], [0]), 1));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
