using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Contacts;

/// <summary>Takes over the watch over one patient, or gives it back to the whole centre.</summary>
public sealed class AssignKeeper(RegistryStore store) : IUseCase
{
    /// <summary>Takes it over or gives it back.</summary>
    /// <param name="take">True: the caller keeps the watch from now on; false: nobody in person does.</param>
    public Task<Result<bool>> Do(Caller caller, Guid patient, bool take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return store.Write<bool>(
            caller,
            new Act("follow-up.assign-keeper", patient),
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpWrite, patient, token) is null)
                    return Visibility.NotFound;
                if (caller.Account is not { } account)
                    return new Refusal("keeper.no-account", "Only a person with an account keeps a watch.");
                var row = await db.Set<KeeperRow>().SingleOrDefaultAsync(k => k.Patient == patient, token);
                if (row is null && take)
                    db.Add(
                        new KeeperRow
                        {
                            Patient = patient,
                            Account = account,
                            Name = caller.PrintedName,
                        }
                    );
                else if (row is not null)
                    (row.Account, row.Name, row.Voided) = take ? (account, caller.PrintedName, false) : (row.Account, row.Name, true);
                return true;
            },
            cancellation
        );
    }
}
