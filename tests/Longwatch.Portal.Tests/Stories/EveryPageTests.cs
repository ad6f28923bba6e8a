using Longwatch.Portal.Shell.Frame;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Portal.Tests.Pages;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>Every page that a link leads to, and every page of a patient and a case with all that a story leaves there, in every window.</summary>
[Collection(StoryPortal.OneAtATime)]
public sealed class EveryPageTests(StoryPortal story, Chromium chromium)
{
    /// <summary>Pages that must be among those that the links lead to.</summary>
    private static readonly string[] Known =
    [
        "/patients/register",
        "/patients/#/correct",
        "/patients/#/infusions/add",
        "/patients/#/infusions/#/correct",
        "/patients/#/therapies/add",
        "/centres/add",
        "/centres/#/correct",
        "/laboratories/add",
        "/laboratories/#/correct",
        "/settings/add",
        "/api-reference",
    ];

    [Fact]
    public async Task Every_page_is_accessible_fits_every_window_and_asks_nobody_else()
    {
        var told = await CaseStory.Tell(story, chromium);
        var server = await story.Server;
        var plan = await story.Behind();
        string[] addresses =
        [
            .. Navigation.Groups.SelectMany(g => g.Places).Select(p => p.Address),
            "/follow-up/lost",
            "/follow-up/transfers",
            "/follow-up/performance",
            "/follow-up/linkage",
            $"/patients/{told.Patient}",
            $"/patients/{told.Patient}/history",
            $"/patients/{plan}/plan",
            $"/patients/{plan}/forms/follow-up",
            $"/patients/{told.Patient}/suspicion",
            $"/patients/{told.Patient}/testing-consent",
            $"/cases/{told.Case}",
            $"/cases/{told.Case}/checklist/ebv",
            $"/cases/{told.Case}/level",
            $"/cases/{told.Case}/assessors",
            $"/cases/{told.Case}/specimens/add",
            $"/specimens/{told.Specimen}",
            $"/specimens/{told.Specimen}/order?assay=ddpcr_psi",
            $"/bench/{told.Test}",
            "/assessments",
            $"/evaluation/{told.After.Evaluation}",
            $"/evaluation/compare?earlier={told.Before.Evaluation}&later={told.After.Evaluation}",
            "/schedules/regulated-15-years/1",
            "/products/ciltacabtagene_autoleucel",
            "/account",
        ];
        using var client = server.Client("everybody");
        var pages = await Crawl.Pages(server, client, addresses);
        Assert.Empty(addresses.Select(Crawl.Pattern).Concat(Known).Except(pages.Keys));

        var problems = new List<string>();
        await using var page = await chromium.Open(server, "/", "everybody");
        // Lists that hold other things when asked otherwise, and the plan of somebody who has a case.
        (string Name, string Address)[] views =
        [
            .. pages.Select(p => (Name(p.Key), p.Value)),
            ("follow-up-due", "/follow-up?kind=due"),
            ("follow-up-missed", "/follow-up?kind=out_of_window"),
            ("bench-done", "/bench?done=true"),
            ("patients-x-plan-of-case", $"/patients/{told.Patient}/plan"),
        ];
        foreach (var (name, address) in views)
        {
            await page.Page.SetViewportSizeAsync(View.Desktop.Width, View.Desktop.Height);
            Assert.Equal(200, (await page.Go(address))!.Status);
            problems.AddRange(await page.CheckEveryWindow(name));
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
        if (PortalPage.Wanted)
            await PictureOfTheReadme(server);
    }

    private async Task PictureOfTheReadme(PortalServer server)
    {
        await using var list = await chromium.Open(server, "/follow-up?kind=overdue", "everybody", new View(1280, 800));
        await list.Page.ScreenshotAsync(new() { Path = Path.Combine(PortalPage.Pictures, "portal.png") });
    }

    private static string Name(string pattern) => pattern == "/" ? "today" : pattern.Trim('/').Replace('/', '-').Replace('#', 'x');
}
