using System.Net;
using System.Text;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Tests.Cases;
using static Longwatch.Portal.Tests.Cases.CasePortal;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Portal.Tests.Cases;

/// <summary>The pages and calls from suspicion to verdict, over HTTP against a real database.</summary>
public sealed class CasePagesTests : IAsyncLifetime
{
    private CasePortal house = null!;

    private CaseWorld World => house.World;

    private PortalServer Server => house.Server;

    public async ValueTask InitializeAsync() => house = await CasePortal.Start("axicabtagene_ciloleucel");

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private async Task<string> Page(string caller, string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = Server.Client(caller);
        var response = await client.Get(address);
        Assert.True(
            response.StatusCode == expected,
            $"{address}: {response.StatusCode}\n{string.Join('\n', Server.Log.Where(l => !l.StartsWith("Information", StringComparison.Ordinal)))}"
        );
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<HttpResponseMessage> Post(string caller, string page, string action, params (string, string)[] fields)
    {
        using var client = Server.Client(caller);
        return await client.Post(page, action, fields);
    }

    [Fact]
    public async Task A_suspicion_is_led_to_a_verdict_in_the_browser_pages()
    {
        var suspicion = $"/patients/{World.Patient}/suspicion";
        var refused = await Post(
            "clinician",
            suspicion,
            suspicion,
            ("diagnosed", "2025-06-02"),
            ("morphology", "C84.4"),
            ("lineage", "t_cell"),
            ("relation", "second_primary"),
            ("reason", "<b>node</b>")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.DoesNotContain("<b>node", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var opened = await Post(
            "clinician",
            suspicion,
            suspicion,
            ("diagnosed", "2025-06-02"),
            ("lineage", "t_cell"),
            ("relation", "second_primary"),
            ("reason", "Swollen node")
        );
        var address = Location(opened);
        var id = Guid.Parse(address.Split('/')[^1]);
        Assert.Contains("LW-1", await Page("clinician", "/cases"), StringComparison.Ordinal);
        Assert.Contains("Checklist: 1 of 16 known", await Page("manager", address), StringComparison.Ordinal);

        // The checklist.
        var item = $"{address}/checklist/histology";
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (
                await Post(
                    "clinician",
                    item,
                    item,
                    ("status", "known"),
                    ("value", "9999/9"),
                    ("date", "2025-06-05"),
                    ("source", "Pathology")
                )
            ).StatusCode
        );
        Location(
            await Post("clinician", item, item, ("status", "known"), ("value", "9702/3"), ("date", "2025-06-05"), ("source", "Pathology"))
        );
        Assert.Contains("9702/3", await Page("clinician", address), StringComparison.Ordinal);

        // Consent, specimen, hand-over confirmed by the other side.
        var consent = $"/patients/{World.Patient}/testing-consent";
        Location(await Post("clinician", consent, consent, ("given", "yes"), ("from", "2025-01-10"), ("source", "Form 3")));
        var add = $"{address}/specimens/add";
        var specimen = Location(
            await Post(
                "clinician",
                add,
                add,
                ("type", "tumour"),
                ("party", "A"),
                ("collected", "2025-06-02"),
                ("identifier", "T-1"),
                ("fixation", "fresh_frozen")
            )
        );
        Assert.Contains("1-844-454-KITE", await Page("clinician", specimen), StringComparison.Ordinal);
        var custody = $"{specimen}/custody";
        Location(await Post("manager", specimen, custody, ("step", "shipped"), ("party", "A"), ("date", "2025-06-03"), ("to", "lab")));
        Location(
            await Post(
                "lab",
                specimen,
                custody,
                ("step", "received"),
                ("party", "lab"),
                ("date", "2025-06-04"),
                ("note", "half the amount")
            )
        );
        Assert.Contains("half the amount", await Page("lab", specimen), StringComparison.Ordinal);

        // A psi assay is blind to axi-cel: warned of, refused without a reason; the MSCV assay is not.
        var order = $"{specimen}/order";
        Assert.Contains("has no psi", await Page("clinician", $"{order}?assay=ddpcr_psi"), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await Post("clinician", order, order, ("assay", "ddpcr_psi"), ("laboratory", "lab"))).StatusCode
        );
        Location(await Post("clinician", order, order, ("assay", "ddpcr_mscv"), ("laboratory", "lab")));

        // The bench.
        var bench = await Page("lab", "/bench");
        var test = bench[(bench.IndexOf("/bench/", StringComparison.Ordinal))..][..("/bench/".Length + 36)];
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (
                await Post(
                    "lab",
                    test,
                    $"{test}/droplets",
                    ("date", "2025-06-11"),
                    ("positive", "9"),
                    ("total", "3"),
                    ("reference_positive", "1"),
                    ("reference_total", "2"),
                    ("reference", "RPP30")
                )
            ).StatusCode
        );
        Location(
            await Post(
                "lab",
                test,
                $"{test}/droplets",
                ("date", "2025-06-11"),
                ("tumour_fraction", "0.4"),
                ("positive", "1200"),
                ("total", "20000"),
                ("reference_positive", "8000"),
                ("reference_total", "20000"),
                ("reference", "RPP30"),
                ("blank_positive", "0"),
                ("blank_total", "20000")
            )
        );
        Assert.Contains("0.2423 copies per cell", await Page("safety", address), StringComparison.Ordinal); // by hand: 2 ln 0.94 / ln 0.6

        // Two verdicts and an adjudication, each signed with a proof.
        Ok(await World.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        await Sign("one", address, "probable");
        Assert.Contains("not signed", await Page("two", address), StringComparison.Ordinal);
        await Sign("two", address, "possible");
        var adjudication = $"{address}/adjudication";
        Location(await Post("safety", adjudication, adjudication, [.. Judgement("probable"), ("proof", Proof)]));
        Assert.Contains("Outcome: probable", await Page("clinician", address), StringComparison.Ordinal);
    }

    private static (string, string)[] Judgement(string category) =>
        [
            ("category", category),
            ("time", "met"),
            ("no_other_cause", "met"),
            ("definitive", "met"),
            ("reason", $"Because it is {category}: clonal vector in the tumour."),
        ];

    private async Task Sign(string caller, string address, string category)
    {
        var page = $"{address}/assessment";
        Location(await Post(caller, page, page, Judgement(category)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(caller, page, $"{page}/sign", ("proof", "wrong"))).StatusCode);
        Location(await Post(caller, page, $"{page}/sign", ("proof", Proof)));
    }

    [Fact]
    public async Task Another_centre_gets_404_from_every_page_and_call()
    {
        var id = await World.Case();
        var specimen = await World.Tumour(id);
        foreach (
            var address in new[]
            {
                $"/cases/{id}",
                $"/cases/{id}/checklist/ebv",
                $"/cases/{id}/specimens/add",
                $"/specimens/{specimen}",
                $"/specimens/{specimen}/describe",
                $"/specimens/{specimen}/order",
                $"/patients/{World.Patient}/suspicion",
                $"/patients/{World.Patient}/testing-consent",
                $"/api/v1/cases/{id}",
                $"/api/v1/specimens/{specimen}",
                $"/api/v1/specimens/{specimen}/assay-check/wgs",
            }
        )
        {
            await Page("other", address, HttpStatusCode.NotFound);
            await Page("clinician", address);
        }

        Assert.DoesNotContain("LW-1", await Page("other", "/cases"), StringComparison.Ordinal);
        Assert.DoesNotContain("LW-1", await Page("other", "/specimens"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_or_call_shows_a_verdict_before_all_have_signed()
    {
        var id = await World.Case();
        Ok(await World.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        Ok(await World.SignAs(One, id, CausalityCategory.Possible));
        const string Said = "Clonal vector in a T-cell lymphoma";

        var patient = $"patients/{World.Patient}";
        var tomorrow = $"{DateTimeOffset.UtcNow.AddDays(1):yyyy-MM-dd}";
        string[] addresses =
        [
            $"/cases/{id}",
            $"/api/v1/cases/{id}",
            $"/{patient}/history",
            $"/{patient}/history?day={tomorrow}",
            $"/api/v1/{patient}/history",
            $"/api/v1/{patient}/as-known?at={tomorrow}T00:00:00Z",
        ];
        foreach (var caller in new[] { "two", "safety", "clinician", "manager" })
        foreach (var address in addresses)
            Assert.DoesNotContain(Said, await Page(caller, address), StringComparison.Ordinal);
        Assert.Contains("causality.sign", await Page("clinician", $"/api/v1/{patient}/history"), StringComparison.Ordinal);
        Assert.DoesNotContain(Said, await Page("two", $"/cases/{id}/assessment"), StringComparison.Ordinal);
        Assert.DoesNotContain(Said, await Page("two", "/api/v1/assessments"), StringComparison.Ordinal);
        Assert.Contains(Said, await Page("one", $"/api/v1/cases/{id}"), StringComparison.Ordinal);
        Assert.Contains("signed already", await Page("one", $"/cases/{id}/assessment"), StringComparison.Ordinal);
        Assert.Contains("no difference to settle", await Page("safety", $"/cases/{id}/adjudication"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_call_of_the_API_does_what_the_page_does_and_says_why_not()
    {
        var id = await World.Case();
        using var client = Server.Client("clinician");
        async Task<(HttpStatusCode, string)> Put(string address, string json)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, address)
            {
                Content = new StringContent(json, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            var response = await client.Http.SendAsync(request, Cancellation);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        }

        var item = $"/api/v1/cases/{id}/checklist/ebv";
        var (status, body) = await Put(item, """{"version":0,"status":"known","value":"positive","date":"2025-06-05","source":"ISH"}""");
        Assert.True(status == HttpStatusCode.OK, body);
        (status, body) = await Put(item, """{"version":0,"status":"known","value":"negative","date":"2025-06-05","source":"ISH"}""");
        Assert.Equal((HttpStatusCode.Conflict, true), (status, body.Contains("record.conflict", StringComparison.Ordinal)));
        (status, body) = await Put(item, """{"version":1,"status":"known","value":"maybe","date":"2025-06-05","source":"ISH"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (status, body.Contains("checklist.value", StringComparison.Ordinal)));
        Assert.Equal("positive", (await World.View(id)).Checklist.Value("ebv"));
    }
}
