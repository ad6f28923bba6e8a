using System.Text;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Report;

namespace Longwatch.Exchange.Tests.Report;

public sealed class CsvTableTests
{
    private static string Csv(params TableRow[] rows) =>
        Text(new ReportTable("t", "Caption", [new("name", "Name"), new("value", "Value", 1, true)], [.. rows]));

    private static string Text(ReportTable table) => Encoding.UTF8.GetString(CsvTable.Write(table));

    [Fact]
    public void Numbers_keep_full_precision_and_gaps_stay_empty() =>
        Assert.Equal(
            "name,value,sources\nshare,0.3684210526315789,a:1;a:2\n,,\nminus,-1.5,\n",
            Csv(new(["share", 7d / 19], null, ["a:1", "a:2"]), new([default, default]), new(["minus", -1.5]))
        );

    [Fact]
    public void Rows_that_are_not_counted_say_so_and_why() =>
        Assert.Equal(
            "name,value,counted,not_counted_because,sources\nin,1,yes,,\nout,2,no,\"unverified, [MK]\",\n",
            Csv(new(["in", 1]), new(["out", 2], "unverified, [MK]"))
        );

    [Theory]
    [InlineData("=cmd()", "\"'=cmd()\"")]
    [InlineData("'=cmd()", "\"''=cmd()\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("plain", "plain")]
    public void Text_is_quoted_after_RFC_4180_and_never_a_formula(string text, string written) =>
        Assert.Equal($"name,value,sources\n{written},,\n", Csv(new TableRow([text, default])));

    [Fact]
    public void A_column_of_the_table_is_never_hidden_by_one_of_ours()
    {
        var table = new ReportTable("t", "C", [new("sources", "S"), new("counted", "C")], [new([1, 2], "because")]);
        Assert.StartsWith("sources,counted,row_counted,not_counted_because,row_sources\n", Text(table), StringComparison.Ordinal);
    }
}
