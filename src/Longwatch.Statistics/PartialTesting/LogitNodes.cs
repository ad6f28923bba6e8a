using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.PartialTesting;

/// <summary>Nodes and weights for the mean of a function of a Beta(a, b) variable.</summary>
/// <remarks>
/// Trapezoidal rule on y = logit p, where the density is p^a (1 − p)^b / B(a, b): analytic and falling exponentially on both sides, so the rule converges
/// faster than any power of the step (Trefethen and Weideman (2014) SIAM Rev 56:385–458). Nodes are laid until the density has fallen by e^-200 from its
/// peak, so that even weights that a function shifts far into a tail keep their relative accuracy.
/// </remarks>
internal readonly record struct LogitNodes(double[] Logit, double[] LogWeight)
{
    private const double Depth = 200;

    /// <summary>Nodes fine enough for functions that change over the width of a logit known with the given information.</summary>
    /// <param name="a">&gt; 0.</param>
    /// <param name="b">&gt; 0.</param>
    /// <param name="information">
    /// Inverse squared width, on the logit scale, of the sharpest change of the functions to be averaged: a quarter of the trials for binomial
    /// probabilities, the count for Poisson probabilities.
    /// </param>
    public static LogitNodes Of(double a, double b, double information)
    {
        var peak = Math.Log(a / b);
        var step = Math.Min(0.25, 0.5 / Math.Sqrt((a / (a + b) * b) + information));
        var top = LogDensity(peak);
        var (below, above) = (0, 0);
        while (LogDensity(peak - ((below + 1) * step)) > top - Depth)
            below++;
        while (LogDensity(peak + ((above + 1) * step)) > top - Depth)
            above++;

        var logit = new double[below + above + 1];
        var weight = new double[logit.Length];
        var constant = Math.Log(step) - GammaFunctions.LogBeta(a, b);
        for (var i = 0; i < logit.Length; i++)
        {
            logit[i] = peak + ((i - below) * step);
            weight[i] = LogDensity(logit[i]) + constant;
        }

        return new(logit, weight);

        double LogDensity(double y) => (a * LogExpit(y)) + (b * LogExpit(-y));
    }

    /// <summary>ln of 1 / (1 + e^-y).</summary>
    public static double LogExpit(double y) => Math.Min(y, 0) - GammaFunctions.LogOnePlus(Math.Exp(-Math.Abs(y)));
}
