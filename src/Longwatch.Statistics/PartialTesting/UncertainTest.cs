using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.PartialTesting;

/// <summary>What is believed before the data about a test and about the share of positives; each a proper Beta distribution.</summary>
public sealed record UncertainTestPrior(BetaPrior Sensitivity, BetaPrior Specificity, BetaPrior Share);

/// <summary>Posterior of the true share of positives, and what it predicts.</summary>
/// <param name="Mean">Posterior mean of the share.</param>
/// <param name="StandardDeviation">Posterior standard deviation of the share.</param>
/// <param name="Interval">Equal-tailed posterior interval of the share.</param>
/// <param name="Total">Truly positive cases among all cases, tested (possibly wrongly) and untested; untested like tested.</param>
public sealed record UncertainTestPosterior(double Mean, double StandardDeviation, Interval Interval, CountDistribution Total);

/// <summary>The true share of positives when sensitivity and specificity are themselves uncertain.</summary>
/// <remarks>
/// Exact: the likelihood is expanded over how many of the positive results are true and how many of the negative ones are false. Given those two numbers
/// everything is conjugate, so the posterior of the share is a finite mixture of Beta distributions: no quadrature and no sampling.
/// Source: Joseph, Gyorkos and Coupal (1995) Am J Epidemiol 141:263–272 (the model; there sampled). O(positive × negative).
/// Checked against a three-dimensional quadrature in R (D02): 1e-10.
/// </remarks>
public static class UncertainTest
{
    /// <summary>Posterior of the share of truly positive cases and of their number among all cases.</summary>
    /// <exception cref="ArgumentException">A prior is not proper (both parameters positive).</exception>
    public static UncertainTestPosterior Estimate(PartlyTestedCases cases, UncertainTestPrior prior, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        foreach (var p in (ReadOnlySpan<BetaPrior>)[prior.Sensitivity, prior.Specificity, prior.Share])
            if (!(p.A > 0 && p.B > 0))
                throw new ArgumentException("The priors must be proper: both parameters positive.", nameof(prior));

        var weights = TrulyPositiveAmongTested(cases, prior);
        var n = cases.Tested;
        double A(int s) => prior.Share.A + s;
        double B(int s) => prior.Share.B + n - s;
        var (mean, square) = (0.0, 0.0);
        var total = new double[cases.Cases + 1];
        for (var s = 0; s <= n; s++)
        {
            var size = A(s) + B(s);
            mean += weights[s] * A(s) / size;
            square += weights[s] * A(s) * (A(s) + 1) / (size * (size + 1));
            for (var k = 0; k <= cases.Untested; k++)
                total[s + k] += weights[s] * BetaBinomial.Probability(k, cases.Untested, A(s), B(s));
        }

        return new(
            mean,
            Math.Sqrt(Math.Max(0, square - (mean * mean))),
            new(Quantile(tail), Quantile(1 - tail)),
            new CountDistribution(0, total)
        );

        double Quantile(double p) => SignChange.Bisect(x => Mass(x) - p, new(0, 1), rising: true, 1e-13);

        double Mass(double x)
        {
            var mass = 0.0;
            for (var s = 0; s <= n; s++)
                mass += weights[s] * BetaDistribution.Cdf(A(s), B(s), x);
            return mass;
        }
    }

    /// <summary>Posterior probability of each number of truly positive cases among the tested.</summary>
    private static double[] TrulyPositiveAmongTested(PartlyTestedCases cases, UncertainTestPrior prior)
    {
        var (x, m) = (cases.Positive, cases.Negative);
        var logs = new double[x + 1, m + 1];
        var largest = double.NegativeInfinity;
        for (var trulyPositive = 0; trulyPositive <= x; trulyPositive++)
        {
            for (var falselyNegative = 0; falselyNegative <= m; falselyNegative++)
            {
                var positives = trulyPositive + falselyNegative;
                var log =
                    GammaFunctions.LogChoose(x, trulyPositive)
                    + GammaFunctions.LogChoose(m, falselyNegative)
                    + GammaFunctions.LogBeta(prior.Sensitivity.A + trulyPositive, prior.Sensitivity.B + falselyNegative)
                    + GammaFunctions.LogBeta(prior.Specificity.A + m - falselyNegative, prior.Specificity.B + x - trulyPositive)
                    + GammaFunctions.LogBeta(prior.Share.A + positives, prior.Share.B + cases.Tested - positives);
                logs[trulyPositive, falselyNegative] = log;
                largest = Math.Max(largest, log);
            }
        }

        var weights = new double[cases.Tested + 1];
        var sum = 0.0;
        for (var i = 0; i <= x; i++)
        for (var j = 0; j <= m; j++)
        {
            var weight = Math.Exp(logs[i, j] - largest);
            weights[i + j] += weight;
            sum += weight;
        }

        for (var s = 0; s < weights.Length; s++)
            weights[s] /= sum;
        return weights;
    }
}
