using System.Text.Json;
using Longwatch.Domain;
using Longwatch.Exchange;
using Longwatch.Registry.Access;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Registration;

/// <summary>Who asks for an account, and for what.</summary>
public sealed record PersonalDetails(string FirstName, string? MiddleName, string LastName, string Email)
{
    public required string Organisation { get; init; }
    public required OrganisationType OrganisationType { get; init; }

    /// <summary>ISO 3166 code of two letters.</summary>
    public required string Country { get; init; }

    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PersonalDetails);
}

/// <summary>A request for an account.</summary>
/// <param name="WishedCentre">Code of a centre; null: none in particular.</param>
public sealed record AccountRequest(PersonalDetails Person, IReadOnlyList<Role> WishedRoles, string? WishedCentre)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(AccountRequest);
}

/// <summary>Takes a request for an account and sends a code to the e-mail; nothing is kept as a fact before the code comes back.</summary>
/// <remarks>The answer and the work are the same whether or not the e-mail has an account: a letter tells its owner.</remarks>
public sealed class RequestAccount(RegistryStore store, OneTimeCodes codes, AttemptLimits limits, AccountSettings settings, IMailer mailer)
    : IUseCase
{
    /// <summary>Takes a request.</summary>
    /// <param name="address">Network address of the caller.</param>
    public async Task<Result<bool>> Do(AccountRequest request, string address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Details.Check(request.Person) is { } wrong)
            return wrong;
        if (request.WishedRoles.Count == 0 || request.WishedRoles.Any(r => !Enum.IsDefined(r)))
            return new Refusal("account.role-missing", "Choose at least one role.");
        var email = Email.Normal(request.Person.Email)!;
        var now = await settings.Now(cancellation);
        if (!await limits.Allow("letters/address", address, now.LettersPerAddress, AttemptLimits.Hour, cancellation))
            return AttemptLimits.TooMany;
        if (!await limits.Allow("letters/recipient", email, now.LettersPerRecipient, AttemptLimits.Hour, cancellation))
            return AttemptLimits.TooMany;
        await using var db = store.Open(tracking: true);
        if (request.WishedCentre is { } centre && !await db.Set<CentreRow>().AnyAsync(c => c.Code == centre && !c.Voided, cancellation))
            return new Refusal("account.centre-unknown", "There is no such centre.");
        var known = await db.Set<AccountRow>()
            .AnyAsync(a => a.Email == email && !a.Voided && a.Status != AccountStatus.Refused, cancellation);
        // A code is issued for a known e-mail too, with nothing behind it, so that the work is the same; it is sent to nobody.
        var code = codes.Issue(db, CodePurpose.ConfirmEmail, account: null, now.Code, known ? null : JsonSerializer.Serialize(request));
        mailer.SendWith(db, known ? AccountLetters.HasAccount(email) : AccountLetters.ConfirmEmail(email, code, now.Code));
        await db.SaveChangesAsync(cancellation);
        return true;
    }
}
