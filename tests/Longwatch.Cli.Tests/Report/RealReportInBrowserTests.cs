using System.Text.Json;
using Microsoft.Playwright;

namespace Longwatch.Cli.Tests.Report;

/// <summary>The report that a user gets, opened in headless Chromium: of the published evidence, of a simulated cohort, of hostile data.</summary>
public sealed class RealReportInBrowserTests(RealReports reports, OpenReports open) : IClassFixture<RealReports>, IClassFixture<OpenReports>
{
    private const string OpenAll = "document.querySelectorAll('details').forEach(d => d.open = true)";

    [Theory]
    [InlineData("published")]
    [InlineData("cohort")]
    [InlineData("hostile")]
    public async Task Every_chart_of_the_JSON_is_drawn_without_a_word_on_the_console_and_without_the_network(string kind)
    {
        var report = await Open(kind);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(reports.Of(kind), "evaluation.json"), Token));
        var charts = json.RootElement.GetProperty("sections").EnumerateArray().Sum(s => s.GetProperty("charts").GetArrayLength());

        Assert.InRange(charts, 10, 100);
        Assert.Equal(charts, await report.Page.Locator(".chart svg.marks").CountAsync());
        Assert.Equal(0, await report.Page.Locator("figure.failed").CountAsync());
        Assert.Empty(report.Errors);
        Assert.Empty(report.Requests);
    }

    [Theory]
    [InlineData("published", 360)]
    [InlineData("cohort", 360)]
    [InlineData("hostile", 360)]
    [InlineData("published", 1280)]
    public async Task Nothing_sticks_out_sideways_with_everything_unfolded(string kind, int width)
    {
        var report = await Open(kind, width);
        await report.Page.EvaluateAsync(OpenAll);

        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('.chart')].filter(c => c.scrollWidth > c.clientWidth).map(c => `${c.id}: ${c.scrollWidth} > ${c.clientWidth}`)"
            )
        );
    }

    [Theory]
    [InlineData("published")]
    [InlineData("cohort")]
    [InlineData("hostile")]
    public async Task Headings_captions_names_and_references_are_in_order(string kind)
    {
        var report = await Open(kind);

        Assert.Empty(await report.Page.EvaluateAsync<string[]>(Structure));
    }

    [Theory]
    [InlineData("published", ColorScheme.Light)]
    [InlineData("published", ColorScheme.Dark)]
    [InlineData("cohort", ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground(string kind, ColorScheme scheme)
    {
        var report = await Open(kind);
        await report.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await report.Page.EvaluateAsync(OpenAll);

        Assert.Empty(await report.Page.EvaluateAsync<string[]>(ContrastCheck.Script));
    }

    [Fact]
    public async Task Hostile_data_stay_text_and_addresses_that_run_are_no_links()
    {
        var report = await Open("hostile");
        await report.Page.EvaluateAsync(OpenAll);
        await report.Page.EvaluateAsync("document.querySelectorAll('*').forEach(e => e.dispatchEvent(new Event('mouseover')))");

        Assert.True(await report.Page.EvaluateAsync<bool>("window.broken === undefined"));
        Assert.Equal(0, await report.Page.Locator("main img, main script:not([type='application/json'])").CountAsync());
        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('a')].map(a => a.href).filter(h => !/^(https?|file):/.test(h))"
            )
        );
        Assert.Empty(
            await report.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.name)).filter(n => /^on/.test(n))"
            )
        );
        Assert.True(await report.Page.GetByText("window.broken=1", new() { Exact = false }).CountAsync() > 0);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(414)]
    [InlineData(1280)]
    public async Task No_line_of_a_heading_or_an_answer_ends_in_the_middle_of_T_cell(int width)
    {
        var report = await Open("published", width);

        var broken = await report.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('h1, h2, .answer, .kicker, .contents a, .summary li, .card .label')].flatMap(e => {
              const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), out = [];
              for (let t; (t = texts.nextNode());)
                for (const m of t.data.matchAll(/\b[A-Za-z]-[a-z]+/g)) {
                  const r = document.createRange();
                  r.setStart(t, m.index); r.setEnd(t, m.index + m[0].length);
                  if (new Set([...r.getClientRects()].filter(b => b.width > 0).map(b => Math.round(b.top))).size > 1) out.push(t.data);
                }
              return out;
            })
            """
        );

        Assert.Empty(broken);
    }

    private const string Structure = """
        () => {
          const wrong = [];
          const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')];
          if (levels.filter(h => h.tagName === 'H1').length !== 1) wrong.push('not one h1');
          levels.slice(1).forEach((h, i) => { if (+h.tagName[1] > +levels[i].tagName[1] + 1) wrong.push(`level skipped at ${h.textContent}`); });
          document.querySelectorAll('h1,h2,h3,button,a,summary,caption').forEach(e => { if (!e.textContent.trim()) wrong.push(`${e.tagName} without text`); });
          document.querySelectorAll('table').forEach(t => { if (!t.caption) wrong.push(`no caption: ${t.id}`); });
          document.querySelectorAll('th:not([scope])').forEach(t => wrong.push(`no scope: ${t.textContent}`));
          document.querySelectorAll('.chart').forEach(c => { if (c.getAttribute('role') !== 'img' || !c.getAttribute('aria-label')?.trim()) wrong.push(`no name: ${c.id}`); });
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => wrong.push(`twice: ${id}`));
          ids.filter(id => /\s/.test(id)).forEach(id => wrong.push(`space in id: ${id}`));
          document.querySelectorAll('[popovertarget],[aria-labelledby],[data-cite],[data-spec],a[href^="#"]').forEach(e =>
            [e.getAttribute('popovertarget'), e.getAttribute('aria-labelledby'), e.dataset.cite, e.dataset.spec, e.hash?.slice(1)]
              .filter(id => id && !document.getElementById(id)).forEach(id => wrong.push(`leads nowhere: ${id}`)));
          return wrong;
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<ReportPage> Open(string kind, int width = 1280) => open.Of(Path.Combine(reports.Of(kind), "report.html"), width);
}
