namespace Longwatch.Statistics.Numerics;

/// <summary>Double-exponential quadrature over (0, width) for smooth functions that may have an integrable singularity at 0.</summary>
/// <remarks>Source: Takahasi and Mori (1974) Publ RIMS 9:721–741. Nodes reach down to 1e-37 × width, so that powers of x lose nothing.</remarks>
internal static class TanhSinh
{
    private const double Step = 1.0 / 32;
    private const int First = -4 * 32;
    private const int Last = 3 * 32;

    private static readonly (double Position, double Weight)[] Rule = MakeRule();

    /// <param name="f">Never evaluated at the ends.</param>
    /// <summary>Integral of <paramref name="f"/> over (0, <paramref name="width"/>).</summary>
    public static double Integrate(Func<double, double> f, double width)
    {
        double sum = 0;
        foreach (var (position, weight) in Rule)
            sum += weight * f(width * position);
        return sum * width;
    }

    private static (double Position, double Weight)[] MakeRule()
    {
        var rule = new List<(double, double)>();
        for (var i = First; i <= Last; i++)
        {
            var u = Math.PI / 2 * Math.Sinh(i * Step);
            var position = 1 / (1 + Math.Exp(-2 * u));
            var cosh = Math.Cosh(u);
            if (position < 1)
                rule.Add((position, Step * Math.PI / 4 * Math.Cosh(i * Step) / (cosh * cosh)));
        }

        return [.. rule];
    }
}
