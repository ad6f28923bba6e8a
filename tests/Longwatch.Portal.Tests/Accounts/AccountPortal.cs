using Longwatch.Domain;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longwatch.Portal.Tests.Accounts;

/// <summary>The portal as it is served, with a registry of its own and real sign-in; two centres, a clock that a test sets forward.</summary>
internal sealed class AccountPortal : IAsyncDisposable
{
    internal const string Password = "kelp orbit vinegar 93";
    private int _next;

    private AccountPortal(PortalServer server, MovingClock clock) => (Server, Clock) = (server, clock);

    internal PortalServer Server { get; }

    internal MovingClock Clock { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static async Task<AccountPortal> Start(PortalOptions? options = null)
    {
        var clock = new MovingClock();
        var server = await PortalServer.Start(
            services: services =>
            {
                services.RemoveAll<CallerOf>(); // the portal's own, by session
                services.AddSingleton<TimeProvider>(clock);
                services.AddAccountWork(mail: null);
            },
            options: options
        );
        var portal = new AccountPortal(server, clock);
        await portal.Write(db =>
            db.AddRange(
                new[] { "A", "B" }.Select(c => new CentreRow
                {
                    Code = c,
                    Name = $"Centre {c}",
                    TimeZone = "Europe/Berlin",
                })
            )
        );
        return portal;
    }

    internal T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    internal async Task Write(Action<RegistryDb> change) =>
        await Get<RegistryStore>()
            .Write<bool>(
                Caller.System,
                new Act("test.prepare"),
                (db, _) =>
                {
                    change(db);
                    return Task.FromResult<Result<bool>>(true);
                },
                Stop
            );

    /// <summary>An active account with password and authenticator.</summary>
    internal async Task<Member> Add(params Grant[] grants)
    {
        var number = Interlocked.Increment(ref _next);
        var row = new AccountRow
        {
            Email = $"person{number}@example.org",
            FirstName = "Person",
            LastName = $"Number{number}",
            Organisation = "Hospital",
            Country = "DE",
            Status = AccountStatus.Active,
            WishedRoles = [],
            Requested = Clock.GetUtcNow(),
        };
        var key = Totp.NewKey();
        await Write(db =>
        {
            db.Add(row);
            db.AddRange(
                grants.Select(g => new GrantRow
                {
                    Account = row.Id,
                    Role = g.Role,
                    Centre = g.Centre,
                })
            );
            db.Add(
                new CredentialRow
                {
                    Account = row.Id,
                    PasswordHash = Get<PasswordHashing>().HashRandom(Password),
                    TotpKey = Get<AccountKeys>().Seal(key),
                    TotpConfirmed = Clock.GetUtcNow(),
                }
            );
        });
        return new(row.Id, row.Email, key);
    }

    /// <summary>A full session without the way through sign-in, saved with <paramref name="db"/>.</summary>
    internal async Task<OpenedSession> NewSession(RegistryDb db, Guid account) =>
        Get<LiveSessions>().Open(db, account, SignInMeans.Totp, "a browser", await Get<AccountSettings>().Now(Stop));

    /// <summary>The code that the person's authenticator shows next; the clock goes a step on, so that none is used twice.</summary>
    internal string NextCode(byte[] key)
    {
        Clock.Advance(TimeSpan.FromSeconds(30));
        return Totp.CodeAt(key, Clock.GetUtcNow());
    }

    /// <summary>A client that went through both steps of a sign-in.</summary>
    internal async Task<PortalClient> SignIn(Member member)
    {
        var client = Server.Client(caller: null);
        var first = await client.Post("/sign-in", "/sign-in", ("email", member.Email), ("password", Password));
        Assert.Equal("/sign-in/second", first.Headers.Location?.OriginalString);
        var second = await client.Post("/sign-in/second", "/sign-in/second", ("code", NextCode(member.Key)));
        Assert.Equal("/", second.Headers.Location?.OriginalString);
        return client;
    }

    internal async Task<string> CodeOfLetter(string recipient)
    {
        var body = await Get<RegistryStore>()
            .Read(
                (db, token) =>
                    db.Set<OutboxRow>()
                        .Where(l => l.Recipient == recipient)
                        .OrderByDescending(l => l.Id)
                        .Select(l => l.Body)
                        .FirstAsync(token),
                Stop
            );
        return body!.Split('\n').Single(l => l.StartsWith("Your code: ", StringComparison.Ordinal))["Your code: ".Length..].Trim();
    }

    /// <summary>As an authenticator reads a typed key, written by the definition of RFC 4648.</summary>
    internal static byte[] FromBase32(string text)
    {
        var bits = string.Concat(
            text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0'))
        );
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

internal sealed record Member(Guid Id, string Email, byte[] Key);

/// <summary>The system's clock, set forward by the test. Timers are the system's.</summary>
internal sealed class MovingClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
