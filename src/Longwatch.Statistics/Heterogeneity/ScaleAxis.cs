namespace Longwatch.Statistics.Heterogeneity;

/// <summary>The values of one standard deviation over which the nested model is summed: uniform from 0, trapezoidal with half weight at 0.</summary>
/// <remarks>The integrand is even and smooth in each standard deviation, so that the rule converges faster than any power of the step.</remarks>
internal sealed class ScaleAxis
{
    /// <summary>Between two values, in scales of the prior.</summary>
    public const double StepInScales = 0.25;

    private const double ReachInScales = 4.5; // 7e-6 of the prior lies beyond
    private const int Refinement = 16;

    private readonly double[] mass;

    public ScaleAxis(LogRatioGrid grid, double priorScale)
    {
        Values = new double[priorScale == 0 ? 1 : (int)Math.Round(ReachInScales / StepInScales) + 1];
        (Prior, Kernels) = (new double[Values.Length], new double[Values.Length][]);
        for (var t = 0; t < Values.Length; t++)
        {
            Values[t] = t * StepInScales * priorScale;
            Prior[t] = (t == 0 ? 0.5 : 1) * Math.Exp(-0.5 * t * StepInScales * t * StepInScales);
            Kernels[t] = grid.Kernel(Values[t]);
        }

        mass = new double[Values.Length];
    }

    public double[] Values { get; }

    public double[] Prior { get; }

    public double[][] Kernels { get; }

    public int Count => Values.Length;

    public void Add(int at, double weight) => mass[at] += weight;

    /// <summary>Posterior with cubic interpolation of its density between the points.</summary>
    public TauPosterior Posterior(double total, double tail)
    {
        if (Count == 1)
            return new(0, 0, default, 0);
        double Density(int t) =>
            t < 0 ? Density(-t)
            : t >= Count ? 0
            : mass[t] / total * (t == 0 ? 2 : 1);
        var (fine, weights) = (new double[((Count - 1) * Refinement) + 1], new double[((Count - 1) * Refinement) + 1]);
        for (var i = 0; i < fine.Length; i++)
        {
            var (t, part) = (i / Refinement, (i % Refinement) / (double)Refinement);
            fine[i] = Values[1] * i / Refinement;
            var density = CubicBetween.At(part, Density(t - 1), Density(t), Density(t + 1), Density(t + 2));
            weights[i] = Math.Max(0, density) * (i == 0 ? 0.5 : 1) / Refinement;
        }

        var sum = weights.Sum();
        for (var i = 0; i < weights.Length; i++)
            weights[i] /= sum;
        return TauPosterior.Of(fine, weights, tail);
    }
}

/// <summary>Third-order interpolation between the middle two of four equidistant values (Lagrange).</summary>
internal static class CubicBetween
{
    /// <summary>Value at a part of the way from the second to the third.</summary>
    /// <param name="part">0 at the second value, 1 at the third.</param>
    public static double At(double part, double before, double left, double right, double after) =>
        (-before * part * (part - 1) * (part - 2) / 6)
        + (left * (part + 1) * (part - 1) * (part - 2) / 2)
        - (right * (part + 1) * part * (part - 2) / 2)
        + (after * (part + 1) * part * (part - 1) / 6);
}
