using Microsoft.Playwright;

namespace Longwatch.Portal.Tests.Frame;

/// <summary>A page of the portal in Chromium; remembers every console error and every request that is not to the portal.</summary>
internal sealed class PortalPage : IAsyncDisposable
{
    private readonly Uri _home;

    internal PortalPage(IPage page, Uri home)
    {
        (Page, _home) = (page, home);
        page.Console += (_, message) =>
        {
            // Chromium says of every answer from 400 on that it failed to load; the tests look at the status themselves.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(_home.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                Errors.Add($"asked elsewhere: {request.Url}");
        };
    }

    internal IPage Page { get; }

    internal List<string> Errors { get; } = [];

    internal async Task<IResponse?> Go(string address)
    {
        var response = await Page.GotoAsync(new Uri(_home, address).ToString());
        await Drawn();
        return response;
    }

    /// <summary>Waits until the charts of the page, if any, are drawn.</summary>
    internal async Task Drawn()
    {
        if (
            await Page.EvaluateAsync<bool>(
                "document.documentElement.classList.contains('js') && !!document.querySelector('.plot[data-spec]')"
            )
        )
            await Until("!!document.documentElement.dataset.charts");
    }

    /// <summary>Waits until the page says true. Playwright's own waiting evaluates text inside the page, which the policy of the page refuses.</summary>
    internal async Task Until(string condition)
    {
        for (var attempt = 0; !await IsSo(condition); attempt++)
        {
            if (attempt == 200)
                Assert.Fail($"not so after 20 seconds: {condition}, at {Page.Url}: {await Page.Locator("body").InnerTextAsync()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task<bool> IsSo(string condition)
    {
        try
        {
            return await Page.EvaluateAsync<bool>(condition);
        }
        catch (PlaywrightException e) when (e.Message.Contains("Execution context was destroyed", StringComparison.Ordinal))
        {
            return false; // another page is on its way
        }
    }

    /// <summary>No error in the console, no request elsewhere, nothing wider than the window, and nothing that axe finds against WCAG 2.2 AA.</summary>
    /// <param name="coloursOnly">The page was looked at whole in another theme: of axe's rules only those of colour.</param>
    internal async Task Check(bool coloursOnly = false)
    {
        Assert.True(Errors.Count == 0, string.Join(Environment.NewLine, Errors));
        var wide = await Page.EvaluateAsync<string[]>(
            """
            () => document.documentElement.scrollWidth <= innerWidth ? [] :
              [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map(e => e.outerHTML.slice(0, 160))
            """
        );
        Assert.True(wide.Length == 0, string.Join(Environment.NewLine, wide));
        await Axe.Check(Page, coloursOnly);
    }

    /// <summary>Checks the page that is open in every window, loaded once, and keeps a picture of each.</summary>
    /// <returns>What is wrong, with the window.</returns>
    internal async Task<IReadOnlyList<string>> CheckEveryWindow(string name)
    {
        var problems = new List<string>();
        foreach (var view in View.All)
        {
            await Page.SetViewportSizeAsync(view.Width, view.Height);
            await Page.EmulateMediaAsync(new() { ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light });
            await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await Drawn();
            await Picture($"{name}-{view.Width}{(view.Dark ? "-dark" : "")}");
            try
            {
                await Check(coloursOnly: view.Dark);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                problems.Add($"{name} at {view}: {e.Message}");
            }

            Errors.Clear();
        }

        return problems;
    }

    /// <summary>With LONGWATCH_SCREENSHOTS=1 keeps a picture of the whole page for people to look at: artifacts/screenshots/NAME.png.</summary>
    internal async Task Picture(string name)
    {
        if (Wanted)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png"), FullPage = true });
    }

    /// <summary>Whether pictures are kept.</summary>
    internal static bool Wanted => Environment.GetEnvironmentVariable("LONGWATCH_SCREENSHOTS") == "1";

    internal static string Pictures { get; } =
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots")).FullName;

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
