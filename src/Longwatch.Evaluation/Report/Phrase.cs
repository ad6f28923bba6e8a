namespace Longwatch.Evaluation.Report;

/// <summary>Numbers as they stand in a sentence. Every percentage carries its n/N.</summary>
internal static class Phrase
{
    /// <summary>For example <c>7/19 (36.8 %)</c>; <c>0/0</c> has no percentage.</summary>
    public static string Share(int n, int of) => of == 0 ? $"{n}/{of}" : $"{Whole(n)}/{Whole(of)} ({Percent((double)n / of)} %)";

    /// <summary>
    /// The value with the interval to quote: <c>7/19 (36.8 %, 95 % CI 16.3 to 61.6 %)</c>, or <c>8.94 (95 % CI 6.33 to 12.3)</c>; the note when there is
    /// no value.
    /// </summary>
    public static string Quote(Estimate estimate)
    {
        if (estimate.Value is not { } value)
            return estimate.Note ?? "not estimated";
        var isShare = estimate.Unit == Unit.Share;
        string Print(double v) => isShare ? Percent(v) : Number(v);
        var sign = isShare ? " %" : string.Empty;
        var limits = Interval(estimate, Print);
        var inner = limits is null ? null : limits + sign;
        if (isShare && estimate is { Numerator: { } n, Denominator: { } of })
            return $"{Number(n)}/{Number(of)} ({Percent(value)} %{(inner is null ? string.Empty : $", {inner}")})";
        return inner is null ? $"{Print(value)}{sign}" : $"{Print(value)}{sign} ({inner})";
    }

    /// <summary>A whole number with thousands separators.</summary>
    public static string Whole(double value) => value.ToString("#,0");

    /// <summary>Three significant digits; whole numbers from 100 on with thousands separators.</summary>
    public static string Number(double value) =>
        value == Math.Floor(value) ? Whole(value)
        : Math.Abs(value) >= 99.95 ? Whole(value)
        : Math.Abs(value) >= 9.995 ? value.ToString("0.0")
        : Math.Abs(value) >= 0.9995 ? value.ToString("0.00")
        : Small(value, 3);

    /// <summary>A number that was chosen, not estimated, in its shortest form: <c>1.5</c>.</summary>
    public static string Exact(double value) => value.ToString("#,0.######");

    /// <summary>A chosen number of years: <c>1 year</c>, <c>1.5 years</c>.</summary>
    public static string Years(double years) => $"{Exact(years)} {(years == 1 ? "year" : "years")}";

    /// <summary>A number of things with their name: <c>1 case</c>, <c>38 cases</c>.</summary>
    public static string Counted(int n, string one, string? many = null) => $"{Whole(n)} {(n == 1 ? one : many ?? one + "s")}";

    /// <summary>A p value in words: <c>p = 0.018</c>, <c>p &lt; 0.0001</c>.</summary>
    public static string P(double p) =>
        p < 0.0001 ? "p < 0.0001"
        : p > 0.99 ? "p > 0.99"
        : $"p = {Small(p, 2)}";

    /// <summary>A range as it is printed; one number when both ends read alike.</summary>
    public static string Range(double lower, double upper) =>
        string.Equals(Number(lower), Number(upper), StringComparison.Ordinal) ? Number(lower) : $"{Number(lower)} to {Number(upper)}";

    /// <summary>Person-years: whole from 100 on, with the digits that a rate can be checked by below.</summary>
    public static string PersonYears(double years) => $"{(years >= 99.95 ? Whole(years) : Number(years))} person-years";

    /// <summary>The interval to quote: <c>(95 % CI 6.33 to 12.3)</c> without the brackets; null when there is none.</summary>
    public static string? Interval(Estimate estimate, Func<double, string> print) =>
        estimate.Intervals is [var first, ..]
            ? $"{(first.Level is null ? first.Kind : NumberText.IntervalName(first))} {print(first.Lower)} to {print(first.Upper)}"
            : null;

    /// <summary>The first letter small, as inside a sentence; a name such as T-cell keeps it.</summary>
    public static string Inside(string text) => text is [_, >= 'a' and <= 'z', ..] ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    /// <summary>Significant digits without an exponent; what is smaller than a millionth says so.</summary>
    private static string Small(double value, int digits)
    {
        if (value != 0 && Math.Abs(value) < 1e-6)
            return value < 0 ? "> -0.000001" : "< 0.000001";
        var decimals = value == 0 ? 0 : Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return value.ToString(decimals == 0 ? "0" : "0." + new string('0', decimals));
    }

    /// <summary>A share as a percentage without the sign: one decimal, two significant digits below 1 %.</summary>
    public static string Percent(double share) =>
        share is 0 or 1 ? Whole(100 * share)
        : Math.Abs(share) < 0.00995 ? Small(100 * share, 2)
        : (100 * share).ToString("0.0");
}
