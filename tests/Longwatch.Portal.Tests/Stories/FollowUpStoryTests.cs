using System.Net;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.FollowUp;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>A working day of a data manager, clicked in a browser.</summary>
[Collection(StoryPortal.OneAtATime)]
public sealed class FollowUpStoryTests(StoryPortal story, Chromium chromium)
{
    private static string Day(int before) => $"{StoryPortal.Today.AddDays(-before):yyyy-MM-dd}";

    private static Task<List<VisitRow>> Visits(PortalServer server, Guid patient) =>
        server.Read((db, stop) => db.Set<VisitRow>().Where(v => v.Patient == patient).OrderBy(v => v.Date).ToListAsync(stop));

    private static async Task<string> Pseudonym(PortalServer server, Guid patient) =>
        (await server.Read((db, stop) => db.Set<Registry.Treatment.PatientRow>().SingleAsync(p => p.Id == patient, stop))).Pseudonym;

    private static async Task<bool> IsListed(PortalPage page, string pseudonym)
    {
        await page.Go("/follow-up?kind=overdue");
        for (; ; )
        {
            if (await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = pseudonym, Exact = true }).CountAsync() > 0)
                return true;
            var next = page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Next" });
            if (await next.CountAsync() == 0)
                return false;
            await next.First.ClickAsync();
        }
    }

    [Fact]
    public async Task A_data_manager_signs_in_finds_who_is_overdue_tries_to_reach_them_and_enters_the_visit()
    {
        var server = await story.Server;
        var patient = await story.Behind();
        var pseudonym = await Pseudonym(server, patient);
        var visits = (await Visits(server, patient)).Count;
        await using var page = await chromium.Open(server, "/follow-up", caller: null);

        // Sign-in leads back to where one wanted to go.
        await page.SignIn(story.People["manager"]);
        Assert.Equal("/follow-up", new Uri(page.Page.Url).AbsolutePath);
        await page.Follow("Today");
        await page.Sees("Longest overdue");
        Assert.True(await IsListed(page, pseudonym));
        await page.Follow(pseudonym);
        await page.Until("/overdue|window closed/.test(document.body.innerText)");

        // Two attempts to reach the patient.
        await page.Unfold("Record an attempt");
        await page.Fill("date", Day(1));
        await page.Select("means", "telephone");
        await page.Select("outcome", "no_answer");
        await page.Press("Record the attempt");
        await page.Sees("The attempt is recorded.");
        await page.Sees("No answer");
        Assert.True(await IsListed(page, pseudonym)); // an attempt is no visit
        await page.Follow(pseudonym);

        // The form: what is asked follows from what is answered.
        await page.Follow("Enter a follow-up");
        await page.Fill("visit_date", Day(0));
        await page.SeesNot("Lineage");
        await page.Choose("a.malignancy_new", "yes");
        await page.Until("!!document.querySelector('[name=\"a.malignancy_lineage\"]')");
        await page.Choose("a.malignancy_new", "no");
        await page.Until("!document.querySelector('[name=\"a.malignancy_lineage\"]')");
        await page.Choose("a.vital_status", "alive");
        await page.Press("Save as draft");
        await page.Sees("Saved as a draft. It counts as no visit yet.");
        await page.Check();
        Assert.Equal(visits, (await Visits(server, patient)).Count);

        // Later: the draft is among mine, and holds what was answered.
        await page.Follow("Today");
        await page.Sees("My drafts");
        await page.Page.Locator("a[href^='/forms/']", new() { HasText = pseudonym }).ClickAsync();
        Assert.True(await page.Page.Locator("[name='a.malignancy_new'][value='no']").IsCheckedAsync());
        await page.Press("Complete");
        await page.Sees("Nothing was saved.");
        await page.NothingHappened();
        await page.Press("Complete");
        await page.Sees("The form is completed and the visit recorded.");

        Assert.False(await IsListed(page, pseudonym));
        var kept = await Visits(server, patient);
        Assert.Equal(visits + 1, kept.Count);
        Assert.Equal(StoryPortal.Today, kept[^1].Date);
        Assert.Empty(page.Errors);

        // Who and when, as the patient's history tells it.
        await page.Go($"/patients/{patient}/history");
        await page.Sees("Demo Manager");
        await page.Sees($"{TimeProvider.System.GetUtcNow():yyyy-MM}");
    }

    [Fact]
    public async Task The_form_is_entered_on_a_phone_with_the_keyboard_alone()
    {
        var server = await story.Server;
        var patient = await story.Behind();
        var pseudonym = await Pseudonym(server, patient);
        var visits = (await Visits(server, patient)).Count;
        await using var page = await chromium.Open(server, $"/patients/{patient}/plan", "manager", View.Phone);
        var keys = new Keyboard(page);

        await keys.To("Enter a follow-up");
        await keys.Press("Enter");
        await page.Until("location.pathname.endsWith('/forms/follow-up')");
        await keys.ToField("visit_date");
        await keys.Type(Day(0));
        (string Field, int Down)[] answers =
        [
            ("vital_status", 0),
            ("disease_status", 0),
            ("malignancy_new", 1),
            ("persistence_done", 1),
            ("infection_any", 1),
            ("cytopenia_any", 1),
            ("autoimmune_any", 1),
            ("neurological_any", 1),
            ("later_any", 1),
        ];
        await keys.ToField("a.contact_kind");
        await keys.Type("Visit");
        Assert.Equal("visit", await page.Page.Locator("[name='a.contact_kind']").InputValueAsync());
        foreach (var (field, down) in answers)
        {
            await keys.ToField($"a.{field}");
            await keys.Answer($"a.{field}", down);
        }

        await page.Check();
        await keys.To("Complete");
        await keys.Press("Enter");
        await page.Until("location.pathname.endsWith('/plan')");

        await page.Sees("The form is completed and the visit recorded.");
        Assert.Equal(visits + 1, (await Visits(server, patient)).Count);
        Assert.False(await IsListed(page, pseudonym));
        await page.Check();
    }

    [Fact]
    public async Task Nobody_of_another_centre_finds_the_patient_in_a_list_by_search_or_by_address()
    {
        var server = await story.Server;
        var patient = await story.Behind();
        var pseudonym = await Pseudonym(server, patient);
        await using var own = await chromium.Open(server, $"/patients/{patient}/forms/follow-up", "manager");
        await own.Fill("visit_date", Day(2));
        await own.Press("Save as draft");
        var form = new Uri(own.Page.Url).AbsolutePath;
        await using var page = await chromium.Open(server, "/", "manager.elsewhere");

        await page.SeesNot(pseudonym);
        foreach (var list in new[] { "/follow-up?kind=overdue", "/follow-up?kind=due", "/follow-up/lost", "/patients" })
        {
            await page.Go(list);
            await page.SeesNot(pseudonym);
            await page.SeesNot(DemoRegistry.CentreCodes[0]);
        }

        await page.Go("/patients");
        await page.Fill("pseudonym", pseudonym);
        await page.Press("Search");
        await page.Sees("Nobody fits this search");
        foreach (
            var address in new[]
            {
                $"/patients/{patient}",
                $"/patients/{patient}/plan",
                $"/patients/{patient}/history",
                $"/patients/{patient}/forms/follow-up",
                form,
            }
        )
            Assert.Equal((int)HttpStatusCode.NotFound, (await page.Go(address))!.Status);
    }
}
