using System.Net;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Cohorts;

namespace Longwatch.Portal.Tests.Stories;

[Collection(StoryPortal.OneAtATime)]
public sealed class CaseStoryTests(StoryPortal story, Chromium chromium)
{
    [Fact]
    public async Task A_suspicion_becomes_a_case_a_tested_specimen_two_blinded_verdicts_an_adjudication_and_one_more_in_the_evaluation()
    {
        var told = await CaseStory.Tell(story, chromium);

        Assert.Equal(told.Before.Cases + 1, told.After.Cases);
        Assert.Equal(told.Before.Tested + 1, told.After.Tested);
        Assert.Equal(told.Before.Positive + 1, told.After.Positive);
        Assert.Empty(told.Problems);
    }

    [Fact]
    public async Task Two_evaluations_are_compared_number_by_number()
    {
        var told = await CaseStory.Tell(story, chromium);
        var server = await story.Server;
        await using var page = await chromium.Open(server, "/evaluation", "researcher");

        await page.Select("earlier", told.Before.Evaluation.ToString("D"));
        await page.Select("later", told.After.Evaluation.ToString("D"));
        await page.Press("Compare");

        await page.Sees("changed");
        await page.Check();
    }

    [Fact]
    public async Task Nobody_of_another_centre_finds_the_case_its_specimen_or_its_verdicts()
    {
        var told = await CaseStory.Tell(story, chromium);
        var server = await story.Server;
        await using var page = await chromium.Open(server, "/cases", "manager.elsewhere");

        foreach (var list in new[] { "/cases", "/specimens", "/specimens?custody=received", "/patients", "/follow-up" })
        {
            await page.Go(list);
            await page.SeesNot(told.Pseudonym);
            await page.SeesNot(DemoRegistry.CentreCodes[0]);
        }

        foreach (
            var address in new[]
            {
                $"/cases/{told.Case}",
                $"/cases/{told.Case}/specimens/add",
                $"/specimens/{told.Specimen}",
                $"/specimens/{told.Specimen}/describe",
                $"/patients/{told.Patient}/suspicion",
                $"/patients/{told.Patient}/testing-consent",
                $"/api/v1/cases/{told.Case}",
                $"/api/v1/specimens/{told.Specimen}",
            }
        )
            Assert.Equal((int)HttpStatusCode.NotFound, (await page.Go(address))!.Status);
        // What is not the work of the role at all is refused as such, whatever the record.
        foreach (var address in new[] { $"/bench/{told.Test}", $"/cases/{told.Case}/assessment", $"/evaluation/{told.After.Evaluation}" })
            Assert.Equal((int)HttpStatusCode.Forbidden, (await page.Go(address))!.Status);
    }
}
