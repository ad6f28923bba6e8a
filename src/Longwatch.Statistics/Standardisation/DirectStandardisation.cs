using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Standardisation;

/// <summary>Events and population of one stratum (an age band, a sex), and how many of the standard population belong to it.</summary>
/// <param name="Events">Observed, ≥ 0.</param>
/// <param name="Population">Person-time or people that gave the events, ≥ 0 and finite.</param>
/// <param name="Standard">Size of the stratum in the standard population, ≥ 0 and finite; only the proportions matter.</param>
public readonly record struct StandardStratum(int Events, double Population, double Standard);

/// <summary>Whether a rate could be standardised.</summary>
public enum DirectStatus
{
    Estimated,

    /// <summary>A stratum of the standard population has no person-time in the study: its rate is unknown.</summary>
    StratumWithoutPopulation,
}

/// <summary>A directly standardised rate: what the rate would be if the study had the structure of the standard population.</summary>
/// <param name="Status">Unless estimated, the standardised figures are 0 and the intervals 0 to ∞.</param>
/// <param name="Events">In all strata.</param>
/// <param name="Crude">Events over population; 0 without any population.</param>
/// <param name="Adjusted">Mean of the stratum rates weighted by the standard population.</param>
/// <param name="Variance">Of <paramref name="Adjusted"/>, for Poisson counts.</param>
/// <param name="FayFeuer">Gamma interval; with equal weights Garwood's.</param>
/// <param name="Tiwari">Gamma interval with Tiwari's modification of the upper limit.</param>
public sealed record StandardisedRate(
    DirectStatus Status,
    int Events,
    double Crude,
    double Adjusted,
    double Variance,
    Interval FayFeuer,
    Interval Tiwari
);

/// <summary>Direct standardisation of a rate.</summary>
/// <remarks>
/// Fay and Feuer (1997) Stat Med 16:791; Tiwari, Clegg and Zou (2006) Stat Methods Med Res 15:547. Checked against <c>epitools::ageadjust.direct</c> (A04:
/// US cancer deaths of 1940, and a table of 24 events): 1e-12 relative. Events must be independent; a stratum of few people and great weight decides the
/// upper limit.
/// </remarks>
public static class DirectStandardisation
{
    /// <summary>Standardised rate per unit of the population, with both gamma intervals.</summary>
    /// <param name="strata">At least one; together with a positive standard population.</param>
    /// <param name="level">Of confidence, in (0, 1).</param>
    /// <exception cref="ArgumentException">
    /// No stratum, a negative count or population, events without population, a standard population that is empty or not finite.
    /// </exception>
    public static StandardisedRate Rate(ReadOnlySpan<StandardStratum> strata, double level)
    {
        ConfidenceLevel.Tail(level);
        double population = 0,
            standard = 0;
        var events = 0;
        var (used, unknown) = (0, false);
        for (var i = 0; i < strata.Length; i++)
        {
            var s = strata[i];
            if (s.Events < 0 || !(s.Population >= 0 && double.IsFinite(s.Population)) || !(s.Standard >= 0 && double.IsFinite(s.Standard)))
                throw new ArgumentException($"Stratum {i} is {s}; counts and populations must not be negative.", nameof(strata));
            if (s.Events > 0 && s.Population == 0)
                throw new ArgumentException($"Stratum {i} has events but no population.", nameof(strata));
            events += s.Events;
            population += s.Population;
            standard += s.Standard;
            unknown |= s.Standard > 0 && s.Population == 0;
            used += s.Standard > 0 ? 1 : 0;
        }

        if (!(standard > 0))
            throw new ArgumentException("The standard population is empty.", nameof(strata));
        var crude = population > 0 ? events / population : 0;
        var open = new Interval(0, double.PositiveInfinity);
        if (unknown)
            return new(DirectStatus.StratumWithoutPopulation, events, crude, 0, 0, open, open);

        double adjusted = 0,
            variance = 0,
            greatest = 0,
            mean = 0,
            meanSquare = 0;
        foreach (var s in strata)
        {
            if (s.Standard == 0)
                continue;
            var weight = s.Standard / standard / s.Population;
            adjusted += weight * s.Events;
            variance += weight * weight * s.Events;
            greatest = Math.Max(greatest, weight);
            mean += weight / used;
            meanSquare += weight * weight / used;
        }

        return new(
            DirectStatus.Estimated,
            events,
            crude,
            adjusted,
            variance,
            WeightedPoissonInterval.FayFeuer(adjusted, variance, greatest, 0, level),
            WeightedPoissonInterval.Tiwari(adjusted, variance, mean, meanSquare, level)
        );
    }
}
