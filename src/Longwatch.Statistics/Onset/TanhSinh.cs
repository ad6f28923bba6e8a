namespace Longwatch.Statistics.Onset;

/// <summary>Double-exponential quadrature: integrals of smooth functions that may have an integrable singularity at the left end.</summary>
/// <remarks>Source: Takahasi and Mori (1974) Publ RIMS 9:721–741. 1e-12 or better for the integrands used here.</remarks>
internal static class TanhSinh
{
    private const double Step = 1.0 / 32;
    private const int Nodes = 32 * 4;

    /// <summary>Integral of <paramref name="f"/> over (a, b); f is never evaluated at the ends.</summary>
    /// <param name="f">Called with the distance from <paramref name="a"/>, exact also very close to it.</param>
    public static double Integrate(Func<double, double> f, double a, double b)
    {
        var width = b - a;
        double sum = 0;
        for (var i = -Nodes; i <= Nodes; i++)
        {
            var t = i * Step;
            var u = Math.PI / 2 * Math.Sinh(t);
            var fromLeft = 1 / (1 + Math.Exp(-2 * u));
            var distance = width * fromLeft;
            var weight = Math.PI / 2 * Math.Cosh(t) / (Math.Cosh(u) * Math.Cosh(u));
            if (distance > 0 && distance < width && weight > 0)
                sum += weight * f(distance);
        }

        return sum * Step * width / 2;
    }
}
