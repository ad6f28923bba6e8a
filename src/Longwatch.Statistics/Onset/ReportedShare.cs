using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;
using MathNet.Numerics.Integration;

namespace Longwatch.Statistics.Onset;

/// <summary>
/// The share of <i>reported</i> cases with early onset that a given latency would produce, and the latency that would produce a given share.
/// </summary>
/// <remarks>
/// <para>A case is seen at the data lock only when its onset came before it and before death. With latency density f, survival S_D and A(x) the share of patients
/// infused at least x before the data lock: share = ∫₀^c f S_D A dx / ∫₀^T f S_D A dx. Under a rare event the density may be replaced by the hazard.</para>
/// <para>Reporting delay is not modelled: onset counts as seen on its day. Source: Leroy et al. (2014) BMC Med Res Methodol 14:17 for the truncation; the ratio is
/// elementary. Checked against R integrate and uniroot (known-answer set B09: 72 forward, 18 inverse, 12 with deaths by year; 1e-6, deaths by year 1e-5).</para>
/// </remarks>
/// <param name="Uptake">Infusions over the programme.</param>
/// <param name="Death">Hazard of death, which competes with onset.</param>
/// <param name="CutYears">What counts as early, in years after infusion; above 0 and below the programme.</param>
public sealed record ReportedShare(Uptake Uptake, DeathHazard Death, double CutYears)
{
    /// <summary>Expected share under a Weibull latency with distribution 1 − exp(−(x / scaleYears)^shape).</summary>
    public double Weibull(double shape, double scaleYears)
    {
        Positive(shape, nameof(shape));
        Positive(scaleYears, nameof(scaleYears));
        return Ratio(shape, x => Math.Exp(-Math.Pow(x / scaleYears, shape)));
    }

    /// <summary>Expected share under a hazard proportional to x^(shape − 1) of an event so rare that it does not deplete those at risk.</summary>
    /// <param name="shape">1: flat hazard; below 1: early; above 1: late. The limit of <see cref="Weibull"/> for an infinite scale.</param>
    public double RareEvent(double shape)
    {
        Positive(shape, nameof(shape));
        return Ratio(shape, _ => 1);
    }

    /// <summary>The Weibull scale, for a given shape, at which <paramref name="share"/> of reported cases are early.</summary>
    /// <returns>
    /// <see cref="LatencyStatus.Unbounded"/> when even an infinitely long latency gives at least <paramref name="share"/>: no finite scale is needed to explain it.
    /// </returns>
    public SolvedLatency Scale(double shape, double share)
    {
        RequireShare(share);
        if (RareEvent(shape) >= share)
            return new(LatencyStatus.Unbounded, 0, 0);
        // The share falls as the scale grows; solved on the log scale between a latency of minutes and one of 10^6 programmes.
        var (low, high) = (Math.Log(1e-5 * CutYears), Math.Log(1e6 * Uptake.ProgrammeYears));
        if (Weibull(shape, Math.Exp(high)) >= share)
            return new(LatencyStatus.Unbounded, 0, 0);
        var scale = Math.Exp(Falling(s => Weibull(shape, Math.Exp(s)), share, low, high));
        return new(LatencyStatus.Solved, scale, -GammaFunctions.ExpMinusOne(-Math.Pow(CutYears / scale, shape)));
    }

    /// <summary>The shape of a rare event's power-law hazard at which <paramref name="share"/> of reported cases are early.</summary>
    public double RareEventShape(double share)
    {
        RequireShare(share);
        return Falling(RareEvent, share, 0.01, 50);
    }

    private static double Falling(Func<double, double> f, double target, double low, double high)
    {
        if (f(low) <= target)
            return low;
        if (f(high) >= target)
            return high;
        return SignChange.Find(x => f(x) - target, low, high, 1e-13);
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "Must be finite and above 0.");
    }

    private static void RequireShare(double share)
    {
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share strictly between 0 and 1 is needed.");
    }

    /// <summary>The share for a density x^(shape − 1) · <paramref name="regular"/>(x), up to a constant.</summary>
    private double Ratio(double shape, Func<double, double> regular)
    {
        if (!(CutYears > 0 && CutYears < Uptake.ProgrammeYears))
            throw new InvalidOperationException($"The cut {CutYears} must lie inside the programme of {Uptake.ProgrammeYears} years.");
        double Seen(double x) => regular(x) * Death.Survival(x) * Uptake.ShareWithAtLeast(x);
        double early = 0,
            late = 0;
        // Panels end at whole years, where the death hazard may jump, and at the cut.
        for (double a = 0; a < Uptake.ProgrammeYears; )
        {
            var b = Math.Min(Uptake.ProgrammeYears, Math.Floor(a) + 1);
            if (a < CutYears)
                b = Math.Min(b, CutYears);
            // On v = x^shape the density has no singularity at 0.
            var mass =
                a == 0
                    ? TanhSinh.Integrate(v => Seen(Math.Pow(v, 1 / shape)), Math.Pow(b, shape)) / shape
                    : GaussLegendreRule.Integrate(x => Math.Pow(x, shape - 1) * Seen(x), a, b, 32);
            if (b <= CutYears)
                early += mass;
            else
                late += mass;
            a = b;
        }

        return early / (early + late);
    }
}

/// <summary>Whether a latency explains an observed share.</summary>
public enum LatencyStatus
{
    /// <summary>A finite latency gives exactly the share.</summary>
    Solved,

    /// <summary>Any latency, however long, gives at least the share: the share does not bound the latency from above.</summary>
    Unbounded,
}

/// <summary>A latency found from a reported share.</summary>
/// <param name="ScaleYears">Weibull scale; meaningful only when <paramref name="Status"/> is <see cref="LatencyStatus.Solved"/>.</param>
/// <param name="EarlyProbability">P(onset ≤ cut) if nobody were truncated or died; when unbounded, 0, the value approached by ever longer latencies.</param>
public readonly record struct SolvedLatency(LatencyStatus Status, double ScaleYears, double EarlyProbability);
