using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Treatment;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Records a course of other therapy, before or after the infusion: the mutagens that compete with the vector as a cause.</summary>
public sealed class AddTherapy(RegistryStore store, TimeProvider time) : IUseCase
{
    private const int LongestAgent = 100;

    /// <summary>What is to be recorded.</summary>
    /// <param name="Agent">Substance or regimen; null when not recorded.</param>
    public sealed record Command(Guid Patient, DateOnly Start, TherapyKind Kind, string? Agent);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the course.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<Guid>(
            caller,
            new Act("therapy.add", command.Patient),
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsWrite, command.Patient, stop) is null)
                    return Visibility.NotFound;
                if (time.IsFuture(command.Start))
                    return new Refusal("therapy.start", "The first day of the therapy has not come yet.");
                if (command.Start.Year < 1900)
                    return new Refusal("therapy.start", "The first day of the therapy lies too far back.");
                if (command.Agent is not null && !PlainText.IsLine(command.Agent))
                    return new Refusal("therapy.agent", "A substance holds no control characters and no angle brackets.");
                if (command.Agent?.Length > LongestAgent)
                    return new Refusal("therapy.agent", $"A substance has at most {LongestAgent} characters.");
                var row = new TherapyRow
                {
                    Patient = command.Patient,
                    Start = command.Start,
                    Kind = command.Kind,
                    Agent = command.Agent,
                    Ordinal = await db.Set<TherapyRow>()
                        .CountAsync(t => t.Patient == command.Patient && t.Start == command.Start && t.Kind == command.Kind, stop),
                };
                db.Add(row);
                return await PatientCheck.Against(db, command.Patient, [CohortTable.Therapies], stop) is { } broken ? broken : row.Id;
            },
            cancellation
        );
    }
}
