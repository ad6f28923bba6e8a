using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.PartialTesting;

/// <summary>Posterior of the rate of positive cases per unit of exposure (patient or person-year).</summary>
/// <param name="Median">NaN, like the other numbers, unless predicted.</param>
public readonly record struct PositiveDiseaseRateResult(PredictionStatus Status, double Mean, double Median, Interval Interval);

/// <summary>Rate of positive disease among the treated: the rate of cases times the share of positives, both uncertain.</summary>
/// <remarks>
/// The rate of cases has the posterior Gamma(cases + ½, exposure) (Jeffreys), the share its Beta posterior from the tested cases; the two are independent
/// and the untested are like the tested. The distribution of the product is one integral, done by <see cref="LogitNodes"/>.
/// Checked against D02 (R): mean and three quantiles, 1e-10.
/// </remarks>
public static class PositiveDiseaseRate
{
    /// <summary>Posterior mean, median and equal-tailed interval per unit of exposure.</summary>
    /// <param name="exposure">Patients or person-years, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exposure is not positive and finite, or the level not in (0, 1).</exception>
    public static PositiveDiseaseRateResult Estimate(PartlyTestedCases cases, double exposure, BetaPrior prior, double level)
    {
        if (!(exposure > 0 && double.IsFinite(exposure)))
            throw new ArgumentOutOfRangeException(nameof(exposure), "The exposure must be positive and finite.");
        var tail = ConfidenceLevel.Tail(level);
        if (!prior.TryUpdate(cases, out var a, out var b))
            return new(PredictionStatus.ImproperPosterior, double.NaN, double.NaN, new(double.NaN, double.NaN));

        var shape = cases.Cases + 0.5;
        var nodes = LogitNodes.Of(a, b, shape);
        var shares = Array.ConvertAll(nodes.Logit, y => Math.Exp(LogitNodes.LogExpit(y)));
        var weights = Array.ConvertAll(nodes.LogWeight, Math.Exp);
        return new(
            PredictionStatus.Predicted,
            shape * a / (a + b) / exposure,
            Quantile(0.5) / exposure,
            new(Quantile(tail) / exposure, Quantile(1 - tail) / exposure)
        );

        // In events; the logarithm of the quantile lies between those of a vanishing and of a huge count.
        double Quantile(double p) =>
            Math.Exp(
                BracketedNewton.Solve(
                    y =>
                    {
                        var t = Math.Exp(y);
                        var (mass, slope) = (-p, 0.0);
                        for (var i = 0; i < shares.Length; i++)
                        {
                            if (weights[i] < 1e-20)
                                continue;
                            var x = t / shares[i];
                            mass += weights[i] * GammaDistribution.Cdf(shape, x);
                            slope += weights[i] * Math.Exp(SaddlePoint.LogPoisson(shape, x)) * shape;
                        }

                        return (mass, slope);
                    },
                    new Interval(-60, Math.Log(shape) + 5),
                    Math.Log(shape * a / (a + b)),
                    rising: true
                )
            );
    }
}
