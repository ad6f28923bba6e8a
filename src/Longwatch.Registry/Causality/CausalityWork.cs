using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Causality;

/// <summary>What all acts on an assessment share: the case is found, the assessment is told the evidence as it is now, and what differs is saved.</summary>
internal sealed class CausalityWork(RegistryStore store, CaseGround ground, TimeProvider time)
{
    private static readonly Refusal NotNamed = new("causality.not-named", "Nobody has been named as assessor of this case yet.");

    /// <summary>What the act is given.</summary>
    /// <param name="Records">The evidence.</param>
    /// <param name="Stored">The rows as they were.</param>
    /// <param name="Now">The assessment, told the evidence.</param>
    public sealed record Given(CaseRecords Records, CausalityRecords Stored, CausalityAssessment Now, DateTimeOffset Moment);

    /// <summary>What the act gives back.</summary>
    public sealed record Outcome(CausalityAssessment Assessment, ReauthenticationMeans? Means = null)
    {
        /// <summary>Printed names of assessors who came new.</summary>
        public ImmutableDictionary<Guid, string> Names { get; init; } = [];
    }

    public Task<NeoplasmCaseRow?> Find(Caller caller, Permission permission, Guid id, CancellationToken cancellation) =>
        store.Read((db, stop) => CaseAccess.Find(db, caller, permission, id, stop), cancellation);

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>The number of the round that is current after the act.</returns>
    public Task<Result<int>> Do(
        Caller caller,
        NeoplasmCaseRow row,
        Act act,
        Func<Given, Result<Outcome>> change,
        CancellationToken cancellation
    ) =>
        store.Write<int>(
            caller,
            act,
            async (db, stop) =>
            {
                var records = await CaseRecords.Load(db, ground, row, stop);
                if (await CausalityRecords.Load(db, row.Id, stop) is not { } stored)
                    return NotNamed;
                var moment = time.GetUtcNow();
                var given = new Given(records, stored, stored.Assessment.Know(records.Evidence), moment);
                var result = change(given);
                if (result is not Result<Outcome>.Ok { Value: var outcome })
                    return ((Result<Outcome>.Refused)result).Why;
                stored.Save(db, row, outcome.Assessment, outcome.Names, outcome.Means, moment);
                return outcome.Assessment.Current.Number;
            },
            cancellation
        );

    /// <summary>The judgement of a person on the evidence as it is now.</summary>
    public Result<Judgement> Judge(Given given, JudgementInput input) =>
        Judgement.Of(input.Category, input.Criteria, given.Records.Placed.ByRule.Level, input.Reason, ground.Casework.Scale);
}

/// <summary>What a person says of a case.</summary>
public sealed record JudgementInput(
    CausalityCategory Category,
    IReadOnlyDictionary<CausalityCriterion, CriterionAnswer> Criteria,
    string? Reason
)
{
    /// <summary>Says nothing of the case.</summary>
    public override string ToString() => nameof(JudgementInput);
}
