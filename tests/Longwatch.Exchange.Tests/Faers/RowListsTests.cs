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
        var order = RowLists.Order(Chunks(report), 3);

        Assert.Equal(start, order.Start);
        Assert.Equal(placed, RowLists.Place(Chunks([.. Enumerable.Range(10, report.Length)]), order.Target));
    }

    /// <summary>In parts of two.</summary>
    private static Chunks<int> Chunks(int[] values)
    {
        var chunks = new Chunks<int>();
        foreach (var part in values.Chunk(2))
        {
            var list = new RentedList<int>(1);
            foreach (var value in part)
                list.Add(value);
            chunks.Add(list);
        }

        return chunks;
    }
}
