using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Regression;

/// <summary>The (penalised) logistic likelihood at one point: value, score, Fisher information and its factor.</summary>
internal sealed record LikelihoodPoint(double[] Beta, double LogLikelihood, double[] Score, double[,] Information, Positive Factor);

/// <summary>
/// Value and derivatives of the logistic likelihood, with Firth's penalty if wanted. Holds the work space, so one object serves one thread.
/// </summary>
/// <remarks>
/// Two passes over the columns in blocks that stay in the first-level cache: logits, probabilities and the information; then the leverages xᵀ I⁻¹ x and the
/// score. The information is made in tiles of 2 × 4 columns. Vectors always hold four numbers, whatever the processor, so that sums have one order.
/// </remarks>
internal sealed class BinomialLikelihood(BinomialSample sample, bool penalised)
{
    /// <summary>Rows of a block, a multiple of the row tile.</summary>
    private const int Block = 256;
    private const int Lanes = 4;

    private readonly double[] probability = new double[sample.Stride];
    private readonly double[] weight = new double[sample.Stride];
    private readonly double[] weighted = new double[sample.PaddedColumns * Block];

    public BinomialSample Sample => sample;

    public bool Penalised => penalised;

    /// <summary>Null where the information is singular or the likelihood is not finite.</summary>
    public LikelihoodPoint? At(ReadOnlySpan<double> beta)
    {
        var (likelihood, information) = Information(beta);
        if (!double.IsFinite(likelihood) || Positive.Factor(information) is not { } factor)
            return null;
        var score = Score(penalised ? Form(factor) : []);
        return new(beta.ToArray(), likelihood + (penalised ? factor.LogDeterminant / 2 : 0), score, information, factor);
    }

    /// <summary>Value, score and information of the likelihood without penalty, also where the information is singular.</summary>
    public (double LogLikelihood, double[] Score, double[,] Information) Derivatives(ReadOnlySpan<double> beta)
    {
        if (penalised)
            throw new InvalidOperationException("The penalised score needs the inverse information.");
        var (likelihood, information) = Information(beta);
        return (likelihood, Score([]), information);
    }

    private (double LogLikelihood, double[,] Information) Information(ReadOnlySpan<double> beta)
    {
        var padded = new double[sample.PaddedColumns, sample.PaddedColumns];
        var likelihood = 0.0;
        for (var from = 0; from < sample.Stride; from += Block)
        {
            var count = Math.Min(Block, sample.Stride - from);
            likelihood += Probabilities(beta, from, count);
            AddInformation(padded, from, count);
        }

        var information = new double[sample.Columns, sample.Columns];
        for (var j = 0; j < sample.Columns; j++)
        for (var k = 0; k <= j; k++)
            information[j, k] = information[k, j] = padded[j, k];
        return (likelihood, information);
    }

    private double[] Score(double[] form)
    {
        var score = new double[sample.Columns];
        for (var from = 0; from < sample.Stride; from += Block)
            AddScore(score, form, from, Math.Min(Block, sample.Stride - from));
        return score;
    }

    /// <summary>Trials × p (1 − p) × xᵀ I⁻¹ x of each row, at a point; makes it the point last asked for.</summary>
    public double[] Leverages(LikelihoodPoint point)
    {
        for (var from = 0; from < sample.Stride; from += Block)
            Probabilities(point.Beta, from, Math.Min(Block, sample.Stride - from));
        var forms = new double[Block];
        var form = Form(point.Factor);
        var leverages = new double[sample.Rows];
        for (var from = 0; from < sample.Rows; from += Block)
        {
            QuadraticForms(form, forms, from, Math.Min(Block, sample.Stride - from));
            for (var i = from; i < Math.Min(from + Block, sample.Rows); i++)
                leverages[i] = weight[i] * forms[i - from];
        }

        return leverages;
    }

    /// <summary>The largest change of a row's logit that a change of the coefficients makes.</summary>
    public double LargestShift(ReadOnlySpan<double> move)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(sample.Design);
        var largest = Vector256<double>.Zero;
        for (nuint i = 0; i < (nuint)sample.Stride; i += Lanes)
        {
            var shift = Vector256<double>.Zero;
            var at = i;
            foreach (var change in move)
            {
                shift = Vector256.FusedMultiplyAdd(Vector256.Create(change), Vector256.LoadUnsafe(ref x, at), shift);
                at += (nuint)sample.Stride;
            }

            largest = Vector256.Max(largest, Vector256.Abs(shift));
        }

        return Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
    }

    /// <summary>The probability of each row, at the point last asked for.</summary>
    public double[] Probabilities() => probability[..sample.Rows];

    /// <summary>Fills probabilities and weights of a block; returns its part of the logarithm of the likelihood.</summary>
    private double Probabilities(ReadOnlySpan<double> beta, int from, int count)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(sample.Design);
        ref var allOffsets = ref MemoryMarshal.GetArrayDataReference(sample.Offsets);
        ref var allEvents = ref MemoryMarshal.GetArrayDataReference(sample.Events);
        ref var allTrials = ref MemoryMarshal.GetArrayDataReference(sample.Trials);
        ref var p0 = ref MemoryMarshal.GetArrayDataReference(probability);
        ref var w0 = ref MemoryMarshal.GetArrayDataReference(weight);
        var stride = (nuint)sample.Stride;
        var one = Vector256.Create(1.0);
        var sum = Vector256<double>.Zero;
        for (var i = (nuint)from; i < (nuint)(from + count); i += Lanes)
        {
            var logit = Vector256.LoadUnsafe(ref allOffsets, i);
            var at = i;
            foreach (var b in beta)
            {
                logit = Vector256.FusedMultiplyAdd(Vector256.Create(b), Vector256.LoadUnsafe(ref x, at), logit);
                at += stride;
            }

            var events = Vector256.LoadUnsafe(ref allEvents, i);
            var trials = Vector256.LoadUnsafe(ref allTrials, i);
            var e = Vector256.Exp(-Vector256.Abs(logit));
            var whole = one + e;
            var q = one / whole;
            var small = e * q;
            var p = Vector256.ConditionalSelect(Vector256.LessThan(logit, Vector256<double>.Zero), small, q);
            p.StoreUnsafe(ref p0, i);
            (trials * (small * q)).StoreUnsafe(ref w0, i);
            // ln(1 + e) with the digits that 1 + e has lost.
            var logWhole = Vector256.Log(whole) + ((e - (whole - one)) * q);
            sum += (events * logit) - (trials * (Vector256.Max(logit, Vector256<double>.Zero) + logWhole));
        }

        return Vector256.Sum(sum);
    }

    private void AddInformation(double[,] information, int from, int count)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(sample.Design);
        ref var wx = ref MemoryMarshal.GetArrayDataReference(weighted);
        ref var w0 = ref MemoryMarshal.GetArrayDataReference(weight);
        var (columns, stride) = (sample.PaddedColumns, (nuint)sample.Stride);
        for (var j = 0; j < sample.Columns; j++)
        {
            var (source, target) = (((nuint)j * stride) + (nuint)from, (nuint)(j * Block));
            for (var i = 0; i < count; i += Lanes, source += Lanes, target += Lanes)
                (Vector256.LoadUnsafe(ref w0, (nuint)(from + i)) * Vector256.LoadUnsafe(ref x, source)).StoreUnsafe(ref wx, target);
        }

        for (var j = 0; j < columns; j += 2)
        for (var k = 0; k <= j + 1; k += 4)
        {
            Vector256<double> a0 = default,
                a1 = default,
                a2 = default,
                a3 = default,
                b0 = default,
                b1 = default,
                b2 = default,
                b3 = default;
            var (upper, lower) = ((nuint)(j * Block), (nuint)((j + 1) * Block));
            var first = ((nuint)k * stride) + (nuint)from;
            var end = upper + (nuint)count;
            for (; upper < end; upper += Lanes, lower += Lanes, first += Lanes)
            {
                var (wa, wb) = (Vector256.LoadUnsafe(ref wx, upper), Vector256.LoadUnsafe(ref wx, lower));
                var column = Vector256.LoadUnsafe(ref x, first);
                a0 = Vector256.FusedMultiplyAdd(wa, column, a0);
                b0 = Vector256.FusedMultiplyAdd(wb, column, b0);
                column = Vector256.LoadUnsafe(ref x, first + stride);
                a1 = Vector256.FusedMultiplyAdd(wa, column, a1);
                b1 = Vector256.FusedMultiplyAdd(wb, column, b1);
                column = Vector256.LoadUnsafe(ref x, first + (2 * stride));
                a2 = Vector256.FusedMultiplyAdd(wa, column, a2);
                b2 = Vector256.FusedMultiplyAdd(wb, column, b2);
                column = Vector256.LoadUnsafe(ref x, first + (3 * stride));
                a3 = Vector256.FusedMultiplyAdd(wa, column, a3);
                b3 = Vector256.FusedMultiplyAdd(wb, column, b3);
            }

            Add(j, k, a0, a1, a2, a3);
            Add(j + 1, k, b0, b1, b2, b3);
        }

        void Add(int row, int column, Vector256<double> v0, Vector256<double> v1, Vector256<double> v2, Vector256<double> v3)
        {
            information[row, column] += Vector256.Sum(v0);
            information[row, column + 1] += Vector256.Sum(v1);
            information[row, column + 2] += Vector256.Sum(v2);
            information[row, column + 3] += Vector256.Sum(v3);
        }
    }

    /// <summary>The inverse information as a lower triangle row by row, off-diagonal numbers doubled: what a quadratic form needs.</summary>
    private double[] Form(Positive factor)
    {
        var inverse = factor.Inverse();
        var form = new double[sample.Columns * (sample.Columns + 1) / 2];
        for (int j = 0, at = 0; j < sample.Columns; j++)
        for (var k = 0; k <= j; k++, at++)
            form[at] = j == k ? inverse[j, j] : inverse[j, k] + inverse[k, j];
        return form;
    }

    /// <summary>xᵀ I⁻¹ x of the rows of a block, 16 rows at a time.</summary>
    private void QuadraticForms(double[] form, Span<double> forms, int from, int count)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(sample.Design);
        ref var target = ref MemoryMarshal.GetReference(forms);
        var stride = (nuint)sample.Stride;
        for (var i = 0; i < count; i += BinomialSample.RowTile)
        {
            Vector256<double> q0 = default,
                q1 = default,
                q2 = default,
                q3 = default;
            var row = (nuint)(from + i);
            var at = 0;
            for (var j = 0; j < sample.Columns; j++)
            {
                Vector256<double> s0 = default,
                    s1 = default,
                    s2 = default,
                    s3 = default;
                var cell = row;
                for (var k = 0; k <= j; k++, cell += stride)
                {
                    var c = Vector256.Create(form[at++]);
                    s0 = Vector256.FusedMultiplyAdd(c, Vector256.LoadUnsafe(ref x, cell), s0);
                    s1 = Vector256.FusedMultiplyAdd(c, Vector256.LoadUnsafe(ref x, cell + Lanes), s1);
                    s2 = Vector256.FusedMultiplyAdd(c, Vector256.LoadUnsafe(ref x, cell + (2 * Lanes)), s2);
                    s3 = Vector256.FusedMultiplyAdd(c, Vector256.LoadUnsafe(ref x, cell + (3 * Lanes)), s3);
                }

                cell -= stride;
                q0 = Vector256.FusedMultiplyAdd(s0, Vector256.LoadUnsafe(ref x, cell), q0);
                q1 = Vector256.FusedMultiplyAdd(s1, Vector256.LoadUnsafe(ref x, cell + Lanes), q1);
                q2 = Vector256.FusedMultiplyAdd(s2, Vector256.LoadUnsafe(ref x, cell + (2 * Lanes)), q2);
                q3 = Vector256.FusedMultiplyAdd(s3, Vector256.LoadUnsafe(ref x, cell + (3 * Lanes)), q3);
            }

            q0.StoreUnsafe(ref target, (nuint)i);
            q1.StoreUnsafe(ref target, (nuint)i + Lanes);
            q2.StoreUnsafe(ref target, (nuint)i + (2 * Lanes));
            q3.StoreUnsafe(ref target, (nuint)i + (3 * Lanes));
        }
    }

    private void AddScore(double[] score, double[] form, int from, int count)
    {
        Span<double> residual = stackalloc double[Block];
        if (penalised)
            QuadraticForms(form, residual, from, count);
        ref var r = ref MemoryMarshal.GetReference(residual);
        ref var x = ref MemoryMarshal.GetArrayDataReference(sample.Design);
        var half = Vector256.Create(0.5);
        for (var i = 0; i < count; i += Lanes)
        {
            var p = Vector256.LoadUnsafe(ref probability[from + i]);
            var value = Vector256.LoadUnsafe(ref sample.Events[from + i]) - (Vector256.LoadUnsafe(ref sample.Trials[from + i]) * p);
            // The leverage of the row pulls its probability towards one half.
            if (penalised)
                value += Vector256.LoadUnsafe(ref weight[from + i]) * Vector256.LoadUnsafe(ref r, (nuint)i) * (half - p);
            value.StoreUnsafe(ref r, (nuint)i);
        }

        for (var j = 0; j < score.Length; j++)
        {
            Vector256<double> even = default,
                odd = default;
            var cell = (nuint)((j * sample.Stride) + from);
            for (nuint i = 0; i < (nuint)count; i += 2 * Lanes)
            {
                even = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref r, i), Vector256.LoadUnsafe(ref x, cell + i), even);
                odd = Vector256.FusedMultiplyAdd(
                    Vector256.LoadUnsafe(ref r, i + Lanes),
                    Vector256.LoadUnsafe(ref x, cell + i + Lanes),
                    odd
                );
            }

            score[j] += Vector256.Sum(even + odd);
        }
    }
}
