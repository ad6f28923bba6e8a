using System.Security.Cryptography;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Demo;

/// <summary>A person of the demonstration, with the secrets that are printed once.</summary>
/// <param name="TotpUri">For an authenticator; its key is the parameter <c>secret</c>.</param>
public sealed record DemoPerson(string Email, Grant Grant, string Password, string TotpUri)
{
    /// <summary>The key alone, in Base32, for programs that take no URI.</summary>
    public string TotpKey => TotpUri.Split("secret=")[1].Split('&')[0];

    /// <summary>The six digits that an authenticator shows for a key at a moment; null when the text is no key.</summary>
    public static string? CodeAt(string key, DateTimeOffset moment) =>
        Totp.TryReadKey(key, out var bytes) ? Totp.CodeAt(bytes, moment) : null;

    /// <summary>Shows no secret.</summary>
    public override string ToString() => nameof(DemoPerson);
}

/// <summary>Makes one person for each role of a demonstration, with random passwords and an authenticator key that is set up already.</summary>
public sealed class DemoPeople(RegistryStore store, PasswordHashing hashing, AccountKeys keys, TimeProvider time) : IUseCase
{
    private const string PasswordSigns = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 20;

    /// <summary>Makes who is missing; a second start makes nobody, since a secret cannot be shown twice.</summary>
    /// <param name="centres">Codes of at least two centres: roles of a centre are given at the first, and a data manager at the second too.</param>
    public async Task<IReadOnlyList<DemoPerson>> Do(IReadOnlyList<string> centres, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(centres);
        (string Name, Grant Grant)[] people =
        [
            ("manager", new(Role.CentreDataManager, centres[0])),
            ("manager.elsewhere", new(Role.CentreDataManager, centres[1])),
            ("clinician", new(Role.Clinician, centres[0])),
            ("laboratory", new(Role.Laboratory, null)),
            ("safety", new(Role.SafetyOfficer, null)),
            ("assessor.one", new(Role.Assessor, null)),
            ("assessor.two", new(Role.Assessor, null)),
            ("researcher", new(Role.Researcher, null)),
            ("centre.administrator", new(Role.CentreAdministrator, centres[0])),
            ("administrator", new(Role.Administrator, null)),
        ];
        var made = new List<DemoPerson>();
        await store.Write<bool>(
            Caller.System,
            new Act("accounts.demonstration", Kind: ActKind.System),
            async (db, token) =>
            {
                foreach (var (name, grant) in people)
                    if (await Add(db, name, grant, token) is { } person)
                        made.Add(person);
                return true;
            },
            cancellation
        );
        return made;
    }

    private async Task<DemoPerson?> Add(RegistryDb db, string name, Grant grant, CancellationToken cancellation)
    {
        var email = $"{name}@demo.example";
        if (await db.Set<AccountRow>().AnyAsync(a => a.Email == email, cancellation))
            return null;
        var now = time.GetUtcNow();
        var account = new AccountRow
        {
            Email = email,
            FirstName = "Demo",
            LastName = char.ToUpperInvariant(name[0]) + name[1..].Replace('.', ' '),
            Organisation = "Demonstration",
            OrganisationType = OrganisationType.Other,
            Country = "XX", // user-assigned by ISO 3166: no country
            Status = AccountStatus.Active,
            WishedRoles = [],
            Requested = now,
        };
        var password = RandomNumberGenerator.GetString(PasswordSigns, PasswordLength);
        var key = Totp.NewKey();
        db.Add(account);
        db.Add(
            new GrantRow
            {
                Account = account.Id,
                Role = grant.Role,
                Centre = grant.Centre,
            }
        );
        db.Add(
            new CredentialRow
            {
                Account = account.Id,
                PasswordHash = hashing.HashRandom(password),
                PasswordSet = now,
                TotpKey = keys.Seal(key),
                TotpConfirmed = now,
            }
        );
        return new(email, grant, password, Totp.Uri(key, email));
    }
}
