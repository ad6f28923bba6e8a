using System.Globalization;

namespace Longwatch.Evaluation.Report;

/// <summary>Numbers as people read them: the one formatter of the terminal and of the HTML report.</summary>
/// <remarks>
/// Thousands with a comma, as the sources print them (42,500); percentages with a space (36.8 %); ranges with an en dash, and with
/// "to" as soon as a limit is negative or infinite. JSON and CSV carry full precision and do not come here.
/// </remarks>
public static class NumberText
{
    private const string Minus = "\u2212";

    /// <summary>
    /// The estimate in one phrase: <c>7/19 (36.8 %; 95 % CI 16.3–61.6)</c>, <c>8.9 per 10,000 (95 % CI 6.3–12.3)</c>,
    /// with counts <c>8.9 per 10,000 (38/42,500; 95 % CI 6.3–12.3)</c>, <c>not identified: the reason</c>. Only the first interval is quoted.
    /// </summary>
    public static string Text(Estimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        if (estimate.Status != EstimateStatus.Estimated)
            return estimate.Note is null ? Status(estimate.Status) : $"{Status(estimate.Status)}: {estimate.Note}";
        var interval = estimate.Intervals.IsDefaultOrEmpty ? null : Interval(estimate, estimate.Intervals[0]);
        var counts = Counts(estimate);
        var value = Value(estimate);
        if (counts is not null && estimate.Unit == Unit.Share)
            return $"{counts} ({Joined(value, interval)})";
        return counts is null && interval is null ? value : $"{value} ({Joined(counts, interval)})";
    }

    /// <summary>The value with its unit: <c>36.8 %</c>, <c>8.9 per 10,000</c>, <c>17 months</c>; the status when there is no value.</summary>
    public static string Value(Estimate estimate) => Number(estimate) + UnitSuffix(estimate);

    /// <summary>The value without its unit, or the status when there is no value.</summary>
    public static string Number(Estimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        if (estimate.Value is not { } value || estimate.Status != EstimateStatus.Estimated)
            return Status(estimate.Status);
        if (estimate.Unit == Unit.Probability && value is > 0 and < 0.0001 && estimate.Intervals.IsDefaultOrEmpty)
            return "<0.0001"; // a p value: further digits say nothing
        if (estimate.Unit == Unit.Chance)
            return Chance(value);
        return Scaled(value, estimate.Unit, Decimals(estimate));
    }

    /// <summary>What follows the value, with its space: <c> %</c>, <c> per 10,000</c>; empty when there is no value or no unit.</summary>
    public static string UnitSuffix(Estimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return estimate is { Value: { } value, Status: EstimateStatus.Estimated } ? Suffix(estimate.Unit, value) : "";
    }

    /// <summary><c>7/19</c>; null when the estimate is not a count of a count.</summary>
    public static string? Counts(Estimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return estimate is { Numerator: { } n, Denominator: { } total } ? $"{Plain(n)}/{Plain(total)}" : null;
    }

    /// <summary>An interval of the estimate: <c>95 % CI 16.3–61.6</c>, <c>95 % PI …</c> for a prediction, <c>bounds 7–26</c>.</summary>
    public static string Interval(Estimate estimate, IntervalEstimate interval)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(interval);
        return $"{IntervalName(interval)} {Range(estimate, interval)}";
    }

    /// <summary>The limits alone: <c>16.3–61.6</c>.</summary>
    public static string Range(Estimate estimate, IntervalEstimate interval)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(interval);
        var decimals = LimitDecimals(estimate, interval);
        var (lower, upper) = (Limit(interval.Lower, estimate.Unit, decimals), Limit(interval.Upper, estimate.Unit, decimals));
        return interval.Lower < 0 || !double.IsFinite(interval.Lower) || !double.IsFinite(interval.Upper)
            ? $"{lower} to {upper}"
            : $"{lower}\u2013{upper}";
    }

    /// <summary><c>not identified</c>, <c>no data</c>, <c>estimated</c>.</summary>
    public static string Status(EstimateStatus status) =>
        status switch
        {
            EstimateStatus.Estimated => "estimated",
            EstimateStatus.NotIdentified => "not identified",
            EstimateStatus.NoData => "no data",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
        };

    /// <summary>A number of a table; null and text cells are the caller's.</summary>
    public static string Cell(double number, TableColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var isYear = column.Id is "year" || column.Id.EndsWith("_year", StringComparison.Ordinal);
        if (isYear && double.IsInteger(number))
            return number.ToString("0", CultureInfo.InvariantCulture);
        if (column.IsP)
            return P(number);
        if (column.Chance)
            return Chance(number) + " %";
        if (column.Percent)
            return Fixed(number * 100, Enough(number * 100, column.Decimals ?? 1)) + " %";
        return column.Decimals is { } decimals ? Fixed(number, Enough(number, decimals)) : Plain(number);
    }

    /// <summary>Two significant digits: <c>0.018</c>, <c>2.1e-8</c> below a thousandth.</summary>
    private static string P(double p) =>
        !double.IsFinite(p) || p is 0 or >= 0.995 ? Fixed(p, 0)
        : p < 0.001 ? p.ToString("0.0e-0", CultureInfo.InvariantCulture)
        : Fixed(p, 1 - (int)Math.Floor(Math.Log10(p)));

    /// <summary>A probability that a model gives, in percent without the sign: what is nearly certain is not certain.</summary>
    public static string Chance(double probability) =>
        probability switch
        {
            < 0.001 => "below 0.1",
            > 0.999 => "above 99.9",
            _ => Fixed(probability * 100, 1),
        };

    /// <summary>A number that is not zero keeps a digit of its own: 0.0004 in a column of two decimals is not 0.00.</summary>
    private static int Enough(double number, int decimals) =>
        double.IsFinite(number) && Math.Abs(number) is > 0 and var size && size < Math.Pow(10, -decimals)
            ? Math.Clamp(-(int)Math.Floor(Math.Log10(size)), decimals, 8)
            : decimals;

    /// <summary>Shortest sensible form: an integer whole, anything else to six significant digits, below a millionth as 1e-7.</summary>
    public static string Plain(double number)
    {
        if (!double.IsFinite(number))
            return Fixed(number, 0);
        if (double.IsInteger(number))
            return Fixed(number, 0);
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        if (magnitude < -6)
            return (number < 0 ? Minus : "") + Math.Abs(number).ToString("0.#####e-0", CultureInfo.InvariantCulture);
        return Fixed(number, Math.Clamp(5 - magnitude, 0, 12), trim: true);
    }

    private static string Joined(params string?[] parts) => string.Join("; ", parts.Where(part => part is not null));

    /// <summary><c>95 % CI</c>, <c>95 % PI</c> for a prediction, <c>95 % CrI</c> for a posterior, <c>bounds</c> or <c>range</c> without a level.</summary>
    internal static string IntervalName(IntervalEstimate interval)
    {
        if (interval.Level is not { } level)
            return interval.Kind.Contains("bounds", StringComparison.OrdinalIgnoreCase) ? "bounds" : "range";
        var name =
            interval.Kind.Contains("predict", StringComparison.OrdinalIgnoreCase) ? "PI"
            : interval.Kind.Contains("posterior", StringComparison.OrdinalIgnoreCase) ? "CrI"
            : interval.Kind.Contains("credible", StringComparison.OrdinalIgnoreCase) ? "CrI"
            : "CI";
        return $"{Fixed(level * 100, 1, trim: true)} % {name}";
    }

    private static string Suffix(Unit unit, double value) =>
        unit switch
        {
            Unit.Share or Unit.Chance => " %",
            Unit.Per10000Patients => " per 10,000",
            Unit.Per1000Patients => " per 1,000",
            Unit.Per100000PersonYears => " per 100,000 person-years",
            Unit.PersonYears => " person-years",
            Unit.Years => value.Equals(1d) ? " year" : " years",
            Unit.Months => value.Equals(1d) ? " month" : " months",
            Unit.Days => value.Equals(1d) ? " day" : " days",
            Unit.Count or Unit.Ratio or Unit.Probability or Unit.None => "",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Unknown unit."),
        };

    private static int Decimals(Estimate estimate) =>
        Decimals(estimate.Unit, estimate.Value ?? 0, estimate.Intervals.IsDefaultOrEmpty ? 0 : estimate.Intervals[0].Upper);

    /// <summary>As many digits as the value, but whole limits of a count stay whole (9–20) and broken ones keep one (26.9–52.2).</summary>
    private static int LimitDecimals(Estimate estimate, IntervalEstimate interval)
    {
        var whole = IsWhole(interval.Lower) && IsWhole(interval.Upper);
        if (whole && estimate.Unit is (Unit.Count or Unit.Days or Unit.PersonYears))
            return 0;
        var value = estimate.Value is { } given && double.IsFinite(given) ? given : 0;
        var upper = double.IsFinite(interval.Upper) ? interval.Upper : interval.Lower;
        var decimals = Decimals(estimate.Unit, value, upper);
        return decimals == 0 && !whole && Math.Abs(value) < 100 && estimate.Unit != Unit.Share ? 1 : decimals;
    }

    private static bool IsWhole(double number) => double.IsInteger(number) || double.IsInfinity(number);

    /// <summary>Digits after the point for a value of that size; <paramref name="fallback"/> decides when the value is zero.</summary>
    private static int Decimals(Unit unit, double value, double fallback)
    {
        var size = Math.Abs(value.Equals(0d) ? fallback : value) * (unit == Unit.Share ? 100 : 1);
        if (size.Equals(0d) || !double.IsFinite(size))
            return 0;
        return unit switch
        {
            Unit.Probability => size >= 0.1 ? 3 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 3, 8),
            Unit.Count or Unit.Days or Unit.Months or Unit.PersonYears when double.IsInteger(value) => 0,
            Unit.Ratio or Unit.None => size >= 100 ? 0
            : size >= 10 ? 1
            : SmallDecimals(size, 2),
            Unit.Share => SmallDecimals(size, 1),
            _ => size >= 100 ? 0 : SmallDecimals(size, 1),
        };
    }

    /// <summary>At least two significant digits below 1, at most eight decimals.</summary>
    private static int SmallDecimals(double size, int atLeast) =>
        size >= 1 ? atLeast : Math.Clamp(1 - (int)Math.Floor(Math.Log10(size)), atLeast, 8);

    private static string Scaled(double value, Unit unit, int decimals) => Fixed(unit == Unit.Share ? value * 100 : value, decimals);

    /// <summary>A limit that is not zero is never printed as zero: it gets the digits it needs.</summary>
    private static string Limit(double limit, Unit unit, int decimals)
    {
        var size = Math.Abs(unit == Unit.Share ? limit * 100 : limit);
        var needed =
            size > 0 && size < 0.5 * Math.Pow(10, -decimals) ? Math.Clamp(-(int)Math.Floor(Math.Log10(size)), decimals, 8) : decimals;
        return Scaled(limit, unit, needed);
    }

    private static string Fixed(double number, int decimals, bool trim = false)
    {
        if (double.IsNaN(number))
            throw new ArgumentException("A number that is not a number cannot be printed: use a status with a reason.", nameof(number));
        if (double.IsInfinity(number))
            return number > 0 ? "\u221e" : Minus + "\u221e";
        var format = decimals == 0 ? "#,##0" : "#,##0." + new string(trim ? '#' : '0', decimals);
        var text = Math.Abs(number).ToString(format, CultureInfo.InvariantCulture);
        var isZero = !text.AsSpan().ContainsAnyInRange('1', '9');
        return number < 0 && !isZero ? Minus + text : text;
    }
}
