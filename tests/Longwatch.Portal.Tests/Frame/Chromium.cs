using Longwatch.Portal.Tests.Frame;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Longwatch.Portal.Tests.Frame;

/// <summary>One headless Chromium for all tests, by the shell without windows: the whole browser starts two processes for each page. A test skips, with the reason, only where none is installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium-headless-shell";

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private Task<IBrowser>? _browser;

    /// <summary>A window with its own cookies, opened at the address.</summary>
    /// <param name="caller">One of the server's callers; null: nobody is signed in.</param>
    internal async Task<PortalPage> Open(PortalServer server, string address, string? caller = "all", View? view = null)
    {
        if (!File.Exists(Path))
            Assert.Skip($"{Path} is not installed (apt-get install chromium-headless-shell)");
        view ??= View.Desktop;
        var context = await (await Browser()).NewContextAsync(
            new()
            {
                BaseURL = server.Address.ToString(),
                ViewportSize = new() { Width = view.Width, Height = view.Height },
                ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
                TimezoneId = "Europe/Berlin",
                Locale = "en-GB",
                JavaScriptEnabled = view.Script,
                ReducedMotion = ReducedMotion.Reduce, // colours are looked at as they end up
            }
        );
        if (caller is not null)
            await context.AddCookiesAsync([
                new()
                {
                    Name = PortalServer.CallerCookie,
                    Value = caller,
                    Url = server.Address.ToString(),
                },
            ]);
        var page = new PortalPage(await context.NewPageAsync(), server.Address);
        await page.Go(address);
        return page;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await (await _browser).DisposeAsync();
        _playwright?.Dispose();
    }

    private Task<IBrowser> Browser()
    {
        lock (Arguments)
            return _browser ??= Start();
    }

    private async Task<IBrowser> Start()
    {
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = Arguments });
    }
}

/// <summary>How a window looks.</summary>
internal sealed record View(int Width, int Height, bool Dark = false, bool Script = true)
{
    internal static readonly View Desktop = new(1280, 900);
    internal static readonly View Phone = new(360, 740);

    /// <summary>What every page is looked at in.</summary>
    internal static readonly View[] All = [Desktop, Phone, Desktop with { Dark = true }, Phone with { Dark = true }];
}
