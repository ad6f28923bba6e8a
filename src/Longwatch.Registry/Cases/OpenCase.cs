using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>Opens the case of a neoplasm; the same neoplasm twice is one case.</summary>
public sealed class OpenCase(RegistryStore store, TimeProvider time) : IUseCase
{
    private const int LongestReason = 2000;

    public sealed record Command(Guid Neoplasm, CaseSource Source, string? Reason);

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Id of the case, new or old.</returns>
    public async Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var neoplasm = await store.Read(
            (db, stop) =>
                db.Set<NeoplasmRow>()
                    .Visible(db, caller, Permission.NeoplasmsWrite)
                    .SingleOrDefaultAsync(n => n.Id == command.Neoplasm, stop),
            cancellation
        );
        if (neoplasm is null)
            return Visibility.NotFound;
        if (command.Reason is { Length: > LongestReason })
            return new Refusal("case.reason", $"A reason has at most {LongestReason} characters.");
        var answer = await store.Write<Guid>(
            caller,
            new Act("cases.open", neoplasm.Patient),
            (db, stop) => In(db, neoplasm.Patient, command, time.Today(), stop),
            cancellation
        );
        // Two who open it at once: the second finds what the first has opened.
        return answer is Result<Guid>.Refused { Why.Code: "record.exists" }
            ? await store.Read<Result<Guid>>(
                async (db, stop) => (await db.Set<NeoplasmCaseRow>().SingleAsync(c => c.Neoplasm == command.Neoplasm, stop)).Id,
                cancellation
            )
            : answer;
    }

    /// <summary>The same inside another act, such as the saving of a visit form that says yes to a new malignancy.</summary>
    public static async Task<Result<Guid>> In(RegistryDb db, Guid patient, Command command, DateOnly today, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(command);
        if (await db.Set<NeoplasmCaseRow>().SingleOrDefaultAsync(c => c.Neoplasm == command.Neoplasm, cancellation) is { } there)
            return there.Id;
        var row = new NeoplasmCaseRow
        {
            Patient = patient,
            Neoplasm = command.Neoplasm,
            Opened = today,
            Source = command.Source,
            Reason = string.IsNullOrWhiteSpace(command.Reason) ? null : command.Reason.Trim(),
        };
        db.Add(row);
        return row.Id;
    }
}
