using System.Globalization;

namespace Longwatch.Domain.FollowUp.Forms;

/// <summary>Reads the text of one answer according to its field.</summary>
internal static class AnswerText
{
    private const int LongestNumber = 30;

    /// <summary>Text as it is kept: without blanks around it, codes in the order of the form. Empty means no answer.</summary>
    public static string Normal(FormField field, string text)
    {
        var trimmed = text.Trim();
        if (field.Type == FieldType.Codes && trimmed.Length > 0)
        {
            var codes = trimmed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var known = field.Options.Select(o => o.Code).Where(c => codes.Contains(c, StringComparer.Ordinal));
            return string.Join(',', known.Concat(codes.Except(field.Options.Select(o => o.Code), StringComparer.Ordinal)));
        }

        return trimmed;
    }

    /// <summary>The code of what is wrong with the form of the answer; null when it can be read.</summary>
    public static string? Fault(FormField field, string text) =>
        field.Type switch
        {
            FieldType.Text => TextFault(field, text),
            FieldType.WholeNumber => Number(text) is { } n && n == decimal.Truncate(n) ? null : "not-a-whole-number",
            FieldType.Number => Number(text) is null ? "not-a-number" : null,
            FieldType.Date => PartialDate.TryParse(text, out var day) && day.Precision == DatePrecision.Day ? null : "not-a-date",
            FieldType.PartialDate => PartialDate.TryParse(text, out _) ? null : "not-a-partial-date",
            FieldType.Code => IsOption(field, text) ? null : "not-an-option",
            FieldType.Codes => text.Split(',').All(c => IsOption(field, c)) ? null : "not-an-option",
            FieldType.Ternary => text is "yes" or "no" or "unknown" ? null : "not-an-option",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Type, "Not a type of field."),
        };

    /// <summary>A decimal number with a point, of at most 30 characters; null for anything else.</summary>
    public static decimal? Number(string text) =>
        text.Length <= LongestNumber
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    public static PartialDate? Date(string text) => PartialDate.TryParse(text, out var date) ? date : null;

    private static bool IsOption(FormField field, string code) =>
        field.Options.Any(o => string.Equals(o.Code, code, StringComparison.Ordinal));

    private static string? TextFault(FormField field, string text) =>
        text.Length > field.Limits.MaxLength ? "too-long"
        : !IsStorable(text) ? "not-text"
        : null;

    /// <summary>Whole characters, and no control characters but line ends and tabs.</summary>
    public static bool IsStorable(string text) =>
        IsWellFormed(text) && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    /// <summary>Half a surrogate pair cannot be stored as UTF-8.</summary>
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        return true;
    }
}
