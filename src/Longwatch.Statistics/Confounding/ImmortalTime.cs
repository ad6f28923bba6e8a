using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Confounding;

/// <summary>Follow-up of people, some of whom become exposed during it.</summary>
/// <param name="Exits">Time of the event or of the end of observation, ≥ 0; any one unit.</param>
/// <param name="Observed">True where the event was seen.</param>
/// <param name="ExposedFrom">When the exposure began; +∞ for never. After the exit it counts as never.</param>
/// <param name="Covariates">Further columns of all three models, fixed at the origin; none for the exposure alone.</param>
public sealed record LaterExposure(double[] Exits, bool[] Observed, double[] ExposedFrom, params IReadOnlyList<double[]> Covariates);

/// <summary>The same exposure looked at in three ways; in each fit the exposure is column 0.</summary>
/// <param name="People">With follow-up above 0.</param>
/// <param name="WithoutFollowUp">People left out because their follow-up is 0.</param>
/// <param name="Exposed">People who became exposed.</param>
/// <param name="Events">Events of all people.</param>
/// <param name="EventsExposed">Events after the exposure had begun.</param>
/// <param name="ImmortalTime">Time that the exposed lived before their exposure: the naive model counts it as exposed, and nobody could have had the event in it.</param>
/// <param name="Naive">Ever against never exposed, from the origin. Biased: shown, not to be quoted.</param>
/// <param name="TimeDependent">Unexposed until the exposure, exposed afterwards.</param>
/// <param name="AtLandmark">Those still there at the landmark, by their exposure then.</param>
/// <param name="Landmark">Who the landmark keeps and loses.</param>
public sealed record ImmortalTimeComparison(
    int People,
    int WithoutFollowUp,
    int Exposed,
    int Events,
    int EventsExposed,
    double ImmortalTime,
    CoxFit Naive,
    CoxFit TimeDependent,
    CoxFit AtLandmark,
    LandmarkSample Landmark
);

/// <summary>Immortal time bias, shown and removed.</summary>
/// <remarks>
/// Whoever is to be exposed must live until then. Suissa (2008) Am J Epidemiol 167:492; Mantel and Byar (1974) J Am Stat Assoc 69:81; Anderson, Cain and Gelber
/// (1983) J Clin Oncol 1:710. Checked against R <c>coxph</c> on the Stanford heart transplants (B05): naive −1.323, time-dependent 0.037, landmark at 30 days
/// −0.089; 1e-9 relative.
/// </remarks>
public static class ImmortalTime
{
    /// <summary>Fits the three models.</summary>
    /// <param name="landmark">Chosen before looking at the outcome; ≥ 0.</param>
    /// <param name="options">Ties; null for Efron's.</param>
    /// <exception cref="ArgumentException">Lengths differ, a time is negative or not a number, or a covariate is not finite.</exception>
    public static ImmortalTimeComparison Compare(LaterExposure data, double landmark, CoxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Observed.Length != data.Exits.Length || data.ExposedFrom.Length != data.Exits.Length)
            throw new ArgumentException("One indicator and one beginning of exposure belong to each exit.", nameof(data));
        var kept = new List<int>();
        for (var i = 0; i < data.Exits.Length; i++)
        {
            if (!(data.Exits[i] >= 0))
                throw new ArgumentException($"Person {i} leaves at {data.Exits[i]}; it must not be negative.", nameof(data));
            if (data.Exits[i] > 0)
                kept.Add(i);
        }

        var exits = Pick(data.Exits, kept);
        var observed = Pick(data.Observed, kept);
        var from = Pick(data.ExposedFrom, kept);
        double[][] covariates = [.. data.Covariates.Select(c => Pick(c, kept))];
        var (exposed, events, eventsExposed, immortal) = (0, 0, 0, 0.0);
        var ever = new bool[exits.Length];
        for (var i = 0; i < exits.Length; i++)
        {
            ever[i] = from[i] <= exits[i];
            exposed += ever[i] ? 1 : 0;
            events += observed[i] ? 1 : 0;
            // An exposure at the exit itself comes too late to have been at risk.
            eventsExposed += observed[i] && (from[i] < exits[i] || from[i] <= 0) ? 1 : 0;
            immortal += ever[i] ? Math.Max(0, from[i]) : 0;
        }

        var split = Hazards.Landmark.Split(exits, observed, from);
        var sample = Hazards.Landmark.At(landmark, exits, observed, from);
        return new(
            exits.Length,
            data.Exits.Length - exits.Length,
            exposed,
            events,
            eventsExposed,
            immortal,
            Cox.Fit(new(Columns(ever, covariates, null), exits, observed), options),
            Cox.Fit(new(Columns(split.Exposed, covariates, split.Rows), split.Exits, split.Observed) { Entries = split.Entries }, options),
            Cox.Fit(new(Columns(sample.Exposed, covariates, sample.Rows), sample.Times, sample.Observed), options),
            sample
        );
    }

    private static double[][] Columns(bool[] exposed, double[][] covariates, IReadOnlyList<int>? rows) =>
        [Array.ConvertAll(exposed, e => e ? 1.0 : 0), .. covariates.Select(c => rows is null ? c : Pick(c, rows))];

    private static T[] Pick<T>(T[] values, IReadOnlyList<int> rows)
    {
        var picked = new T[rows.Count];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = values[rows[i]];
        return picked;
    }
}
