using Longwatch.Domain;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Passwords;

/// <summary>Sends a code for a new password. The answer and the work are the same for an e-mail that has no account.</summary>
public sealed class AskForPassword(RegistryStore store, OneTimeCodes codes, AttemptLimits limits, AccountSettings settings, IMailer mailer)
    : IUseCase
{
    /// <summary>Asks for a code.</summary>
    /// <param name="address">Network address of the caller.</param>
    public async Task<Result<bool>> Do(string email, string address, CancellationToken cancellation)
    {
        if (Email.Normal(email) is not { } to)
            return new Refusal("account.email", "Enter an e-mail address, as name@example.org.");
        var now = await settings.Now(cancellation);
        if (!await limits.Allow("letters/address", address, now.LettersPerAddress, AttemptLimits.Hour, cancellation))
            return AttemptLimits.TooMany;
        // Refused in silence: to say so would tell that letters go out to this address.
        var allowed = await limits.Allow("letters/recipient", to, now.LettersPerRecipient, AttemptLimits.Hour, cancellation);
        await using var db = store.Open(tracking: true);
        var account = await db.Set<AccountRow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(a => a.Email == to && a.Status == AccountStatus.Active && !a.Voided, cancellation);
        await codes.Forget(db, CodePurpose.NewPassword, account?.Id ?? Guid.Empty, cancellation);
        var code = codes.Issue(db, CodePurpose.NewPassword, account?.Id, now.Code);
        if (account is not null && allowed)
            mailer.SendWith(db, AccountLetters.NewPassword(to, code, now.Code));
        await db.SaveChangesAsync(cancellation);
        return true;
    }
}
