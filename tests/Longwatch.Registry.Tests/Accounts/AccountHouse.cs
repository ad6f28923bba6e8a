using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.Registration;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Longwatch.Registry.Tests.Accounts;

/// <summary>A registry with two centres and a clock of the test's, and short ways through sign-in.</summary>
internal sealed class AccountHouse : IAsyncDisposable
{
    public const string Password = "kelp orbit vinegar 93";
    private const string Device = "a browser";
    private readonly ServiceProvider services;
    private int next;

    private AccountHouse(StoreConnections connections)
    {
        Connections = connections;
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddRegistry(connections).BuildServiceProvider();
    }

    public StoreConnections Connections { get; }
    public TestClock Clock { get; } = new();
    public RegistryStore Store => Get<RegistryStore>();
    public static Caller Administrator { get; } = new(Guid.CreateVersion7(), "Ada Minister", [new(Role.Administrator, null)]);

    public static async Task<AccountHouse> Open()
    {
        var house = new AccountHouse(await TestStore.Open());
        await house.Store.Write<bool>(
            Caller.System,
            new Act("test.centres"),
            (db, _) =>
            {
                foreach (var code in new[] { "A", "B" })
                    db.Add(
                        new CentreRow
                        {
                            Code = code,
                            Name = $"Centre {code}",
                            TimeZone = "UTC",
                        }
                    );
                return Task.FromResult<Result<bool>>(true);
            },
            CancellationToken.None
        );
        return house;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static Origin From(string address = "192.0.2.1") => new(address, Device);

    public static PersonalDetails Details(string email, string first = "Grace") =>
        new(first, null, "Example", email)
        {
            Organisation = "University Hospital",
            OrganisationType = OrganisationType.TreatmentCentre,
            Country = "de",
        };

    /// <summary>An active account with a password and, unless told otherwise, an authenticator; made beside the use cases, which have their own tests.</summary>
    public async Task<Member> Add(params Grant[] grants)
    {
        var number = Interlocked.Increment(ref next);
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
        await Store.Write<bool>(
            Caller.System,
            new Act("test.person"),
            (db, _) =>
            {
                db.Add(row);
                foreach (var grant in grants)
                    db.Add(
                        new GrantRow
                        {
                            Account = row.Id,
                            Role = grant.Role,
                            Centre = grant.Centre,
                        }
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
                return Task.FromResult<Result<bool>>(true);
            },
            CancellationToken.None
        );
        return new(row.Id, row.Email, key, new(row.Id, row.PrintedName, [.. grants]));
    }

    /// <summary>Both steps of a sign-in; the clock goes a step on, so that the code is a fresh one.</summary>
    public async Task<string> SignIn(Member member)
    {
        var first = Must(await Get<SignIn>().Do(member.Email, Password, From(), CancellationToken.None));
        var started = await Live(first.Token) ?? throw new InvalidOperationException("The first step opened no session.");
        Clock.Advance(TimeSpan.FromSeconds(30));
        return Must(await Get<ConfirmSecondFactor>().Do(started, Code(member), From(), CancellationToken.None)).Token;
    }

    public string Code(Member member) => Totp.CodeAt(member.Key, Clock.GetUtcNow());

    public Task<LiveSession?> Live(string token) => Get<LiveSessions>().Find(token, CancellationToken.None);

    /// <summary>The newest letter to somebody; null: none.</summary>
    public Task<string?> Letter(string to) =>
        Store.Read(
            (db, token) =>
                db.Set<OutboxRow>()
                    .Where(l => l.Recipient == to)
                    .OrderByDescending(l => l.Id)
                    .Select(l => l.Body)
                    .FirstOrDefaultAsync(token),
            CancellationToken.None
        );

    public async Task<string> CodeOfLetter(string to) =>
        (await Letter(to))!.Split('\n').Single(l => l.StartsWith("Your code: ", StringComparison.Ordinal))["Your code: ".Length..].Trim();

    public async Task<T> Sql<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Connections.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static T Must<T>(Result<T> result) =>
        result switch
        {
            Result<T>.Ok(var value) => value,
            Result<T>.Refused(var why) => throw new InvalidOperationException($"{why.Code}: {why.Message}"),
            _ => throw new InvalidOperationException("A result is one of two."),
        };

    public static string WhyNot<T>(Result<T> result) => Assert.IsType<Result<T>.Refused>(result).Why.Code;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Connections.DisposeAsync();
    }
}

internal sealed record Member(Guid Id, string Email, byte[] Key, Caller Caller);
