using Longwatch.Exchange.Tests.Report;
using Microsoft.Playwright;

namespace Longwatch.Cli.Tests.Report;

public sealed class ReportInBrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly BrowserNewPageOptions Phone = new()
    {
        ViewportSize = new() { Width = 360, Height = 740 },
    };

    [Fact]
    public async Task The_report_draws_every_chart_without_an_error_and_without_the_network()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        Assert.Empty(report.Errors);
        Assert.Empty(report.Requests);
        Assert.Equal(4, await report.Page.Locator("figure").CountAsync());
        Assert.Equal(4, await report.Page.Locator(".chart svg.marks").CountAsync());
        Assert.Equal(0, await report.Page.Locator("figure.failed").CountAsync());
    }

    [Theory]
    [InlineData("fetch('https://example.org/')")]
    [InlineData("new Promise((ok, no) => { const i = new Image(); i.onload = ok; i.onerror = no; i.src = 'https://example.org/a.png' })")]
    [InlineData("eval('1')")]
    public async Task The_policy_of_the_page_refuses_the_network_and_eval(string attempt)
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        // run inside the page by a timer, since what the test tool evaluates directly is exempt from the policy of the page
        var refused = await report.Page.EvaluateAsync<bool>(
            $$"""() => new Promise(done => { addEventListener('securitypolicyviolation', () => done(true)); setTimeout(() => done(false), 3000); setTimeout(async () => { try { await ({{attempt}}); } catch { } }) })"""
        );
        Assert.True(refused);
        Assert.Empty(report.Requests);
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
        Assert.Equal(0, await report.Page.Locator("a[href^='javascript']").CountAsync());
        Assert.Equal(SampleReport.Hostile, await report.Page.Locator("#hostile .caveats li").TextContentAsync());
        Assert.Contains(
            SampleReport.Hostile,
            await report.Page.Locator("#plot-hostile-chart").GetAttributeAsync("aria-label") ?? "",
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task The_page_does_not_scroll_sideways(int width)
    {
        await using var report = await ReportPage.Open(
            browser,
            SampleReport.Build(),
            new()
            {
                ViewportSize = new() { Width = width, Height = 740 },
            }
        );
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var wideCharts = await report.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.chart')].filter(c => c.scrollWidth > c.clientWidth).map(c => c.id)"
        );
        Assert.Empty(wideCharts);
    }

    [Fact]
    public async Task Charts_are_laid_out_anew_when_the_window_narrows()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        await report.Page.SetViewportSizeAsync(360, 740);
        await report.Until("[...document.querySelectorAll('.chart')].every(c => c.scrollWidth <= c.clientWidth && c.querySelector('svg'))");
        Assert.Empty(report.Errors);
    }

    [Fact]
    public async Task There_is_one_first_heading_and_no_level_is_skipped()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        var levels = await report.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])");
        Assert.Single(levels, level => level == 1);
        Assert.Equal(1, levels[0]);
        Assert.All(
            levels.Zip(levels.Skip(1)),
            pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}")
        );
    }

    [Fact]
    public async Task Every_table_has_a_caption_and_every_header_its_scope()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        Assert.Equal(6, await report.Page.Locator("table").CountAsync());
        Assert.Equal(6, await report.Page.Locator("table > caption:not(:empty)").CountAsync());
        Assert.Equal(0, await report.Page.Locator("th:not([scope])").CountAsync());
        Assert.Equal(await report.Page.Locator("tbody tr").CountAsync(), await report.Page.Locator("tbody th[scope=row]").CountAsync());
    }

    [Fact]
    public async Task Ids_are_unique_and_every_reference_to_one_is_met()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                "() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id); return all.filter((id, i) => all.indexOf(id) !== i) }"
            )
        );
        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('[popovertarget],[aria-labelledby],[data-cite],[data-spec],a[href^="#"]')]
                  .flatMap(e => [e.getAttribute('popovertarget'), e.getAttribute('aria-labelledby'), e.dataset.cite, e.dataset.spec, e.hash?.slice(1)])
                  .filter(id => id && !document.getElementById(id))
                """
            )
        );
    }

    [Fact]
    public async Task Charts_buttons_and_landmarks_have_names()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        var chart = report.Page.GetByRole(
            AriaRole.Img,
            new() { Name = "How far testing went. Bars of 38 suspected cases, 19 tested and 7 positive tumours." }
        );
        Assert.Equal(1, await chart.CountAsync());
        Assert.Equal(4, await report.Page.Locator(".chart[role=img][aria-label]").CountAsync());
        Assert.Equal(0, await report.Page.Locator("button:empty, a:empty").CountAsync());
        foreach (var landmark in new[] { AriaRole.Banner, AriaRole.Main, AriaRole.Navigation, AriaRole.Contentinfo })
            Assert.Equal(1, await report.Page.GetByRole(landmark).CountAsync());
        Assert.Equal("en-GB", await report.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task The_first_tab_stop_skips_to_the_answers()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        await report.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the answers", await report.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await report.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task The_source_of_a_number_opens_and_closes_with_the_keyboard()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build());
        var number = report.Page.Locator("#est-transgene-positive button.sourced");
        var note = report.Page.Locator($"#{await number.GetAttributeAsync("popovertarget")}");
        await number.FocusAsync();
        await report.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(note).ToBeVisibleAsync();
        Assert.Contains("Regulator 2", await note.TextContentAsync() ?? "", StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(note).ToBeHiddenAsync();
        Assert.Equal(
            await number.GetAttributeAsync("popovertarget"),
            await report.Page.EvaluateAsync<string>("document.activeElement.getAttribute('popovertarget')")
        );
    }

    [Fact]
    public async Task The_source_of_a_number_in_a_table_shows_when_the_mouse_rests_on_it_or_a_finger_taps_it()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build(), new() { HasTouch = true });
        var table = report.Page.Locator("#table-transgene-denominators");
        await table.EvaluateAsync("t => t.closest('details').open = true");
        var cell = table.Locator("tbody tr").First.Locator("td.n").First;
        await cell.HoverAsync();
        await Assertions.Expect(report.Page.Locator(".cite:popover-open")).ToContainTextAsync("Regulator 1");
        await report.Page.Mouse.MoveAsync(1, 1);
        await Assertions.Expect(report.Page.Locator(".cite:popover-open")).ToHaveCountAsync(0);
        await cell.TapAsync();
        await Assertions.Expect(report.Page.Locator(".cite:popover-open")).ToContainTextAsync("Regulator 1");
    }

    [Theory]
    [InlineData(ColorScheme.Light, null, "rgb(21, 36, 43)")]
    [InlineData(ColorScheme.Dark, null, "rgb(228, 236, 238)")]
    [InlineData(ColorScheme.Light, "Dark", "rgb(228, 236, 238)")]
    [InlineData(ColorScheme.Dark, "Light", "rgb(21, 36, 43)")]
    public async Task Text_and_charts_follow_the_theme(ColorScheme system, string? chosen, string ink)
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build(), new() { ColorScheme = system });
        if (chosen is not null)
            await report.Page.GetByRole(AriaRole.Radio, new() { Name = chosen }).CheckAsync();
        Assert.Equal(ink, await report.Page.EvaluateAsync<string>("getComputedStyle(document.body).color"));
        Assert.Equal(
            ink,
            await report.Page.EvaluateAsync<string>(
                "getComputedStyle(document.querySelector('#plot-transgene-steps .role-axis-title text')).fill"
            )
        );
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground_by_the_ratio_that_WCAG_AA_asks(ColorScheme scheme)
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build(), new() { ColorScheme = scheme });
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(ContrastCheck.Script));
    }

    [Fact]
    public async Task Paper_shows_every_table_and_nothing_to_press()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build(), new() { ColorScheme = ColorScheme.Dark });
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var table in await report.Page.Locator("table").AllAsync())
            Assert.True(
                await table.EvaluateAsync<bool>(
                    "t => t.checkVisibility({ contentVisibilityAuto: true }) && t.getBoundingClientRect().height > 0"
                )
            );
        await Assertions.Expect(report.Page.Locator(".contents")).ToBeHiddenAsync();
        await Assertions.Expect(report.Page.Locator(".theme")).ToBeHiddenAsync();
        Assert.Equal("rgb(21, 36, 43)", await report.Page.EvaluateAsync<string>("getComputedStyle(document.body).color"));
    }

    [Fact]
    public async Task Without_script_the_tables_and_the_sources_are_there()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build(), new() { JavaScriptEnabled = false });
        await Assertions.Expect(report.Page.Locator(".undrawn").First).ToBeVisibleAsync();
        await report.Page.Locator("#transgene details.data summary").ClickAsync();
        await Assertions.Expect(report.Page.Locator("#table-transgene-denominators")).ToBeVisibleAsync();
        var number = report.Page.Locator("#est-transgene-positive button.sourced");
        await number.ClickAsync();
        var note = report.Page.Locator($"#{await number.GetAttributeAsync("popovertarget")}");
        await Assertions.Expect(note).ToBeVisibleAsync();
        await Assertions.Expect(note).ToContainTextAsync("Regulator 2");
    }

    [Fact]
    public async Task Rows_that_are_not_counted_say_why()
    {
        await using var report = await ReportPage.Open(browser, SampleReport.Build(), Phone);
        await report.Page.Locator("#transgene details.data summary").ClickAsync();
        await Assertions
            .Expect(report.Page.Locator("#table-transgene-denominators tr.greyed .why"))
            .ToHaveTextAsync("Not counted: source not verified [MK]");
    }
}
