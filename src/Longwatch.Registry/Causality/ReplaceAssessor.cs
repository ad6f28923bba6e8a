using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Causality;

/// <summary>Puts another assessor in the place of one who has not signed.</summary>
public sealed class ReplaceAssessor(RegistryStore store, CaseGround ground, AssessorDirectory directory, TimeProvider time) : IUseCase
{
    public sealed record Command(Guid Case, Guid Leaving, Guid Coming, string Reason);

    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > 1000)
            return new Refusal("causality.reason-missing", "Say why.");
        var work = new CausalityWork(store, ground, time);
        if (await work.Find(caller, Permission.CausalityAdjudicate, command.Case, cancellation) is not { } row)
            return Visibility.NotFound;
        var centre = await store.Read(async (db, stop) => (await CaseRecords.Load(db, ground, row, stop)).Patient.Centre, cancellation);
        if ((await directory.Of(centre, cancellation)).FirstOrDefault(a => a.Account == command.Coming) is not { } coming)
            return new Refusal("causality.assessors", "Only people with the role of assessor can be named.");
        return await work.Do(
            caller,
            row,
            new Act("causality.replace-assessor", row.Patient, command.Reason),
            given =>
                given.Now.Replace(command.Leaving, command.Coming) switch
                {
                    Result<CausalityAssessment>.Ok ok => new CausalityWork.Outcome(ok.Value)
                    {
                        Names = ImmutableDictionary<Guid, string>.Empty.Add(coming.Account, coming.PrintedName),
                    },
                    Result<CausalityAssessment>.Refused refused => refused.Why,
                    _ => throw new InvalidOperationException("A result is a value or a refusal."),
                },
            cancellation
        );
    }
}
