using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Accounts.People;

/// <summary>Approves or refuses a request for an account. Approval gives roles and sends a code for the first password.</summary>
public sealed class DecideRequest(RegistryStore store, OneTimeCodes codes, AccountSettings settings, IMailer mailer) : IUseCase
{
    private static readonly Refusal NotWaiting = new("person.not-waiting", "This request has been decided already.");

    /// <summary>Approves.</summary>
    /// <param name="grants">At least one.</param>
    public async Task<Result<bool>> Approve(Caller caller, Guid account, IReadOnlyList<Grant> grants, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grants);
        if (grants.Count == 0)
            return new Refusal("grant.missing", "Give at least one role.");
        if (grants.Select(caller.MayGive).FirstOrDefault(r => r is not null) is { } no)
            return no;
        var lifetime = (await settings.Now(cancellation)).Activation;
        return await store.Write<bool>(
            caller,
            new Act("accounts.approve-request"),
            async (db, token) =>
            {
                var found = await db.Person(caller, account, token);
                if (found is not Result<AccountRow>.Ok(var person))
                    return ((Result<AccountRow>.Refused)found).Why;
                if (person.Status != AccountStatus.Requested)
                    return NotWaiting;
                person.Status = AccountStatus.Active;
                foreach (var grant in grants.Distinct())
                {
                    if (await ChangeGrants.CentreUnknown(db, grant, token) is { } unknown)
                        return unknown;
                    db.Add(
                        new GrantRow
                        {
                            Account = account,
                            Role = grant.Role,
                            Centre = grant.Centre,
                        }
                    );
                }

                var code = codes.Issue(db, CodePurpose.FirstPassword, account, lifetime);
                mailer.SendWith(db, AccountLetters.Approved(person.Email, code, lifetime));
                return true;
            },
            cancellation
        );
    }

    /// <summary>Refuses.</summary>
    /// <param name="reason">For the audit trail; the person is told only that the request was refused.</param>
    public Task<Result<bool>> Refuse(Caller caller, Guid account, string reason, CancellationToken cancellation) =>
        store.Write<bool>(
            caller,
            new Act("accounts.refuse-request", Reason: reason),
            async (db, token) =>
            {
                var found = await db.Person(caller, account, token);
                if (found is not Result<AccountRow>.Ok(var person))
                    return ((Result<AccountRow>.Refused)found).Why;
                if (person.Status != AccountStatus.Requested)
                    return NotWaiting;
                person.Status = AccountStatus.Refused;
                mailer.SendWith(db, AccountLetters.Refused(person.Email));
                return true;
            },
            cancellation
        );
}
