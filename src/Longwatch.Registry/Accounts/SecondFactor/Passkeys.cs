using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts.SecondFactor;

/// <summary>One passkey of a person (WebAuthn credential): a public key, so nothing that helps a thief, kept apart from facts all the same.</summary>
internal sealed class PasskeyRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid Account { get; set; }
    public required byte[] Credential { get; set; }
    public required string Name { get; set; }
    public required byte[] PublicKey { get; set; }
    public long SignCount { get; set; }
    public required string[] Transports { get; set; }
    public bool UserVerified { get; set; }
    public bool BackupEligible { get; set; }
    public bool BackedUp { get; set; }
    public required byte[] Attestation { get; set; }
    public required byte[] ClientData { get; set; }
    public DateTimeOffset Made { get; set; }
    public DateTimeOffset? LastUsed { get; set; }

    public override string ToString() => nameof(PasskeyRow);

    public UserPasskeyInfo Info() =>
        new(
            Credential,
            PublicKey,
            Made,
            checked((uint)SignCount),
            Transports,
            UserVerified,
            BackupEligible,
            BackedUp,
            Attestation,
            ClientData
        )
        {
            Name = Name,
        };

    private sealed class Mapping : IEntityTypeConfiguration<PasskeyRow>
    {
        public void Configure(EntityTypeBuilder<PasskeyRow> builder)
        {
            builder.ToTable("passkey", "access");
            builder.Property(p => p.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>One line of the list of a person's passkeys.</summary>
public sealed record PasskeyLine(Guid Id, string Name, DateTimeOffset Made, DateTimeOffset? LastUsed);

/// <summary>Whose passkey it is, as a browser shows it.</summary>
public sealed record PasskeyOwner(string Email, string PrintedName)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PasskeyOwner);
}

/// <summary>Keeps passkeys. The ceremony itself, with its checks, is ASP.NET Core Identity's, in the portal.</summary>
public sealed class Passkeys(
    RegistryStore store,
    RenewRecoveryCodes recovery,
    SetUpTotp totp,
    ConfirmSecondFactor signIn,
    IReauthentication reauthentication,
    IMailer mailer,
    TimeProvider time
) : IUseCase
{
    private const int LongestName = 100;
    private const int MostPasskeys = 20;

    private static readonly Refusal NotFound = new("passkey.not-found", "There is no such passkey.");

    public Task<List<PasskeyLine>> List(Caller caller, CancellationToken cancellation) =>
        store.Read(
            (db, token) =>
                db.Set<PasskeyRow>()
                    .Where(p => p.Account == caller.Account)
                    .OrderBy(p => p.Made)
                    .Select(p => new PasskeyLine(p.Id, p.Name, p.Made, p.LastUsed))
                    .ToListAsync(token),
            cancellation
        );

    /// <summary>The passkeys of an account, as the ceremony needs them.</summary>
    public Task<List<UserPasskeyInfo>> Of(Guid account, CancellationToken cancellation) =>
        store.Read(
            async (db, token) => (await db.Set<PasskeyRow>().Where(p => p.Account == account).ToListAsync(token)).ConvertAll(p => p.Info()),
            cancellation
        );

    /// <summary>The account and passkey of a credential id; null: unknown, or the account is not active.</summary>
    public Task<(Guid Account, UserPasskeyInfo Passkey)?> Find(byte[] credential, CancellationToken cancellation) =>
        store.Read<(Guid, UserPasskeyInfo)?>(
            async (db, token) =>
                await db.Set<PasskeyRow>()
                    .Where(p => p.Credential == credential)
                    .Where(p => db.Set<AccountRow>().Any(a => a.Id == p.Account && a.Status == AccountStatus.Active && !a.Voided))
                    .SingleOrDefaultAsync(token)
                    is { } row
                    ? (row.Account, row.Info())
                    : null,
            cancellation
        );

    /// <summary>E-mail and printed name of an active account, for the browser's list of passkeys; null: there is none such.</summary>
    public Task<PasskeyOwner?> OwnerOf(Guid account, CancellationToken cancellation) =>
        store.Read(
            async (db, token) =>
                await db.Set<AccountRow>()
                    .SingleOrDefaultAsync(a => a.Id == account && a.Status == AccountStatus.Active && !a.Voided, token)
                    is { } row
                    ? new PasskeyOwner(row.Email, row.PrintedName)
                    : null,
            cancellation
        );

    /// <summary>Whether the session may add a passkey now.</summary>
    /// <param name="proof">Password or current code; not asked for during a sign-in, where the password was just given.</param>
    public async Task<Result<bool>> MayAdd(LiveSession session, string proof, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!await totp.MayAdd(session, cancellation))
            return Sessions.SignIn.Wrong;
        if (
            session.Stage == SessionStage.Full
            && await reauthentication.Confirm(session.Caller, proof, cancellation) is Result<Reauthentication>.Refused no
        )
            return no.Why;
        return true;
    }

    /// <summary>Keeps a passkey whose ceremony went well; during a sign-in this is its second step too. Call <see cref="MayAdd"/> before the ceremony.</summary>
    public async Task<Result<SecondFactorAdded>> Add(
        LiveSession session,
        UserPasskeyInfo passkey,
        string name,
        Origin origin,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(passkey);
        ArgumentNullException.ThrowIfNull(name);
        if (!await totp.MayAdd(session, cancellation))
            return Sessions.SignIn.Wrong;
        var added = await store.Write<IReadOnlyList<string>>(
            session.Caller,
            new Act("accounts.add-passkey"),
            async (db, token) =>
            {
                var account = await db.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.Id == session.Caller.Account, token);
                if (await db.Set<PasskeyRow>().CountAsync(p => p.Account == account.Id, token) >= MostPasskeys)
                    return new Refusal("passkey.limit", $"An account has at most {MostPasskeys} passkeys.");
                var label = new string([.. name.Trim().Where(c => !char.IsControl(c)).Take(LongestName)]);
                db.Add(
                    new PasskeyRow
                    {
                        Account = account.Id,
                        Credential = passkey.CredentialId,
                        Name = label.Length == 0 ? "Passkey" : label,
                        PublicKey = passkey.PublicKey,
                        SignCount = passkey.SignCount,
                        Transports = passkey.Transports ?? [],
                        UserVerified = passkey.IsUserVerified,
                        BackupEligible = passkey.IsBackupEligible,
                        BackedUp = passkey.IsBackedUp,
                        Attestation = passkey.AttestationObject,
                        ClientData = passkey.ClientDataJson,
                        Made = time.GetUtcNow(),
                    }
                );
                mailer.SendWith(db, AccountLetters.SecondFactorChanged(account.Email));
                return new Result<IReadOnlyList<string>>.Ok(
                    await db.Set<RecoveryCodeRow>().AnyAsync(c => c.Account == account.Id && c.Used == null, token)
                        ? []
                        : await recovery.Renew(db, account.Id, token)
                );
            },
            cancellation
        );
        return await signIn.AfterAdding(session, added, SignInMeans.Passkey, origin, cancellation);
    }

    /// <summary>Opens a full session after a ceremony that went well: possession of the key and the person's own check at the device are two factors.</summary>
    /// <param name="replaced">Session of a first step that this takes the place of.</param>
    public async Task<Result<OpenedSession>> SignIn(
        Guid account,
        UserPasskeyInfo passkey,
        Guid? replaced,
        Origin origin,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(passkey);
        var caller = await store.Read(
            async (db, token) =>
                await db.Set<AccountRow>()
                    .SingleOrDefaultAsync(a => a.Id == account && a.Status == AccountStatus.Active && !a.Voided, token)
                    is { } row
                    ? await Callers.WithGrants(db, row, token)
                    : null,
            cancellation
        );
        if (caller is null)
            return Sessions.SignIn.Wrong;
        var now = time.GetUtcNow();
        var count = (long)passkey.SignCount;
        await using (var db = store.Open())
            await db.Set<PasskeyRow>()
                .Where(p => p.Credential == passkey.CredentialId && p.Account == account)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(p => p.SignCount, count)
                            .SetProperty(p => p.BackedUp, passkey.IsBackedUp)
                            .SetProperty(p => p.LastUsed, now),
                    cancellation
                );
        return await signIn.Complete(caller, replaced, SignInMeans.Passkey, origin, cancellation);
    }

    /// <summary>Takes a passkey away.</summary>
    /// <param name="proof">Password or current code.</param>
    public async Task<Result<bool>> Remove(Caller caller, Guid passkey, string proof, CancellationToken cancellation) =>
        await reauthentication.Confirm(caller, proof, cancellation) is Result<Reauthentication>.Refused no
            ? no.Why
            : await store.Write<bool>(
                caller,
                new Act("accounts.remove-passkey"),
                async (db, token) =>
                {
                    var account = await db.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.Id == caller.Account, token);
                    if (await db.Set<PasskeyRow>().Where(p => p.Id == passkey && p.Account == account.Id).ExecuteDeleteAsync(token) == 0)
                        return NotFound;
                    mailer.SendWith(db, AccountLetters.SecondFactorChanged(account.Email));
                    return true;
                },
                cancellation
            );
}
