using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Longwatch.Portal.Accounts.External;

/// <summary>The in-box OAuth client of ASP.NET Core, with PKCE; what it proves lives for five minutes in a sealed cookie of its own.</summary>
internal static class ExternalSignIn
{
    internal const string Provider = "external-provider";
    internal const string Proven = "external-proven";

    internal static void AddExternalSignIn(this IServiceCollection services, ExternalProvider provider, PortalOptions portal) =>
        services
            .AddAuthentication(authentication => authentication.DefaultSignInScheme = Proven)
            .AddCookie(
                Proven,
                cookie =>
                {
                    cookie.Cookie.Name = PortalCookies.Name(portal, "external");
                    cookie.Cookie.HttpOnly = true;
                    // Lax: the browser comes back from another site, and a strict cookie would stay behind
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.SecurePolicy = portal.OverHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
                    cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
                    cookie.SlidingExpiration = false;
                }
            )
            .AddOAuth(
                Provider,
                oauth =>
                {
                    oauth.SignInScheme = Proven;
                    oauth.CallbackPath = "/sign-in/external/callback";
                    oauth.AuthorizationEndpoint = provider.Authorization.ToString();
                    oauth.TokenEndpoint = provider.Token.ToString();
                    oauth.UserInformationEndpoint = provider.UserInformation.ToString();
                    oauth.ClientId = provider.ClientId;
                    oauth.ClientSecret = provider.ClientSecret;
                    oauth.UsePkce = true;
                    oauth.SaveTokens = false;
                    oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
                    oauth.CorrelationCookie.SecurePolicy = portal.OverHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
                    oauth.Scope.Clear();
                    foreach (var scope in provider.Scopes)
                        oauth.Scope.Add(scope);
                    oauth.Events.OnCreatingTicket = context => ReadSubject(context, provider);
                    oauth.Events.OnRemoteFailure = context =>
                    {
                        Page.Redirect(context.HttpContext, "/sign-in?done=accounts-external-failed");
                        context.HandleResponse();
                        return Task.CompletedTask;
                    };
                }
            );

    private static async Task ReadSubject(OAuthCreatingTicketContext context, ExternalProvider provider)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.UserInformation);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        answer.EnsureSuccessStatusCode();
        using var user = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(context.HttpContext.RequestAborted));
        var subject = user.RootElement.TryGetProperty(provider.SubjectMember, out var member)
            ? member.ValueKind is JsonValueKind.String
                ? member.GetString()
                : member.GetRawText()
            : null;
        if (subject is not { Length: > 0 and <= 255 })
            throw new AuthenticationFailureException("The provider did not say who this is.");
        context.Identity!.AddClaim(new Claim(ClaimTypes.NameIdentifier, subject));
    }
}
