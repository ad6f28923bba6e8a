using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Assays;

/// <summary>Says before an order what the assay could not see for this patient.</summary>
public sealed class CheckAssay(RegistryStore store, CaseGround ground) : IUseCase
{
    public Task<Result<ImmutableArray<AssayFinding>>> Do(Caller caller, Guid specimen, string assay, CancellationToken cancellation) =>
        store.Read<Result<ImmutableArray<AssayFinding>>>(
            async (db, stop) =>
            {
                var row = await db.Set<SpecimenRow>()
                    .Visible(db, caller, Permission.AssaysOrder)
                    .SingleOrDefaultAsync(s => s.Id == specimen, stop);
                if (row is null)
                    return Visibility.NotFound;
                if (ground.Casework.Assay(assay) is not { } known)
                    return new Refusal("assay.unknown", "There is no such assay in the catalogue.");
                return await OrderChecks.Of(db, ground, row, known, stop);
            },
            cancellation
        );
}
