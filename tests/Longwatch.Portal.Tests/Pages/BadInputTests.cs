using System.Net;
using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Pages;

[Collection(RegistryPortal.OneAtATime)]
public sealed class BadInputTests(RegistryPortal portal)
{
    private const string Mark = "zq7";

    /// <summary>What no field may break on. Of those that a person may really mean (a quote, a Greek letter), nothing must leave its place.</summary>
    private static readonly string[] Bad =
    [
        new('x', 5000),
        "<script>" + Mark + "</script>",
        "\"><img src=x onerror=" + Mark + ">",
        "'; drop table clinical.patient; --",
        "%27%20or%201=1",
        "{{7*7}}${7*7}",
        "..%2f..%2fetc%2fpasswd\0",
        "\u202E321\u202C",
        "\uFEFFx",
        "Ω≈ç√∫˜µ≤≥÷ 田中さん 🏥",
        "-1",
        "1e400",
        "NaN",
        "9999-12-31",
        "0000-00-00",
        "2024-02-30",
        "00000000-0000-0000-0000-000000000000",
    ];

    [Fact]
    public async Task Every_field_of_every_form_takes_bad_input_without_failing_storing_it_or_showing_it_as_markup()
    {
        var server = await portal.Server;
        using var client = server.Client();
        var pages = await Crawl.Pages(server, client, "/", $"/patients/{(await server.NewPatient()).Id}", "/patients", "/settings");
        var (problems, tried) = (new List<string>(), 0);
        foreach (var (_, page) in pages)
        foreach (
            var form in PortalClient
                .Forms(await client.Text(page))
                .Where(f => f.Action is not ("/sign-out" or "/theme"))
                .DistinctBy(f => f.Action)
        )
        foreach (var field in form.Fields)
        foreach (var bad in Bad)
        {
            tried++;
            var before = await server.Entries();
            var answer = await client.PostRaw(form.Action, [.. form.Hidden, (field, bad)]);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var said = $"{form.Action} {field} = {bad[..Math.Min(30, bad.Length)]}: {(int)answer.StatusCode}";
            if ((int)answer.StatusCode >= 500)
                problems.Add(said);
            if (
                body.Contains($"<script>{Mark}", StringComparison.Ordinal)
                || body.Contains($"<img src=x onerror={Mark}", StringComparison.Ordinal)
            )
                problems.Add(said + " shown as markup");
            if (answer.StatusCode is HttpStatusCode.UnprocessableEntity)
            {
                if (
                    !body.Contains("error-summary", StringComparison.Ordinal)
                    && !body.Contains("error-page", StringComparison.Ordinal)
                    && !form.Inside.Contains("search", StringComparison.Ordinal)
                    && !body.Contains("field-error", StringComparison.Ordinal)
                )
                    problems.Add(said + " without a message");
                if (await server.Entries() != before)
                    problems.Add(said + " refused, and yet stored");
            }
        }

        Assert.True(tried > 500, $"only {tried} tries");
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
        Assert.DoesNotContain(server.Log, line => line.Contains(Mark, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/patients/not-an-id")]
    [InlineData("/patients/00000000-0000-0000-0000-000000000000")]
    [InlineData("/patients/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/products/%27;drop%20table")]
    [InlineData("/products/..%2f..%2fetc%2fpasswd")]
    [InlineData("/centres/00000000-0000-0000-0000-000000000000/correct")]
    public async Task An_address_that_nothing_lies_at_is_404(string address)
    {
        var server = await portal.Server;
        using var client = server.Client();

        var answer = await client.Get(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain(
            "<script>alert",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_day_that_is_none_in_an_address_is_refused_with_a_message()
    {
        var server = await portal.Server;
        using var client = server.Client();
        var patient = await server.NewPatient();

        var answer = await client.Get($"/patients/{patient.Id}/history?day=%3Cscript%3E2024-13-01");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain(
            "<script>2024",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task No_pseudonym_batch_or_reason_is_in_a_log()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        await client.Get($"/patients/{patient.Id}");
        await client.Post("/patients", "/patients", ("pseudonym", patient.Pseudonym));
        var identity = $"/patients/{patient.Id}/identity";
        await client.Post(
            identity + "/keep",
            identity + "/keep",
            ("first_name", "Nemo"),
            ("last_name", "Nemova"),
            ("reason", "reason-of-nobody")
        );
        await client.Post($"/patients/{patient.Id}", identity, ("reason", "reason-of-nobody"));

        var pseudonyms = await server.Read(
            (db, stop) =>
                Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(
                    db.Set<Registry.Treatment.PatientRow>().Select(p => p.Pseudonym),
                    stop
                )
        );
        Assert.DoesNotContain(
            server.Log,
            line =>
                pseudonyms.Any(p => line.Contains(p, StringComparison.Ordinal))
                || line.Contains("reason-of-nobody", StringComparison.Ordinal)
                || line.Contains("Nemo", StringComparison.Ordinal)
        );
    }
}
