using System.Text;
using Longwatch.Exchange.Faers;
using Longwatch.Statistics.Random;

namespace Longwatch.Exchange.Tests.Faers;

/// <summary>Fields found 32 bytes at a time beside those of plain splitting.</summary>
public sealed class RowsTests
{
    [Fact]
    public void Fields_are_those_of_splitting_at_every_dollar_sign()
    {
        var random = new Philox(7, 0);
        for (var round = 0; round < 2000; round++)
        {
            var text = new string([.. Enumerable.Range(0, 1 + (int)(random.NextDouble() * 150)).Select(_ => Letter(random))]);
            string[] expected = text.Split('$');
            for (var needed = 1; needed <= Math.Min(expected.Length, 9); needed++)
                Compare(text, expected, needed);
        }
    }

    [Theory]
    [InlineData("1$2$3$", 3)] // LAERS closes the record
    [InlineData("1$2$3", 3)]
    [InlineData("1$2", 2)]
    [InlineData("1$2$3$4", 4)]
    public void Fields_are_counted_up_to_the_end(string line, int fields)
    {
        var walk = new Rows(Encoding.UTF8.GetBytes(line + "\n"), 3, stackalloc int[2]);

        Assert.True(walk.Next());
        Assert.Equal(fields, walk.Fields);
    }

    private static char Letter(Philox random) => random.NextDouble() < 0.2 ? '$' : (char)('a' + (int)(random.NextDouble() * 26));

    private static void Compare(string text, string[] expected, int needed)
    {
        var walk = new Rows(Encoding.UTF8.GetBytes(text + "\n"), expected.Length, stackalloc int[needed]);
        Assert.True(walk.Next());
        Assert.False(walk.Broken, $"{text}: {walk.Fields} fields found of {expected.Length}");
        for (var field = 0; field < needed; field++)
            Assert.Equal(expected[field], Encoding.UTF8.GetString(walk[field]));
    }
}
