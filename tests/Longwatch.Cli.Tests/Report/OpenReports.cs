namespace Longwatch.Cli.Tests.Report;

/// <summary>Reports that stay open: a large one takes seconds to draw, and most tests only look. Each width is loaded anew, as on a device of that width.</summary>
public sealed class OpenReports : IAsyncLifetime
{
    private readonly BrowserFixture _browser = new();
    private readonly Dictionary<(string Path, int Width), ReportPage> _open = [];

    internal async Task<ReportPage> Of(string path, int width)
    {
        if (!_open.TryGetValue((path, width), out var page))
            _open[(path, width)] = page = await ReportPage.OpenFile(
                _browser,
                path,
                new()
                {
                    ViewportSize = new() { Width = width, Height = 740 },
                }
            );
        await page.Page.EmulateMediaAsync(new() { ColorScheme = Microsoft.Playwright.ColorScheme.Light }); // whatever the test before asked for
        return page;
    }

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _open.Values)
            await page.DisposeAsync();
        await _browser.DisposeAsync();
    }
}
