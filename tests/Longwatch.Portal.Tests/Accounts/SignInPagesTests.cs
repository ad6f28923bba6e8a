using System.Net;
using System.Net.Http.Headers;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.People;

namespace Longwatch.Portal.Tests.Accounts;

public sealed class SignInPagesTests : IAsyncLifetime
{
    private AccountPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await AccountPortal.Start();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Stop);

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_sign_in_and_comes_back_to_where_they_wanted_to_go()
    {
        var member = await _portal.Add(new Grant(Role.Administrator, null));
        using var client = _portal.Server.Client(caller: null);
        var sent = await client.Get("/people");
        Assert.Equal("/sign-in?return=%2Fpeople", sent.Headers.Location?.OriginalString);

        var first = await client.Post(
            "/sign-in?return=%2Fpeople",
            "/sign-in",
            ("email", member.Email),
            ("password", AccountPortal.Password)
        );
        Assert.Equal("/sign-in/second?return=%2Fpeople", first.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await client.Get("/people")).StatusCode); // the password alone opens nothing
        Assert.Equal(HttpStatusCode.SeeOther, (await client.Get("/account")).StatusCode);

        var second = await client.Post("/sign-in/second?return=%2Fpeople", "/sign-in/second", ("code", _portal.NextCode(member.Key)));
        Assert.Equal("/people", second.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/people")).StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task Sign_in_leads_to_no_other_site(string wanted)
    {
        var member = await _portal.Add(new Grant(Role.Administrator, null));
        using var client = _portal.Server.Client(caller: null);
        await client.Post("/sign-in", "/sign-in", ("email", member.Email), ("password", AccountPortal.Password), ("return", wanted));
        var second = await client.Post("/sign-in/second", "/sign-in/second", ("code", _portal.NextCode(member.Key)), ("return", wanted));
        Assert.Equal("/", second.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_e_mail_get_the_same_page()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        using var client = _portal.Server.Client(caller: null);
        var known = await client.Post("/sign-in", "/sign-in", ("email", member.Email), ("password", "wrong"));
        var unknown = await client.Post("/sign-in", "/sign-in", ("email", "nobody1@example.org"), ("password", "wrong"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, known.StatusCode);
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        static string Same(string page, string email) =>
            System.Text.RegularExpressions.Regex.Replace(
                page.Replace(email, "", StringComparison.Ordinal),
                "name=\"forgery\" value=\"[^\"]*\"",
                "",
                System.Text.RegularExpressions.RegexOptions.None,
                TimeSpan.FromSeconds(1)
            );
        Assert.Equal(Same(await Text(known), member.Email), Same(await Text(unknown), "nobody1@example.org"));
        Assert.DoesNotContain("\"wrong\"", await Text(known), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_too_many_attempts_of_one_address_the_page_says_so()
    {
        using var client = _portal.Server.Client(caller: null);
        for (var n = 0; n < 30; n++)
            await client.Post("/sign-in", "/sign-in", ("email", $"nobody{n}@example.org"), ("password", "wrong"));
        var answer = await client.Post("/sign-in", "/sign-in", ("email", "nobody@example.org"), ("password", "wrong"));
        Assert.Contains("Too many attempts", await Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_of_a_session_is_strict_and_out_of_reach_of_scripts_and_over_https_secure_and_bound_to_the_host()
    {
        foreach (
            var (options, name, secure) in new[]
            {
                (new PortalOptions(false), "longwatch-session=", false),
                (new PortalOptions(true), "__Host-longwatch-session=", true),
            }
        )
        {
            await using var portal = await AccountPortal.Start(options); // a proxy in front has the certificate
            var member = await portal.Add(new Grant(Role.Clinician, "A"));
            using var client = portal.Server.Client(caller: null);
            // over https the forgery cookie is Secure and this client speaks http: the cookie is carried by hand, as a proxy would
            var page = await client.Get("/sign-in");
            var html = await Text(page);
            var forgery = page.Headers.GetValues("Set-Cookie").Single(c => c.Contains("forgery", StringComparison.Ordinal)).Split(';')[0];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/sign-in", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent(
                    PortalClient
                        .Forms(html)
                        .First(f => f.Action == "/sign-in")
                        .Hidden.Where(h => h.Name == "forgery")
                        .Select(h => KeyValuePair.Create(h.Name, h.Value))
                        .Append(new("email", member.Email))
                        .Append(new("password", AccountPortal.Password))
                ),
            };
            if (secure)
                request.Headers.Add("Cookie", forgery);
            var answer = await client.Http.SendAsync(request, Stop);
            var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(name, StringComparison.Ordinal));

            Assert.Contains("; samesite=strict", cookie, StringComparison.Ordinal);
            Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
            Assert.Contains("; path=/", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("expires=", cookie, StringComparison.Ordinal);
            Assert.Equal(secure, cookie.Contains("; secure", StringComparison.Ordinal));
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session_in_the_store_too()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        using var client = await _portal.SignIn(member);
        var cookie = client.Cookies.GetCookies(_portal.Server.Address)["longwatch-session"]!.Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await client.Post("/account", "/sign-out")).StatusCode);

        using var thief = _portal.Server.Client(caller: null);
        thief.Cookies.Add(_portal.Server.Address, new Cookie("longwatch-session", cookie));
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task A_session_is_revoked_on_the_page_of_the_own_account_and_dead_at_the_next_request()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        using var here = await _portal.SignIn(member);
        using var there = await _portal.SignIn(member);
        Assert.Equal(HttpStatusCode.OK, (await there.Get("/account")).StatusCode);
        await here.Post("/account", "/account/sessions/revoke-others");

        Assert.Equal(HttpStatusCode.SeeOther, (await there.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task An_idle_session_leads_to_sign_in_and_the_api_answers_401()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        using var client = await _portal.SignIn(member);
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/api/v1/account")).StatusCode);
        _portal.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("/sign-in?return=%2Faccount", (await client.Get("/account")).Headers.Location?.OriginalString);
        var api = await client.Get("/api/v1/account");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_the_next_request()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        var administrator = await _portal.Add(new Grant(Role.Administrator, null));
        using var client = await _portal.SignIn(member);
        using var office = await _portal.SignIn(administrator);
        var page = $"/people/{member.Id}";
        var done = await office.Post(page, $"{page}/disable", ("reason", "left the centre"));

        Assert.Equal($"{page}?done=people-disabled", done.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await client.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task A_token_opens_the_api_and_no_page_until_it_is_revoked()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        using var client = await _portal.SignIn(member);
        var made = await client.Post("/account", "/account/tokens", ("name", "nightly"), ("days", "30"), ("proof", AccountPortal.Password));
        var token = System
            .Text.RegularExpressions.Regex.Match(
                await Text(made),
                "lw_[A-Za-z0-9_-]{43}",
                System.Text.RegularExpressions.RegexOptions.None,
                TimeSpan.FromSeconds(1)
            )
            .Value;

        using var program = _portal.Server.Client(caller: null);
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var own = await program.Get("/api/v1/account");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Contains("\"clinician\"", await Text(own), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.Get("/api/v1/people")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await program.Get("/account")).StatusCode);

        var html = await client.Text("/account");
        var revoke = PortalClient.Forms(html).Single(f => f.Action.StartsWith("/account/tokens/", StringComparison.Ordinal)).Action;
        await client.Post("/account", revoke);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Get("/api/v1/account")).StatusCode);
    }

    [Fact]
    public async Task A_forged_form_changes_nothing()
    {
        var member = await _portal.Add(new Grant(Role.Clinician, "A"));
        using var client = await _portal.SignIn(member);
        var answer = await client.PostRaw("/account/sessions/revoke-others");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Logs_name_nobody_and_show_no_secret()
    {
        var member = await _portal.Add(new Grant(Role.Administrator, null));
        using var client = await _portal.SignIn(member);
        await client.Post(
            "/account",
            "/account/password",
            ("proof", "wrong"),
            ("password", "marble ferry onion 5"),
            ("again", "marble ferry onion 5")
        );
        await client.Get($"/people/{member.Id}");
        string[] log;
        lock (_portal.Server.Log)
            log = [.. _portal.Server.Log];
        Assert.Contains(log, line => line.Contains("Signed in: account", StringComparison.Ordinal));
        Assert.DoesNotContain(
            log,
            line => new[] { member.Email, "Number1", AccountPortal.Password, "marble" }.Any(s => line.Contains(s, StringComparison.Ordinal))
        );
    }
}
