namespace Longwatch.Statistics.Survival;

/// <summary>One step of a cumulative hazard.</summary>
/// <param name="Variance">Variance of <paramref name="CumulativeHazard"/>.</param>
internal readonly record struct HazardStep(double Time, double CumulativeHazard, double Variance);

/// <summary>The Nelson–Aalen estimator of the cumulative hazard.</summary>
internal static class NelsonAalen
{
    /// <summary>Cumulative hazard at the event times of <paramref name="curve"/>.</summary>
    /// <param name="splitTies">
    /// True: tied events are taken as if they fell one after another (Fleming and Harrington 1984): Σ 1/(n − j). False: d/n.
    /// </param>
    /// <remarks>
    /// Variance: d/n² (Poisson form), or Σ 1/(n − j)² with split ties. Source: Aalen (1978) Ann Stat 6:701–726. Checked against R survival 3.5-3 on <c>veteran</c>.
    /// </remarks>
    public static IReadOnlyList<HazardStep> Estimate(SurvivalCurve curve, bool splitTies = false)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var steps = new List<HazardStep>(curve.Steps.Count);
        double hazard = 0,
            variance = 0;
        foreach (var step in curve.Steps)
        {
            for (var j = 0; splitTies && j < step.Events; j++)
            {
                hazard += 1.0 / (step.AtRisk - j);
                variance += 1.0 / ((double)(step.AtRisk - j) * (step.AtRisk - j));
            }

            if (!splitTies)
            {
                hazard += (double)step.Events / step.AtRisk;
                variance += step.Events / ((double)step.AtRisk * step.AtRisk);
            }

            steps.Add(new(step.Time, hazard, variance));
        }

        return steps;
    }
}
