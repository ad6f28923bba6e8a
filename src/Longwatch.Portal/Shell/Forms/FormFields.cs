using System.Globalization;
using System.Text;
using Longwatch.Domain;
using Longwatch.Exchange;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Shell.Forms;

/// <summary>Reads one field of a form by its kind. Null means: left empty, or refused with a message beside the field.</summary>
internal static class FormFields
{
    /// <summary>One line: no control or direction characters, no angle brackets, which no name or code has and markup needs.</summary>
    internal static string? Line(this FormInput form, string name, int max = 200, bool required = false) =>
        form.Words(name, max, required, PlainText.IsLine);

    /// <summary>Several lines in a person's words; angle brackets are welcome ("VCN &lt; 0.01") and are encoded wherever they are shown.</summary>
    internal static string? Prose(this FormInput form, string name, int max = 4000, bool required = false) =>
        form.Words(name, max, required, PlainText.IsProse);

    internal static DateOnly? Day(this FormInput form, string name, DayRange range, bool required = false)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return form.No<DateOnly>(name, Text.T("form.day"));
        return range.Problem(day, day) is { } problem ? form.No<DateOnly>(name, problem) : day;
    }

    /// <summary>A date known to the year, the month or the day.</summary>
    internal static PartialDate? PartialDay(this FormInput form, string name, DayRange range, bool required = false)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        if (!PartialDate.TryParse(text, out var date))
            return form.No<PartialDate>(name, Text.T("form.partial-day"));
        return range.Problem(date.Earliest, date.Latest) is { } problem ? form.No<PartialDate>(name, problem) : date;
    }

    internal static int? Integer(this FormInput form, string name, int min, int max, bool required = false)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        return
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : form.No<int>(name, Text.T("form.integer", min, max));
    }

    /// <summary>A number with a decimal point; exponents are welcome, infinity and NaN are not.</summary>
    internal static double? Number(this FormInput form, string name, double min, double max, bool required = false)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return
            text.Length <= 40
            && double.TryParse(text, style, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            && value >= min
            && value <= max
            ? value
            : form.No<double>(name, Text.T("form.number", min, max));
    }

    /// <summary>One of the codes; anything else did not come from the page.</summary>
    internal static string? OneOf(this FormInput form, string name, IEnumerable<string> codes, bool required = false)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        if (codes.Contains(text, StringComparer.Ordinal))
            return text;
        form.Refuse(name, Text.T("form.choice"));
        return null;
    }

    /// <summary>One of the values of the enumeration, by its code in lower snake case.</summary>
    internal static TEnum? OneOf<TEnum>(this FormInput form, string name, bool required = false)
        where TEnum : struct, Enum
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        return Codes.TryParse<TEnum>(text, out var value) ? value : form.No<TEnum>(name, Text.T("form.choice"));
    }

    internal static bool Checked(this FormInput form, string name) => form.Value(name) is "true" or "on";

    internal static Guid? Id(this FormInput form, string name, bool required = false)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        return Guid.TryParseExact(text, "D", out var id) ? id : form.No<Guid>(name, Text.T("form.choice"));
    }

    /// <summary>The version of the record that the page was drawn from; a form without it did not come from the page.</summary>
    internal static int Version(this FormInput form) =>
        int.TryParse(form.Value("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new BadHttpRequestException("The form carries no version.");

    private static string? Words(this FormInput form, string name, int max, bool required, Func<string, bool> isKept)
    {
        if (form.Trimmed(name, required) is not { } text)
            return null;
        text = text.ReplaceLineEndings("\n");
        string? problem = null;
        if (text.Length > max)
            problem = Text.T("form.too-long", max, text.Length);
        else if (!isKept(text))
            problem = Text.T("form.characters");
        if (problem is null)
            return text.Normalize(NormalizationForm.FormC);
        form.Refuse(name, problem);
        return null;
    }

    private static string? Trimmed(this FormInput form, string name, bool required)
    {
        var text = form.Value(name)?.Trim();
        if (!string.IsNullOrEmpty(text))
            return text;
        if (required)
            form.Refuse(name, Text.T("form.required"));
        return null;
    }

    private static T? No<T>(this FormInput form, string name, string message)
        where T : struct
    {
        form.Refuse(name, message);
        return null;
    }
}
