using Longwatch.Domain.Causality;
using Longwatch.Exchange;

namespace Longwatch.Registry.Causality;

/// <summary>Answers to criteria as they lie in the store: <c>time=met;no_other_cause=not_known</c>.</summary>
internal static class CriteriaText
{
    public static string Of(Judgement judgement) =>
        string.Join(';', judgement.Criteria.Select(c => $"{Codes.Of(c.Key)}={Codes.Of(c.Value)}"));

    public static Dictionary<CausalityCriterion, CriterionAnswer> Parse(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('='))
            .ToDictionary(p => Codes.Parse<CausalityCriterion>(p[0]), p => Codes.Parse<CriterionAnswer>(p[1]));
}
