namespace Longwatch.Registry.Cases;

/// <summary>Items and answers of data/casework/checklist.json that rules read.</summary>
internal static class ChecklistCodes
{
    public const string Hiv = "hiv";
    public const string Positive = "positive";
    public const string Negative = "negative";
    public const string TcrClone = "tcr_clone";
    public const string SameClone = "same_clone";
    public const string OtherClone = "other_clone";
    public const string ExpressionEffect = "expression_effect";
    public const string Shown = "shown";
    public const string Excluded = "excluded";
    public const string AlternativeDriver = "alternative_driver";
    public const string Found = "found";
    public const string Relation = "relation";
}
