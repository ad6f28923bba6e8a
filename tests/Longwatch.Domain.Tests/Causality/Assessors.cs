using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Signatures;

namespace Longwatch.Domain.Tests.Causality;

/// <summary>People, a scale and verdicts for the tests.</summary>
internal static class Assessors
{
    public static readonly Guid One = Guid.Parse("00000000-0000-0000-0000-000000000001");
    public static readonly Guid Two = Guid.Parse("00000000-0000-0000-0000-000000000002");
    public static readonly Guid Third = Guid.Parse("00000000-0000-0000-0000-000000000003");

    /// <summary>The ceilings of data/casework/causality.json, written out.</summary>
    public static readonly CausalityScale Scale = new(
        "test",
        "WHO-UMC",
        "",
        [],
        [
            new(CausalityCriterion.Time, "time", null),
            new(CausalityCriterion.NoOtherCause, "other cause", null),
            new(CausalityCriterion.Definitive, "definitive", null),
            new(CausalityCriterion.Withdrawal, "withdrawal", "given once"),
            new(CausalityCriterion.Rechallenge, "rechallenge", "given once"),
        ],
        new Dictionary<EvidenceLevel, CausalityCategory>
        {
            [EvidenceLevel.M0] = CausalityCategory.Possible,
            [EvidenceLevel.M1] = CausalityCategory.Possible,
            [EvidenceLevel.M2] = CausalityCategory.Possible,
            [EvidenceLevel.M3] = CausalityCategory.Probable,
            [EvidenceLevel.M4] = CausalityCategory.Probable,
            [EvidenceLevel.M5] = CausalityCategory.Certain,
        }.ToImmutableDictionary(),
        "proposal"
    );

    public static Result<Judgement> Judge(
        CausalityCategory category,
        EvidenceLevel level = EvidenceLevel.M3,
        string reason = "T-cell lymphoma with clonal vector.",
        CriterionAnswer time = CriterionAnswer.Met,
        CriterionAnswer alone = CriterionAnswer.Met,
        CriterionAnswer definitive = CriterionAnswer.Met
    ) =>
        Judgement.Of(
            category,
            new Dictionary<CausalityCriterion, CriterionAnswer>
            {
                [CausalityCriterion.Time] = time,
                [CausalityCriterion.NoOtherCause] = alone,
                [CausalityCriterion.Definitive] = definitive,
            },
            level,
            reason,
            Scale
        );

    public static Judgement Of(CausalityCategory category) => Assert.IsType<Result<Judgement>.Ok>(Judge(category)).Value;

    public static Signature Sign(
        Guid person,
        Judgement judgement,
        string evidence,
        SignatureMeaning meaning = SignatureMeaning.Assessment
    ) => new(person, "Printed name", DateTimeOffset.UnixEpoch, meaning, 1, judgement.Content(evidence).Hash());

    public static CausalityAssessment Ok(Result<CausalityAssessment> result) => Assert.IsType<Result<CausalityAssessment>.Ok>(result).Value;

    public static string Refused<T>(Result<T> result) => Assert.IsType<Result<T>.Refused>(result).Why.Code;
}
