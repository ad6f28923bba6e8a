using System.Numerics;

namespace Longwatch.Statistics.Heterogeneity;

/// <summary>A uniform grid of log rate ratios on which functions are multiplied and smoothed by normal kernels.</summary>
/// <remarks>
/// The trapezoidal rule for a smooth integrand of width s errs by e^(−2π² s²/h²): at most 3e-9 as long as no function and no kernel is narrower than the step.
/// </remarks>
internal sealed class LogRatioGrid
{
    /// <summary>Kernels end where they are e^-32 of their height.</summary>
    private const double Reach = 8;

    /// <summary>Values below this share of the largest add nothing that could be seen.</summary>
    private const double Negligible = 1e-25;

    public LogRatioGrid(double lowest, double highest, double step)
    {
        Step = step;
        Points = new double[(int)Math.Ceiling((highest - lowest) / step) + 1];
        for (var k = 0; k < Points.Length; k++)
            Points[k] = lowest + (k * step);
    }

    public double Step { get; }

    public double[] Points { get; }

    /// <summary>The normal kernel of one width, symmetric about its middle; width 0 is the identity.</summary>
    public double[] Kernel(double width)
    {
        if (width == 0)
            return [1];
        var half = Math.Min(Points.Length - 1, (int)(Reach * width / Step));
        var kernel = new double[(2 * half) + 1];
        for (var j = 0; j < kernel.Length; j++)
        {
            var z = (j - half) * Step / width;
            kernel[j] = Step / (width * Math.Sqrt(2 * Math.PI)) * Math.Exp(-0.5 * z * z);
        }

        return kernel;
    }

    /// <summary>∫ f(y) N(x; y, width) dy at every point.</summary>
    public double[] Smooth(double[] f, double[] kernel)
    {
        var (n, half) = (Points.Length, kernel.Length / 2);
        var smoothed = new double[n];
        var least = Negligible * f.Max();
        for (var k = 0; k < n; k++)
        {
            if (f[k] <= least)
                continue;
            var (first, last) = (Math.Max(0, k - half), Math.Min(n, k + half + 1));
            AddScaled(smoothed.AsSpan(first, last - first), kernel.AsSpan(first - k + half), f[k]);
        }

        return smoothed;
    }

    public double Integral(double[] f)
    {
        var sum = 0.0;
        foreach (var value in f)
            sum += value;
        return sum * Step;
    }

    public static double[] Product(double[] one, double[] other)
    {
        var product = new double[one.Length];
        for (var k = 0; k < product.Length; k++)
            product[k] = one[k] * other[k];
        return product;
    }

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        var (j, width) = (0, Vector<double>.Count);
        for (; j <= to.Length - width; j += width)
            (new Vector<double>(to[j..]) + (factor * new Vector<double>(from[j..]))).CopyTo(to[j..]);
        for (; j < to.Length; j++)
            to[j] += factor * from[j];
    }
}
