using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Tests.Api;

[Collection(RegistryPortal.OneAtATime)]
public sealed class ApiTests(RegistryPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_with_the_same_key_gets_the_same_answer_and_is_done_once()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var centre = (await server.Centres())[0].Code;
        var before = await Patients(server);
        var key = Guid.NewGuid().ToString();

        var first = await Post(client, "/api/v1/patients", Patient(centre), key);
        var again = await Post(client, "/api/v1/patients", Patient(centre), key);
        var other = await Post(client, "/api/v1/patients", Patient(centre).Replace("female", "male", StringComparison.Ordinal), key);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(before + 1, await Patients(server));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"centre":"X","facts":null}""", 400)]
    [InlineData("""{"centre":"X","more":1}""", 400)]
    [InlineData("""{"date":"2024-02-30","product":"tisagenlecleucel","batch":null}""", 400)]
    [InlineData("""{"date":"2199-01-01","product":"tisagenlecleucel","batch":null}""", 422)]
    [InlineData("""{"date":"0001-01-01","product":"tisagenlecleucel","batch":null}""", 422)]
    [InlineData("""{"date":"2024-02-03","product":"tisagenlecleucel","batch":"<b>x</b>"}""", 422)]
    [InlineData("""{"date":"2024-02-03","product":"tisagenlecleucel","batch":"\u202e321"}""", 400)]
    [InlineData("""{"date":"2024-02-03","product":"tisagenlecleucel","batch":"\ud800"}""", 400)]
    [InlineData("""{"date":"2024-02-03","product":"'; drop table clinical.patient; --","batch":null}""", 422)]
    [InlineData("""{"date":"2024-02-03","product":7,"batch":null}""", 400)]
    [InlineData("""{"date":"2024-02-03","date":"2024-02-04","product":"tisagenlecleucel","batch":null}""", 400)]
    public async Task A_body_that_is_wrong_is_refused_as_a_problem_and_nothing_is_stored(string body, int status)
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var before = await server.Read((db, stop) => db.Set<InfusionRow>().CountAsync(i => i.Patient == patient.Id, stop));

        var answer = await Post(client, $"/api/v1/patients/{patient.Id}/infusions", body, Guid.NewGuid().ToString());

        Assert.Equal(status, (int)answer.StatusCode);
        await IsProblem(answer);
        Assert.Equal(before, await server.Read((db, stop) => db.Set<InfusionRow>().CountAsync(i => i.Patient == patient.Id, stop)));
    }

    [Fact]
    public async Task A_write_without_a_key_or_as_a_form_or_from_another_site_is_refused()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var centre = (await server.Centres())[0].Code;
        var before = await Patients(server);

        var keyless = await Post(client, "/api/v1/patients", Patient(centre), null);
        var form = await client.PostRaw("/api/v1/patients", ("centre", centre));
        var foreign = await Post(client, "/api/v1/patients", Patient(centre), "k1", ("Sec-Fetch-Site", "cross-site"));
        var huge = await Post(client, "/api/v1/patients", Patient(new string('x', 2_000_000)), "k2");

        Assert.Equal(HttpStatusCode.BadRequest, keyless.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        foreach (var answer in new[] { keyless, form, foreign, huge })
            await IsProblem(answer);
        Assert.Equal(before, await Patients(server));
    }

    [Fact]
    public async Task Nobody_signed_in_is_401_a_role_without_the_permission_403_and_an_unknown_address_404()
    {
        var server = await portal.Server;
        using var nobody = server.Client(null);
        using var laboratory = server.Client("laboratory");

        var answers = new[]
        {
            (await nobody.Get("/api/v1/patients"), HttpStatusCode.Unauthorized),
            (await laboratory.Get("/api/v1/patients"), HttpStatusCode.Forbidden),
            (await laboratory.Get("/api/v1/nothing"), HttpStatusCode.NotFound),
        };

        foreach (var (answer, status) in answers)
        {
            Assert.Equal(status, answer.StatusCode);
            await IsProblem(answer);
        }
    }

    [Fact]
    public async Task A_list_comes_in_pages_with_its_total()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");

        var first = await client.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/patients?limit=3", UriKind.Relative), Stop);
        var second = await client.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/patients?limit=3&page=2", UriKind.Relative), Stop);

        Assert.Equal(3, first.GetProperty("items").GetArrayLength());
        Assert.Equal(first.GetProperty("total").GetInt64(), second.GetProperty("total").GetInt64());
        Assert.NotEqual(
            first.GetProperty("items")[0].GetProperty("id").GetGuid(),
            second.GetProperty("items")[0].GetProperty("id").GetGuid()
        );
        foreach (var query in new[] { "limit=0", "limit=201", "limit=-1", "limit=x", "page=0", "limit=1&limit=2", "page=99999999999" })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.Get($"/api/v1/patients?{query}")).StatusCode);
    }

    [Fact]
    public async Task A_correction_of_an_older_version_is_a_conflict()
    {
        var server = await portal.Server;
        using var client = server.Client("manager");
        var patient = await server.NewPatient();
        var facts = Patient("x")[Patient("x").IndexOf("\"facts\":", StringComparison.Ordinal)..^1];
        var body = $$"""{"version":1,{{facts}},"reason":"typed wrongly"}""";

        var first = await client.Http.PutAsync(new Uri($"/api/v1/patients/{patient.Id}", UriKind.Relative), Json(body), Stop);
        var second = await client.Http.PutAsync(new Uri($"/api/v1/patients/{patient.Id}", UriKind.Relative), Json(body), Stop);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("urn:longwatch:problem:record.conflict", (await IsProblem(second)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_description_names_every_call()
    {
        var server = await portal.Server;
        using var client = server.Client("laboratory");

        var document = await client.Http.GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative), Stop);

        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToArray();
        Assert.Contains("/api/v1/patients/{id}/infusions", paths);
        Assert.Contains("/api/v1/centres", paths);
        Assert.DoesNotContain(paths, p => !p.StartsWith("/api/v1/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/centres")]
    [InlineData("/api/v1/products")]
    public async Task Every_list_comes_in_pages(string address)
    {
        var server = await portal.Server;
        using var client = server.Client("manager");

        var whole = await client.Http.GetFromJsonAsync<JsonElement>(new Uri($"{address}?limit=200", UriKind.Relative), Stop);
        var second = await client.Http.GetFromJsonAsync<JsonElement>(new Uri($"{address}?limit=1&page=2", UriKind.Relative), Stop);

        var items = whole.GetProperty("items");
        Assert.True(items.GetArrayLength() > 1);
        Assert.Equal(items.GetArrayLength(), whole.GetProperty("total").GetInt32());
        Assert.Equal([items[1].GetRawText()], second.GetProperty("items").EnumerateArray().Select(i => i.GetRawText()));
    }

    private static string Patient(string centre) =>
        """
            {"centre":"CENTRE","facts":{"sex":"female","birth":"1960","index_disease":"multiple_myeloma","prior_lines":2,
            "prior":{"autologous_transplant":"yes","allogeneic_transplant":"no","total_body_irradiation":"unknown","alkylator":"yes"}}}
            """.Replace("CENTRE", centre, StringComparison.Ordinal);

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<HttpResponseMessage> Post(
        PortalClient client,
        string address,
        string body,
        string? key,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = Json(body) };
        // A server that refuses a body for its size hangs up on it: only who asks first hears the answer for certain.
        request.Headers.ExpectContinue = body.Length > 1_000_000;
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.Http.SendAsync(request, Stop);
    }

    private static async Task<JsonElement> IsProblem(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.StartsWith("urn:longwatch:problem:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        return problem;
    }

    private static Task<int> Patients(PortalServer server) => server.Read((db, stop) => db.Set<PatientRow>().CountAsync(stop));
}
