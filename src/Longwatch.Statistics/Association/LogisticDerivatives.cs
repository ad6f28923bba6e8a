using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Association;

/// <summary>The derivatives of s(η) = log(1 + e^η), for eight people at a time.</summary>
internal sealed class LogisticDerivatives
{
    private readonly int degree;
    private readonly double[][] polynomials;
    private readonly double[] eulerian;

    /// <summary>Prepares the polynomials.</summary>
    /// <param name="degree">The highest derivative.</param>
    public LogisticDerivatives(int degree)
    {
        this.degree = degree;
        // s' = p, and p' = p − p²: each derivative is a polynomial in p.
        polynomials = new double[degree + 1][];
        polynomials[1] = [0, 1];
        for (var n = 1; n < degree; n++)
        {
            var next = new double[n + 3];
            for (var power = 1; power < polynomials[n].Length; power++)
            {
                next[power] += power * polynomials[n][power];
                next[power + 1] -= power * polynomials[n][power];
            }

            polynomials[n + 1] = next[..(n + 2)];
        }

        eulerian = new double[degree];
        eulerian[0] = 1;
        for (var row = 2; row <= degree; row++)
        for (var k = row - 1; k >= 0; k--)
            eulerian[k] = ((k + 1) * (k < row - 1 ? eulerian[k] : 0)) + (k > 0 ? (row - k) * eulerian[k - 1] : 0);
    }

    /// <summary>
    /// Fills s⁽⁰⁾ … s⁽ᴷ⁾ times the weight, and in the last place a bound of |s⁽ᴷ⁺¹⁾| within ± the reach, times reach/(K+1): what the remainder has
    /// before the power of degree K over K!.
    /// </summary>
    /// <remarks>|s⁽ᵐ⁺¹⁾| ≤ Σₖ A(m,k) pᵏ⁺¹ (1−p)ᵐ⁻ᵏ with Eulerian numbers A, which grows towards p = ½ from either side.</remarks>
    public void Fill(Vector512<double> eta, Vector512<double> weight, double reach, Span<Vector512<double>> values)
    {
        var one = Vector512<double>.One;
        var size = Vector512.Abs(eta);
        var small = Vector512.Exp(-size);
        var inverse = one / (one + small);
        var p = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(eta, Vector512<double>.Zero), inverse, small * inverse);
        values[0] = weight * (Vector512.Max(eta, Vector512<double>.Zero) + Vector512.Log(one + small));
        for (var n = 1; n <= degree; n++)
            values[n] = weight * Horner(polynomials[n], p);
        small = Vector512.Exp(-Vector512.Max(size - Vector512.Create(reach), Vector512<double>.Zero));
        inverse = one / (one + small);
        var bound = small * inverse * Horner(eulerian, small);
        for (var m = 0; m < degree; m++)
            bound *= inverse;
        values[degree + 1] = weight * bound * Vector512.Create(reach / (degree + 1));
    }

    private static Vector512<double> Horner(double[] coefficients, Vector512<double> x)
    {
        var sum = Vector512.Create(coefficients[^1]);
        for (var i = coefficients.Length - 2; i >= 0; i--)
            sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(coefficients[i]));
        return sum;
    }
}
