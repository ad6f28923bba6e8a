using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Specimens;

/// <summary>To which neoplasm a new specimen of a case belongs, and for whom the caller may enter it. Says nothing else of the case: a laboratory does not read it.</summary>
public sealed record CaseForSpecimen(Guid Patient, Guid Neoplasm, ImmutableArray<string> Parties);

/// <summary>Finds the case for which a specimen is to be entered.</summary>
public sealed class FindCaseForSpecimen(RegistryStore store) : IUseCase
{
    public Task<Result<CaseForSpecimen>> Do(Caller caller, Guid id, CancellationToken cancellation) =>
        store.Read<Result<CaseForSpecimen>>(
            async (db, stop) =>
                await CaseAccess.Find(db, caller, Permission.SpecimensWrite, id, stop) is { } row
                    ? new CaseForSpecimen(row.Patient, row.Neoplasm, await Parties.Of(db, caller, stop))
                    : Visibility.NotFound,
            cancellation
        );
}
