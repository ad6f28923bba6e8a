using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Association;

/// <summary>
/// Σ log(1 + e^η) of everybody, with its gradient, second and third derivatives, near the model without a variant, as a Taylor polynomial in the
/// coefficients: a variant then needs no pass over the people who do not carry it.
/// </summary>
/// <remarks>
/// Expanded at several values of the intercept, 1/4 apart. The polynomial is cut at an even degree K (8 for up to four covariates, less for more).
/// The remainder of the value is at most U/(K+1)! Σ sup|s⁽ᴷ⁺¹⁾| (x·δ)ᴷ with U = max |x·δ| ≤ <see cref="Reach"/>, which is a form of the same kind and computed;
/// |s⁽ᵐ⁺¹⁾| is bounded by the sum of Eulerian numbers A(m,k) pᵏ⁺¹(1−p)ᵐ⁻ᵏ. Oracle: <see cref="LogisticPass"/> over everybody, by the tests.
/// </remarks>
internal sealed class NullExpansion
{
    /// <summary>Distance of two centres on the intercept.</summary>
    public const double Spacing = 0.25;

    /// <summary>Largest |x·δ| for which the bound holds.</summary>
    public const double Reach = 1.5;

    private const int Lanes = 8;

    private readonly ExpansionTables tables;
    private readonly double[] coefficients;
    private readonly double[] bound;

    /// <summary>Expands at the given coefficients.</summary>
    /// <param name="everybody">With <see cref="RowSet.Present"/> as the weight.</param>
    public NullExpansion(ExpansionTables tables, RowSet everybody, ReadOnlySpan<double> centre)
    {
        this.tables = tables;
        var moments = Moments(everybody, centre);
        coefficients = new double[tables.Length];
        for (var i = 0; i < coefficients.Length; i++)
            coefficients[i] = tables.Source[i] < 0 ? 0 : moments[tables.Source[i]];
        bound = new double[tables.Top.Length];
        for (var i = 0; i < bound.Length; i++)
            bound[i] = moments[tables.Top[i]];
    }

    /// <summary>Adds logarithms and information of everybody to a pass, as if nobody carried the variant, and says how far the logarithms can be off.</summary>
    /// <param name="delta">Coefficients less those of the centre.</param>
    /// <param name="powers">Scratch of <see cref="ExpansionTables.Powers"/> numbers.</param>
    /// <param name="derivatives">Scratch of <see cref="ExpansionTables.Rows"/> numbers.</param>
    public double Weigh(LogisticPass pass, ReadOnlySpan<double> delta, Span<double> powers, Span<double> derivatives)
    {
        tables.Raise(delta, powers);
        var at = 0;
        for (var row = 0; row < tables.Rows; row++)
        {
            var length = tables.RowLength[row];
            derivatives[row] = Dot(coefficients.AsSpan(at, length), powers[..length]);
            at += length;
        }

        var terms = pass.Terms;
        var d = delta.Length;
        pass.LogSum += derivatives[0];
        for (var j = 0; j < d; j++)
        for (var k = 0; k <= j; k++)
            pass.Information[(j * terms) + k] += derivatives[tables.Second(j, k)];
        var sum = 0.0;
        for (var i = 0; i < bound.Length; i++)
            sum += bound[i] * powers[tables.TopPowers + i];
        return sum;
    }

    /// <summary>Adds the residual: Σ p x − ½ Σ w (1 − 2p) (xᵀ A⁻¹ x) x, from the first and third derivatives.</summary>
    /// <param name="form">As in <see cref="LogisticPass.Balance"/>.</param>
    /// <param name="derivatives">As <see cref="Weigh"/> left them.</param>
    public void Balance(LogisticPass pass, ReadOnlySpan<double> form, ReadOnlySpan<double> derivatives)
    {
        var terms = pass.Terms;
        var d = tables.Covariates.Variables + 1;
        for (var j = 0; j < d; j++)
            pass.Residual[j] += derivatives[1 + j];
        if (form.IsEmpty)
            return;
        for (var k = 0; k < d; k++)
        for (var l = 0; l <= k; l++)
        {
            var inverse = 0.0;
            for (var m = k; m < terms; m++)
                inverse += form[(m * terms) + k] * form[(m * terms) + l];
            inverse *= k == l ? -0.5 : -1;
            for (var j = 0; j < d; j++)
                pass.Residual[j] += inverse * derivatives[tables.Third(j, k, l)];
        }
    }

    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var (a, b) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i + (2 * Lanes) <= one.Length; i += 2 * Lanes)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(one[i..]), Vector512.Create(other[i..]), a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(one[(i + Lanes)..]), Vector512.Create(other[(i + Lanes)..]), b);
        }

        if (i < one.Length)
            a = Vector512.FusedMultiplyAdd(Vector512.Create(one[i..]), Vector512.Create(other[i..]), a);
        return Vector512.Sum(a + b);
    }

    /// <summary>Σ s⁽ⁿ⁾(η) zᵅ for all orders n and monomials α of the covariates with |α| ≤ n, then the sums of the bound.</summary>
    private double[] Moments(RowSet everybody, ReadOnlySpan<double> centre)
    {
        var monomials = tables.Covariates;
        var degree = monomials.Degree;
        var sums = new Vector512<double>[(degree + 2) * monomials.Count];
        var values = new Vector512<double>[monomials.Count];
        var slopes = new Vector512<double>[degree + 2];
        values[0] = Vector512<double>.One;
        var derivatives = new LogisticDerivatives(degree);
        for (var i = 0; i < everybody.Rows; i += Lanes)
        {
            var eta = Vector512.Create(centre[0]);
            for (var j = 0; j < monomials.Variables; j++)
                eta = Vector512.FusedMultiplyAdd(Vector512.Create(centre[j + 1]), Load(everybody.Columns, (j * everybody.Stride) + i), eta);
            derivatives.Fill(eta, Load(everybody.Present, i), Reach, slopes);
            for (var m = 1; m < values.Length; m++)
            {
                var (parent, variable) = monomials.Parents[m];
                values[m] = values[parent] * Load(everybody.Columns, (variable * everybody.Stride) + i);
            }

            for (var n = 0; n < slopes.Length; n++)
            {
                var target = sums.AsSpan(n * values.Length, tables.UpTo[Math.Min(n, degree)]);
                for (var m = 0; m < target.Length; m++)
                    target[m] = Vector512.FusedMultiplyAdd(slopes[n], values[m], target[m]);
            }
        }

        return [.. sums.Select(Vector512.Sum)];
    }

    private static Vector512<double> Load(double[] values, int at) => Vector512.Create(values.AsSpan(at, Lanes));
}
