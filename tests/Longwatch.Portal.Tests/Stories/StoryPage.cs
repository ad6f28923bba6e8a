using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Accounts.Demo;
using Microsoft.Playwright;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>What a person does with a page.</summary>
internal static class StoryPage
{
    /// <summary>Both steps of a sign-in, typed.</summary>
    internal static async Task SignIn(this PortalPage page, DemoPerson person)
    {
        await page.Fill("email", person.Email);
        await page.Fill("password", person.Password);
        await page.Press("Continue");
        await page.Fill("code", DemoPerson.CodeAt(person.TotpKey, TimeProvider.System.GetUtcNow())!);
        await page.Press("Sign in");
    }

    /// <summary>Presses a button that is seen.</summary>
    internal static Task Press(this PortalPage page, string button) =>
        page.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    /// <summary>Follows a link that is seen.</summary>
    internal static async Task Follow(this PortalPage page, string link)
    {
        await page.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();
        await page.Drawn();
    }

    /// <summary>Opens what is folded up.</summary>
    internal static Task Unfold(this PortalPage page, string summary) =>
        page.Page.Locator("summary", new() { HasText = summary }).ClickAsync();

    internal static Task Fill(this PortalPage page, string field, string text) =>
        page.Page.Locator($"main [name='{field}']:visible").First.FillAsync(text);

    internal static async Task Select(this PortalPage page, string field, string code) =>
        await page.Page.Locator($"main select[name='{field}']:visible").First.SelectOptionAsync(code);

    /// <summary>Clicks a radio button or a box.</summary>
    internal static Task Choose(this PortalPage page, string field, string code) =>
        page.Page.Locator($"main [name='{field}'][value='{code}']:visible").CheckAsync();

    internal static Task<string> Text(this PortalPage page) => page.Page.Locator("main").InnerTextAsync();

    internal static async Task Sees(this PortalPage page, string words) =>
        Assert.Contains(words, await page.Text(), StringComparison.Ordinal);

    internal static async Task SeesNot(this PortalPage page, string words) =>
        Assert.DoesNotContain(words, await page.Text(), StringComparison.Ordinal);

    /// <summary>The id in the address, such as that of the case on its page.</summary>
    internal static Guid Id(this PortalPage page) => Guid.Parse(new Uri(page.Page.Url).AbsolutePath.Split('/')[2]);

    /// <summary>Clicks the answers of a follow-up form in which nothing has happened, as fast as the browser takes them.</summary>
    internal static async Task NothingHappened(this PortalPage page, params (string Field, string Code)[] but)
    {
        (string Field, string Code)[] answers =
        [
            ("vital_status", "alive"),
            ("disease_status", "remission"),
            ("malignancy_new", "no"),
            ("persistence_done", "no"),
            ("infection_any", "no"),
            ("cytopenia_any", "no"),
            ("autoimmune_any", "no"),
            ("neurological_any", "no"),
            ("later_any", "no"),
        ];
        await page.Select("a.contact_kind", "visit");
        foreach (var (field, code) in answers)
            await page.Choose($"a.{field}", but.FirstOrDefault(b => b.Field == field).Code ?? code);
    }
}
