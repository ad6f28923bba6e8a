using Microsoft.Playwright;

namespace Longwatch.Cli.Tests.Report;

/// <summary>One headless Chromium for all tests of a class; null where none is installed.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    internal const string Chromium = "/usr/bin/chromium-headless-shell";

    private IPlaywright? _playwright;

    internal IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(
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
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
