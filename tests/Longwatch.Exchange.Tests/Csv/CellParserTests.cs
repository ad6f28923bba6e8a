using System.Text;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Tests.Csv;

public sealed class CellParserTests
{
    [Fact]
    public void Every_day_from_1900_to_2200_is_read_as_itself()
    {
        for (var day = new DateOnly(1900, 1, 1); day <= new DateOnly(2200, 12, 31); day = day.AddDays(1))
        {
            Assert.True(CellParser.TryDate(Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd")), out var read));
            Assert.Equal(day, read);
        }
    }

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2023-00-10")]
    [InlineData("2023-13-10")]
    [InlineData("2023-04-31")]
    [InlineData("2023-4-1")]
    [InlineData("1899-12-31")]
    [InlineData("2201-01-01")]
    [InlineData("20a3-01-01")]
    [InlineData("2023/01/01")]
    [InlineData("2023-01-1 ")]
    [InlineData("")]
    public void A_day_that_does_not_exist_or_has_another_form_is_refused(string cell) =>
        Assert.False(CellParser.TryDate(Encoding.UTF8.GetBytes(cell), out _));

    [Theory]
    [InlineData("0.1", 0.1)]
    [InlineData("-2", -2.0)]
    [InlineData("1e-3", 0.001)]
    [InlineData("+1", null)]
    [InlineData("1,5", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e999", null)]
    [InlineData(" 1", null)]
    [InlineData("1 ", null)]
    public void A_number_has_a_decimal_point_and_is_finite(string cell, double? value)
    {
        var read = CellParser.TryNumber(Encoding.UTF8.GetBytes(cell), out var number);

        Assert.Equal(value, read ? number : null);
    }
}
