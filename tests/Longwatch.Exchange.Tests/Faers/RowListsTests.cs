using Longwatch.Exchange.Faers;

namespace Longwatch.Exchange.Tests.Faers;

public sealed class RowListsTests
{
    [Theory]
    [InlineData(new[] { 0, 0, 2, 2, 2 }, new[] { 0, 2, 2, 5 }, new[] { 10, 11, 12, 13, 14 })]
    [InlineData(new[] { 2, 0, 2, 0, 2 }, new[] { 0, 2, 2, 5 }, new[] { 11, 13, 10, 12, 14 })]
    [InlineData(new int[0], new[] { 0, 0, 0, 0 }, new int[0])]
    public void Rows_come_into_the_order_of_their_reports_and_keep_their_own(int[] report, int[] start, int[] placed)
    {
        var order = RowLists.Order([.. report], 3);

        Assert.Equal(start, order.Start);
        Assert.Equal(placed, RowLists.Place([.. Enumerable.Range(10, report.Length)], order.Target));
    }
}
