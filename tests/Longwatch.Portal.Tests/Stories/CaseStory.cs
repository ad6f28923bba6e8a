using System.Net;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Cohorts;
using Xunit.Sdk;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>What came of the story.</summary>
internal sealed record ToldCase(
    Guid Patient,
    string Pseudonym,
    Guid Case,
    Guid Specimen,
    Guid Test,
    EvaluationCounts Before,
    EvaluationCounts After,
    IReadOnlyList<string> Problems
);

/// <summary>From a yes on a follow-up form to a settled verdict, each step clicked by the person whose work it is. Told once; what it leaves is looked at by others.</summary>
internal sealed class CaseStory(StoryPortal story, Chromium chromium, PortalServer server, Guid patient, string pseudonym)
{
    private const string Laboratory = "LAB1";
    private const string Centre = "C001";
    private const string SaidByOne = "Vector in the sample, cells of the product may have strayed into it.";
    private const string SaidByTwo = "The signal fits circulating CAR T cells; the tumour needs no vector.";

    private readonly List<string> _problems = [];

    private static string Day(int before) => $"{StoryPortal.Today.AddDays(-before):yyyy-MM-dd}";

    internal static async Task<ToldCase> Tell(StoryPortal story, Chromium chromium)
    {
        if (story.Case is { } told)
            return told;
        Assert.Equal(Centre, DemoRegistry.CentreCodes[0]);
        var server = await story.Server;
        var patient = await story.WithFmc63();
        return story.Case = await new CaseStory(story, chromium, server, patient.Id, patient.Pseudonym).Tell();
    }

    private async Task<ToldCase> Tell()
    {
        var before = await EvaluationCounts.Run(server, chromium, Look);
        await AddLaboratory();
        var id = await Suspect();
        await Answer(id);
        var specimen = await AskForSpecimen(id);
        var code = await HandOver(specimen);
        await Order(specimen);
        var test = await Measure(id, code);
        await Assess(id);
        await Adjudicate(id);
        var after = await EvaluationCounts.Run(server, chromium, Look);
        return new(patient, pseudonym, id, specimen, test, before, after, _problems);
    }

    /// <summary>What is wrong with how a page looks is told at the end: the story goes on.</summary>
    private async Task Look(PortalPage page)
    {
        try
        {
            await page.Check();
        }
        catch (XunitException e)
        {
            _problems.Add($"{Pattern(page)}: {e.Message}");
        }
    }

    private static string Pattern(PortalPage page) => Pages.Crawl.Pattern(new Uri(page.Page.Url).AbsolutePath);

    private Task<PortalPage> As(string person, string address) => chromium.Open(server, address, person);

    private async Task AddLaboratory()
    {
        await using var page = await As("administrator", "/centres");
        await page.Follow("Add a laboratory");
        await page.Fill("code", Laboratory);
        await page.Fill("name", "Reference laboratory");
        await page.Press("Add");
        Assert.Equal("/centres", new Uri(page.Page.Url).AbsolutePath);
        await page.Sees("Reference laboratory");
    }

    /// <summary>The follow-up form says yes; the case is open with its checklist.</summary>
    private async Task<Guid> Suspect()
    {
        await using var page = await As("clinician", $"/patients/{patient}/plan");
        await page.Follow("Enter a follow-up");
        await page.Fill("visit_date", Day(0));
        await page.NothingHappened(("malignancy_new", "yes"), ("disease_status", "remission"));
        await page.Until("!!document.querySelector('[name=\"a.malignancy_lineage\"]')");
        await page.Fill("a.malignancy_date", Day(3));
        await page.Select("a.malignancy_lineage", "t_cell");
        await page.Fill("a.malignancy_histology", "Peripheral T-cell lymphoma, by the first look");
        await page.Choose("a.malignancy_tissue", "yes");
        await page.Press("Complete");
        await page.Sees("The form is completed and the visit recorded.");

        await page.Follow("Cases");
        await page.Page.Locator("main a[href^='/cases/']", new() { HasText = pseudonym }).First.ClickAsync();
        await page.Drawn();
        await page.Sees("Nobody has asked yet for:");
        await page.Sees("No tumour specimen has been asked for.");
        await Look(page);
        return page.Id();
    }

    private async Task Answer(Guid id)
    {
        await using var page = await As("clinician", $"/cases/{id}");
        await page.Follow("Answer: Histology (ICD-O-3 morphology)");
        await page.Choose("status", "known");
        await page.Fill("value", "9702/3");
        await page.Fill("date", Day(0));
        await page.Fill("source", "Report of the pathology");
        await page.Press("Save");
        await page.Sees("9702/3");
        await page.Go($"/patients/{patient}/testing-consent");
        await page.Choose("given", "yes");
        await page.Fill("from", Day(3));
        await page.Fill("source", "Form 3, version 2");
        await page.Press("Save");
        await page.Sees("Saved.");
    }

    private async Task<Guid> AskForSpecimen(Guid id)
    {
        await using var page = await As("clinician", $"/cases/{id}");
        await page.Follow("Ask for a specimen");
        await page.Select("type", "tumour");
        await page.Select("party", Centre);
        await page.Fill("identifier", "T-1");
        await page.Fill("amount", "40");
        await page.Select("unit", "milligrams");
        await page.Select("fixation", "fresh_frozen");
        await page.Fill("tumour_fraction", "0.4");
        await page.Press("Save");
        await Step(page, "manufacturer_contacted");
        await page.Sees("contacted, instructions awaited");
        await Step(page, "instructions_received");
        await Step(page, "collected");
        await Step(page, "stored");
        await Look(page);
        return page.Id();
    }

    private static async Task Step(PortalPage page, string step, string party = Centre, string? to = null)
    {
        await page.Choose("step", step);
        await page.Select("party", party);
        if (to is not null)
            await page.Select("to", to);
        await page.Press("Enter the step");
        await page.Sees("Saved.");
    }

    /// <summary>Sent by one, confirmed by another; who sent it cannot confirm.</summary>
    /// <returns>Code of the specimen.</returns>
    private async Task<string> HandOver(Guid specimen)
    {
        await using var sender = await As("manager", $"/specimens/{specimen}");
        await Step(sender, "shipped", to: Laboratory);
        Assert.Equal(0, await sender.Page.Locator($"select[name='party'] option[value='{Laboratory}']").CountAsync());
        await using var receiver = await As("laboratory", "/specimens?custody=shipped");
        await receiver.Sees($"under way to {Laboratory}");
        await receiver.Go($"/specimens/{specimen}");
        await Step(receiver, "received", Laboratory);
        await Look(receiver);
        var heading = await receiver.Page.Locator("h1").First.InnerTextAsync();
        return heading.Split(' ')[^1];
    }

    private async Task Order(Guid specimen)
    {
        await using var page = await As("clinician", $"/specimens/{specimen}");
        await page.Follow("Order a test");
        await page.Follow("FMC63 single-chain fragment, droplet digital PCR");
        await page.Sees("A positive does not tell this product from");
        await Look(page);
        await page.Select("laboratory", Laboratory);
        await page.Press("Order");
        await page.Until("!!document.querySelector('.error-summary')");
        await page.Fill("acknowledgement", "One product only was given.");
        await page.Press("Order");
        await page.Sees("The test is ordered.");
    }

    private async Task<Guid> Measure(Guid id, string specimen)
    {
        await using var page = await As("laboratory", "/bench");
        await page.Page.Locator("main tr", new() { HasText = specimen }).Locator("a[href^='/bench/']").First.ClickAsync();
        await page.Fill("date", Day(0));
        await page.Fill("input", "120");
        await page.Fill("positive", "1200");
        await page.Fill("total", "20000");
        await page.Fill("reference_positive", "8000");
        await page.Fill("reference_total", "20000");
        await page.Fill("blank_positive", "0");
        await page.Fill("blank_total", "20000");
        await page.Press("Save the result");
        await page.Sees("0.2423"); // by hand: 2 ln 0.94 / ln 0.6
        await Look(page);
        var test = page.Id();
        await using var clinician = await As("clinician", $"/cases/{id}");
        await clinician.Sees("0.2423 copies per cell (95 % interval 0.2");
        await Look(clinician);
        return test;
    }

    private async Task Assess(Guid id)
    {
        await using var safety = await As("safety", $"/cases/{id}");
        await safety.Follow("Name assessors");
        foreach (var assessor in new[] { "assessor.one", "assessor.two" })
            await safety.Choose("assessors", server.Callers[assessor].Account!.Value.ToString("D"));
        await safety.Press("Name them");

        await Sign("assessor.one", "possible", SaidByOne);
        foreach (var person in new[] { "assessor.two", "safety", "clinician", "manager" })
        {
            await using var page = await As(person, $"/cases/{id}");
            await page.SeesNot(SaidByOne);
            await page.Go($"/cases/{id}/adjudication");
            await page.SeesNot(SaidByOne);
        }

        await Sign("assessor.two", "unlikely", SaidByTwo);
        await using var both = await As("assessor.one", $"/cases/{id}");
        await both.Sees(SaidByOne);
        await both.Sees(SaidByTwo);
        await both.Sees("the assessors differ");
    }

    private async Task Sign(string person, string category, string reason)
    {
        await using var page = await As(person, "/cases");
        await page.Follow("My assessments");
        await page.Follow($"Assess {pseudonym}");
        await page.SeesNot(SaidByOne);
        await Judge(page, category, reason);
        await page.Press("Keep as draft");
        await Look(page);
        await page.Fill("proof", "not the password");
        await page.Press("Sign");
        await page.Until("!!document.querySelector('.error-summary')");
        await page.Fill("proof", story.People[person].Password);
        await page.Press("Sign");
        await page.Sees("Signed.");
    }

    private static async Task Judge(PortalPage page, string category, string reason)
    {
        await page.Choose("time", "met");
        await page.Choose("no_other_cause", "not_known");
        await page.Choose("definitive", "met");
        await page.Choose("category", category);
        await page.Fill("reason", reason);
    }

    private async Task Adjudicate(Guid id)
    {
        await using var page = await As("safety", $"/cases/{id}");
        await page.Follow("Adjudicate");
        await page.Sees(SaidByOne);
        await page.Sees(SaidByTwo);
        await Judge(page, "possible", "Without integration sites the vector is not shown in the clone.");
        await page.Fill("proof", story.People["safety"].Password);
        await Look(page);
        await page.Press("Sign");
        await page.Sees("Outcome: possible");
        await page.Sees("concluded");
        await Look(page);
    }
}
