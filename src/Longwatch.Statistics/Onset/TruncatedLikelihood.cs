using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Onset;

/// <summary>Whether cases alone determine a latency distribution.</summary>
public enum TruncatedFitStatus
{
    /// <summary>The likelihood has a maximum inside the family.</summary>
    Estimated,

    /// <summary>The likelihood keeps rising towards latencies without end (the power law F(x) ∝ x^k), or the best rate is not positive: the data do not identify the family.</summary>
    NotIdentified,

    /// <summary>Too few cases, or all onsets equal their limits.</summary>
    NoData,
}

/// <summary>A latency distribution fitted to right-truncated cases.</summary>
/// <param name="LogShape">Log of the Weibull or log-logistic shape, −log σ for the log-normal, 0 for the exponential.</param>
/// <param name="Location">Mean of log time for the log-normal, log scale for the others (−log rate for the exponential).</param>
/// <param name="LocationVariance">Inverse of the observed information, for (<paramref name="Location"/>, <paramref name="LogShape"/>).</param>
/// <param name="LogLikelihood">At the estimate; of the power law when not identified.</param>
/// <param name="PowerLawLogLikelihood">Log likelihood of F(x) ∝ x^k, to which every family comes arbitrarily close.</param>
/// <param name="PowerLawExponent">The best k = n / Σ log(limit / onset).</param>
/// <param name="Reason">Why there is no estimate; empty when there is one.</param>
public sealed record TruncatedFit(
    LatencyFamily Family,
    TruncatedFitStatus Status,
    double Location,
    double LogShape,
    double LocationVariance,
    double Covariance,
    double LogShapeVariance,
    double LogLikelihood,
    double PowerLawLogLikelihood,
    double PowerLawExponent,
    string Reason
)
{
    /// <summary>Likelihood-ratio statistic against latencies without end; below 3.84 the 95 % interval for the scale has no upper end.</summary>
    public double SupportOfFiniteScale => 2 * (LogLikelihood - PowerLawLogLikelihood);

    /// <summary>P(onset ≤ time) if follow-up were endless; only for an estimated fit.</summary>
    /// <exception cref="InvalidOperationException">The fit is not estimated.</exception>
    public double Cumulative(double time) => StandardForm.Cumulative(Family, Z(time));

    /// <summary>Delta-method interval for <see cref="Cumulative"/> on the scale of z, which keeps it in (0, 1).</summary>
    public Interval CumulativeInterval(double time, double level)
    {
        var z = Z(time);
        var shape = Math.Exp(LogShape);
        // z = (log x − location) · shape: ∂z/∂location = −shape, ∂z/∂log shape = z.
        var variance = (shape * shape * LocationVariance) - (2 * shape * z * Covariance) + (z * z * LogShapeVariance);
        var half = ConfidenceLevel.Deviate(level) * Math.Sqrt(variance);
        return new(StandardForm.Cumulative(Family, z - half), StandardForm.Cumulative(Family, z + half));
    }

    private double Z(double time) =>
        Status == TruncatedFitStatus.Estimated
            ? (Math.Log(time) - Location) * Math.Exp(LogShape)
            : throw new InvalidOperationException($"The {Family} latency was not estimated: {Reason}");
}

/// <summary>Maximum likelihood for right-truncated onset times: Σ log f(x) − log F(limit).</summary>
/// <remarks>
/// <para>Every family here contains F(x) ∝ x^k as the limit of endless latency, so the likelihood has a supremum there; when no interior maximum beats it, the status
/// is <see cref="TruncatedFitStatus.NotIdentified"/>. The exponential is fitted with a rate of either sign; a rate that is not positive is not a latency.</para>
/// <para>Source: Lagakos et al. (1988) Biometrika 75:515–523; Leroy et al. (2014) BMC Med Res Methodol 14:17. Checked against R optim/flexsurv 2.3.2 on the
/// transfusion-AIDS data (not identified; power law 1e-9) and a simulated sample (1e-7). Newton with analytic second derivatives from several starts.</para>
/// </remarks>
public static class TruncatedLikelihood
{
    private const int MinimumCases = 3;

    /// <summary>Maximises the truncated likelihood, or says why it has no finite maximum.</summary>
    /// <param name="sample">Onsets with the largest onset that could have been seen for each.</param>
    public static TruncatedFit Fit(RightTruncatedSample sample, LatencyFamily family)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var (exponent, power) = PowerLaw(sample);
        if (sample.Count < MinimumCases || !double.IsFinite(exponent))
            return Without(TruncatedFitStatus.NoData, $"{sample.Count} cases with onset before their limit are too few");
        return family == LatencyFamily.Exponential ? Exponential() : LocationScale();

        TruncatedFit Exponential()
        {
            var (rate, logLikelihood, information) = SignedExponential(sample);
            return rate > 0
                ? new(
                    family,
                    TruncatedFitStatus.Estimated,
                    -Math.Log(rate),
                    0,
                    1 / (rate * rate * information),
                    0,
                    0,
                    logLikelihood,
                    power,
                    exponent,
                    ""
                )
                : Without(
                    TruncatedFitStatus.NotIdentified,
                    $"the best exponential rate is {rate:G3} per unit of time, which is not positive"
                );
        }

        TruncatedFit LocationScale()
        {
            LocationScaleLikelihood.Maximum? best = null;
            foreach (var (location, logShape) in Starts(sample, exponent))
            {
                if (LocationScaleLikelihood.Maximise(sample, family, location, logShape) is not { } found)
                    continue;
                var again = best is { } b && Math.Abs(found.LogLikelihood - b.LogLikelihood) < 1e-8 * Math.Abs(b.LogLikelihood);
                if (best is null || found.LogLikelihood > best.Value.LogLikelihood)
                    best = found;
                if (again)
                    break; // two starts that lead to one maximum are enough
            }

            return best is { } m && m.LogLikelihood > power + 1e-7
                ? new(
                    family,
                    TruncatedFitStatus.Estimated,
                    m.Location,
                    m.LogShape,
                    m.LocationVariance,
                    m.Covariance,
                    m.LogShapeVariance,
                    m.LogLikelihood,
                    power,
                    exponent,
                    ""
                )
                : Without(
                    TruncatedFitStatus.NotIdentified,
                    "the likelihood keeps rising towards latencies without end; cases alone give only the ratio of the distribution to its value at the longest time"
                );
        }

        TruncatedFit Without(TruncatedFitStatus status, string reason) =>
            new(family, status, 0, 0, 0, 0, 0, power, power, exponent, reason);
    }

    /// <summary>The truncated exponential log-likelihood is defined for rates of either sign; Newton from 0 on a concave function.</summary>
    /// <returns>The signed rate at the maximum, the log-likelihood there, and the observed information for the rate.</returns>
    internal static (double Rate, double LogLikelihood, double Information) SignedExponential(RightTruncatedSample sample)
    {
        double rate = 0;
        for (var step = 0; step < 100; step++)
        {
            var (_, gradient, information) = At(rate);
            var move = gradient / information;
            var trial = rate + move;
            for (var halving = 0; halving < 60 && !(At(trial).Value >= At(rate).Value - 1e-12); halving++)
                trial = rate + (move *= 0.5);
            rate = trial;
            if (Math.Abs(move) < 1e-14 * (1 + Math.Abs(rate)))
                break;
        }

        var (best, _, curvature) = At(rate);
        return (rate, best, curvature);

        (double Value, double Gradient, double Information) At(double r)
        {
            double value = 0,
                gradient = 0,
                information = 0;
            for (var i = 0; i < sample.Count; i++)
            {
                var (x, t) = (sample.Onset[i], sample.Limit[i]);
                var u = r * t;
                // log[r e^(−rx) / (1 − e^(−rt))] = −rx − log t + log[u / (1 − e^(−u))], and its derivatives through b(u) = u / (1 − e^(−u)).
                value += -(r * x) - Math.Log(t) + LogRatio(u);
                gradient += -x + (t * LogRatioSlope(u));
                information += t * t * LogRatioFall(u);
            }

            return (value, gradient, information);
        }
    }

    private static double LogRatio(double u) => Math.Abs(u) < 1e-4 ? (u / 2) - (u * u / 24) : Math.Log(u / -GammaFunctions.ExpMinusOne(-u));

    private static double LogRatioSlope(double u) =>
        Math.Abs(u) < 1e-3 ? 0.5 - (u / 12) + (u * u * u / 720) : (1 / u) - (1 / GammaFunctions.ExpMinusOne(u));

    private static double LogRatioFall(double u) =>
        Math.Abs(u) < 1e-2
            ? (1.0 / 12) - (u * u / 240) + (u * u * u * u / 6048)
            : (1 / (u * u)) - (1 / (4 * Math.Sinh(u / 2) * Math.Sinh(u / 2)));

    private static (double Exponent, double LogLikelihood) PowerLaw(RightTruncatedSample sample)
    {
        double logs = 0,
            onsets = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            logs += Math.Log(sample.Limit[i] / sample.Onset[i]);
            onsets += Math.Log(sample.Onset[i]);
        }

        var k = sample.Count / logs;
        return (k, (sample.Count * Math.Log(k)) - sample.Count - onsets);
    }

    private static IEnumerable<(double Location, double LogShape)> Starts(RightTruncatedSample sample, double exponent)
    {
        double mean = 0,
            longest = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            mean += Math.Log(sample.Onset[i]) / sample.Count;
            longest = Math.Max(longest, sample.Limit[i]);
        }

        foreach (var location in (double[])[mean, mean + 0.7, Math.Log(longest), Math.Log(longest) + 1.5])
        foreach (var shape in (double[])[exponent, 2 * exponent, 1])
            yield return (location, Math.Log(shape));
    }
}
