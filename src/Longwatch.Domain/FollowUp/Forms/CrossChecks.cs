namespace Longwatch.Domain.FollowUp.Forms;

/// <summary>Checks across two answers.</summary>
internal static class CrossChecks
{
    /// <summary>True when both answers can be read and do not stand to each other as they must.</summary>
    public static bool Fails(FormDefinition form, CrossCheck check, IReadOnlyDictionary<string, string> kept)
    {
        if (!check.When.Holds(kept) || !kept.TryGetValue(check.Field, out var left) || !kept.TryGetValue(check.Other, out var right))
            return false;
        var field = form.Fields.First(f => string.Equals(f.Key, check.Field, StringComparison.Ordinal));
        if (field.Type is FieldType.WholeNumber or FieldType.Number)
            return AnswerText.Number(left) is { } a && AnswerText.Number(right) is { } b && !Holds(check.Must, a.CompareTo(b));
        if (field.Type is FieldType.Date or FieldType.PartialDate)
            return AnswerText.Date(left) is { } c && AnswerText.Date(right) is { } d && !MayHold(check.Must, c, d);
        return !Holds(check.Must, string.CompareOrdinal(left, right));
    }

    public static EntryProblem Problem(CrossCheck check) =>
        new(check.Field, check.Hard ? EntryProblemKind.Impossible : EntryProblemKind.Unlikely, check.Code, check.Message);

    private static bool Holds(Comparison must, int order) =>
        must switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            Comparison.GreaterOrEqual => order >= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(must), must, "Not a comparison."),
        };

    /// <summary>Partial dates fail only when no two days within them would do.</summary>
    private static bool MayHold(Comparison must, PartialDate left, PartialDate right) =>
        must switch
        {
            Comparison.Equal => left.Earliest <= right.Latest && left.Latest >= right.Earliest,
            Comparison.NotEqual => left.Earliest != left.Latest || right.Earliest != right.Latest || left.Earliest != right.Earliest,
            Comparison.Less => left.Earliest < right.Latest,
            Comparison.LessOrEqual => left.Earliest <= right.Latest,
            Comparison.Greater => left.Latest > right.Earliest,
            Comparison.GreaterOrEqual => left.Latest >= right.Earliest,
            _ => throw new ArgumentOutOfRangeException(nameof(must), must, "Not a comparison."),
        };
}
