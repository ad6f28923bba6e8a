using System.Text.Json;
using Longwatch.Domain;
using Longwatch.Exchange;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Registration;

/// <summary>Takes the code of a letter: the request becomes an account that waits for approval.</summary>
public sealed class ConfirmEmail(RegistryStore store, OneTimeCodes codes, AttemptLimits limits, AccountSettings settings, TimeProvider time)
    : IUseCase
{
    internal static readonly Refusal WrongCode = new("account.code", "This code is wrong, used already, or too old. Ask for a new one.");

    /// <summary>Takes a code.</summary>
    /// <param name="address">Network address of the caller.</param>
    public async Task<Result<bool>> Do(string code, string address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(code);
        var limit = (await settings.Now(cancellation)).SignInsPerAddress;
        if (!await limits.Allow("code", address, limit, AttemptLimits.FiveMinutes, cancellation))
            return AttemptLimits.TooMany;
        return await store.Write<bool>(
            Callers.Nobody,
            new Act("accounts.confirm-email"),
            async (db, token) =>
            {
                if (
                    await codes.Find(db, CodePurpose.ConfirmEmail, code, token) is not { Content: { } content } found
                    || !await codes.Use(db, found, token)
                )
                    return WrongCode;
                var request = JsonSerializer.Deserialize<AccountRequest>(content)!;
                var email = Email.Normal(request.Person.Email)!;
                var row = await db.Set<AccountRow>().SingleOrDefaultAsync(a => a.Email == email && !a.Voided, token);
                if (row is { Status: not AccountStatus.Refused })
                    return true; // two requests of one person: the first one counts
                if (row is null)
                    db.Add(row = Details.NewRow(request.Person, time.GetUtcNow()));
                else
                    Details.Fill(row, request.Person);
                row.Status = AccountStatus.Requested;
                row.Requested = time.GetUtcNow();
                row.WishedRoles = [.. request.WishedRoles.Distinct().Select(r => Codes.Of(r))];
                row.WishedCentre = request.WishedCentre;
                return true;
            },
            cancellation
        );
    }
}
