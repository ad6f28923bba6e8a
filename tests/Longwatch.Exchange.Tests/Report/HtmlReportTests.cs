using System.Text.RegularExpressions;
using Longwatch.Exchange.Report.Html;

namespace Longwatch.Exchange.Tests.Report;

public sealed partial class HtmlReportTests
{
    private static readonly string Html = HtmlReport.Write(SampleReport.Build());

    [Fact]
    public void The_policy_allows_nothing_but_the_style_and_scripts_inside_by_their_hashes()
    {
        var policy = Policy().Match(Html).Groups["policy"].Value;
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal(ReportAssets.Scripts.Length + 1, policy.Split("sha256-").Length - 1);
    }

    [Fact]
    public void A_chart_of_a_table_without_rows_is_not_drawn_and_says_so()
    {
        var report = SampleReport.Build();
        var section = report.Sections.First(s => !s.Charts.IsDefaultOrEmpty);
        var chart = section.Charts[0];
        var emptied = section with { Tables = [.. section.Tables.Select(t => t.Id == chart.TableId ? t with { Rows = [] } : t)] };
        var html = HtmlReport.Write(report with { Sections = report.Sections.Replace(section, emptied) });

        Assert.Contains($"id=\"plot-{chart.Id}\"", Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"id=\"plot-{chart.Id}\"", html, StringComparison.Ordinal);
        Assert.Contains("Nothing to draw", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched()
    {
        var outsideScripts = Scripts().Replace(Html, "");
        Assert.DoesNotMatch(
            @"<(img|link|iframe|object|embed|script[^>]* src)|url\(|@import|\son[a-z]+=",
            string.Concat(Tags().Matches(outsideScripts).Select(tag => Quoted().Replace(tag.Value, "")))
        );
        Assert.DoesNotContain("sourceMappingURL", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_holes_are_escaped_and_only_raw_markup_is_not()
    {
        var html = new HtmlBuilder().Add($"<a title=\"{"\"'<>&\0"}\">{new RawHtml("<b>")}{7}{new Prose("95 % CI 1–2")}");
        Assert.Equal("<a title=\"&quot;&#39;&lt;&gt;&amp;\ufffd\"><b>795\u00a0%\u00a0CI\u00a01–2", html.ToString());
    }

    [Fact]
    public void A_script_cannot_close_its_element() =>
        Assert.Equal(
            "a='<\\/script>';b='<\\/SCRIPT';c='<\\!--';\n".Replace("SCRIPT", "script", StringComparison.Ordinal),
            ReportAssets.ForScriptElement("a='</script>';b='</SCRIPT';c='<!--';\n//# sourceMappingURL=x.map")
        );

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Policy();

    [GeneratedRegex("<script>.*?</script>|<script type=\"application/json\".*?</script>|<title>.*?</title>", RegexOptions.Singleline, 5000)]
    private static partial Regex Scripts();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tags();
}
