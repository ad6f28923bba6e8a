using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Neoplasms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Neoplasms;

/// <summary>Enters a suspected neoplasm and opens its case, in one act.</summary>
/// <remarks>Histology may still be unknown: 8000/3 is a malignant neoplasm that is not further specified; the checklist then asks for it.</remarks>
public sealed class SuspectNeoplasm(RegistryStore store, TimeProvider time) : IUseCase
{
    public const string UnspecifiedMorphology = "8000/3";

    /// <summary>What is to be done.</summary>
    /// <param name="Diagnosed">Day of diagnosis or, before there is one, of first suspicion.</param>
    public sealed record Command(
        Guid Patient,
        DateOnly Diagnosed,
        string? Morphology,
        string? Topography,
        Lineage Lineage,
        NeoplasmRelation Relation,
        string? Reason
    )
    {
        public CaseSource Source { get; init; } = CaseSource.Person;
    }

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Id of the case.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<Guid>(
            caller,
            new Act("neoplasms.suspect", command.Patient),
            async (db, stop) =>
                await db.FindPatient(caller, Permission.NeoplasmsWrite, command.Patient, stop) is null
                    ? Visibility.NotFound
                    : await In(db, command, stop),
            cancellation
        );
    }

    /// <summary>The same inside another act; who may do it is for the caller to have asked.</summary>
    public async Task<Result<Guid>> In(RegistryDb db, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(command);
        if (time.IsFuture(command.Diagnosed))
            return new Refusal("neoplasm.diagnosed", "A day that has not come yet.");
        if (!Enum.IsDefined(command.Lineage) || !Enum.IsDefined(command.Relation))
            return new Refusal("neoplasm.code", "Lineage or relation is not one of the list.");
        if (command.Source == CaseSource.VisitForm)
            command = await Presumed(db, command, cancellation);
        var row = new NeoplasmRow
        {
            Patient = command.Patient,
            Code = RecordCodes.New("NE"),
            Diagnosed = command.Diagnosed,
            Morphology = string.IsNullOrWhiteSpace(command.Morphology) ? UnspecifiedMorphology : command.Morphology.Trim(),
            Topography = string.IsNullOrWhiteSpace(command.Topography) ? null : command.Topography.Trim(),
            Lineage = command.Lineage,
            Relation = command.Relation,
        };
        db.Add(row);
        if (await PatientCheck.Against(db, command.Patient, [CohortTable.Neoplasms], cancellation) is { } broken)
            return broken;
        return await OpenCase.In(db, command.Patient, new(row.Id, command.Source, command.Reason), time.Today(), cancellation);
    }

    /// <summary>
    /// A form tells neither relation nor, always, the day: of one lineage with the index disease it is presumed a relapse, and it is not dated before the
    /// first infusion. Both stay open in the checklist.
    /// </summary>
    private static async Task<Command> Presumed(RegistryDb db, Command command, CancellationToken cancellation)
    {
        var disease = await db.Set<PatientRow>().Where(p => p.Id == command.Patient).Select(p => p.IndexDisease).SingleAsync(cancellation);
        var first = await db.Set<InfusionRow>()
            .Where(i => i.Patient == command.Patient && !i.Voided)
            .MinAsync(i => (DateOnly?)i.Date, cancellation);
        return command with
        {
            Relation = IndexLineage.Presumed(disease, command.Lineage),
            Diagnosed = first > command.Diagnosed ? first.Value : command.Diagnosed,
        };
    }
}
