namespace Longwatch.Statistics.Standardisation;

/// <summary>When a person passes from the rates of one calendar band to those of the next.</summary>
public enum CalendarChange
{
    /// <summary>On the first day of the band, as time is lived.</summary>
    OnDate,

    /// <summary>
    /// As if born on 1 January: the rates of a year apply from the birthday in that year to the next, which is how period life tables are read
    /// (a <c>ratetable</c> of type 4 in R survival, such as <c>survexp.us</c> and <c>survexp.mn</c>).
    /// </summary>
    OnBirthday,
}

/// <summary>First value of every band of a rate table, ascending. Values before the first band use the first, values after the last the last.</summary>
/// <param name="AgeFrom">Days of age.</param>
/// <param name="CalendarFrom">Days since 1 January 1970.</param>
public sealed record RateTableBands(IReadOnlyList<double> AgeFrom, IReadOnlyList<double> CalendarFrom);

/// <summary>Background hazard per day by group (sex, or sex and country), calendar band and age band.</summary>
/// <remarks>Immutable: its input is copied.</remarks>
public sealed class RateTable
{
    private readonly double[] hazards;

    /// <summary>Copies and checks.</summary>
    /// <param name="groups">Number of groups, ≥ 1.</param>
    /// <param name="dailyHazards">Age varies fastest, then calendar, then group; ≥ 0 and finite.</param>
    /// <exception cref="ArgumentException">Bands are empty or not ascending, the number of hazards does not fit, or one is negative or not finite.</exception>
    public RateTable(RateTableBands bands, int groups, ReadOnlySpan<double> dailyHazards, CalendarChange change)
    {
        ArgumentNullException.ThrowIfNull(bands);
        Ascending(bands.AgeFrom, "age");
        Ascending(bands.CalendarFrom, "calendar");
        var needed = (long)Math.Max(0, groups) * bands.AgeFrom.Count * bands.CalendarFrom.Count;
        if (groups < 1 || dailyHazards.Length != needed)
            throw new ArgumentException(
                $"{dailyHazards.Length} hazards for {groups} groups, {bands.CalendarFrom.Count} calendar and {bands.AgeFrom.Count} age bands.",
                nameof(dailyHazards)
            );
        for (var i = 0; i < dailyHazards.Length; i++)
            if (!(dailyHazards[i] >= 0 && double.IsFinite(dailyHazards[i])))
                throw new ArgumentException($"Hazard {i} is {dailyHazards[i]}; it must be finite and not negative.", nameof(dailyHazards));
        (Groups, Change) = (groups, change);
        hazards = dailyHazards.ToArray();
        (AgeCuts, CalendarCuts) = ([.. bands.AgeFrom.Skip(1)], [.. bands.CalendarFrom.Skip(1)]);
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>When calendar bands change.</summary>
    public CalendarChange Change { get; }

    /// <summary>Where one age band passes to the next, in days.</summary>
    internal double[] AgeCuts { get; }

    /// <summary>Where one calendar band passes to the next, in days since 1970.</summary>
    internal double[] CalendarCuts { get; }

    /// <summary>Hazard per day by number of group and bands, from 0.</summary>
    internal double Hazard(int group, int calendarBand, int ageBand) =>
        hazards[(((group * (CalendarCuts.Length + 1)) + calendarBand) * (AgeCuts.Length + 1)) + ageBand];

    /// <summary>Days by which a person's calendar time lags behind in this table: 0, or the day of the year of birth.</summary>
    internal double Lag(LexisPoint entry)
    {
        if (Change == CalendarChange.OnDate)
            return 0;
        var birth = entry.Date - entry.Age;
        const int epoch = 719_162; // day number of 1 January 1970
        var year = DateOnly.FromDayNumber(epoch + (int)Math.Floor(birth)).Year;
        return birth - (new DateOnly(year, 1, 1).DayNumber - epoch);
    }

    internal static void Ascending(IReadOnlyList<double> values, string axis)
    {
        if (values.Count == 0)
            throw new ArgumentException($"There is no {axis} band.", nameof(values));
        for (var i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] <= values[i - 1]))
                throw new ArgumentException($"The {axis} bands must be finite and ascend; at index {i} they do not.", nameof(values));
    }
}
