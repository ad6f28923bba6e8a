using Longwatch.Registry.Store;

namespace Longwatch.Registry.Accounts.SecondFactor;

/// <summary>Keeps what a passkey ceremony must remember between its two requests, on the server, so that a challenge is answered once.</summary>
public sealed class PasskeyCeremonies(RegistryStore store, OneTimeCodes codes) : IUseCase
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Keeps the state of a ceremony.</summary>
    /// <param name="account">Whose passkey is registered; null: somebody signs in.</param>
    /// <returns>Ticket for the browser's cookie.</returns>
    public async Task<string> Begin(string state, Guid? account, CancellationToken cancellation)
    {
        await using var db = store.Open(tracking: true);
        var ticket = codes.Issue(db, CodePurpose.Passkey, account, Lifetime, state);
        await db.SaveChangesAsync(cancellation);
        return ticket;
    }

    /// <summary>The state of a ceremony, once; null: unknown, too old, used, or begun for another account.</summary>
    public async Task<string?> Take(string ticket, Guid? account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        await using var db = store.Open();
        return
            await codes.Find(db, CodePurpose.Passkey, ticket, cancellation) is { Content: { } state } found
            && found.Account == account
            && await codes.Use(db, found, cancellation)
            ? state
            : null;
    }
}
