using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Sequential;

/// <summary>A gamma distribution of the rate ratio over which an e-process mixes: its mean is shape over rate. 1 and 1 is a plain choice.</summary>
public sealed record GammaMixture
{
    /// <summary>Gamma(shape, rate).</summary>
    /// <param name="shape">Finite, positive: prior events.</param>
    /// <param name="rate">Finite, positive: prior expected events.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or not positive.</exception>
    public GammaMixture(double shape, double rate)
    {
        if (!(shape > 0 && double.IsFinite(shape)))
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "The shape must be finite and positive.");
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be finite and positive.");
        (Shape, Rate) = (shape, rate);
    }

    /// <summary>Prior events.</summary>
    public double Shape { get; }

    /// <summary>Prior expected events.</summary>
    public double Rate { get; }
}

/// <summary>
/// Anytime-valid monitoring of a Poisson count against a known expected count: the likelihood ratio mixed over the rate ratio. At any moment, however it was
/// chosen, P(the e-value ever reaches 1/α | null) ≤ α (Ville 1939).
/// </summary>
/// <remarks>
/// E = bᵃ Γ(a + n)/(Γ(a)(b + μ)ᵃ⁺ⁿ) e^μ for n events where μ are expected, mixture Gamma(a, b). Under the null hypothesis it is a martingale with mean 1;
/// no end of surveillance need be named, and e-values of independent sources multiply (<see cref="EValues"/>). The expected count must be known, or be an
/// upper bound: a mixture over its posterior is not valid. Logarithms throughout, as e-values run over hundreds of orders of magnitude.
/// Source: Robbins (1970) Ann Math Statist 41:1397–1409; Ramdas, Grünwald, Vovk and Shafer (2023) Stat Sci 38:576–601.
/// Checked against (F03) closed forms and quadrature in R; mean 1 under the null hypothesis by enumeration.
/// </remarks>
public static class PoissonEProcess
{
    /// <summary>ln E against any other rate: grows with too few events as with too many.</summary>
    /// <param name="events">Events so far; ≥ 0.</param>
    /// <param name="expected">Events expected so far; finite, ≥ 0.</param>
    /// <param name="mixture">Mixture over the rate ratio.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range.</exception>
    public static double LogTwoSided(int events, double expected, GammaMixture mixture)
    {
        Check(events, expected);
        return LogMixed(events, expected, mixture) + expected;
    }

    /// <summary>ln E against larger rates only: the mixture cut off at a rate ratio of 1.</summary>
    /// <inheritdoc cref="LogTwoSided"/>
    public static double LogOneSided(int events, double expected, GammaMixture mixture) =>
        LogTwoSided(events, expected, mixture)
        + GammaDistribution.LogSurvival(mixture.Shape + events, mixture.Rate + expected)
        - GammaDistribution.LogSurvival(mixture.Shape, mixture.Rate);

    /// <summary>The rate ratios that the two-sided e-process has not ruled out: holds the truth at all times together with probability 1 − α.</summary>
    /// <param name="events">Events so far; ≥ 0.</param>
    /// <param name="expected">Events expected so far; finite, ≥ 0. With 0 nothing is ruled out: 0 to infinity.</param>
    /// <param name="mixture">Mixture over the rate ratio.</param>
    /// <param name="level">1 − α, strictly between 0 and 1.</param>
    /// <returns>{r : E(r) &lt; 1/α} with E(r) the mixed likelihood over that at r; never empty, lower limit 0 without events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Interval ConfidenceSequence(int events, double expected, GammaMixture mixture, double level)
    {
        Check(events, expected);
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1.");
        if (expected == 0)
            return new(0, double.PositiveInfinity);
        var height = -GammaFunctions.LogOnePlus(-level) - LogMixed(events, expected, mixture);
        if (events == 0)
            return new(0, height / expected);
        // ln E(r) = mixed − n ln r + rμ: with x = rμ/n it is n (x − 1 − ln x) above its least value, at r = n/μ.
        var highest = events / expected;
        var y = ((height + (events * Math.Log(highest))) / events) - 1;
        return new(highest * UnitDeviance.LowerRoot(y), highest * UnitDeviance.UpperRoot(y));
    }

    /// <summary>ln of ∫ rⁿ e^(−rμ) over the mixture: without the factor μⁿ/n! that the likelihoods share.</summary>
    private static double LogMixed(int events, double expected, GammaMixture mixture)
    {
        var (a, b) = (mixture.Shape, mixture.Rate);
        // ln Γ(a + n)/Γ(a) − n ln(b + μ) as a sum keeps the digits that a difference of large logarithms of gamma would lose.
        var logs = 0.0;
        for (var i = 0; i < events; i++)
            logs += Math.Log((a + i) / (b + expected));
        return logs - (a * GammaFunctions.LogOnePlus(expected / b));
    }

    private static void Check(int events, double expected)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        if (!(expected >= 0 && double.IsFinite(expected)))
            throw new ArgumentOutOfRangeException(nameof(expected), expected, "The expected count must be finite and not negative.");
    }
}
