using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Portal.Tests.Accounts;

/// <summary>As much of an OAuth 2.0 provider as a client needs: it knows one person, who always agrees, and insists on PKCE (RFC 7636).</summary>
internal sealed class SmallProvider : IAsyncDisposable
{
    internal const string ClientId = "longwatch";
    internal const string ClientSecret = "provider-secret";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _challenges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    private SmallProvider(WebApplication app) => _app = app;

    /// <summary>The person at the provider.</summary>
    internal string Subject { get; set; } = "subject-1";

    /// <summary>Says no at the next request.</summary>
    internal bool Denies { get; set; }

    internal Uri Address(string path) => new(new Uri(_app.Urls.Single()), path);

    internal static async Task<SmallProvider> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        var provider = new SmallProvider(app);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.Token);
        app.MapGet("/user", provider.User);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    private Task Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        var back = query["redirect_uri"] + "?state=" + Uri.EscapeDataString(query["state"].ToString());
        if (Denies)
        {
            context.Response.Redirect(back + "&error=access_denied");
            return Task.CompletedTask;
        }

        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        var code = Guid.NewGuid().ToString("N");
        _challenges[code] = query["code_challenge"].ToString();
        context.Response.Redirect($"{back}&code={code}");
        return Task.CompletedTask;
    }

    private async Task Token(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var made = Convert
            .ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
        if (
            form["client_secret"] != ClientSecret
            || !_challenges.TryRemove(form["code"].ToString(), out var challenge)
            || challenge != made
        )
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var token = Guid.NewGuid().ToString("N");
        _tokens[token] = Subject;
        await context.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer" });
    }

    private async Task User(HttpContext context)
    {
        if (!_tokens.TryGetValue(context.Request.Headers.Authorization.ToString()["Bearer ".Length..], out var subject))
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            await context.Response.WriteAsJsonAsync(new { sub = subject, email = "not-asked@example.org" });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
