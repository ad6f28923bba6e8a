using Longwatch.Cli.Tests.Report;
using Longwatch.Exchange.Genetics;
using Longwatch.Exchange.Tests.Genetics;
using Microsoft.Playwright;

namespace Longwatch.Cli.Tests.Genetics;

/// <summary>report.html of a genetic test in headless Chromium, for each verdict and for hostile text.</summary>
public sealed class GeneticReportInBrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string OpenAll = "document.querySelectorAll('details').forEach(d => d.open = true)";

    public static TheoryData<string> Kinds => ["clonal", "low", "negative", "not_assessable", "failed", "hostile"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_chart_is_drawn_without_an_error_and_without_the_network(string kind)
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(folder, kind);

        Assert.Empty(report.Errors);
        Assert.Empty(report.Requests);
        Assert.Equal(await report.Page.Locator("figure").CountAsync(), await report.Page.Locator(".chart svg.marks").CountAsync());
        Assert.Equal(0, await report.Page.Locator("figure.failed").CountAsync());
        Assert.InRange(await report.Page.Locator("figure").CountAsync(), 2, 20);
    }

    [Theory]
    [InlineData("clonal", 360)]
    [InlineData("clonal", 768)]
    [InlineData("clonal", 1280)]
    [InlineData("hostile", 360)]
    [InlineData("not_assessable", 360)]
    public async Task Nothing_sticks_out_sideways_with_everything_unfolded(string kind, int width)
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(
            folder,
            kind,
            new()
            {
                ViewportSize = new() { Width = width, Height = 740 },
            }
        );
        await report.Page.EvaluateAsync(OpenAll);

        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('.chart')].filter(c => c.scrollWidth > c.clientWidth).map(c => c.id)"
            )
        );
    }

    [Theory]
    [InlineData("clonal", "Detected, clonal")]
    [InlineData("low", "Detected, low")]
    [InlineData("negative", "Not detected")]
    [InlineData("not_assessable", "Not assessable")]
    [InlineData("failed", "Failed")]
    public async Task The_verdict_comes_first_and_in_words(string kind, string word)
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(folder, kind);

        Assert.Equal(word, await report.Page.Locator("main h2").First.TextContentAsync());
        Assert.True(
            await report.Page.EvaluateAsync<bool>("document.getElementById('verdict-title').getBoundingClientRect().bottom < innerHeight")
        );
        await Assertions.Expect(report.Page.Locator("#verdict dl.limits div").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Hostile_names_stay_text()
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(folder, "hostile");

        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
        Assert.Contains(SampleGenetics.Hostile, await report.Page.Locator("h1").TextContentAsync() ?? "", StringComparison.Ordinal);
        Assert.Equal(SampleGenetics.Hostile, await report.Page.Locator("#verdict .sentence").TextContentAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light, "clonal")]
    [InlineData(ColorScheme.Dark, "clonal")]
    [InlineData(ColorScheme.Light, "low")]
    [InlineData(ColorScheme.Dark, "failed")]
    public async Task Text_stands_out_from_its_ground_by_the_ratio_that_WCAG_AA_asks(ColorScheme scheme, string kind)
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(folder, kind, new() { ColorScheme = scheme });
        await report.Page.EvaluateAsync(OpenAll);

        Assert.Empty(await report.Page.EvaluateAsync<string[]>(ContrastCheck.Script));
    }

    [Fact]
    public async Task Paper_shows_the_verdict_and_every_table()
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(folder, "clonal");
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(report.Page.Locator("#verdict-title")).ToBeVisibleAsync();
        foreach (var table in await report.Page.Locator("table").AllAsync())
            Assert.True(await table.EvaluateAsync<bool>("t => t.checkVisibility({ contentVisibilityAuto: true })"));
    }

    [Theory]
    [InlineData("clonal")]
    [InlineData("hostile")]
    public async Task Ids_are_unique_headings_in_order_and_every_table_has_a_caption(string kind)
    {
        using var folder = new TemporaryFolder();
        await using var report = await Open(folder, kind);

        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                "() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id); return all.filter((id, i) => all.indexOf(id) !== i) }"
            )
        );
        var levels = await report.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])");
        Assert.Single(levels, level => level == 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Equal(
            await report.Page.Locator("table").CountAsync(),
            await report.Page.Locator("table > caption:not(:empty)").CountAsync()
        );
    }

    private async Task<ReportPage> Open(TemporaryFolder folder, string kind, BrowserNewPageOptions? options = null)
    {
        GeneticWriter.Write(SampleGenetics.Of(kind), new DirectoryInfo(folder.Under("report")));
        return await ReportPage.OpenFile(browser, Path.Combine(folder.Under("report"), "report.html"), options);
    }
}
