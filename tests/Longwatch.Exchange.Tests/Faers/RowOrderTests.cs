using Longwatch.Exchange.Faers;

namespace Longwatch.Exchange.Tests.Faers;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(new[] { 0, 0, 2, 2, 2 }, new[] { 0, 2, 2, 5 }, new[] { 10, 11, 12, 13, 14 })]
    [InlineData(new[] { 2, 0, 2, 0, 2 }, new[] { 0, 2, 2, 5 }, new[] { 11, 13, 10, 12, 14 })]
    [InlineData(new[] { 0, 2, 2, 2, 0 }, new[] { 0, 2, 2, 5 }, new[] { 10, 14, 11, 12, 13 })] // out of order in the last part only
    [InlineData(new int[0], new[] { 0, 0, 0, 0 }, new int[0])]
    public void Rows_come_into_the_order_of_their_reports_and_keep_their_own(int[] report, int[] start, int[] placed)
    {
        var (order, values) = (new RowOrder(3), new Column<int>());
        var (read, parts) = (0, report.Chunk(2).ToArray());
        foreach (var part in parts)
        {
            var share = (double)(read + part.Length) / report.Length;
            order.Add(part, share);
            var added = values.Extend(part.Length, share);
            for (var i = 0; i < part.Length; i++)
                added[i] = 10 + read++;
        }

        var (starts, target) = order.Finish();

        Assert.Equal(start, starts);
        Assert.Equal(placed, RowOrder.Place(values, target).AsSpan(0, report.Length));
    }

    [Fact]
    public void A_column_keeps_what_it_holds_when_the_share_misleads_it_and_when_a_second_file_begins()
    {
        var column = new Column<int>();
        foreach (var (share, i) in new[] { 0.9, 0.9, 0.95, 1, 0.001, 0.002, 1, 1 }.Select((share, i) => (share, i)))
            column.Extend(100, share).Fill(i);

        Assert.Equal(Enumerable.Range(0, 800).Select(i => i / 100), column.Items.Take(column.Count));
    }
}
