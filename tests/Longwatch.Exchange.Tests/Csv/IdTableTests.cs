using System.Text;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Tests.Csv;

public sealed class IdTableTests
{
    [Fact]
    public void Ten_thousand_ids_are_found_under_their_numbers_in_any_order()
    {
        var table = new IdTable();
        var ids = Enumerable.Range(0, 10_000).Select(i => Encoding.UTF8.GetBytes($"P{i * 7919 % 10_007}")).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(i, table.Add(ids[i], out var added));
            Assert.True(added);
        }

        for (var i = ids.Length - 1; i >= 0; i--)
            Assert.Equal(i, table.Find(ids[i], i * 31 % ids.Length));
        Assert.Equal(-1, table.Find("Q1"u8));
        Assert.Equal(5, table.Add(ids[5], out var again));
        Assert.False(again);
        Assert.Equal(10_000, table.Count);
    }
}
