using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Association;

/// <summary>Tail probabilities of the efficient score of a rare outcome: Σ g̃ (Y − μ) with independent Y of known probability, by the saddle-point approximation.</summary>
/// <remarks>
/// K(t) = Σ log(1 − μ + μ e^{g̃t}) − t Σ g̃μ with the genotype g̃ less its regression on the covariates; Lugannani and Rice in the form of
/// Barndorff-Nielsen: Φ(w + log(v/w)/w). Source: Dey, Schmidt, Abecasis and Lee (2017) Am J Hum Genet 101:37. Everybody counts unless
/// <see cref="SaddlepointOptions.Fast"/>. Checked against SPAtest, methods SPA and fastSPA (G07, G12): 1e-9 with its own stop.
/// </remarks>
internal sealed class SaddlepointTail(RowSet everybody)
{
    private const int Lanes = 8;
    private const int MostSteps = 200;

    private readonly double[] probability = new double[everybody.Stride];
    private readonly double[] residual = new double[everybody.Stride];
    private SaddlepointOptions options = SaddlepointOptions.Default;

    /// <summary>Variance of the people who enter as one normal variable.</summary>
    private double restVariance;

    /// <summary>Prepares one variant.</summary>
    /// <param name="rows">All people, with their genotypes.</param>
    /// <param name="beta">Coefficients of the model without the variant; a last one, of the variant, is not read.</param>
    /// <param name="projection">Coefficients of the genotype on intercept and covariates.</param>
    public void Load(RowSet rows, ReadOnlySpan<double> beta, ReadOnlySpan<double> projection)
    {
        for (var i = 0; i < rows.Rows; i += Lanes)
        {
            var eta = Vector512.Create(beta[0]);
            var g = Load(rows.Genotype, i) - Vector512.Create(projection[0]);
            for (var j = 1; j < projection.Length; j++)
            {
                var x = Load(rows.Columns, ((j - 1) * rows.Stride) + i);
                eta = Vector512.FusedMultiplyAdd(Vector512.Create(beta[j]), x, eta);
                g -= Vector512.Create(projection[j]) * x;
            }

            var here = Load(rows.Present, i);
            var p = here / (Vector512<double>.One + Vector512.Exp(-eta));
            p.StoreUnsafe(ref probability[i]);
            (g * here).StoreUnsafe(ref residual[i]);
        }

        (options, restVariance) = (SaddlepointOptions.Default, 0);
    }

    /// <summary>How the tails are to be found; after <see cref="Load(RowSet, ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    /// <param name="rows">The same as there.</param>
    /// <param name="without">Genotype, as the rows count it, of people without the rarer allele: in the fast form they become one normal variable.</param>
    public void Choose(SaddlepointOptions chosen, RowSet rows, double without)
    {
        options = chosen;
        if (!chosen.Fast)
            return;
        for (var i = 0; i < rows.Rows; i++)
            if (rows.Genotype[i] == without)
            {
                restVariance += residual[i] * residual[i] * probability[i] * (1 - probability[i]);
                (probability[i], residual[i]) = (0, 0);
            }
    }

    /// <summary>P(|S| ≥ |score|), both tails; null when one of them has no saddle point.</summary>
    public double? P(double score, double deviation)
    {
        var size = Math.Abs(score);
        return Tail(size, deviation) + Tail(-size, deviation);
    }

    private double? Tail(double score, double deviation)
    {
        if (Root(score, deviation) is not { } t)
            return null;
        var (_, curvature) = Slope(t);
        var w = Math.Sign(t) * Math.Sqrt(Math.Max(0, 2 * ((t * score) - Value(t))));
        var v = t * Math.Sqrt(curvature);
        if (w == 0 || v / w <= 0)
            return null;
        var z = w + (Math.Log(v / w) / w);
        // A tail beyond one half is none: so few copies are expected among the cases that the approximation does not hold.
        if (Math.Sign(z) != Math.Sign(score))
            return options.FoldsTails ? NormalDistribution.Cdf(-Math.Abs(z)) : null;
        return score > 0 ? NormalDistribution.Survival(z) : NormalDistribution.Cdf(z);
    }

    /// <summary>Where K'(t) is the score; null when the score lies at or beyond the end of its range.</summary>
    private double? Root(double score, double deviation)
    {
        var side = Math.Sign(score);
        var (inner, outer) = (0.0, double.PositiveInfinity);
        var t = Math.Abs(score) / (deviation * deviation);
        for (var i = 0; i < MostSteps; i++)
        {
            var (slope, curvature) = Slope(side * t);
            if (!double.IsFinite(slope))
                return null;
            var gap = side * (score - slope);
            if (gap > 0)
                inner = t;
            else
                outer = t;
            // Beyond the range of the score the slope never reaches it, and the curvature dies away.
            if (gap > 0 && !(curvature > 1e-12 * deviation * deviation))
                return null;
            var next = t + (gap / curvature);
            if (!(next > inner && next < outer))
                next = double.IsInfinity(outer) ? 2 * t : (inner + outer) / 2;
            if (Math.Abs(next - t) <= Math.Max(1e-9 * t, options.RootTolerance))
                return side * (options.RootTolerance > 0 ? t : next);
            t = Math.Min(next, 4 * t);
        }

        return null;
    }

    /// <summary>The first two derivatives of K.</summary>
    private (double Slope, double Curvature) Slope(double t)
    {
        unchecked // indices of people
        {
            var (slope, curvature, one) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.One);
            var factor = Vector512.Create(t);
            ref var probabilities = ref MemoryMarshal.GetArrayDataReference(probability);
            ref var residuals = ref MemoryMarshal.GetArrayDataReference(residual);
            for (nuint i = 0; i < (nuint)everybody.Rows; i += Lanes)
            {
                var (m, g) = (Vector512.LoadUnsafe(ref probabilities, i), Vector512.LoadUnsafe(ref residuals, i));
                var gt = g * factor;
                // Of m e^{gt} and 1 − m one is divided by the larger power, so that nothing overflows.
                var e = VectorExponential.OfNegative(-Vector512.Abs(gt));
                var up = Vector512.GreaterThan(gt, Vector512<double>.Zero);
                var high = Vector512.ConditionalSelect(up, m, m * e);
                var low = Vector512.ConditionalSelect(up, (one - m) * e, one - m);
                var total = one / (high + low);
                var p = high * total;
                slope = Vector512.FusedMultiplyAdd(g, p - m, slope);
                curvature = Vector512.FusedMultiplyAdd(g * g, p * (low * total), curvature);
            }

            return (Vector512.Sum(slope) + (restVariance * t), Vector512.Sum(curvature) + restVariance);
        }
    }

    /// <summary>K itself.</summary>
    private double Value(double t)
    {
        var (value, factor) = (Vector512<double>.Zero, Vector512.Create(t));
        for (var i = 0; i < everybody.Rows; i += Lanes)
        {
            var (m, gt) = (Load(probability, i), Load(residual, i) * factor);
            var most = Vector512.Max(gt, Vector512<double>.Zero);
            var sum = (m * Vector512.Exp(gt - most)) + ((Vector512<double>.One - m) * Vector512.Exp(-most));
            value += most + Vector512.Log(sum) - (m * gt);
        }

        return Vector512.Sum(value) + (restVariance * t * t / 2);
    }

    private static Vector512<double> Load(double[] values, int at) => Vector512.Create(values.AsSpan(at, Lanes));
}
