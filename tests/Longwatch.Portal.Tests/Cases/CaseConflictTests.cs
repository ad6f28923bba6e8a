using System.Net;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Tests.Frame;
using static Longwatch.Portal.Tests.Cases.CasePortal;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Portal.Tests.Cases;

/// <summary>Two people change one thing of a case: the later one is told who was first and what is there now, and loses nothing of what they typed.</summary>
public sealed class CaseConflictTests : IAsyncLifetime
{
    private const string Why = "Seen in an outside report of the reference laboratory.";

    private CasePortal house = null!;
    private Guid id;

    public async ValueTask InitializeAsync()
    {
        house = await CasePortal.Start("ciltacabtagene_autoleucel");
        id = await house.World.Case();
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static async Task<string> Conflict(HttpResponseMessage answer)
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{answer.StatusCode}: {page}");
        return page;
    }

    /// <summary>Sends the form of a page that was answered, as a person would who presses the button once more.</summary>
    private static Task<HttpResponseMessage> Again(
        PortalClient client,
        string page,
        string action,
        params (string Name, string Value)[] fields
    )
    {
        var form = PortalClient.Forms(page).First(f => f.Action == action);
        return client.PostRaw(action, [.. form.Hidden, .. fields]);
    }

    private static void Holds(string page, params string[] words)
    {
        foreach (var text in words)
            Assert.Contains(text, page, StringComparison.Ordinal);
    }

    private async Task Answer(string item, string value, Registry.Access.Caller caller) =>
        Ok(await house.World.Answer.Do(caller, new(id, item, 0, AnswerStatus.Known, value, Found, "Report of the ward"), Cancellation));

    [Fact]
    public async Task Two_answers_to_one_question_stand_side_by_side_with_who_gave_the_first()
    {
        using var client = house.Server.Client("clinician");
        var item = $"/cases/{id}/checklist/ebv";
        await Answer("ebv", "positive", Safety);

        var page = await Conflict(
            await client.Post(
                item,
                item,
                ("version", "0"),
                ("status", "known"),
                ("value", "negative"),
                ("date", "2025-06-05"),
                ("source", "Serology")
            )
        );

        Holds(page, "Sara Safety", "Report of the ward", "Serology", "positive", "negative");
        Assert.Equal("positive", (await house.World.View(id)).Checklist.Value("ebv"));
    }

    [Fact]
    public async Task Two_descriptions_of_a_specimen_and_two_records_of_consent_stand_side_by_side()
    {
        var specimen = await house.World.Tumour(id);
        using var client = house.Server.Client("clinician");
        using var manager = house.Server.Client("manager");
        var describe = $"/specimens/{specimen}/describe";
        (string, string)[] Label(string identifier) =>
            [("identifier", identifier), ("fixation", "smear"), ("reason", "read again from the tube")];
        Location(await manager.Post(describe, describe, Label("T-2")));

        var page = await Conflict(await client.Post(describe, describe, [("version", "1"), .. Label("T-3")]));

        Holds(page, "Mara Manager", "T-2", "T-3", ">smear<");
        var consent = $"/patients/{house.World.Patient}/testing-consent";
        Location(await manager.Post(consent, consent, ("given", "yes"), ("from", "2025-01-10"), ("source", "Form 3")));
        page = await Conflict(await client.Post(consent, consent, ("version", "0"), ("given", "no"), ("source", "A letter")));
        Holds(page, "Mara Manager", "Form 3", "A letter", "2025-01-10");
    }

    [Fact]
    public async Task A_step_of_custody_that_came_second_stays_in_the_form_and_is_taken_when_it_still_fits()
    {
        var specimen = await house.World.Tumour(id);
        using var client = house.Server.Client("clinician");
        var (address, action) = ($"/specimens/{specimen}", $"/specimens/{specimen}/custody");
        (string, string)[] step = [("step", "shipped"), ("party", "A"), ("date", "2025-06-04"), ("to", "lab")];
        Ok(await house.World.Step(Manager, specimen, new(CustodyStep.Stored, "A", Found.AddDays(1))));

        var page = await Conflict(await client.Post(address, action, [("version", "1"), .. step, ("note", "on dry ice")]));

        Holds(page, "Mara Manager saved a newer version of this at", "on dry ice", "what you entered is still in the form");
        Location(await Again(client, page, action, [.. step, ("note", "on dry ice")]));
        Assert.Equal("lab", Ok(await house.World.Specimen.Do(Clinician, specimen, Cancellation)).Log.UnderWayTo);
    }

    [Fact]
    public async Task A_form_that_was_refused_still_carries_the_version_that_was_looked_at()
    {
        var specimen = await house.World.Tumour(id);
        using var client = house.Server.Client("clinician");
        var (address, action) = ($"/specimens/{specimen}", $"/specimens/{specimen}/custody");
        Ok(await house.World.Step(Manager, specimen, new(CustodyStep.Stored, "A", Found.AddDays(1))));

        var refused = await client.Post(
            address,
            action,
            ("version", "1"),
            ("step", "shipped"),
            ("party", "A"),
            ("date", ""),
            ("to", "lab")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancellation));

        await Conflict(await Again(client, page, action, ("step", "shipped"), ("party", "A"), ("date", "2025-06-04"), ("to", "lab")));
    }

    [Fact]
    public async Task A_result_that_came_second_is_told_who_entered_the_first()
    {
        var specimen = await house.World.Tumour(id);
        await house.World.GiveConsent();
        var test = Ok(await house.World.Order.Do(Clinician, new(specimen, "qpcr_wpre", "lab", null), Cancellation));
        using var client = house.Server.Client("lab");
        var (address, action) = ($"/bench/{test}", $"/bench/{test}/result");
        (string, string)[] result = [("date", "2025-06-11"), ("status", "valid"), ("result", "not_detected"), ("lod", "0.001")];
        Location(await client.Post(address, action, result));

        var page = await Conflict(await client.Post(address, action, [("version", "1"), .. result, ("note", "second run")]));

        Holds(page, "Lars Laboratory saved a newer version of this at", "second run");
    }

    [Fact]
    public async Task Who_places_a_level_on_older_evidence_sees_what_came_since_and_signs_after_another_look()
    {
        using var client = house.Server.Client("one");
        var address = $"/cases/{id}/level";
        var opened = await client.Text(address);
        (string, string)[] level = [("level", "m_3"), ("reason", Why), ("proof", Proof)];
        await Answer("ebv", "negative", Clinician);

        var page = await Conflict(await Again(client, opened, address, level));

        Holds(page, "The evidence changed after you opened this page", "Clara Clinician", "answered the checklist", Why);
        Assert.DoesNotContain("reported the suspicion", page, StringComparison.Ordinal); // before the page was opened
        Assert.Null((await house.World.View(id)).Placed.Override);
        Location(await Again(client, page, address, level));
        Assert.Equal(EvidenceLevel.M3, (await house.World.View(id)).Placed.Override!.Level);
    }

    [Fact]
    public async Task An_adjudication_that_new_evidence_has_overtaken_gives_back_what_was_written()
    {
        Ok(await house.World.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        Ok(await house.World.SignAs(One, id, CausalityCategory.Possible));
        Ok(await house.World.SignAs(Two, id, CausalityCategory.Unlikely));
        using var client = house.Server.Client("safety");
        var address = $"/cases/{id}/adjudication";
        var opened = await client.Text(address);
        await Answer("ebv", "negative", Clinician);

        var page = await Conflict(await Again(client, opened, address, [.. Judgement("possible", Why), ("proof", Proof)]));

        Holds(page, "no difference to settle", Why);
        Assert.DoesNotContain(Proof, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_of_another_window_is_not_overwritten_unseen()
    {
        Ok(await house.World.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        using var client = house.Server.Client("one");
        var address = $"/cases/{id}/assessment";
        var opened = await client.Text(address);
        Location(await Again(client, opened, address, Judgement("possible", "What the first window says of the case.")));

        var page = await Conflict(await Again(client, opened, address, Judgement("unlikely", Why)));

        Holds(page, "What the first window says of the case.", Why, "in another window");
        Assert.Equal(CausalityCategory.Possible, (await house.World.View(id, One)).Causality!.Draft!.Category);
        Location(await Again(client, page, address, Judgement("unlikely", Why)));
        Assert.Equal(CausalityCategory.Unlikely, (await house.World.View(id, One)).Causality!.Draft!.Category);
    }

    [Fact]
    public async Task A_signature_on_older_evidence_is_not_taken_and_says_what_came_since()
    {
        Ok(await house.World.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        using var client = house.Server.Client("one");
        var address = $"/cases/{id}/assessment";
        Location(await client.Post(address, address, Judgement("possible", Why)));
        var opened = await client.Text(address);
        await Answer("ebv", "negative", Clinician);

        var page = await Conflict(await Again(client, opened, $"{address}/sign", ("proof", Proof)));

        Holds(page, "The evidence changed after you opened this page", "Clara Clinician", "answered the checklist");
        Assert.False((await house.World.View(id)).Causality!.Current.Assessors[0].IsSigned);
    }

    private static (string, string)[] Judgement(string category, string reason) =>
        [("category", category), ("time", "met"), ("no_other_cause", "met"), ("definitive", "met"), ("reason", reason)];
}
