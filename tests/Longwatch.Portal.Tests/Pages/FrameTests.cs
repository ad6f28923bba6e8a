using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Pages;

[Collection(RegistryPortal.OneAtATime)]
public sealed class FrameTests(RegistryPortal portal, Chromium chromium)
{
    [Fact]
    public async Task Without_a_script_a_search_finds_and_a_form_saves()
    {
        var server = await portal.Server;
        var patient = await server.NewPatient();
        await using var page = await chromium.Open(server, "/patients", "manager", View.Desktop with { Script = false });

        await page.Page.GetByLabel("Pseudonym").FillAsync(patient.Pseudonym);
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = patient.Pseudonym }).ClickAsync();
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Record a therapy" }).ClickAsync();
        await page.Page.GetByLabel("Kind").SelectOptionAsync("alkylator");
        await page.Page.GetByLabel("First day").FillAsync("2020-02-29");
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save the therapy" }).ClickAsync();

        Assert.Contains("2020-02-29", await page.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Contains("Saved.", await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_form_gets_the_focus_and_its_links_lead_to_the_fields()
    {
        var server = await portal.Server;
        var patient = await server.NewPatient();
        await using var page = await chromium.Open(server, $"/patients/{patient.Id}/infusions/add", "manager");

        await page.Page.GetByLabel("Batch").FillAsync("B<1>");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Until("!!document.querySelector('.error-summary')");

        Assert.True(await page.Page.EvaluateAsync<bool>("document.activeElement.classList.contains('error-summary')"));
        await page.Check();
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("f-date", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("f-date-error", await page.Page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-describedby')"));
        Assert.Equal("B<1>", await page.Page.GetByLabel("Batch").InputValueAsync());
    }

    [Fact]
    public async Task With_the_keyboard_alone_one_skips_to_the_content_and_opens_the_phone_menu()
    {
        var server = await portal.Server;
        await using var page = await chromium.Open(server, "/patients", "manager", View.Phone);

        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.querySelector('details.menu').open"));
        await page.Check();
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Page.EvaluateAsync<bool>("document.querySelector('details.menu').open"));
    }

    [Fact]
    public async Task Times_are_told_in_the_zone_of_the_viewer_from_the_first_page_on()
    {
        var server = await portal.Server;
        var patient = await server.NewPatient();
        await using var page = await chromium.Open(server, $"/patients/{patient.Id}/history", "manager");
        const string shown = "document.querySelector('time[data-moment]').textContent";

        var first = await page.Page.EvaluateAsync<string>(shown);
        await page.Go($"/patients/{patient.Id}/history");
        var second = await page.Page.EvaluateAsync<string>(shown);

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d UTC\+0[12]:00$", first);
        Assert.Equal(first, second);
        Assert.Equal("Europe/Berlin", await page.Page.EvaluateAsync<string>("document.documentElement.dataset.zone"));
    }
}
