using System.Net;
using System.Text;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Longwatch.Portal.Tests.FollowUp;

[Collection(RegistryPortal.OneAtATime)]
public sealed class FollowUpPagesTests(RegistryPortal portal, Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (string, string)[] Uneventful(params (string, string)[] more) =>
        [
            ("a.contact_kind", "visit"),
            ("a.vital_status", "alive"),
            ("a.disease_status", "remission"),
            ("a.malignancy_new", "no"),
            ("a.persistence_done", "no"),
            ("a.infection_any", "no"),
            ("a.cytopenia_any", "no"),
            ("a.autoimmune_any", "no"),
            ("a.neurological_any", "no"),
            ("a.later_any", "no"),
            .. more,
        ];

    /// <summary>A patient infused on 1 March 2022 who was never seen again, with the dates that follow.</summary>
    private async Task<Guid> Overdue(PortalServer server)
    {
        var patient = (await server.NewPatient()).Id;
        await using var connection = await server
            .Services.GetRequiredService<Registry.Store.RegistryStore>()
            .Connections.App.OpenConnectionAsync(Cancellation);
        await ExpectationWriter.Refresh(connection, [patient], Cancellation);
        return patient;
    }

    [Fact]
    public async Task An_overdue_patient_is_found_tried_entered_and_leaves_the_list()
    {
        var server = await portal.Server;
        var patient = await Overdue(server);
        using var client = server.Client("manager");
        var plan = $"/patients/{patient}/plan";

        Assert.Equal(HttpStatusCode.OK, (await client.Get("/")).StatusCode);
        Assert.Contains(await Overdue(client, patient), i => i);
        var attempt = await client.Post(
            plan,
            plan + "/attempts",
            ("date", "2026-01-05"),
            ("means", "telephone"),
            ("outcome", "no_answer"),
            ("note", "")
        );
        Assert.Equal(HttpStatusCode.SeeOther, attempt.StatusCode);
        Assert.Contains("No answer", await client.Text(plan), StringComparison.Ordinal);

        var form = $"/patients/{patient}/forms/follow-up";
        var day = $"{DateTimeOffset.UtcNow.AddDays(-1):yyyy-MM-dd}";
        var draft = await client.Post(form, form, ("visit_date", day), ("a.vital_status", "alive"), ("intent", "draft"));
        Assert.Equal(HttpStatusCode.SeeOther, draft.StatusCode);
        var entry = draft.Headers.Location!.ToString().Split('?')[0];
        Assert.Contains("counts as no visit", await client.Text(draft.Headers.Location.ToString()), StringComparison.Ordinal);
        Assert.Contains(await Overdue(client, patient), i => i);

        var completed = await client.Post(entry, entry, [("visit_date", day), ("intent", "complete"), .. Uneventful()]);
        Assert.Equal(HttpStatusCode.SeeOther, completed.StatusCode);
        Assert.DoesNotContain(await Overdue(client, patient), i => i);
        Assert.Contains("done", await client.Text(plan), StringComparison.Ordinal);
    }

    /// <summary>Whether the patient is behind with contacts or visits, by the kept dates.</summary>
    private async Task<bool[]> Overdue(PortalClient client, Guid patient)
    {
        var server = await portal.Server;
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/follow-up?kind=overdue")).StatusCode);
        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.UtcDateTime);
        return await server.Read(
            async (db, stop) =>
                (
                    await db
                        .Database.SqlQuery<bool>(
                            $"select overdue_from <= {today} as \"Value\" from watch.expectation where patient = {patient} and activity = 'visit'"
                        )
                        .ToListAsync(stop)
                ).ToArray()
        );
    }

    [Fact]
    public async Task What_is_asked_next_is_decided_by_the_server_and_nothing_is_stored_by_asking()
    {
        var server = await portal.Server;
        var patient = await Overdue(server);
        using var client = server.Client("manager");
        var form = $"/patients/{patient}/forms/follow-up";
        var before = await server.Entries();

        var asked = await client.Post(form, form, ("visit_date", "2026-01-05"), ("a.malignancy_new", "yes"), ("intent", "refresh"));
        var html = await asked.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("name=\"a.malignancy_lineage\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"a.death_date\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("This is needed.", html, StringComparison.Ordinal);
        Assert.Equal(before, await server.Entries());
    }

    [Fact]
    public async Task A_form_that_is_not_complete_comes_back_with_every_problem_and_what_was_typed()
    {
        var server = await portal.Server;
        var patient = await Overdue(server);
        using var client = server.Client("manager");
        var form = $"/patients/{patient}/forms/follow-up";

        var refused = await client.Post(
            form,
            form,
            ("visit_date", "2100-01-05"),
            ("a.later_any", "yes"),
            ("a.therapy.1.start", "2020-01-01"),
            ("a.therapy.1.agent", "<b>x</b>"),
            ("intent", "complete")
        );
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Nothing was saved.", html, StringComparison.Ordinal);
        Assert.Contains("The date lies in the future.", html, StringComparison.Ordinal);
        Assert.Contains("The date lies before the first infusion.", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;x&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Equal(0, await server.Read((db, stop) => db.Set<EntryRow>().CountAsync(e => e.Patient == patient, stop)));
    }

    [Fact]
    public async Task Another_centre_finds_none_of_it()
    {
        var server = await portal.Server;
        var patient = await Overdue(server);
        using var client = server.Client("manager");
        using var other = server.Client("other");
        var form = $"/patients/{patient}/forms/follow-up";
        var draft = await client.Post(form, form, ("visit_date", "2026-01-05"), ("a.vital_status", "alive"), ("intent", "draft"));
        var entry = draft.Headers.Location!.ToString().Split('?')[0];

        foreach (var address in new[] { $"/patients/{patient}/plan", form, entry, $"/api/v1/patients/{patient}/plan" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get(address)).StatusCode);
        var own = await other.Text("/follow-up/linkage"); // a page with a token of theirs
        var token = PortalClient.Forms(own).Last().Hidden.First(h => h.Name == "forgery");
        foreach (
            var address in new[]
            {
                $"/patients/{patient}/plan/attempts",
                $"/patients/{patient}/plan/consent",
                $"/patients/{patient}/plan/transfer",
                $"/patients/{patient}/plan/schedules",
                $"/patients/{patient}/plan/keeper",
                form,
                entry,
                entry + "/discard",
            }
        )
        {
            var answer = await other.PostRaw(
                address,
                token,
                ("version", "1"),
                ("date", "2026-01-05"),
                ("means", "letter"),
                ("outcome", "no_answer"),
                ("purpose", "care"),
                ("what", "give"),
                ("to_centre", "x"),
                ("reason", "because I want to"),
                ("schedule", "ebmt"),
                ("chosen", "yes"),
                ("visit_date", "2026-01-05"),
                ("intent", "draft")
            );
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_schedule_file_with_problems_is_refused_with_every_problem()
    {
        var server = await portal.Server;
        using var client = server.Client("administrator");

        var (status, html) = await Upload(client, "/schedules", "x.json", "{\"format\": \"longwatch-schedule/1\", \"id\": \"x\"}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("version: found nothing", html, StringComparison.Ordinal);
        Assert.Contains("assignment: found nothing", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_linkage_file_with_problems_is_refused_with_every_problem_and_nothing_is_stored()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var known = await server.NewPatient();
        var foreign = await server.NewPatient(centre: 1);
        var before = await server.Entries();

        var (status, html) = await Upload(
            client,
            "/follow-up/linkage",
            "l.csv",
            $"pseudonym,status,date\n{known.Pseudonym},dead,2026-02-03\n{foreign.Pseudonym},dead,2026-02-03\nLW-NOBODY,alive,2026-02-30\n"
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Line 3, pseudonym: found a pseudonym that is not in your centres", html, StringComparison.Ordinal);
        Assert.Contains("Line 4, date: found", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Line 2,", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1 deaths", html, StringComparison.Ordinal);
        Assert.Equal(before, await server.Entries());

        (status, html) = await Upload(client, "/follow-up/linkage", "l.csv", $"pseudonym,status,date\n{known.Pseudonym},dead,2026-02-03\n");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("1 deaths", html, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Html)> Upload(PortalClient client, string address, string name, string text)
    {
        var form = PortalClient.Forms(await client.Text(address)).Single(f => f.Action == address);
        var token = form.Hidden.First(h => h.Name == "forgery");
        using var body = new MultipartFormDataContent
        {
            { new StringContent(token.Value), token.Name },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", name },
        };
        var answer = await client.Http.PostAsync(new Uri(address, UriKind.Relative), body, Cancellation);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task In_the_browser_a_yes_leads_on_at_once_and_the_page_stays_sound()
    {
        var server = await portal.Server;
        var patient = await Overdue(server);
        await using var page = await chromium.Open(server, $"/patients/{patient}/forms/follow-up", "manager");

        await page.Page.EvaluateAsync("document.querySelector('input[name=\"a.malignancy_new\"][value=yes]').click()");
        await page.Until("!!document.querySelector('[name=\"a.malignancy_lineage\"]')");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.querySelector('input[name=\"a.malignancy_new\"][value=yes]').checked"));
        await page.Check();
        await page.Picture("follow-up-form-new-malignancy");
    }
}
