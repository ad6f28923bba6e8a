using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Association;

/// <summary>
/// One pass over people for the penalised logistic likelihood of covariates and one variant: Σ log(1 + e^η), Σ (p + penalty) x and Σ w x xᵀ.
/// Eight people at a time, in a fixed order of summation.
/// </summary>
/// <remarks>
/// The terms are the intercept, the covariates, and, where there is one, the genotype as the last. <see cref="Weigh"/> sums logarithms and information;
/// then <see cref="Balance"/> sums the residual with Firth's term −h (½ − p), whose leverages h = w xᵀ A⁻¹ x need the whole information A.
/// With <c>subtract</c> the same people are taken out at genotype 0: the sum of a pass over carriers is then the difference to everybody without the variant.
/// Oracle: <see cref="Regression.LogisticRegression"/>, by the tests of this folder.
/// </remarks>
internal sealed class LogisticPass(int covariates, int people)
{
    private const int Block = 256;
    private const int Lanes = 8;

    // By row: p with the genotype, then p without it. Three blocks of scratch: w of the covariates, w g, and products.
    private readonly double[] with = new double[RowSet.Padded(people)];
    private readonly double[] without = new double[RowSet.Padded(people)];
    private readonly double[] linear = new double[Block];
    private readonly double[] block = new double[3 * Block];
    private readonly Vector512<double>[] residual = new Vector512<double>[covariates + 2];
    private readonly Vector512<double>[] information = new Vector512<double>[(covariates + 2) * (covariates + 2)];

    /// <summary>Σ log(1 + e^η).</summary>
    public double LogSum { get; set; }

    /// <summary>Σ (p − h (½ − p)) x, one for each term.</summary>
    public double[] Residual { get; } = new double[covariates + 2];

    /// <summary>Σ w x xᵀ, lower triangle, row by row of <see cref="Terms"/> numbers.</summary>
    public double[] Information { get; } = new double[(covariates + 2) * (covariates + 2)];

    public int Terms { get; private set; }

    public void Clear(int terms)
    {
        Terms = terms;
        LogSum = 0;
        Array.Clear(Residual);
        Array.Clear(Information);
    }

    /// <summary>Adds logarithms and information of the people of a set, and keeps their probabilities.</summary>
    /// <param name="beta">One for each term.</param>
    public void Weigh(RowSet rows, ReadOnlySpan<double> beta, bool subtract)
    {
        Array.Clear(information);
        var slope = Terms > covariates + 1 ? beta[^1] : 0;
        // People who are taken out as they are put in leave nothing behind but the terms of the genotype.
        var cancels = subtract && slope == 0 && !rows.HasMissing;
        for (var from = 0; from < rows.Rows; from += Block)
        {
            var count = Math.Min(Block, rows.Rows - from);
            Predict(rows, from, count, beta);
            LogSum += Probabilities(rows, from, count, slope, subtract);
            Inform(rows, from, count, cancels);
        }

        for (var j = 0; j < Terms; j++)
        for (var k = 0; k <= j; k++)
            Information[(j * Terms) + k] += Vector512.Sum(information[(j * Terms) + k]);
    }

    /// <summary>Adds the residual of the people who were weighed last.</summary>
    /// <param name="form">Inverse lower factor of the whole information, terms × terms; empty for the likelihood without penalty.</param>
    public void Balance(RowSet rows, ReadOnlySpan<double> form, bool subtract)
    {
        Array.Clear(residual);
        for (var from = 0; from < rows.Rows; from += Block)
        {
            var count = Math.Min(Block, rows.Rows - from);
            Penalise(rows, from, count, form, subtract);
            var covariate = block.AsSpan(0, count);
            var last = covariates + 1;
            residual[0] += VectorSums.Sum(covariate);
            VectorSums.Dots(covariate, rows.Columns, from, rows.Stride, covariates, residual.AsSpan(1));
            if (Terms > last)
                residual[last] += VectorSums.Dot(block.AsSpan(Block, count), rows.Genotype.AsSpan(from, count));
        }

        for (var j = 0; j < Terms; j++)
            Residual[j] += Vector512.Sum(residual[j]);
    }

    private void Predict(RowSet rows, int from, int count, ReadOnlySpan<double> beta)
    {
        unchecked // indices of a block, far from overflow
        {
            ref var eta = ref MemoryMarshal.GetArrayDataReference(linear);
            ref var columns = ref MemoryMarshal.GetArrayDataReference(rows.Columns);
            for (var i = 0; i < count; i += RowSet.Tile)
            {
                var a = Vector512.Create(beta[0]);
                var (b, c, d) = (a, a, a);
                for (var j = 0; j < covariates; j++)
                {
                    var slope = Vector512.Create(beta[j + 1]);
                    var at = (nuint)((j * rows.Stride) + from + i);
                    a = Vector512.FusedMultiplyAdd(slope, Vector512.LoadUnsafe(ref columns, at), a);
                    b = Vector512.FusedMultiplyAdd(slope, Vector512.LoadUnsafe(ref columns, at + Lanes), b);
                    c = Vector512.FusedMultiplyAdd(slope, Vector512.LoadUnsafe(ref columns, at + (2 * Lanes)), c);
                    d = Vector512.FusedMultiplyAdd(slope, Vector512.LoadUnsafe(ref columns, at + (3 * Lanes)), d);
                }

                a.StoreUnsafe(ref eta, (nuint)i);
                b.StoreUnsafe(ref eta, (nuint)(i + Lanes));
                c.StoreUnsafe(ref eta, (nuint)(i + (2 * Lanes)));
                d.StoreUnsafe(ref eta, (nuint)(i + (3 * Lanes)));
            }
        }
    }

    /// <summary>Fills p with and without the genotype, and the weights; the logarithms as one product, which cannot pass 2^32 a lane and block.</summary>
    private double Probabilities(RowSet rows, int from, int count, double slope, bool subtract)
    {
        unchecked
        {
            ref var eta = ref MemoryMarshal.GetArrayDataReference(linear);
            ref var genotype = ref rows.Genotype[from];
            ref var present = ref rows.Present[from];
            ref var first = ref with[from];
            ref var second = ref without[from];
            ref var weights = ref MemoryMarshal.GetArrayDataReference(block);
            var one = Vector512<double>.One;
            var zero = Vector512<double>.Zero;
            var (product, taken, above) = (one, one, zero);
            var step = Vector512.Create(slope);
            var masked = !subtract || rows.HasMissing;
            for (nuint i = 0; i < (nuint)count; i += Lanes)
            {
                var plain = Vector512.LoadUnsafe(ref eta, i);
                var g = Vector512.LoadUnsafe(ref genotype, i);
                var line = Vector512.FusedMultiplyAdd(step, g, plain);
                var e = VectorExponential.OfNegative(-Vector512.Abs(line));
                var inverse = one / (one + e);
                var all = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(line, zero), inverse, e * inverse);
                var (p, up) = (all, Vector512.Max(line, zero));
                var here = e;
                if (masked)
                {
                    var counted = Vector512.LoadUnsafe(ref present, i);
                    p *= counted;
                    up *= counted;
                    here *= counted;
                }

                product *= one + here;
                above += up;
                p.StoreUnsafe(ref first, i);
                var w = p - (p * p);
                (w * g).StoreUnsafe(ref weights, i + Block);
                if (subtract)
                {
                    if (slope != 0)
                    {
                        e = VectorExponential.OfNegative(-Vector512.Abs(plain));
                        inverse = one / (one + e);
                        all = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(plain, zero), inverse, e * inverse);
                    }

                    taken *= one + e;
                    above -= Vector512.Max(plain, zero);
                    all.StoreUnsafe(ref second, i);
                    w -= all - (all * all);
                }

                w.StoreUnsafe(ref weights, i);
            }

            return Vector512.Sum(above + Vector512.Log(product) - Vector512.Log(taken));
        }
    }

    private void Penalise(RowSet rows, int from, int count, ReadOnlySpan<double> form, bool subtract)
    {
        unchecked
        {
            ref var columns = ref MemoryMarshal.GetArrayDataReference(rows.Columns);
            ref var genotype = ref rows.Genotype[from];
            ref var first = ref with[from];
            ref var second = ref without[from];
            ref var result = ref MemoryMarshal.GetArrayDataReference(block);
            var half = Vector512.Create(0.5);
            var hasGenotype = Terms > covariates + 1;
            for (var i = 0; i < count; i += Lanes)
            {
                var at = (nuint)i;
                var p = Vector512.LoadUnsafe(ref first, at);
                var g = Vector512.LoadUnsafe(ref genotype, at);
                var (carried, plain) = (Vector512<double>.Zero, Vector512<double>.Zero);
                if (!form.IsEmpty)
                {
                    for (var j = 0; j <= covariates; j++)
                    {
                        var t = Row(ref columns, rows.Stride, from + i, form.Slice(j * Terms, Terms), j);
                        plain = Vector512.FusedMultiplyAdd(t, t, plain);
                    }

                    carried = plain;
                    if (hasGenotype)
                    {
                        var last = form[^Terms..];
                        var t = Row(ref columns, rows.Stride, from + i, last, covariates);
                        plain = Vector512.FusedMultiplyAdd(t, t, plain);
                        t = Vector512.FusedMultiplyAdd(Vector512.Create(last[^1]), g, t);
                        carried = Vector512.FusedMultiplyAdd(t, t, carried);
                    }
                }

                var r = p - ((p - (p * p)) * carried * (half - p));
                r.StoreUnsafe(ref result, at + Block);
                if (subtract)
                {
                    var q = Vector512.LoadUnsafe(ref second, at);
                    r -= q - ((q - (q * q)) * plain * (half - q));
                }

                r.StoreUnsafe(ref result, at);
            }
        }
    }

    /// <summary>One row of the inverse factor times the people's terms, up to a covariate.</summary>
    private static Vector512<double> Row(ref double columns, int stride, int person, ReadOnlySpan<double> form, int last)
    {
        unchecked
        {
            var t = Vector512.Create(form[0]);
            for (var k = 1; k <= last; k++)
                t = Vector512.FusedMultiplyAdd(
                    Vector512.Create(form[k]),
                    Vector512.LoadUnsafe(ref columns, (nuint)(((k - 1) * stride) + person)),
                    t
                );
            return t;
        }
    }

    private void Inform(RowSet rows, int from, int count, bool cancels)
    {
        var last = covariates + 1;
        if (!cancels)
        {
            var weights = block.AsSpan(0, count);
            information[0] += VectorSums.Sum(weights);
            for (var j = 0; j < covariates; j++)
            {
                var row = (j + 1) * Terms;
                var products = block.AsSpan(2 * Block, count);
                information[row] += VectorSums.Product(weights, rows.Columns.AsSpan((j * rows.Stride) + from, count), products);
                VectorSums.Dots(products, rows.Columns, from, rows.Stride, j + 1, information.AsSpan(row + 1));
            }
        }

        if (Terms == last)
            return;
        var carriers = block.AsSpan(Block, count);
        information[last * Terms] += VectorSums.Sum(carriers);
        VectorSums.Dots(carriers, rows.Columns, from, rows.Stride, covariates, information.AsSpan((last * Terms) + 1));
        information[(last * Terms) + last] += VectorSums.Dot(carriers, rows.Genotype.AsSpan(from, count));
    }
}
