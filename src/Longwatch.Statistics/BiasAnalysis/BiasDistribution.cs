using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.BiasAnalysis;

/// <summary>What is believed of one bias parameter: a trapezoidal distribution, of which the uniform, the triangular and the constant are cases.</summary>
/// <remarks>Density rises from <c>Least</c> to <c>LowMode</c>, is flat to <c>HighMode</c> and falls to <c>Most</c> (Lash, Fox and Fink 2009, chapter 8).</remarks>
public sealed record BiasDistribution
{
    private BiasDistribution(double least, double lowMode, double highMode, double most) =>
        (Least, LowMode, HighMode, Most) = (least, lowMode, highMode, most);

    public double Least { get; }
    public double LowMode { get; }
    public double HighMode { get; }
    public double Most { get; }

    /// <summary>A single value.</summary>
    public static BiasDistribution Constant(double value) => Trapezoid(value, value, value, value);

    /// <summary>Every value between two alike.</summary>
    public static BiasDistribution Uniform(double least, double most) => Trapezoid(least, least, most, most);

    /// <summary>Most plausible at the mode.</summary>
    public static BiasDistribution Triangle(double least, double mode, double most) => Trapezoid(least, mode, mode, most);

    /// <summary>Equally plausible between two modes, less so beyond them.</summary>
    /// <exception cref="ArgumentException">A value is not finite or they do not ascend.</exception>
    public static BiasDistribution Trapezoid(double least, double lowMode, double highMode, double most) =>
        double.IsFinite(least) && double.IsFinite(most) && least <= lowMode && lowMode <= highMode && highMode <= most
            ? new(least, lowMode, highMode, most)
            : throw new ArgumentException("The four points of a trapezoid are finite and ascend.", nameof(least));

    /// <summary>The value below which a share u of the belief lies; u in [0, 1].</summary>
    internal double Quantile(double u)
    {
        if (Most == Least)
            return Least;
        var height = 2 / (Most + HighMode - LowMode - Least);
        var (rising, falling) = (height * (LowMode - Least) / 2, height * (Most - HighMode) / 2);
        return u < rising ? Least + Math.Sqrt(2 * u * (LowMode - Least) / height)
            : u <= 1 - falling ? LowMode + ((u - rising) / height)
            : Most - Math.Sqrt(2 * (1 - u) * (Most - HighMode) / height);
    }
}

/// <summary>Two bias parameters whose beliefs are correlated: a normal copula.</summary>
internal static class CorrelatedPair
{
    /// <summary>Two uniform numbers with the correlation between their normal scores.</summary>
    public static (double First, double Second) Draw(Philox random, double correlation)
    {
        var (one, other) = (random.NextNormal(), random.NextNormal());
        var second = (correlation * one) + (Math.Sqrt(1 - (correlation * correlation)) * other);
        return (Distributions.NormalDistribution.Cdf(one), Distributions.NormalDistribution.Cdf(second));
    }
}
