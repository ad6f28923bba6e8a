using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Report;
using Microsoft.Playwright;

namespace Longwatch.Cli.Tests.Report;

/// <summary>report.html opened in headless Chromium; remembers every console error and every request that is not the file itself.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private bool _stays;

    private ReportPage(DirectoryInfo folder, IPage page) => (_folder, Page) = (folder, page);

    internal IPage Page { get; }

    internal List<string> Errors { get; } = [];

    internal List<string> Requests { get; } = [];

    /// <summary>Writes the report and opens it; the test skips, with the reason, only where there is no browser.</summary>
    internal static async Task<ReportPage> Open(BrowserFixture fixture, EvaluationReport report, BrowserNewPageOptions? options = null)
    {
        if (fixture.Browser is null)
            Assert.Skip($"{BrowserFixture.Chromium} is not installed (apt-get install chromium-headless-shell)");
        var folder = Directory.CreateTempSubdirectory("longwatch-report-");
        ReportWriter.Write(report, folder, ReportFormats.Html);
        var opened = new ReportPage(folder, await fixture.Browser.NewPageAsync(options));
        await opened.Load();
        return opened;
    }

    /// <summary>Opens a report.html that a command wrote; the folder stays.</summary>
    internal static async Task<ReportPage> OpenFile(BrowserFixture fixture, string path, BrowserNewPageOptions? options = null)
    {
        if (fixture.Browser is null)
            Assert.Skip($"{BrowserFixture.Chromium} is not installed (apt-get install chromium-headless-shell)");
        var opened = new ReportPage(new DirectoryInfo(Path.GetDirectoryName(path)!), await fixture.Browser.NewPageAsync(options))
        {
            _stays = true,
        };
        await opened.Load();
        return opened;
    }

    private async Task Load()
    {
        var address = new Uri(Path.Combine(_folder.FullName, "report.html")).AbsoluteUri;
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Errors.Add(message.Text);
        };
        Page.PageError += (_, error) => Errors.Add(error);
        await Page.RouteAsync(
            "**/*",
            async route =>
            {
                if (route.Request.Url.Split('#')[0] == address)
                {
                    await route.ContinueAsync();
                    return;
                }
                Requests.Add(route.Request.Url);
                await route.AbortAsync();
            }
        );
        await Page.GotoAsync(address);
        if (await Page.EvaluateAsync<bool>("document.documentElement.classList.contains('js')"))
            await Until("document.documentElement.dataset.charts === 'drawn'");
    }

    /// <summary>Waits until the page says true. Playwright's own waiting evaluates text inside the page, which the policy of the page refuses.</summary>
    internal async Task Until(string condition)
    {
        for (var attempt = 0; !await Page.EvaluateAsync<bool>(condition); attempt++)
        {
            Assert.True(attempt < 300, $"not so after 30 seconds: {condition}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        if (!_stays)
            _folder.Delete(recursive: true);
    }
}
