using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Asks for a specimen, or enters one that is in hand already.</summary>
public sealed class RequestSpecimen(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Neoplasm">The neoplasm it is of; null for blood, marrow, apheresis, product or germline of the patient at large.</param>
    /// <param name="Collected">Day of collection when it is in hand; null: it is asked for only.</param>
    /// <param name="Party">The centre or laboratory that asks, or that has it.</param>
    public sealed record Command(
        Guid Patient,
        Guid? Neoplasm,
        SpecimenType Type,
        SpecimenDetail Detail,
        double? TumourFraction,
        DateOnly? Collected,
        string Party
    );

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Id of the specimen.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<Guid>(
            caller,
            new Act("specimens.request", command.Patient),
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.SpecimensWrite, command.Patient, stop) is null)
                    return Visibility.NotFound;
                if (Wrong(command) is { } why)
                    return why;
                if (
                    command.Neoplasm is { } neoplasm
                    && !await db.Set<NeoplasmRow>().AnyAsync(n => n.Id == neoplasm && n.Patient == command.Patient && !n.Voided, stop)
                )
                    return new Refusal("specimen.neoplasm", "This neoplasm is none of the patient's.");
                if (!(await Parties.Of(db, caller, stop)).Contains(command.Party, StringComparer.Ordinal))
                    return new Refusal("custody.not-yours", "You do not act for this centre or laboratory.");
                var step = command.Collected is null ? CustodyStep.Requested : CustodyStep.Collected;
                var entry = new CustodyEvent(step, command.Party, command.Collected ?? time.Today());
                if (CustodyLog.Empty.Append(entry) is not Result<CustodyLog>.Ok { Value: var log })
                    return new Refusal("custody.step-out-of-order", "This step cannot be the first.");
                var row = new SpecimenRow
                {
                    Patient = command.Patient,
                    Neoplasm = command.Neoplasm,
                    Code = RecordCodes.New("SP"),
                    Type = command.Type,
                    Collected = command.Collected,
                    Custody = log.Status!.Value,
                    Holder = log.Holder,
                    TumourFraction = command.TumourFraction,
                };
                db.Add(row);
                db.Add(Detail(row, command.Detail));
                db.Add(CustodyRecords.Row(row, 1, entry, caller));
                return await PatientCheck.Against(db, command.Patient, [CohortTable.Specimens], stop) is { } broken ? broken : row.Id;
            },
            cancellation
        );
    }

    private Refusal? Wrong(Command command) =>
        !Enum.IsDefined(command.Type) ? new("specimen.type", "The type is not one of the list.")
        : command.TumourFraction is { } share && !(share is >= 0 and <= 1)
            ? new("specimen.tumour-fraction", "Tumour content is a share from 0 to 1.")
        : command.Type == SpecimenType.Tumour && command.Neoplasm is null
            ? new("specimen.neoplasm", "A tumour specimen is of one neoplasm: say which.")
        : command.Collected is { } day && time.IsFuture(day) ? new("specimen.collected", "A day that has not come yet.")
        : null;

    private static SpecimenDetailRow Detail(SpecimenRow row, SpecimenDetail detail) =>
        new()
        {
            Patient = row.Patient,
            Specimen = row.Id,
            Identifier = detail.Identifier,
            Amount = detail.Amount,
            Unit = detail.Unit,
            Fixation = detail.Fixation,
        };
}
