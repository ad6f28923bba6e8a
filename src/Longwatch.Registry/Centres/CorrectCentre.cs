using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Centres;

/// <summary>Changes what is recorded of a centre, with a reason.</summary>
public sealed class CorrectCentre(RegistryStore store) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Version">The version that the caller saw; another one meanwhile is a conflict.</param>
    public sealed record Command(Guid Centre, int Version, CentreFacts Facts, string Reason);

    /// <summary>Does it, as one act.</summary>
    /// <returns>The new version.</returns>
    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<int>(
            caller,
            new Act("centre.correct", null, command.Reason),
            async (db, stop) =>
            {
                var row = await db.Set<CentreRow>().SingleOrDefaultAsync(c => c.Id == command.Centre && !c.Voided, stop);
                if (row is null)
                    return new Refusal("centre.not-found", "There is no such centre.");
                if (!caller.May(Permission.CentresWrite, row.Code))
                    return new Refusal("centre.forbidden", "Your account may not change this centre.");
                if (row.Version != command.Version)
                    return RegistryStore.Conflict;
                if (Reasons.Wrong(command.Reason) is { } missing)
                    return missing;
                if (command.Facts.Wrong() is { } why)
                    return why;
                command.Facts.Into(row);
                return command.Version + 1;
            },
            cancellation
        );
    }
}
