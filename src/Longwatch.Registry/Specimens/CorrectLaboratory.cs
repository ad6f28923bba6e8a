using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Corrects a laboratory, or voids one that was entered by mistake; both with a reason. Its code is the key of custody logs and orders and never changes.</summary>
public sealed class CorrectLaboratory(RegistryStore store) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Version">The version that the caller saw; another one meanwhile is a conflict.</param>
    /// <param name="Facts">Null: it was entered by mistake; it is voided, unless a specimen or an order names it.</param>
    public sealed record Command(Guid Laboratory, int Version, LaboratoryFacts? Facts, string Reason);

    /// <summary>Does it, as one act.</summary>
    /// <returns>The new version.</returns>
    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        if (!caller.May(Permission.CentresWrite))
            return Task.FromResult<Result<int>>(Visibility.NotFound);
        return store.Write<int>(
            caller,
            command.Facts is null
                ? new Act("specimens.void-laboratory", null, command.Reason)
                : new Act("specimens.correct-laboratory", null, command.Reason),
            async (db, stop) =>
            {
                if (await db.Set<LaboratoryRow>().SingleOrDefaultAsync(l => l.Id == command.Laboratory && !l.Voided, stop) is not { } row)
                    return new Refusal("laboratory.not-found", "There is no such laboratory.");
                if (row.Version != command.Version)
                    return RegistryStore.Conflict;
                if (Reasons.Wrong(command.Reason) is { } missing)
                    return missing;
                if (command.Facts is not { } facts)
                {
                    if (await IsNamed(db, row.Code, stop))
                        return new Refusal(
                            "laboratory.in-use",
                            "Specimens or orders name this laboratory: it was not entered by mistake. Correct it instead."
                        );
                    row.Voided = true;
                }
                else if (await facts.Wrong(db, stop) is { } why)
                    return why;
                else
                    facts.Into(row);
                await db.SaveChangesAsync(stop);
                return row.Version;
            },
            cancellation
        );
    }

    private static async Task<bool> IsNamed(RegistryDb db, string code, CancellationToken cancellation) =>
        await db.Set<TestOrderRow>().AnyAsync(o => o.Laboratory == code && !o.Voided, cancellation)
        || await db.Set<CustodyEventRow>().AnyAsync(e => (e.Party == code || e.Recipient == code) && !e.Voided, cancellation)
        || await db.Set<SpecimenRow>().AnyAsync(s => s.Holder == code && !s.Voided, cancellation);
}
