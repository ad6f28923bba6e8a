namespace Longwatch.Domain.Tests;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("2024", "2024-01-01", "2024-12-31")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2023-02-28", "2023-02-28", "2023-02-28")]
    public void A_partial_date_spans_the_days_it_can_be(string text, string earliest, string latest)
    {
        Assert.True(PartialDate.TryParse(text, out var date));
        Assert.Equal(earliest, date.Earliest.ToString("yyyy-MM-dd"));
        Assert.Equal(latest, date.Latest.ToString("yyyy-MM-dd"));
        Assert.Equal(text, date.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("24")]
    [InlineData("2024-2")]
    [InlineData("2023-02-29")]
    [InlineData("2024-13")]
    [InlineData("1899")]
    [InlineData("2024/02/01")]
    public void Anything_else_is_no_date(string text) => Assert.False(PartialDate.TryParse(text, out _));
}
