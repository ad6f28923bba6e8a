namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// Reports (of one stratum or of all) by whether they name a drug and an event. Counts are of distinct reports, so that a report that names a drug twice
/// counts once. <c>default</c> is the table without any report.
/// </summary>
public readonly record struct TwoByTwo
{
    /// <summary>A table from its four cells.</summary>
    /// <param name="both">a: reports that name the drug and the event.</param>
    /// <param name="drugOnly">b: the drug without the event.</param>
    /// <param name="eventOnly">c: the event without the drug.</param>
    /// <param name="neither">d: all other reports.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or all of them together are beyond a 32-bit number.</exception>
    public TwoByTwo(int both, int drugOnly, int eventOnly, int neither)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(both);
        ArgumentOutOfRangeException.ThrowIfNegative(drugOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(eventOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(neither);
        if ((long)both + drugOnly + eventOnly + neither > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(neither), neither, "All reports together are beyond a 32-bit number.");
        (Both, DrugOnly, EventOnly, Neither) = (both, drugOnly, eventOnly, neither);
    }

    public int Both { get; }

    public int DrugOnly { get; }

    public int EventOnly { get; }

    public int Neither { get; }

    /// <summary>Reports that name the drug.</summary>
    public int Drug => Both + DrugOnly;

    /// <summary>Reports that name the event.</summary>
    public int Event => Both + EventOnly;

    public int Total => Drug + EventOnly + Neither;

    /// <summary>Reports with both if drug and event were independent: drug × event / total; 0 without any report.</summary>
    public double Expected => Total == 0 ? 0 : (double)Drug * Event / Total;

    /// <summary>The table of one pair out of the margins of all reports.</summary>
    /// <exception cref="ArgumentException">The counts do not fit together: a cell would be negative.</exception>
    public static TwoByTwo FromMargins(int both, int drug, int @event, int total) =>
        both >= 0 && drug >= both && @event >= both && total - (long)drug - @event + both >= 0
            ? new(both, drug - both, @event - both, total - drug - @event + both)
            : throw new ArgumentException(
                $"{both} reports of the pair, {drug} of the drug, {@event} of the event and {total} in all do not make a table of two by two.",
                nameof(both)
            );

    /// <summary>Proportional reporting ratio: share of the drug's reports that name the event over the same share of all other reports.</summary>
    /// <param name="level">Of the Wald interval on the log scale, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    /// <remarks>Evans, Waller and Davis (2001) Pharmacoepidemiol Drug Saf 10:483. Checked against PhViD, pvda and R (E02, E03, E05): 1e-9.</remarks>
    public RatioEstimate Prr(double level) => PrrBy(ConfidenceLevel.Deviate(level));

    /// <summary>Reporting odds ratio: odds of the event among the drug's reports over the odds among all others.</summary>
    /// <param name="level">Of the Wald interval on the log scale (Woolf), strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    /// <remarks>van Puijenbroek et al. (2002) Pharmacoepidemiol Drug Saf 11:3. Checked against PhViD, pvda and R (E02, E03, E05): 1e-9.</remarks>
    public RatioEstimate Ror(double level) => RorBy(ConfidenceLevel.Deviate(level));

    /// <summary>The reporting odds ratio after one half was added to every cell; always a number.</summary>
    public double HaldaneRor => (Both + 0.5) * (Neither + 0.5) / ((DrugOnly + 0.5) * (EventOnly + 0.5));

    /// <summary>Pearson's chi-squared statistic; 0 where a margin is empty.</summary>
    public double ChiSquared => Deviation(0);

    /// <summary>Yates' continuity-corrected chi-squared statistic: the distance |ad − bc| less half of the total; 0 where that is negative.</summary>
    public double YatesChiSquared => Deviation(0.5 * Total);

    internal RatioEstimate PrrBy(double deviate)
    {
        double a = Both,
            c = EventOnly,
            exposed = Drug,
            others = (double)EventOnly + Neither;
        // An empty group has no share: 0 by 0.
        if (exposed == 0 || others == 0)
            return RatioEstimate.Of(0, 0, 0, deviate);
        // 1/a − 1/(a + b) = b/(a (a + b)), without cancellation.
        return RatioEstimate.Of(a / exposed, c / others, (DrugOnly / (a * exposed)) + (Neither / (c * others)), deviate);
    }

    internal RatioEstimate RorBy(double deviate)
    {
        double a = Both,
            b = DrugOnly,
            c = EventOnly,
            d = Neither;
        return RatioEstimate.Of(a * d, b * c, (1 / a) + (1 / b) + (1 / c) + (1 / d), deviate);
    }

    private double Deviation(double correction)
    {
        double drug = Drug,
            events = Event,
            total = Total;
        var denominator = drug * events * (total - drug) * (total - events);
        if (denominator == 0)
            return 0;
        var distance = Math.Max(0, Math.Abs(((double)Both * Neither) - ((double)DrugOnly * EventOnly)) - correction);
        return total * distance / denominator * distance;
    }
}
