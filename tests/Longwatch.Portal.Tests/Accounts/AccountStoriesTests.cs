using System.Text.RegularExpressions;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Registration;
using Microsoft.Playwright;

namespace Longwatch.Portal.Tests.Accounts;

/// <summary>Whole stories of accounts in a browser.</summary>
public sealed class AccountStoriesTests(Chromium chromium) : IAsyncLifetime
{
    private AccountPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await AccountPortal.Start();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static async Task FillPerson(IPage page, string first, string email)
    {
        await page.GetByLabel("First name").FillAsync(first);
        await page.GetByLabel("Last name").FillAsync("Example");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Organisation", new() { Exact = true }).FillAsync("University Hospital");
        await page.GetByLabel("Type of organisation").SelectOptionAsync("treatment_centre");
        await page.GetByLabel("Country").FillAsync("de");
    }

    private static async Task SetPasswordFields(IPage page)
    {
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(AccountPortal.Password);
        await page.GetByLabel("New password again").FillAsync(AccountPortal.Password);
    }

    private static async Task FirstStep(IPage page, string email)
    {
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(AccountPortal.Password);
        await Press(page, "Continue");
    }

    private async Task<byte[]> SetUpAuthenticator(IPage page)
    {
        var key = AccountPortal.FromBase32(await page.Locator("#totp-key").InnerTextAsync());
        await page.GetByLabel("Code that the authenticator shows now").FillAsync(_portal.NextCode(key));
        await Press(page, "Confirm the authenticator");
        return key;
    }

    [Fact]
    public async Task From_the_first_administrator_to_a_clinician_who_signs_in()
    {
        var code = (await _portal.Get<FirstAdministrator>().Invite(Stop))!;
        await using var office = await chromium.Open(_portal.Server, FirstAdministratorPage(), caller: null);
        await office.Check();
        await office.Picture("first-administrator");
        await office.Page.GetByLabel("Code").FillAsync(code);
        await FillPerson(office.Page, "Ada", "ada@example.org");
        await SetPasswordFields(office.Page);
        await Press(office.Page, "Make the account");
        await office.Check();
        await office.Picture("sign-in");
        await FirstStep(office.Page, "ada@example.org");
        await office.Check();
        await office.Picture("set-up-second-factor");
        await SetUpAuthenticator(office.Page);
        Assert.Equal(10, await office.Page.Locator(".codes li").CountAsync());
        await office.Check();
        await office.Picture("recovery-codes");

        await using var ward = await chromium.Open(_portal.Server, "/request-account", caller: null);
        await ward.Check();
        await ward.Picture("request-account");
        await FillPerson(ward.Page, "Grace", "grace@example.org");
        await ward.Page.GetByLabel("Clinician").CheckAsync();
        await ward.Page.GetByLabel("Centre", new() { Exact = false }).Last.SelectOptionAsync("A");
        await Press(ward.Page, "Send the request");
        await ward.Page.GetByLabel("Code").FillAsync(await _portal.CodeOfLetter("grace@example.org"));
        await ward.Check();
        await ward.Picture("confirm-email");
        await Press(ward.Page, "Continue");
        await ward.Until("document.body.innerText.includes('Your e-mail is confirmed')");

        await office.Go("/people");
        await office.Check();
        await office.Picture("people");
        await office.Page.GetByRole(AriaRole.Link, new() { Name = "Grace Example" }).ClickAsync();
        await office.Check();
        await office.Picture("person-requested");
        await office.Page.Locator("#f-approve-role").SelectOptionAsync("clinician");
        await office.Page.Locator("#f-approve-centre").SelectOptionAsync("A");
        await Press(office.Page, "Approve with this role");
        await office.Until("document.body.innerText.includes('The account is approved')");
        await office.Check();
        await office.Picture("person-active");
        await office.Go("/letters");
        await office.Check();
        await office.Picture("letters");

        await ward.Go("/set-password");
        await ward.Page.GetByLabel("Code").FillAsync(await _portal.CodeOfLetter("grace@example.org"));
        await SetPasswordFields(ward.Page);
        await ward.Check();
        await ward.Picture("set-password");
        await Press(ward.Page, "Set the password");
        await FirstStep(ward.Page, "grace@example.org");
        var key = await SetUpAuthenticator(ward.Page);
        await ward.Page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await ward.Go("/account");
        Assert.Equal("Grace Example", await ward.Page.Locator(".lead-line").InnerTextAsync());
        Assert.Empty(await ward.CheckEveryWindow("account"));

        // and again, with the second step as it is from now on
        await using var later = await chromium.Open(_portal.Server, "/account", caller: null, View.Phone);
        await FirstStep(later.Page, "grace@example.org");
        await later.Check();
        await later.Picture("second-step-360");
        await later.Page.GetByLabel("Code").FillAsync(_portal.NextCode(key));
        await Press(later.Page, "Sign in");
        await later.Until("location.pathname === '/account'");
    }

    private static string FirstAdministratorPage() => Longwatch.Portal.Accounts.Registration.FirstAdministratorPage.Address;

    [Fact]
    public async Task A_passkey_is_added_and_signs_in_without_a_password()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        await using var window = await chromium.Open(_portal.Server, "/sign-in", caller: null);
        var page = window.Page;
        // WebAuthn knows names of hosts only: the same server by its name
        var named = new UriBuilder(_portal.Server.Address) { Host = "localhost" }.Uri;
        await using var session = await Authenticator(page);

        await page.GotoAsync(new Uri(named, "/sign-in").ToString());
        await FirstStep(page, member.Email);
        await page.GetByLabel("Code").FillAsync(_portal.NextCode(member.Key));
        await Press(page, "Sign in");
        await page.GotoAsync(new Uri(named, "/account").ToString());
        await page.GetByLabel("Name of the passkey").FillAsync("test device");
        await page.Locator("#f-passkey-proof").FillAsync(AccountPortal.Password);
        await Press(page, "Add a passkey");
        await window.Until("location.pathname === '/passkeys' && document.querySelectorAll('.codes li').length === 10");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(named, "/sign-in?return=%2Faccount").ToString());
        await Press(page, "Sign in with a passkey");
        await window.Until("location.pathname === '/account'");
        Assert.Contains("test device", await page.Locator("#passkeys").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Matches(new Regex("Passkey", RegexOptions.None, TimeSpan.FromSeconds(1)), await page.Locator("#sessions").InnerTextAsync());

        // another person's half sign-in is not finished by this passkey
        var other = await _portal.Add(new Grant(Role.Administrator, null));
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(named, "/sign-in").ToString());
        await FirstStep(page, other.Email);
        await Press(page, "Use a passkey instead");
        await window.Until("document.body.innerText.includes('not accepted')");
    }

    private static async Task<Detached> Authenticator(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new(session);
    }

    private sealed record Detached(ICDPSession Session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Session.DetachAsync();
    }
}
