using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Survival;

/// <summary>One step of a survival curve, at a time when at least one event was observed.</summary>
/// <param name="Time">Event time, in the unit of the input.</param>
/// <param name="AtRisk">Subjects still under observation just before <paramref name="Time"/>.</param>
/// <param name="Events">Events observed at <paramref name="Time"/>; at least 1.</param>
/// <param name="Survival">Estimated probability of surviving past <paramref name="Time"/>, in [0, 1].</param>
/// <param name="LogVariance">Greenwood variance of log <paramref name="Survival"/>; +∞ once survival is 0.</param>
public readonly record struct SurvivalStep(double Time, int AtRisk, int Events, double Survival, double LogVariance)
{
    /// <summary>Greenwood standard error of <see cref="Survival"/>; NaN once survival reaches 0, where the formula is 0 × ∞.</summary>
    public double StandardError => Survival * Math.Sqrt(LogVariance);
}

/// <summary>A time that a curve reaches, or the statement that it does not reach it within follow-up.</summary>
/// <param name="Reached">False: the quantile lies beyond <paramref name="Time"/>, the last time seen.</param>
public readonly record struct TimePoint(bool Reached, double Time);

/// <summary>A quantile of a survival time with its interval.</summary>
public readonly record struct SurvivalQuantile(TimePoint Estimate, TimePoint Lower, TimePoint Upper);

/// <summary>An estimated survival function: 1 before the first step, constant between steps, undefined after <see cref="LastTime"/>.</summary>
/// <param name="Subjects">Subjects in the sample.</param>
/// <param name="LastTime">Last exit time of any subject; 0 for an empty sample.</param>
/// <param name="Steps">Ascending; empty when no event was observed.</param>
public sealed record SurvivalCurve(int Subjects, double LastTime, IReadOnlyList<SurvivalStep> Steps)
{
    /// <summary>Probability of surviving past <paramref name="time"/>; after <see cref="LastTime"/> the last value is carried, which is an extrapolation.</summary>
    public double At(double time)
    {
        var i = LastStepUpTo(time);
        return i < 0 ? 1 : Steps[i].Survival;
    }

    /// <summary>Pointwise interval for <see cref="At"/>; false before the first event and once survival is 0, where no interval exists.</summary>
    /// <param name="level">Confidence level, for example 0.95.</param>
    public bool TryInterval(double time, double level, ProbabilityTransform transform, out Interval interval)
    {
        var i = LastStepUpTo(time);
        if (i >= 0)
            return TryInterval(Steps[i], ConfidenceLevel.Deviate(level), transform, out interval);
        interval = default;
        return false;
    }

    /// <summary>First time at which a share <paramref name="p"/> has had the event, with the interval by inverting the pointwise limits.</summary>
    /// <param name="p">Share in (0, 1): 0.5 for the median.</param>
    /// <remarks>
    /// Where the curve is flat at exactly 1 − p, the middle of the flat stretch (as R survival 3.5). Source: Brookmeyer and Crowley (1982) Biometrics 38:29–41.
    /// Checked against R survival 3.5-3 on <c>veteran</c>.
    /// </remarks>
    public SurvivalQuantile Quantile(double p, double level, ProbabilityTransform transform)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        var z = ConfidenceLevel.Deviate(level);
        return new(
            Crossing(1 - p, s => s.Survival),
            Crossing(1 - p, s => TryInterval(s, z, transform, out var i) ? i.Lower : double.NaN),
            Crossing(1 - p, s => TryInterval(s, z, transform, out var i) ? i.Upper : double.NaN)
        );
    }

    /// <summary>Mean time lived up to <paramref name="horizon"/> (area under the curve) and its standard error.</summary>
    /// <remarks>Source: Klein and Moeschberger, 2nd ed., section 4.5. Checked against R survival 3.5-3 on <c>veteran</c>.</remarks>
    public (double Mean, double StandardError) RestrictedMean(double horizon)
    {
        double mean = 0,
            variance = 0,
            right = horizon;
        for (var i = LastStepUpTo(horizon); i >= 0; i--)
        {
            var step = Steps[i];
            mean += step.Survival * (right - step.Time);
            if (step.AtRisk > step.Events)
                variance += mean * mean * step.Events / ((double)step.AtRisk * (step.AtRisk - step.Events));
            right = step.Time;
        }

        return (mean + right, Math.Sqrt(variance));
    }

    private static bool TryInterval(SurvivalStep step, double z, ProbabilityTransform transform, out Interval interval) =>
        TransformedInterval.TryOf(step.Survival, Math.Sqrt(step.LogVariance), z, transform, out interval);

    private int LastStepUpTo(double time) => SortedSearch.CountUpTo(Steps, s => s.Time, time) - 1;

    private TimePoint Crossing(double target, Func<SurvivalStep, double> value)
    {
        const double tolerance = 1.5e-8; // ties on the target up to rounding, as R (square root of the machine epsilon)
        for (var i = 0; i < Steps.Count; i++)
        {
            var here = value(Steps[i]);
            if (double.IsNaN(here) || here > target + tolerance)
                continue;
            if (here < target - tolerance)
                return new(true, Steps[i].Time);
            for (var j = i + 1; j < Steps.Count; j++)
                if (value(Steps[j]) < here - tolerance)
                    return new(true, (Steps[i].Time + Steps[j].Time) / 2);
            return new(true, (Steps[i].Time + LastTime) / 2);
        }

        return new(false, LastTime);
    }
}
