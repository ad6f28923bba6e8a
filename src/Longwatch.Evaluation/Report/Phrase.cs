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
        var inner = estimate.Intervals is [var first, ..]
            ? $"{(first.Level is null ? first.Kind : NumberText.IntervalName(first))} {Print(first.Lower)} to {Print(first.Upper)}{sign}"
            : null;
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
        : value.ToString("G3");

    /// <summary>A number that was chosen, not estimated, in its shortest form: <c>1.5</c>.</summary>
    public static string Exact(double value) => value.ToString("#,0.######");

    /// <summary>A chosen number of years: <c>1 year</c>, <c>1.5 years</c>.</summary>
    public static string Years(double years) => $"{Exact(years)} {(years == 1 ? "year" : "years")}";

    /// <summary>A share as a percentage without the sign: one decimal, more below 1 %.</summary>
    public static string Percent(double share) =>
        share is 0 or 1 ? Whole(100 * share)
        : Math.Abs(share) < 0.00995 ? Number(100 * share)
        : (100 * share).ToString("0.0");
}
