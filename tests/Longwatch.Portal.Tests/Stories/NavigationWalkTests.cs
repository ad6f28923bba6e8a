using Longwatch.Portal.Shell.Frame;
using Longwatch.Portal.Tests.Frame;
using Xunit.Sdk;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>Every place of the menu, and the pages of a patient and a case with all that a story leaves there, in every window.</summary>
/// <remarks>With LONGWATCH_SCREENSHOTS=1 each is kept as a picture in artifacts/screenshots, to be looked at.</remarks>
[Collection(StoryPortal.OneAtATime)]
public sealed class NavigationWalkTests(StoryPortal story, Chromium chromium)
{
    private static bool Pictures => Environment.GetEnvironmentVariable("LONGWATCH_SCREENSHOTS") == "1";

    [Fact]
    public async Task Every_place_is_accessible_and_fits_in_light_and_dark_on_desktop_and_phone()
    {
        var told = await CaseStory.Tell(story, chromium);
        var server = await story.Server;
        var plan = await story.Behind();
        (string Name, string Address)[] pages =
        [
            .. Navigation.Groups.SelectMany(g => g.Places).Select(p => (p.Address == "/" ? "today" : p.Address.Trim('/'), p.Address)),
            ("follow-up-due", "/follow-up?kind=due"),
            ("follow-up-missed", "/follow-up?kind=out_of_window"),
            ("lost", "/follow-up/lost"),
            ("transfers", "/follow-up/transfers"),
            ("performance", "/follow-up/performance"),
            ("linkage", "/follow-up/linkage"),
            ("patient", $"/patients/{told.Patient}"),
            ("patient-history", $"/patients/{told.Patient}/history"),
            ("patient-plan", $"/patients/{told.Patient}/plan"),
            ("plan-overdue", $"/patients/{plan}/plan"),
            ("form", $"/patients/{plan}/forms/follow-up"),
            ("suspicion", $"/patients/{told.Patient}/suspicion"),
            ("testing-consent", $"/patients/{told.Patient}/testing-consent"),
            ("case", $"/cases/{told.Case}"),
            ("case-checklist-item", $"/cases/{told.Case}/checklist/ebv"),
            ("case-level", $"/cases/{told.Case}/level"),
            ("case-assessors", $"/cases/{told.Case}/assessors"),
            ("specimen-add", $"/cases/{told.Case}/specimens/add"),
            ("specimen", $"/specimens/{told.Specimen}"),
            ("order", $"/specimens/{told.Specimen}/order?assay=ddpcr_psi"),
            ("bench-done", "/bench?done=true"),
            ("test", $"/bench/{told.Test}"),
            ("assessments", "/assessments"),
            ("evaluation-run", $"/evaluation/{told.After.Evaluation}"),
            ("evaluation-compare", $"/evaluation/compare?earlier={told.Before.Evaluation}&later={told.After.Evaluation}"),
            ("schedule", "/schedules/regulated-15-years/1"),
            ("product", "/products/ciltacabtagene_autoleucel"),
            ("account", "/account"),
        ];
        var problems = new List<string>();
        foreach (var view in View.All)
        foreach (var (name, address) in pages)
        {
            await using var page = await chromium.Open(server, address, "everybody", view);
            if (Pictures)
                await page.Picture($"story-{name}-{view.Width}{(view.Dark ? "-dark" : "")}");
            try
            {
                await page.Check();
                Assert.Equal(200, await page.Page.EvaluateAsync<int>("performance.getEntriesByType('navigation')[0].responseStatus"));
            }
            catch (XunitException e)
            {
                problems.Add($"{name} at {view}: {e.Message}");
            }
        }

        if (Pictures)
        {
            await using var list = await chromium.Open(server, "/follow-up?kind=overdue", "everybody", new View(1280, 800));
            await list.Page.ScreenshotAsync(new() { Path = Path.Combine(PortalPage.Pictures, "portal.png") });
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
