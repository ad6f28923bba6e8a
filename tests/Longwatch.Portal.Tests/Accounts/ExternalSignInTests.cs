using Longwatch.Portal.Accounts.External;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Microsoft.Playwright;

namespace Longwatch.Portal.Tests.Accounts;

public sealed class ExternalSignInTests(Chromium chromium) : IAsyncLifetime
{
    private SmallProvider _provider = null!;
    private AccountPortal _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await SmallProvider.Start();
        _portal = await AccountPortal.Start(
            new PortalOptions(OverHttps: false)
            {
                External = new(
                    "Hospital",
                    Elsewhere(_provider.Address("/authorize")),
                    _provider.Address("/token"),
                    _provider.Address("/user")
                )
                {
                    ClientId = SmallProvider.ClientId,
                    ClientSecret = SmallProvider.ClientSecret,
                },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _provider.DisposeAsync();
    }

    /// <summary>By another name of the same machine: for a browser this is another site, whose way back carries no strict cookie.</summary>
    private static Uri Elsewhere(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    private static Task Follow(IPage page, string link) => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [Fact]
    public async Task An_identity_is_linked_by_who_is_signed_in_and_then_takes_the_place_of_the_password()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        await using var window = await chromium.Open(_portal.Server, "/sign-in", caller: null);
        var page = window.Page;

        await Follow(page, "Sign in with Hospital");
        await window.Until("document.body.innerText.includes('No account that can sign in is linked')");

        await page.GetByLabel("E-mail").FillAsync(member.Email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(AccountPortal.Password);
        await Press(page, "Continue");
        await page.GetByLabel("Code").FillAsync(_portal.NextCode(member.Key));
        await Press(page, "Sign in");
        await window.Go("/account");
        await Follow(page, "Link with Hospital");
        await Follow(page, "Continue");
        await window.Until("document.body.innerText.includes('Your account is linked')");
        await page.Locator(".rail-wide form[action='/sign-out'] button").ClickAsync();

        await Follow(page, "Sign in with Hospital");
        await Follow(page, "Continue");
        await window.Until("location.pathname === '/sign-in/second'"); // the second factor stays ours
        await page.GetByLabel("Code").FillAsync(_portal.NextCode(member.Key));
        await Press(page, "Sign in");
        await window.Go("/account");
        Assert.Equal("Person Number1", await page.Locator(".lead-line").InnerTextAsync());
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_comes_back_to_sign_in()
    {
        _provider.Denies = true;
        await using var window = await chromium.Open(_portal.Server, "/sign-in", caller: null);
        await Follow(window.Page, "Sign in with Hospital");
        await window.Until("document.body.innerText.includes('The provider did not say who you are')");
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_refused()
    {
        using var client = _portal.Server.Client(caller: null);
        var answer = await client.Get("/sign-in/external/callback?code=abc&state=def");
        Assert.Equal("/sign-in?done=accounts-external-failed", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public void Settings_of_a_provider_must_be_whole_and_https()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["LONGWATCH_OAUTH_NAME"] = "Hospital" };
        Assert.Null(ExternalProvider.Of(_ => null));
        Assert.Throws<FormatException>(() => ExternalProvider.Of(values.GetValueOrDefault));
        foreach (var part in new[] { "AUTHORIZATION", "TOKEN", "USER" })
            values[$"LONGWATCH_OAUTH_{part}"] = "https://sign-in.example/";
        values["LONGWATCH_OAUTH_CLIENT_ID"] = values["LONGWATCH_OAUTH_CLIENT_SECRET"] = "x";
        Assert.Equal("sub", ExternalProvider.Of(values.GetValueOrDefault)!.SubjectMember);
        values["LONGWATCH_OAUTH_TOKEN"] = "http://sign-in.example/";
        Assert.Contains(
            "_TOKEN",
            Assert.Throws<FormatException>(() => ExternalProvider.Of(values.GetValueOrDefault)).Message,
            StringComparison.Ordinal
        );
    }
}
