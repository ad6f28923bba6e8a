using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Causality;

/// <summary>Names the assessors of a case: at least two, who will not see each other's verdicts before all have signed.</summary>
public sealed class NameAssessors(RegistryStore store, CaseGround ground, AssessorDirectory directory, TimeProvider time) : IUseCase
{
    public sealed record Command(Guid Case, ImmutableArray<Guid> Assessors);

    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var row = await store.Read(
            (db, stop) => CaseAccess.Find(db, caller, Permission.CausalityAdjudicate, command.Case, stop),
            cancellation
        );
        if (row is null)
            return Visibility.NotFound;
        return await store.Write<int>(
            caller,
            new Act("causality.name-assessors", row.Patient),
            async (db, stop) =>
            {
                if (await CausalityRecords.Load(db, row.Id, stop) is not null)
                    return new Refusal(
                        "causality.named.conflict",
                        "Assessors have been named already; one who has not signed can be replaced."
                    );
                var records = await CaseRecords.Load(db, ground, row, stop);
                var may = (await directory.Of(records.Patient.Centre, stop)).ToDictionary(a => a.Account);
                if (command.Assessors.Any(a => !may.ContainsKey(a)))
                    return new Refusal("causality.assessors", "Only people with the role of assessor can be named.");
                var opened = CausalityAssessment.Open(command.Assessors, records.Evidence);
                if (opened is not Result<CausalityAssessment>.Ok { Value: var assessment })
                    return ((Result<CausalityAssessment>.Refused)opened).Why;
                CausalityRecords.Open(db, row, assessment, [.. command.Assessors.Select(a => may[a])], time.GetUtcNow());
                return 1;
            },
            cancellation
        );
    }
}
