using System.Text.RegularExpressions;
using Longwatch.Cli.Evaluation;
using Longwatch.Exchange.Tests.Report;

namespace Longwatch.Cli.Tests.Evaluation;

public sealed partial class TerminalSummaryTests
{
    private static readonly string[] Files = ["evaluation.json", "report.html", "tables/a.csv", "tables/b.csv"];

    private static string Text(int width, bool colour) =>
        TerminalSummary.Text(SampleReport.Build(), new TerminalStyle(width, colour), "evaluation", Files);

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_terminal(int width) =>
        Assert.All(Text(width, colour: false).Split('\n'), line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void Colour_adds_escapes_and_changes_no_letter()
    {
        Assert.DoesNotContain('\u001b', Text(80, colour: false));
        Assert.Contains('\u001b', Text(80, colour: true));
        Assert.Equal(Text(80, colour: false), Escapes().Replace(Text(80, colour: true), ""));
    }

    [Fact]
    public void Numbers_are_aligned_and_a_missing_one_is_marked()
    {
        var lines = Text(80, colour: false).Split('\n');
        var positive = Assert.Single(lines, line => line.StartsWith("    Positive among tested ", StringComparison.Ordinal));
        var bounds = Assert.Single(lines, line => line.StartsWith("  ! Positive among all, bounds ", StringComparison.Ordinal));
        Assert.EndsWith("7/19 (36.8 %; 95 % CI 16.3–61.6)", positive, StringComparison.Ordinal);
        Assert.Equal(positive.IndexOf("7/19", StringComparison.Ordinal), bounds.IndexOf("not identified: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  ! Tumours offered for testing", StringComparison.Ordinal));
        Assert.Contains("    and 2 more in the report", lines);
    }

    [Fact]
    public void It_ends_with_where_the_files_are() =>
        Assert.EndsWith(
            "\n\nevaluation/evaluation.json\nevaluation/report.html\nevaluation/tables/ (2 CSV files)\n",
            Text(80, colour: false),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_data_cannot_drive_the_terminal()
    {
        var report = SampleReport.Build();
        report = report with { Sections = [report.Sections[0] with { Answer = "before\u001b[2Jafter\u0007" }] };
        var text = TerminalSummary.Text(report, new TerminalStyle(80, Colour: false), "evaluation", []);
        Assert.Contains("before [2Jafter", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [GeneratedRegex("\u001b\\[[0-9]+m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escapes();
}
