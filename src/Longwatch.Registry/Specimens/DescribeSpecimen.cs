using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Corrects what is known of a specimen: label, amount, fixation, tumour content. The earlier values stay in the audit trail.</summary>
public sealed class DescribeSpecimen(RegistryStore store) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Version">Of the specimen that the caller saw.</param>
    public sealed record Command(Guid Specimen, int Version, SpecimenDetail Detail, double? TumourFraction, string Reason);

    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > 1000)
            return new Refusal("specimen.reason", "Say why this is changed.");
        if (command.TumourFraction is { } share && !(share is >= 0 and <= 1))
            return new Refusal("specimen.tumour-fraction", "Tumour content is a share from 0 to 1.");
        var found = await store.Read(
            (db, stop) =>
                db.Set<SpecimenRow>()
                    .Visible(db, caller, Permission.SpecimensWrite)
                    .SingleOrDefaultAsync(s => s.Id == command.Specimen, stop),
            cancellation
        );
        if (found is null)
            return Visibility.NotFound;
        return await store.Write<int>(
            caller,
            new Act("specimens.describe", found.Patient, command.Reason),
            async (db, stop) =>
            {
                var row = await db.Set<SpecimenRow>().SingleAsync(s => s.Id == command.Specimen, stop);
                if (row.Version != command.Version)
                    return RegistryStore.Conflict;
                row.TumourFraction = command.TumourFraction;
                db.Entry(row).Property(r => r.TumourFraction).IsModified = true;
                var detail = await db.Set<SpecimenDetailRow>().SingleOrDefaultAsync(d => d.Specimen == row.Id, stop);
                if (detail is null)
                    db.Add(
                        detail = new SpecimenDetailRow
                        {
                            Patient = row.Patient,
                            Specimen = row.Id,
                            Identifier = "",
                        }
                    );
                (detail.Identifier, detail.Amount, detail.Unit, detail.Fixation) = (
                    command.Detail.Identifier,
                    command.Detail.Amount,
                    command.Detail.Unit,
                    command.Detail.Fixation
                );
                await db.SaveChangesAsync(stop);
                return row.Version;
            },
            cancellation
        );
    }
}
