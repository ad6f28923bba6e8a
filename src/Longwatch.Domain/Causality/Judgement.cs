using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Signatures;

namespace Longwatch.Domain.Causality;

/// <summary>What one assessor says of one case: category, criteria, molecular level and reasons. Always valid.</summary>
public sealed record Judgement
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 4000;

    private Judgement(
        CausalityCategory category,
        ImmutableSortedDictionary<CausalityCriterion, CriterionAnswer> criteria,
        EvidenceLevel level,
        string reason
    ) => (Category, Criteria, Level, Reason) = (category, criteria, level, reason);

    public CausalityCategory Category { get; }
    public ImmutableSortedDictionary<CausalityCriterion, CriterionAnswer> Criteria { get; }

    /// <summary>Molecular level by rule when the judgement was made.</summary>
    public EvidenceLevel Level { get; }
    public string Reason { get; }

    /// <summary>Makes a judgement, or says what is wrong with it.</summary>
    /// <param name="answers">Answers to the criteria that apply; one that does not apply is set to not applicable, whatever is given.</param>
    public static Result<Judgement> Of(
        CausalityCategory category,
        IReadOnlyDictionary<CausalityCriterion, CriterionAnswer> answers,
        EvidenceLevel level,
        string? reason,
        CausalityScale scale
    )
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(scale);
        if (!Enum.IsDefined(category))
            return new Refusal("causality.category", "The category is none of the scale.");
        var text = reason?.Trim() ?? "";
        if (text.Length > LongestReason)
            return new Refusal("causality.reason-too-long", $"A reason has at most {LongestReason} characters.");
        if (text.Length == 0)
            return new Refusal("causality.reason-missing", "Give the reason for the category.");
        var criteria = scale
            .Criteria.Select(c =>
                KeyValuePair.Create(c.Criterion, c.Applies ? answers.GetValueOrDefault(c.Criterion) : CriterionAnswer.NotApplicable)
            )
            .ToImmutableSortedDictionary();
        if (
            criteria.Any(c => !Enum.IsDefined(c.Value))
            || scale.Criteria.Any(c => c.Applies && criteria[c.Criterion] == CriterionAnswer.NotApplicable)
        )
            return new Refusal("causality.criterion", "A criterion that applies is met, not met or not known.");
        if (Contradiction(category, criteria) is { } why)
            return why;
        if (scale.IsAboveCeiling(category, level) && text.Length < ReasonAboveCeiling)
            return new Refusal(
                "causality.above-ceiling",
                $"At molecular level {level} the highest category is {scale.Ceiling(level)} unless a reason of at least {ReasonAboveCeiling} characters says what stands in for withdrawal and rechallenge."
            );
        return new Judgement(category, criteria, level, text);
    }

    /// <summary>As it was stored. Not checked again: a scale that has changed since must not unmake what was said.</summary>
    public static Judgement Restore(
        CausalityCategory category,
        IReadOnlyDictionary<CausalityCriterion, CriterionAnswer> criteria,
        EvidenceLevel level,
        string reason
    ) => new(category, criteria.ToImmutableSortedDictionary(), level, reason);

    /// <summary>What is signed.</summary>
    public SignedContent Content(string evidence)
    {
        var content = new SignedContent("causality.judgement/1")
            .Add("category", Category.ToString())
            .Add("level", Level.ToString())
            .Add("reason", Reason)
            .Add("evidence", evidence);
        foreach (var (criterion, answer) in Criteria)
            content.Add(criterion.ToString(), answer.ToString());
        return content;
    }

    /// <summary>Says nothing of the case, so that a log line cannot either.</summary>
    public override string ToString() => nameof(Judgement);

    private const int ReasonAboveCeiling = 40;

    /// <summary>The words of the categories exclude some answers: certain, probable and possible need a reasonable time; certain and probable no likely other cause.</summary>
    private static Refusal? Contradiction(
        CausalityCategory category,
        ImmutableSortedDictionary<CausalityCriterion, CriterionAnswer> criteria
    )
    {
        var time = criteria.GetValueOrDefault(CausalityCriterion.Time);
        var alone = criteria.GetValueOrDefault(CausalityCriterion.NoOtherCause);
        var definitive = criteria.GetValueOrDefault(CausalityCriterion.Definitive);
        return category switch
        {
            CausalityCategory.Certain or CausalityCategory.Probable or CausalityCategory.Possible when time != CriterionAnswer.Met => new(
                "causality.time",
                "Certain, probable and possible need a reasonable time relationship."
            ),
            CausalityCategory.Certain or CausalityCategory.Probable when alone != CriterionAnswer.Met => new(
                "causality.other-cause",
                "Certain and probable need that another cause is unlikely; with one in sight the highest category is possible."
            ),
            CausalityCategory.Certain when definitive != CriterionAnswer.Met => new(
                "causality.definitive",
                "Certain needs a definitive event: an objective and specific disorder."
            ),
            _ => null,
        };
    }
}
