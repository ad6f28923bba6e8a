namespace Longwatch.Statistics.Hazards;

/// <summary>Rows kept by a landmark analysis, and what became of the others.</summary>
/// <param name="Rows">Rows of the input that are still under observation, without the event, at the landmark; in their order.</param>
/// <param name="Times">Time from the landmark to the event or the end of observation, above 0.</param>
/// <param name="Observed">True where the event was seen after the landmark.</param>
/// <param name="Exposed">True where the exposure began at the landmark or before; later exposure does not count.</param>
/// <param name="EventsBefore">Rows left out because the event came at the landmark or before.</param>
/// <param name="EndedBefore">Rows left out because observation ended at the landmark or before.</param>
public sealed record LandmarkSample(
    IReadOnlyList<int> Rows,
    double[] Times,
    bool[] Observed,
    bool[] Exposed,
    int EventsBefore,
    int EndedBefore
);

/// <summary>Rows in which an exposure changes with time.</summary>
/// <param name="Rows">Row of the input of each new row: once for those never exposed or exposed from the beginning, else twice.</param>
/// <param name="Entries">Beginning of each new row.</param>
/// <param name="Exits">End of each new row.</param>
/// <param name="Observed">True where the new row ends with the event.</param>
/// <param name="Exposed">Whether the exposure has begun in the new row.</param>
public sealed record ExposureRows(IReadOnlyList<int> Rows, double[] Entries, double[] Exits, bool[] Observed, bool[] Exposed);

/// <summary>
/// Two ways to look at an exposure that begins during follow-up without immortal time bias: who will be exposed must survive until then, so that coding it
/// from the beginning makes any exposure look protective.
/// </summary>
/// <remarks>
/// Landmark: Anderson, Cain and Gelber (1983) J Clin Oncol 1:710. Time-dependent: Mantel and Byar (1974) J Am Stat Assoc 69:81.
/// Checked against the Stanford heart transplant data, R <c>survival::jasa</c> (B05): coefficients 1e-9.
/// </remarks>
public static class Landmark
{
    /// <summary>Starts the clock at the landmark for those who are still there, with the exposure as it is then.</summary>
    /// <param name="landmark">Time since the common origin; finite, not negative. To be chosen before looking at the outcome.</param>
    /// <param name="exits">Time of event or end of observation; finite.</param>
    /// <param name="observed">True where the event was seen.</param>
    /// <param name="exposedFrom">Time at which the exposure began; +∞ for never.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a time is not a number.</exception>
    public static LandmarkSample At(double landmark, double[] exits, bool[] observed, double[] exposedFrom)
    {
        if (!(landmark >= 0 && double.IsFinite(landmark)))
            throw new ArgumentException($"The landmark is {landmark}; it must be finite and not negative.", nameof(landmark));
        Require(exits, observed, exposedFrom);
        var rows = new List<int>();
        var (eventsBefore, endedBefore) = (0, 0);
        for (var i = 0; i < exits.Length; i++)
        {
            if (exits[i] > landmark)
                rows.Add(i);
            else if (observed[i])
                eventsBefore++;
            else
                endedBefore++;
        }

        return new(
            rows,
            [.. rows.Select(i => exits[i] - landmark)],
            [.. rows.Select(i => observed[i])],
            [.. rows.Select(i => exposedFrom[i] <= landmark)],
            eventsBefore,
            endedBefore
        );
    }

    /// <summary>Splits each row where the exposure begins: before it the row counts as unexposed, after it as exposed.</summary>
    /// <param name="exits">Time of event or end of observation; finite, above 0.</param>
    /// <param name="observed">True where the event was seen.</param>
    /// <param name="exposedFrom">Time at which the exposure began; +∞ for never. One at the exit or later changes nothing, one at 0 or before holds throughout.</param>
    /// <exception cref="ArgumentException">Lengths differ, an exit is not above 0, or a time is not a number.</exception>
    public static ExposureRows Split(double[] exits, bool[] observed, double[] exposedFrom)
    {
        Require(exits, observed, exposedFrom);
        var (rows, from, to, events, exposed) = (
            new List<int>(),
            new List<double>(),
            new List<double>(),
            new List<bool>(),
            new List<bool>()
        );
        void Add(int row, double start, double end, bool hasEvent, bool isExposed)
        {
            rows.Add(row);
            from.Add(start);
            to.Add(end);
            events.Add(hasEvent);
            exposed.Add(isExposed);
        }

        for (var i = 0; i < exits.Length; i++)
        {
            if (!(exits[i] > 0))
                throw new ArgumentException($"Row {i} leaves at {exits[i]}; it must leave after 0.", nameof(exits));
            var begins = exposedFrom[i];
            if (begins <= 0 || begins >= exits[i])
            {
                Add(i, 0, exits[i], observed[i], begins <= 0);
                continue;
            }

            Add(i, 0, begins, false, false);
            Add(i, begins, exits[i], observed[i], true);
        }

        return new(rows, [.. from], [.. to], [.. events], [.. exposed]);
    }

    private static void Require(double[] exits, bool[] observed, double[] exposedFrom)
    {
        ArgumentNullException.ThrowIfNull(exits);
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(exposedFrom);
        if (observed.Length != exits.Length || exposedFrom.Length != exits.Length)
            throw new ArgumentException(
                $"{exits.Length} exits but {observed.Length} indicators and {exposedFrom.Length} beginnings of exposure.",
                nameof(exposedFrom)
            );
        for (var i = 0; i < exits.Length; i++)
            if (!double.IsFinite(exits[i]) || double.IsNaN(exposedFrom[i]))
                throw new ArgumentException($"Row {i} leaves at {exits[i]} and is exposed from {exposedFrom[i]}.", nameof(exits));
    }
}
