using System.Net;
using Longwatch.Portal.Shell.Assets;
using Longwatch.Portal.Tests.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Portal.Tests.Shell;

public sealed class HeaderTests : IAsyncLifetime
{
    private PortalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PortalServer.Start(GalleryPages.Map);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/gallery", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/assets/0000/portal.css", 404)]
    [InlineData("/fails", 500)]
    [InlineData("/fails-late", 500)]
    [InlineData("/database-gone", 503)]
    [InlineData("/conflict", 409)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task Every_answer_carries_the_strict_headers_and_is_kept_by_no_cache(string address, int status)
    {
        using var client = _server.Client();

        var answer = await client.Get(address);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        AssertStrict(answer);
    }

    [Fact]
    public async Task No_page_has_an_inline_script_or_style_or_an_address_elsewhere()
    {
        using var client = _server.Client();

        foreach (var address in new[] { "/gallery", "/conflict", "/nothing", "/api-reference" })
        {
            var page = await client.Text(address);
            Assert.DoesNotMatch("<script(?![^>]*\\bsrc=)", page);
            Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=\"|javascript:", page);
            Assert.DoesNotMatch("(src|href|action)=\"(https?:)?//", page);
        }
    }

    [Fact]
    public async Task An_asset_is_kept_for_ever_because_its_address_carries_its_hash()
    {
        using var client = _server.Client(null);
        var address = _server.Services.GetRequiredService<AssetStore>().Address("portal.css");

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.Add("Accept-Encoding", "gzip, br");
        var packed = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var plain = await client.Get(address);

        AssertStrict(packed);
        Assert.Equal("public, max-age=31536000, immutable", packed.Headers.CacheControl?.ToString());
        Assert.Equal("br", packed.Content.Headers.ContentEncoding.Single());
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.True(
            (await packed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length
                < (await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length / 2
        );
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/assets/0123456789abcdef/portal.css")).StatusCode);
    }

    [Fact]
    public async Task Over_https_cookies_are_bound_to_the_host_and_the_browser_stays_with_https()
    {
        await using var server = await PortalServer.Start(GalleryPages.Map, options: new PortalOptions(OverHttps: true));
        using var client = server.Client();

        var page = await client.Get("/gallery");
        var plain = await _server.Client().Get("/gallery");

        Assert.StartsWith("max-age=63072000", page.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        var cookie = page.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-longwatch-forgery=", cookie, StringComparison.Ordinal);
        foreach (var part in new[] { "secure", "httponly", "samesite=strict", "path=/" })
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        var own = plain.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", own, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", own, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_a_page_of_ours_is_refused()
    {
        using var client = _server.Client();

        var without = await client.PostRaw("/gallery", ("line", "B-17"));
        var wrong = await client.PostRaw("/gallery", ("line", "B-17"), ("forgery", "CfDJ8abc"));
        var right = await client.Post("/gallery", "/gallery", ("line", "B-17"));

        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains(
            "no longer valid",
            await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_no_form_is_refused()
    {
        using var client = _server.Client();
        client.Http.DefaultRequestHeaders.ExpectContinue = true; // the server refuses a body by its length: what is written after that meets a closed connection

        var large = await client.Post("/gallery", "/gallery", ("prose", new string('x', 70_000)));
        var many = await client.Post("/gallery", "/gallery", [.. Enumerable.Range(0, 1100).Select(i => ($"f{i}", "x"))]);
        var body = await client.Post("/gallery", "/gallery", [.. Enumerable.Range(0, 40).Select(i => ($"f{i}", new string('x', 40_000)))]);

        foreach (var answer in new[] { large, many, body })
        {
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
            AssertStrict(answer);
        }
    }

    [Fact]
    public async Task A_failure_tells_an_incident_and_the_log_names_nobody()
    {
        using var client = _server.Client();

        var page = await client.Text("/fails") + await client.Text("/fails-late");
        var call = await client.Get("/api/v1/nothing");

        Assert.Contains("Something went wrong here", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Mustermann", page, StringComparison.Ordinal);
        Assert.Contains(_server.Log, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(
            _server.Log,
            line => line.Contains("Mustermann", StringComparison.Ordinal) || line.Contains("LW-7F3K", StringComparison.Ordinal)
        );
        Assert.Equal("application/problem+json", call.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_said_clearly_with_when_to_try_again()
    {
        using var client = _server.Client();

        var answer = await client.Get("/database-gone");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        Assert.Contains(
            "works again by itself",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task After_a_commit_whose_answer_was_lost_nobody_says_that_it_was_saved_or_that_it_was_not()
    {
        using var client = _server.Client();

        var page = await client.Get("/commit-lost");
        var call = await client.Get("/api/v1/commit-lost");

        var words = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("The database went away while this was saved", words, StringComparison.Ordinal);
        Assert.Contains("It may be saved, or it may not: look at the record before you enter it again.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was saved", words, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, call.StatusCode);
        Assert.Contains(
            "urn:longwatch:problem:outcome-unknown",
            await call.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/gallery")).StatusCode);
    }

    [Theory]
    [InlineData("/gallery", "/gallery")]
    [InlineData("https://example.org/", "/")]
    [InlineData("//example.org/", "/")]
    [InlineData("/\\example.org", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task A_redirect_stays_in_the_portal(string asked, string expected)
    {
        using var client = _server.Client();

        var answer = await client.Post("/gallery", "/theme", ("theme", "dark"), ("return", asked));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location?.ToString());
        Assert.Contains("data-bs-theme=\"dark\"", await client.Text("/gallery"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_sign_in_and_comes_back()
    {
        using var client = _server.Client(null);

        var answer = await client.Get("/gallery");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/sign-in?return=%2Fgallery", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_method_that_a_page_does_not_have_is_405()
    {
        using var client = _server.Client();

        var answer = await client.Http.DeleteAsync(new Uri("/gallery", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        AssertStrict(answer);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_say_who_may_call_it_stops_the_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await PortalServer.Start(app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/open", () => ""))
        );

    private static void AssertStrict(HttpResponseMessage answer)
    {
        string One(string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : "";
        var policy = One("Content-Security-Policy").Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("style-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.DoesNotContain("unsafe", One("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", One("X-Content-Type-Options"));
        Assert.Equal("no-referrer", One("Referrer-Policy"));
        Assert.Equal("same-origin", One("Cross-Origin-Opener-Policy"));
        Assert.Equal("require-corp", One("Cross-Origin-Embedder-Policy"));
        Assert.Equal("same-origin", One("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", One("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }
}
