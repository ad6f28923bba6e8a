using System.Globalization;

namespace Longwatch.Domain;

/// <summary>A calendar date known to the year, the month or the day. <c>default</c> is the year 1.</summary>
/// <remarks>Text form: <c>2024</c>, <c>2024-04</c> or <c>2024-04-11</c>, as in ISO 8601; nothing else is accepted.</remarks>
public readonly record struct PartialDate : IComparable<PartialDate>
{
    private readonly DateOnly first;

    private PartialDate(DateOnly first, DatePrecision precision) => (this.first, Precision) = (first, precision);

    public DatePrecision Precision { get; }

    /// <summary>First day that the date can be.</summary>
    public DateOnly Earliest => first;

    /// <summary>Last day that the date can be.</summary>
    public DateOnly Latest =>
        Precision switch
        {
            DatePrecision.Year => new DateOnly(first.Year, 12, 31),
            DatePrecision.Month => new DateOnly(first.Year, first.Month, DateTime.DaysInMonth(first.Year, first.Month)),
            _ => first,
        };

    /// <summary>The middle of the period in which the date lies; the day itself when the day is known.</summary>
    public DateOnly Midpoint => Earliest.AddDays((Latest.DayNumber - Earliest.DayNumber) / 2);

    public static PartialDate FromDay(DateOnly day) => new(day, DatePrecision.Day);

    /// <summary>The month in which the day lies, or the year when <paramref name="precision"/> is <see cref="DatePrecision.Year"/>.</summary>
    public static PartialDate Of(DateOnly day, DatePrecision precision) =>
        precision switch
        {
            DatePrecision.Year => new(new DateOnly(day.Year, 1, 1), DatePrecision.Year),
            DatePrecision.Month => new(new DateOnly(day.Year, day.Month, 1), DatePrecision.Month),
            _ => FromDay(day),
        };

    /// <summary>Reads the text form; false for anything else, for years before 1900 and after 2200, and for days that do not exist.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PartialDate date)
    {
        (string Format, DatePrecision Precision)? form = text.Length switch
        {
            4 => ("yyyy", DatePrecision.Year),
            7 => ("yyyy-MM", DatePrecision.Month),
            10 => ("yyyy-MM-dd", DatePrecision.Day),
            _ => null,
        };
        if (
            form is { } f
            && DateOnly.TryParseExact(text, f.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1900 and <= 2200
        )
        {
            date = new(day, f.Precision);
            return true;
        }

        date = default;
        return false;
    }

    /// <summary>By earliest day, then by precision (year before month before day).</summary>
    public int CompareTo(PartialDate other) => (Earliest, Precision).CompareTo((other.Earliest, other.Precision));

    public static bool operator <(PartialDate a, PartialDate b) => a.CompareTo(b) < 0;

    public static bool operator >(PartialDate a, PartialDate b) => a.CompareTo(b) > 0;

    public static bool operator <=(PartialDate a, PartialDate b) => a.CompareTo(b) <= 0;

    public static bool operator >=(PartialDate a, PartialDate b) => a.CompareTo(b) >= 0;

    public override string ToString() =>
        first.ToString(
            Precision switch
            {
                DatePrecision.Year => "yyyy",
                DatePrecision.Month => "yyyy-MM",
                _ => "yyyy-MM-dd",
            },
            CultureInfo.InvariantCulture
        );
}

/// <summary>How much of a <see cref="PartialDate"/> is known.</summary>
public enum DatePrecision
{
    Year,
    Month,
    Day,
}
