using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Report;
using Microsoft.Playwright;

namespace Longwatch.Cli.Tests.Report;

/// <summary>report.html opened in headless Chromium; remembers every console error and every request that is not the file itself.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly DirectoryInfo _folder;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ReportPage(DirectoryInfo folder, IPlaywright playwright, IBrowser browser, IPage page) =>
        (_folder, _playwright, _browser, Page) = (folder, playwright, browser, page);

    internal IPage Page { get; }

    internal List<string> Errors { get; } = [];

    internal List<string> Requests { get; } = [];

    /// <summary>Writes the report and opens it; the test skips, with the reason, only where there is no browser.</summary>
    internal static async Task<ReportPage> Open(EvaluationReport report, BrowserNewPageOptions? options = null)
    {
        if (!File.Exists(Chromium))
            Assert.Skip($"{Chromium} is not installed (apt-get install chromium)");
        var folder = Directory.CreateTempSubdirectory("longwatch-report-");
        ReportWriter.Write(report, folder, ReportFormats.Html);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        var page = await browser.NewPageAsync(options);
        var opened = new ReportPage(folder, playwright, browser, page);
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
            await Page.WaitForFunctionAsync("document.documentElement.dataset.charts === 'drawn'");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _folder.Delete(recursive: true);
    }
}
