using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts;

/// <summary>Checks a password or a current code of somebody who is signed in.</summary>
public sealed class Reauthenticate(RegistryStore store, Credentials credentials, TimeProvider time) : IReauthentication, IUseCase
{
    private static readonly Refusal Failed = new(
        "reauthentication.failed",
        "The password or code is wrong, or the account is locked for a while. A code works once."
    );

    public async Task<Result<Reauthentication>> Confirm(Caller caller, string proof, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(proof);
        if (caller.Account is not { } account)
            return Failed;
        var active = await store.Read(
            (db, token) => db.Set<AccountRow>().AnyAsync(a => a.Id == account && a.Status == AccountStatus.Active && !a.Voided, token),
            cancellation
        );
        var typed = proof.Replace(" ", "", StringComparison.Ordinal);
        var means =
            typed.Length == Totp.Digits && typed.All(char.IsAsciiDigit) ? ReauthenticationMeans.Totp : ReauthenticationMeans.Password;
        var right =
            means == ReauthenticationMeans.Totp
                ? await credentials.CheckTotp(account, typed, cancellation)
                : await credentials.CheckPassword(account, proof, cancellation);
        if (!right || !active)
        {
            await store.Note(caller, new Act("accounts.reauthentication-refused"), cancellation);
            return Failed;
        }

        return new Reauthentication(account, caller.PrintedName, time.GetUtcNow(), means);
    }
}
