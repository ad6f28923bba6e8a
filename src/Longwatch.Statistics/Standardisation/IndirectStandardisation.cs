using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Standardisation;

/// <summary>One stratum of the study and of the reference population.</summary>
/// <param name="Events">Observed in the study, ≥ 0.</param>
/// <param name="Population">Person-time or people of the study, ≥ 0 and finite.</param>
/// <param name="ReferenceEvents">In the reference population, ≥ 0.</param>
/// <param name="ReferencePopulation">&gt; 0 and finite.</param>
public readonly record struct ReferenceStratum(int Events, double Population, double ReferenceEvents, double ReferencePopulation);

/// <summary>Whether observed could be set against expected.</summary>
public enum IndirectStatus
{
    Estimated,

    /// <summary>The reference rates give no expected event: there is nothing to divide by.</summary>
    NothingExpected,
}

/// <summary>Observed against expected at the reference rates, and the rate it implies.</summary>
/// <param name="Status">Unless estimated, <paramref name="Comparison"/> is null and the intervals are 0 to ∞.</param>
/// <param name="Observed">Events of the study.</param>
/// <param name="Expected">Events the study would have at the reference rates of its strata.</param>
/// <param name="Comparison">Ratio with Garwood's interval, p values and E-values; the expected count is taken as known.</param>
/// <param name="LogNormal">Interval of the ratio by the normal approximation of its logarithm; 0 to ∞ without an event.</param>
/// <param name="CrudeRate">Of the study.</param>
/// <param name="ReferenceRate">Crude rate of the reference population.</param>
public sealed record IndirectRatio(
    IndirectStatus Status,
    int Observed,
    double Expected,
    ObservedExpectedRatio? Comparison,
    Interval LogNormal,
    double CrudeRate,
    double ReferenceRate
)
{
    /// <summary>Indirectly adjusted rate: the ratio times the reference rate; 0 unless estimated.</summary>
    public double AdjustedRate => (Comparison?.Ratio ?? 0) * ReferenceRate;

    /// <summary>Log-normal interval of <see cref="AdjustedRate"/>.</summary>
    public Interval AdjustedInterval => LogNormal.Scale(ReferenceRate);
}

/// <summary>Indirect standardisation (standardised incidence or mortality ratio).</summary>
/// <remarks>
/// Breslow and Day (1987) Statistical methods in cancer research II, chapter 2. Ratios of two studies against one reference must not be compared with each
/// other when their structures differ. Checked against <c>epitools::ageadjust.indirect</c> (A04): 1e-12 relative.
/// </remarks>
public static class IndirectStandardisation
{
    /// <summary>Observed over expected of a study against reference rates by stratum.</summary>
    /// <param name="strata">At least one with study population.</param>
    /// <param name="level">Of confidence, in (0, 1).</param>
    /// <exception cref="ArgumentException">No study population; a negative or infinite figure; a reference stratum without population.</exception>
    public static IndirectRatio Compare(ReadOnlySpan<ReferenceStratum> strata, double level)
    {
        ConfidenceLevel.Tail(level);
        var observed = 0;
        double expected = 0,
            population = 0,
            referenceEvents = 0,
            reference = 0;
        for (var i = 0; i < strata.Length; i++)
        {
            var s = strata[i];
            if (
                s.Events < 0
                || !(s.Population >= 0 && double.IsFinite(s.Population))
                || !(s.ReferenceEvents >= 0 && double.IsFinite(s.ReferenceEvents))
                || !(s.ReferencePopulation > 0 && double.IsFinite(s.ReferencePopulation))
            )
                throw new ArgumentException(
                    $"Stratum {i} is {s}; counts must not be negative and the reference population must be positive.",
                    nameof(strata)
                );
            observed += s.Events;
            population += s.Population;
            expected += s.ReferenceEvents / s.ReferencePopulation * s.Population;
            referenceEvents += s.ReferenceEvents;
            reference += s.ReferencePopulation;
        }

        if (!(population > 0))
            throw new ArgumentException("The study has no population.", nameof(strata));
        var (crude, rate) = (observed / population, referenceEvents / reference);
        var open = new Interval(0, double.PositiveInfinity);
        if (!(expected > 0))
            return new(IndirectStatus.NothingExpected, observed, 0, null, open, crude, rate);
        var comparison = ObservedExpected.Compare(observed, expected, level);
        var interval = observed == 0 ? open : Interval.AboutRatio(comparison.Ratio, 1 / Math.Sqrt(observed), level);
        return new(IndirectStatus.Estimated, observed, expected, comparison, interval, crude, rate);
    }
}
