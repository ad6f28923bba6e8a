using System.Globalization;
using Longwatch.Genomics.Quantity;
using Longwatch.Statistics;

namespace Longwatch.Genomics.Verdict;

/// <summary>Numbers in words, the same in every line.</summary>
internal static class Say
{
    /// <summary>Three significant digits, plain notation.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return "not known";
        if (value == 0)
            return "0";
        var digits = Math.Max(0, 2 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value, Math.Min(15, digits))
            .ToString(digits == 0 ? "#,##0" : "0." + new string('#', digits), CultureInfo.InvariantCulture);
    }

    public static string Percent(double share) => $"{Number(100 * share)} %";

    /// <summary>Never 0 % or 100 % for what is only nearly so.</summary>
    public static string Probability(double p) =>
        p switch
        {
            < 0.001 => "below 0.1 %",
            > 0.999 => "above 99.9 %",
            _ => Percent(p),
        };

    public static string Of(Quantity.Quantity quantity, string unit) =>
        quantity.Value is { } value
            ? $"{Number(value)} {unit}{(quantity.Interval is { } i ? $" (95 % interval {Range(i)})" : "")}"
            : $"not told: {quantity.Note}";

    public static string Range(Interval interval) => $"{Number(interval.Lower)} to {Number(interval.Upper)}";

    public static string Count(long n, string word) =>
        n == 1 ? $"1 {word}" : string.Create(CultureInfo.InvariantCulture, $"{n:N0} {word}s");
}
