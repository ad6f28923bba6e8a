using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts.Sessions;

/// <summary>Who of an outside sign-in provider a person is.</summary>
internal sealed class ExternalIdentityRow : Fact
{
    public Guid Account { get; set; }
    public required string Provider { get; set; }
    public required string Subject { get; set; }
    public DateTimeOffset? Withdrawn { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ExternalIdentityRow>
    {
        public void Configure(EntityTypeBuilder<ExternalIdentityRow> builder) => builder.ToTable("external_identity", "access");
    }
}

/// <summary>A person as an outside provider knows them.</summary>
/// <param name="Subject">The provider's own unchanging name for the person; never the e-mail, which may change hands.</param>
public sealed record ExternalIdentity(string Provider, string Subject)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => Provider;
}

/// <summary>Sign-in through an outside provider takes the place of the password, for accounts that are linked to it; the second factor stays ours.</summary>
public sealed class ExternalIdentities(
    RegistryStore store,
    LiveSessions sessions,
    IReauthentication reauthentication,
    AccountSettings settings,
    TimeProvider time
) : IUseCase
{
    private static readonly Refusal NotLinked = new(
        "sign-in.not-linked",
        "No account that can sign in is linked to this identity. Sign in with your password and link it on the page of your account."
    );

    private static readonly Refusal NotFound = new("identity.not-found", "There is no such link.");

    /// <summary>Opens a session that leads to the second factor only.</summary>
    public async Task<Result<OpenedSession>> SignIn(ExternalIdentity identity, Origin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var account = await store.Read(
            async (db, token) =>
                await Linked(db, identity).SingleOrDefaultAsync(token) is { } link
                    ? await db.Set<AccountRow>()
                        .SingleOrDefaultAsync(a => a.Id == link.Account && a.Status == AccountStatus.Active && !a.Voided, token)
                    : null,
            cancellation
        );
        if (account is null)
        {
            await store.Note(Callers.Nobody, new Act("accounts.external-sign-in-refused"), cancellation);
            return NotLinked;
        }

        var limits = await settings.Now(cancellation);
        return await store.Write<OpenedSession>(
            Callers.Person(account),
            new Act("accounts.external-identity-accepted"),
            (db, _) => Task.FromResult<Result<OpenedSession>>(sessions.Open(db, account.Id, SignInMeans.External, origin.Device, limits)),
            cancellation
        );
    }

    /// <summary>Links the caller's account with an identity that the provider has just proven.</summary>
    public Task<Result<bool>> Link(Caller caller, ExternalIdentity identity, CancellationToken cancellation) =>
        store.Write<bool>(
            caller,
            new Act("accounts.link-identity"),
            async (db, token) =>
            {
                if (await Linked(db, identity).SingleOrDefaultAsync(token) is { } there)
                    return there.Account == caller.Account ? true : NotLinked;
                db.Add(
                    new ExternalIdentityRow
                    {
                        Account = caller.Account!.Value,
                        Provider = identity.Provider,
                        Subject = identity.Subject,
                    }
                );
                return true;
            },
            cancellation
        );

    /// <summary>Takes the link away.</summary>
    /// <param name="proof">Password or current code.</param>
    public async Task<Result<bool>> Unlink(Caller caller, string provider, string proof, CancellationToken cancellation) =>
        await reauthentication.Confirm(caller, proof, cancellation) is Result<Reauthentication>.Refused no
            ? no.Why
            : await store.Write<bool>(
                caller,
                new Act("accounts.unlink-identity"),
                async (db, token) =>
                {
                    var links = await db.Set<ExternalIdentityRow>()
                        .Where(l => l.Account == caller.Account && l.Provider == provider && l.Withdrawn == null && !l.Voided)
                        .ToListAsync(token);
                    foreach (var link in links)
                        link.Withdrawn = time.GetUtcNow();
                    return links.Count > 0 ? true : NotFound;
                },
                cancellation
            );

    /// <summary>Providers to which the caller's account is linked.</summary>
    public Task<List<string>> Providers(Caller caller, CancellationToken cancellation) =>
        store.Read(
            (db, token) =>
                db.Set<ExternalIdentityRow>()
                    .Where(l => l.Account == caller.Account && l.Withdrawn == null && !l.Voided)
                    .Select(l => l.Provider)
                    .ToListAsync(token),
            cancellation
        );

    private static IQueryable<ExternalIdentityRow> Linked(RegistryDb db, ExternalIdentity identity) =>
        db.Set<ExternalIdentityRow>()
            .Where(l => l.Provider == identity.Provider && l.Subject == identity.Subject && l.Withdrawn == null && !l.Voided);
}
