using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Passwords;

/// <summary>Checks secrets of an account under its lockout.</summary>
/// <remarks>
/// An attempt is counted before it is judged, so that many at once cannot pass the limit together. A right password takes only its own attempt
/// back; the count goes to zero with a whole sign-in, or else codes could be guessed for ever between right passwords.
/// </remarks>
public sealed class Credentials(RegistryStore store, AccountSettings settings, AccountKeys keys, PasswordHashing hashing, TimeProvider time)
    : IUseCase
{
    internal Task<CredentialRow?> Find(Guid account, CancellationToken cancellation) =>
        store.Read((db, token) => db.Set<CredentialRow>().SingleOrDefaultAsync(c => c.Account == account, token), cancellation);

    /// <summary>Whether the password is right and the account not locked. Does the same work for nobody (null).</summary>
    internal async Task<bool> CheckPassword(Guid? account, string password, CancellationToken cancellation)
    {
        var credential = account is { } known ? await Find(known, cancellation) : null;
        var open = await Count(account ?? Guid.Empty, cancellation);
        var right = password.Length <= PasswordRule.Longest && hashing.Verify(credential?.PasswordHash, password);
        if (!open || !right || account is not { } id)
            return false;
        await TakeBack(id, cancellation);
        return true;
    }

    /// <summary>Whether a code of the authenticator is right, was not taken before, and the account is not locked.</summary>
    internal async Task<bool> CheckTotp(Guid account, string code, CancellationToken cancellation)
    {
        if (!await Count(account, cancellation))
            return false;
        if (await Find(account, cancellation) is not { TotpKey: { } box, TotpConfirmed: not null })
            return false;
        if (Totp.StepOf(keys.Open(box), code, time.GetUtcNow()) is not { } step)
            return false;
        await using var db = store.Open();
        var first =
            await db.Set<CredentialRow>()
                .Where(c => c.Account == account && c.TotpLastStep < step)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.TotpLastStep, step), cancellation) == 1;
        if (first)
            await TakeBack(account, cancellation);
        return first;
    }

    /// <summary>Whether a recovery code is right and unused; it is used up by this.</summary>
    internal async Task<bool> CheckRecoveryCode(Guid account, string code, CancellationToken cancellation)
    {
        if (!await Count(account, cancellation))
            return false;
        var hash = keys.Hash("recovery", OneTimeCodes.Normal(code));
        var now = time.GetUtcNow();
        await using var db = store.Open();
        var right =
            await db.Set<RecoveryCodeRow>()
                .Where(c => c.Account == account && c.Hash == hash && c.Used == null)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Used, now), cancellation) == 1;
        if (right)
            await TakeBack(account, cancellation);
        return right;
    }

    /// <summary>After a whole sign-in, or by an administrator.</summary>
    internal async Task Unlock(Guid account, CancellationToken cancellation)
    {
        await using var db = store.Open();
        await db.Set<CredentialRow>()
            .Where(c => c.Account == account)
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Failures, 0).SetProperty(c => c.LockedUntil, (DateTimeOffset?)null),
                cancellation
            );
    }

    private async Task<bool> Count(Guid account, CancellationToken cancellation)
    {
        var limits = await settings.Now(cancellation);
        var now = time.GetUtcNow();
        var until = now + limits.Lockout;
        var last = limits.LockoutFailures;
        await using var db = store.Open();
        return await db.Set<CredentialRow>()
                .Where(c => c.Account == account && (c.LockedUntil == null || c.LockedUntil <= now))
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(c => c.Failures, c => c.LockedUntil == null ? c.Failures + 1 : 1)
                            .SetProperty(
                                c => c.LockedUntil,
                                c => (c.LockedUntil == null ? c.Failures + 1 : 1) >= last ? (DateTimeOffset?)until : null
                            ),
                    cancellation
                ) == 1;
    }

    private async Task TakeBack(Guid account, CancellationToken cancellation)
    {
        await using var db = store.Open();
        await db.Set<CredentialRow>()
            .Where(c => c.Account == account)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.Failures, c => Math.Max(c.Failures - 1, 0)).SetProperty(c => c.LockedUntil, (DateTimeOffset?)null),
                cancellation
            );
    }
}
