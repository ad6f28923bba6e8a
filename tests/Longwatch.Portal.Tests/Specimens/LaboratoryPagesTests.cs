using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Specimens;

/// <summary>A laboratory is added, corrected and voided on pages and by calls.</summary>
[Collection(RegistryPortal.OneAtATime)]
public sealed class LaboratoryPagesTests(RegistryPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> Body(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));

    /// <summary>Adds a laboratory by a call; its address below /laboratories.</summary>
    private static async Task<string> Add(PortalClient client, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/laboratories", UriKind.Relative))
        {
            Content = Json($$"""{"code":"{{code}}","facts":{"centre":null,"name":"Laboratory {{code}}"} }"""),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var answer = await client.Http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return $"/laboratories/{(await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid()}";
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    [Fact]
    public async Task An_administrator_corrects_a_laboratory_with_a_reason_and_an_older_version_is_shown_beside_the_newer()
    {
        var server = await portal.Server;
        using var client = server.Client("administrator");
        var centre = (await server.Centres())[0].Code;
        var address = await Add(client, "CORRECTED");
        var page = $"{address}/correct";
        Assert.Contains($"href=\"{page}\"", await client.Text("/centres"), StringComparison.Ordinal);

        var without = await client.Post(page, page, ("name", "Institute of Pathology"), ("centre", centre), ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Contains("Institute of Pathology", await Body(without), StringComparison.Ordinal);
        var saved = await client.Post(page, page, ("name", "Institute of Pathology"), ("centre", centre), ("reason", "it has moved"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Contains("Institute of Pathology", await client.Text("/centres"), StringComparison.Ordinal);

        var late = await client.Post(page, page, ("name", "Other name"), ("centre", ""), ("reason", "typing error"), ("version", "1"));
        var both = await Body(late);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("Institute of Pathology", both, StringComparison.Ordinal);
        Assert.Contains("Other name", both, StringComparison.Ordinal);
        Assert.Contains("Institute of Pathology", await client.Text("/centres"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_entered_by_mistake_leaves_the_list_and_its_page()
    {
        var server = await portal.Server;
        using var client = server.Client("administrator");
        var address = await Add(client, "MISTAKEN");

        var without = await client.Post($"{address}/correct", $"{address}/void", ("reason", " "));
        var with = await client.Post($"{address}/correct", $"{address}/void", ("reason", "entered twice"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, with.StatusCode);
        Assert.DoesNotContain("MISTAKEN", await client.Text("/centres"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get($"{address}/correct")).StatusCode);
    }

    [Fact]
    public async Task The_calls_list_and_correct_and_refuse_an_older_version_and_whoever_may_not()
    {
        var server = await portal.Server;
        using var client = server.Client("administrator");
        using var laboratory = server.Client("laboratory");
        var address = "/api/v1" + await Add(client, "CALLED");
        const string Body = """{"version":1,"facts":{"name":"By a call","centre":null},"reason":"typing error"}""";

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await laboratory.Http.PutAsync(new Uri(address, UriKind.Relative), Json(Body), Stop)).StatusCode
        );
        var first = await client.Http.PutAsync(new Uri(address, UriKind.Relative), Json(Body), Stop);
        var second = await client.Http.PutAsync(new Uri(address, UriKind.Relative), Json(Body), Stop);

        Assert.Equal(2, (await first.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        var list = await laboratory.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/laboratories?limit=200", UriKind.Relative), Stop);
        Assert.Equal(
            "By a call",
            list.GetProperty("items")
                .EnumerateArray()
                .Single(l => l.GetProperty("code").GetString() == "CALLED")
                .GetProperty("name")
                .GetString()
        );
    }
}
