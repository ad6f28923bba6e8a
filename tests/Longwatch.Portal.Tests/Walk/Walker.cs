using System.Net;
using System.Text;
using Longwatch.Portal.Tests.Accounts;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Tests.Walk;

/// <summary>Somebody with one role who asks for every page.</summary>
internal sealed class Walker(PortalClient client, Grant? grant, Guid account) : IDisposable
{
    private string? _forgery;

    /// <summary>Null: nobody is signed in.</summary>
    internal Grant? Grant => grant;

    internal Guid Account => account;

    internal bool ReachesAllCentres => grant is { Centre: null };

    internal string Name => grant is null ? "nobody" : $"{grant.Role} at {grant.Centre ?? "all centres"}";

    /// <summary>A session as sign-in leaves it; sign-in itself has its own tests.</summary>
    internal static async Task<Walker> SignedIn(AccountPortal portal, Grant grant)
    {
        var member = await portal.Add(grant);
        var client = portal.Server.Client(caller: null);
        await using var db = portal.Get<RegistryStore>().Open(tracking: true);
        var opened = await portal.NewSession(db, member.Id);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        client.Cookies.Add(portal.Server.Address, new Cookie("longwatch-session", opened.Token));
        return new(client, grant, member.Id);
    }

    internal static Walker Nobody(AccountPortal portal) => new(portal.Server.Client(caller: null), null, Guid.Empty);

    /// <summary>Asks: pages with an empty form that is ours, calls of the API with an empty object.</summary>
    internal async Task<(HttpStatusCode Status, string? Location)> Ask(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
        if (method is not ("GET" or "HEAD"))
        {
            if (address.StartsWith("/api/", StringComparison.Ordinal))
            {
                request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            }
            else
            {
                _forgery ??= PortalClient
                    .Forms(await client.Text(grant is null ? "/sign-in" : "/account"))
                    .SelectMany(f => f.Hidden)
                    .First(h => h.Name == "forgery")
                    .Value;
                request.Content = new FormUrlEncodedContent([new("forgery", _forgery)]);
            }
        }

        using var answer = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    public void Dispose() => client.Dispose();
}
