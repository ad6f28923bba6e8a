using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.MultipleTesting;

/// <summary>Cubic smoothing spline with a wanted number of degrees of freedom, a knot at every point, as R's <c>smooth.spline(x, y, df = )</c> fits it.</summary>
/// <remarks>
/// Green and Silverman (1994). The penalty is searched as R searches it: by Brent's method for (3 + (df − wanted)²) over the spar scale, λ = ratio × 16^(6 spar − 2), to 1e-4.
/// Two peculiarities of R are kept because the last digits of its answer depend on them: the integral of the squared second derivative uses 0.333 for one third, and
/// the fit is that of the last penalty tried, not of the best.
/// </remarks>
internal sealed class SmoothingSpline
{
    private const int Order = 4;
    private const double GoldenSection = 0.381966011250105151795413165634;
    private const double Tolerance = 1e-4;
    private const double Precision = 2e-8;
    private readonly double[] y;
    private readonly double wanted;
    private readonly double[] knots;
    private readonly int size;
    private readonly double[,] basis;
    private readonly double[,] cross;
    private readonly double[,] roughness;
    private readonly double ratio;
    private double[] last = [];

    private SmoothingSpline(double[] x, double[] y, double wanted)
    {
        (this.y, this.wanted, size) = (y, wanted, x.Length + 2);
        var scaled = Array.ConvertAll(x, v => (v - x[0]) / (x[^1] - x[0]));
        knots = [0, 0, 0, .. scaled, 1, 1, 1];
        basis = new double[x.Length, size];
        cross = new double[size, size];
        roughness = new double[size, size];
        for (var i = 0; i < x.Length; i++)
        for (var j = 0; j < size; j++)
            basis[i, j] = Basis(j, Order, scaled[i], Math.Min(i, x.Length - 2) + 3);
        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
        for (var i = 0; i < x.Length; i++)
            cross[j, k] += basis[i, j] * basis[i, k];
        for (var i = 0; i + 1 < x.Length; i++)
            AddRoughness(i + 3);
        double a = 0,
            b = 0;
        for (var j = 2; j < size - 3; j++)
            (a, b) = (a + cross[j, j], b + roughness[j, j]);
        ratio = a / b;
    }

    /// <summary>Fitted values at the points.</summary>
    /// <param name="x">Ascending, at least 5.</param>
    public static double[] Fit(double[] x, double[] y, double degreesOfFreedom)
    {
        var spline = new SmoothingSpline(x, y, degreesOfFreedom);
        spline.Search();
        return spline.last;
    }

    private void Search()
    {
        var (low, high) = (-1.5, 1.5);
        var x = low + (GoldenSection * (high - low));
        var (v, w) = (x, x);
        double e = 0,
            d = 0;
        var fx = Criterion(x);
        var (fv, fw) = (fx, fx);
        for (var step = 0; step < 500; step++)
        {
            var middle = (low + high) / 2;
            var near = (Precision * Math.Abs(x)) + (Tolerance / 3);
            if (Math.Abs(x - middle) <= (2 * near) - ((high - low) / 2))
                return;
            var golden = true;
            if (Math.Abs(e) > near)
            {
                var r = (x - w) * (fx - fv);
                var q = (x - v) * (fx - fw);
                var p = ((x - v) * q) - ((x - w) * r);
                q = 2 * (q - r);
                p = q > 0 ? -p : p;
                q = Math.Abs(q);
                (r, e) = (e, d);
                if (Math.Abs(p) < Math.Abs(q * r / 2) && q != 0 && p > q * (low - x) && p < q * (high - x))
                {
                    golden = false;
                    d = p / q;
                    if (x + d - low < 2 * near || high - x - d < 2 * near)
                        d = Math.CopySign(near, middle - x);
                }
            }

            if (golden)
            {
                e = x >= middle ? low - x : high - x;
                d = GoldenSection * e;
            }

            var u = x + (Math.Abs(d) >= near ? d : Math.CopySign(near, d));
            var fu = Criterion(u);
            if (fu <= fx)
            {
                (low, high) = u >= x ? (x, high) : (low, x);
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
                continue;
            }

            (low, high) = u < x ? (u, high) : (low, u);
            if (fu <= fw || w == x)
                (v, fv, w, fw) = (w, fw, u, fu);
            else if (fu <= fv || v == x || v == w)
                (v, fv) = (u, fu);
        }
    }

    /// <summary>Fits at one penalty; keeps the fitted values.</summary>
    private double Criterion(double spar)
    {
        var lambda = ratio * Math.Pow(16, (6 * spar) - 2);
        var matrix = new double[size, size];
        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
            matrix[j, k] = cross[j, k] + (lambda * roughness[j, k]);
        var factor = Positive.Factor(matrix) ?? throw new InvalidOperationException("The spline's equations are singular.");
        var right = new double[size];
        var row = new double[size];
        for (var i = 0; i < y.Length; i++)
        for (var j = 0; j < size; j++)
            right[j] += basis[i, j] * y[i];
        var coefficients = factor.Solve(right);
        var freedom = 0.0;
        last = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
        {
            for (var j = 0; j < size; j++)
            {
                row[j] = basis[i, j];
                last[i] += row[j] * coefficients[j];
            }

            freedom += factor.InverseForm(row);
        }

        return 3 + ((freedom - wanted) * (freedom - wanted));
    }

    /// <summary>The integral of products of second derivatives over one interval: they are straight lines there.</summary>
    private void AddRoughness(int interval)
    {
        var width = knots[interval + 1] - knots[interval];
        var (start, rise) = (new double[size], new double[size]);
        for (var j = 0; j < size; j++)
        {
            start[j] = SecondDerivative(j, knots[interval], interval);
            rise[j] = SecondDerivative(j, knots[interval + 1], interval) - start[j];
        }

        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
            roughness[j, k] +=
                width * ((start[j] * start[k]) + (((rise[j] * start[k]) + (rise[k] * start[j])) * 0.5) + (rise[j] * rise[k] * 0.333));
    }

    private double SecondDerivative(int j, double x, int interval) =>
        3 * (Ratio(Slope(j, x, interval), knots[j + 3] - knots[j]) - Ratio(Slope(j + 1, x, interval), knots[j + 4] - knots[j + 1]));

    /// <summary>Derivative of a quadratic basis function.</summary>
    private double Slope(int j, double x, int interval) =>
        2 * (Ratio(Basis(j, 2, x, interval), knots[j + 2] - knots[j]) - Ratio(Basis(j + 1, 2, x, interval), knots[j + 3] - knots[j + 1]));

    /// <summary>Basis function j of an order (degree + 1), by the recursion of Cox and de Boor, in a named interval so that both ends of it are well defined.</summary>
    private double Basis(int j, int order, double x, int interval) =>
        order == 1
            ? (j == interval ? 1 : 0)
            : Ratio((x - knots[j]) * Basis(j, order - 1, x, interval), knots[j + order - 1] - knots[j])
                + Ratio((knots[j + order] - x) * Basis(j + 1, order - 1, x, interval), knots[j + order] - knots[j + 1]);

    private static double Ratio(double numerator, double denominator) => denominator > 0 ? numerator / denominator : 0;
}
