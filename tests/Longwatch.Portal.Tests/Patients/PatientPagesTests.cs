using System.Net;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Risk;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Portal.Tests.Patients;

[Collection(RegistryPortal.OneAtATime)]
public sealed class PatientPagesTests(RegistryPortal portal)
{
    private static readonly (string, string)[] Facts =
    [
        ("index_disease", "multiple_myeloma"),
        ("sex", "female"),
        ("birth", "1961-04"),
        ("prior_lines", "4"),
        ("prior_autologous_transplant", "yes"),
        ("prior_allogeneic_transplant", "no"),
        ("prior_tbi", "unknown"),
        ("prior_alkylator", "yes"),
    ];

    [Fact]
    public async Task A_data_manager_registers_a_patient_and_records_the_infusion()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var centre = (await server.Centres())[0].Code;

        var registered = await client.Post("/patients/register", "/patients/register", [("centre", centre), .. Facts]);
        var address = registered.Headers.Location!.ToString().Split('?')[0];
        var saved = await client.Post(
            address + "/infusions/add",
            address + "/infusions/add",
            ("date", "2024-05-06"),
            ("product", "ciltacabtagene_autoleucel"),
            ("batch", "B-17")
        );

        Assert.Equal(HttpStatusCode.SeeOther, registered.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var page = await client.Text(address);
        Assert.Contains("1961-04", page, StringComparison.Ordinal);
        Assert.Contains("ciltacabtagene autoleucel", page, StringComparison.Ordinal);
        Assert.Contains("B-17", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date", "2199-01-01", "after")]
    [InlineData("date", "2024-02-30", "year-month-day")]
    [InlineData("date", "1950-01-01", "before the birth")]
    [InlineData("date", "", "needed")]
    [InlineData("product", "no_such_product", "Choose one")]
    [InlineData("batch", "<script>alert(1)</script>", "cannot be stored")]
    public async Task A_wrong_value_is_refused_beside_its_field_and_nothing_is_stored(string field, string value, string message)
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var registered = await client.Post(
            "/patients/register",
            "/patients/register",
            [("centre", (await server.Centres())[0].Code), .. Facts]
        );
        var address = registered.Headers.Location!.ToString().Split('?')[0] + "/infusions/add";
        var before = await server.Read((db, stop) => db.Set<InfusionRow>().CountAsync(stop));

        (string, string)[] sent = [("date", "2024-05-06"), ("product", "ciltacabtagene_autoleucel"), ("batch", "B-17")];
        var answer = await client.Post(address, address, [.. sent.Select(f => f.Item1 == field ? (field, value) : f)]);

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"id=\"f-{field}-error\"", page, StringComparison.Ordinal);
        Assert.Contains(message, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Equal(before, await server.Read((db, stop) => db.Set<InfusionRow>().CountAsync(stop)));
    }

    [Fact]
    public async Task A_correction_is_a_new_version_and_the_history_tells_both()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var address = $"/patients/{patient.Id}";

        var saved = await client.Post(address + "/correct", address + "/correct", [.. Facts, ("reason", "typed from the wrong letter")]);

        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var history = await client.Text(address + "/history");
        Assert.Contains("typed from the wrong letter", history, StringComparison.Ordinal);
        Assert.Contains("<del>unknown</del>", history, StringComparison.Ordinal);
        Assert.Equal(2, (await server.Read((db, stop) => db.Set<PatientRow>().SingleAsync(p => p.Id == patient.Id, stop))).Version);
    }

    [Fact]
    public async Task Who_corrects_an_older_version_sees_both_and_overwrites_nothing()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var address = $"/patients/{patient.Id}/correct";
        await client.Post(address, address, [.. Facts, ("reason", "the first of two")]);

        var late = await client.Post(
            address,
            address,
            [.. Facts.Select(f => f.Item1 == "birth" ? ("birth", "1959") : f), ("reason", "the second of two"), ("version", "1")]
        );

        var page = await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("1961-04", page, StringComparison.Ordinal);
        Assert.Contains("1959", page, StringComparison.Ordinal);
        Assert.Equal(
            "1961-04",
            (await server.Read((db, stop) => db.Set<PatientRow>().SingleAsync(p => p.Id == patient.Id, stop))).Birth.ToString()
        );
    }

    [Fact]
    public async Task A_predicted_risk_stands_on_the_page_labelled_research_use_and_not_for_an_assessor()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        using var csv = new MemoryStream(
            System.Text.Encoding.UTF8.GetBytes(
                $"pseudonym,risk,lower,upper,model,use\n{patient.Pseudonym},0.0213,0.0061,0.07,ridge-2026,research\n"
            )
        );
        var outcome = await server
            .Services.GetRequiredService<ImportRisk>()
            .Do(Caller.Operator, "risk.csv", csv, TestContext.Current.CancellationToken);

        Assert.Equal(1, outcome.Higher);
        var page = await client.Text($"/patients/{patient.Id}");
        Assert.Contains("research use", page, StringComparison.Ordinal);
        Assert.Contains("2.13 % (95 % limits 0.61 to 7 %)", page, StringComparison.Ordinal);
        Assert.Contains("ridge-2026", page, StringComparison.Ordinal);
        Assert.Contains(
            "More visits at higher predicted risk",
            await client.Text($"/patients/{patient.Id}/plan"),
            StringComparison.Ordinal
        );
        using var assessor = server.Client("assessor");
        Assert.DoesNotContain("ridge-2026", await assessor.Text($"/patients/{patient.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_infusion_entered_by_mistake_is_voided_with_a_reason_and_counts_nowhere()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var infusion = await server.Read((db, stop) => db.Set<InfusionRow>().SingleAsync(i => i.Patient == patient.Id, stop));
        var page = $"/patients/{patient.Id}/infusions/{infusion.Id}/correct";
        var action = $"/patients/{patient.Id}/infusions/{infusion.Id}/void";

        var without = await client.Post(page, action, ("reason", ""));
        var with = await client.Post(page, action, ("reason", "belongs to another patient"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, with.StatusCode);
        Assert.True((await server.Read((db, stop) => db.Set<InfusionRow>().SingleAsync(i => i.Id == infusion.Id, stop))).Voided);
        Assert.DoesNotContain(infusion.Batch!, await client.Text($"/patients/{patient.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_known_on_a_day_leaves_out_what_was_recorded_later()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        var yesterday = await client.Text($"/patients/{patient.Id}/history?day={today.AddDays(-1):yyyy-MM-dd}");
        var now = await client.Text($"/patients/{patient.Id}/history?day={today:yyyy-MM-dd}");

        Assert.Contains("Nothing was known of this patient on that day.", yesterday, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was known", now, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patient_of_another_centre_does_not_exist()
    {
        var server = await portal.Server;
        using var client = server.Client("other");
        var patient = await server.NewPatient();
        var none = await client.Text($"/patients/{Guid.NewGuid()}");

        foreach (var page in new[] { "", "/correct", "/history", "/infusions/add", "/therapies/add", "/identity/keep" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.Get($"/patients/{patient.Id}{page}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get($"/api/v1/patients/{patient.Id}")).StatusCode);
        Assert.Equal(Comparable(none), Comparable(await client.Text($"/patients/{patient.Id}")));
        Assert.DoesNotContain(patient.Pseudonym, await client.Text("/patients"), StringComparison.Ordinal);

        static string Comparable(string page) =>
            System.Text.RegularExpressions.Regex.Replace(page, "value=\"[^\"]*\"|[0-9a-f-]{36}", "", default, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_search_by_batch_or_pseudonym_finds_the_patient_and_no_address_names_either()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var batch = (await server.Read((db, stop) => db.Set<InfusionRow>().SingleAsync(i => i.Patient == patient.Id, stop))).Batch!;

        var byBatch = await client.Post("/patients", "/patients", ("batch", batch));
        var byPseudonym = await client.Post("/patients", "/patients", ("pseudonym", patient.Pseudonym[..8]));
        var nobody = await client.Post("/patients", "/patients", ("batch", "no such batch"));

        Assert.Contains($"/patients/{patient.Id}", await Body(byBatch), StringComparison.Ordinal);
        Assert.Contains($"/patients/{patient.Id}", await Body(byPseudonym), StringComparison.Ordinal);
        Assert.Contains("Nobody fits this search", await Body(nobody), StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{patient.Pseudonym}", await Body(byPseudonym), StringComparison.Ordinal);

        static Task<string> Body(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_identity_is_shown_with_a_reason_only_and_the_look_is_in_the_audit_trail()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var address = $"/patients/{(await server.NewPatient()).Id}";
        await client.Post(
            address + "/identity/keep",
            address + "/identity/keep",
            ("first_name", "Zdeňka"),
            ("last_name", "O'Neill-Šťastná"),
            ("born", "1961-04-02"),
            ("hospital_number", "4711"),
            ("reason", "registration of a new patient")
        );

        var page = await client.Text(address);
        var without = await client.Post(address, address + "/identity", ("reason", " "));
        var with = await client.Post(address, address + "/identity", ("reason", "call about an overdue visit"));

        Assert.DoesNotContain("Zdeňka", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        var shown = WebUtility.HtmlDecode(await with.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("O'Neill-Šťastná", shown, StringComparison.Ordinal);
        var trail = await server.Read(
            (db, stop) =>
                db
                    .Database.SqlQueryRaw<string>(
                        "select reason as \"Value\" from audit.act where kind = 'identify' and reason is not null"
                    )
                    .ToListAsync(stop)
        );
        Assert.Contains("call about an overdue visit", trail);
        Assert.DoesNotContain(
            server.Log,
            line => line.Contains("Zdeňka", StringComparison.Ordinal) || line.Contains("4711", StringComparison.Ordinal)
        );
    }
}
