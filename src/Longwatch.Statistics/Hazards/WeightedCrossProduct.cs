using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Hazards;

/// <summary>Σ v x and Σ v x xᵀ over a stretch of rows, from columns.</summary>
/// <remarks>Blocks of rows that stay in the first cache; each product of a column is used against four others at a time.</remarks>
internal static class WeightedCrossProduct
{
    private const int BlockRows = 256;

    /// <summary>Adds the sums over the rows.</summary>
    /// <param name="weight">v of each row.</param>
    /// <param name="sums">Receives Σ v x: one number per column is added to.</param>
    /// <param name="products">Receives the lower triangle of Σ v x xᵀ: row × stride + column is added to.</param>
    public static void Add(double[][] columns, double[] weight, (int Start, int End) rows, double[] sums, double[] products, int stride)
    {
        for (var start = rows.Start; start < rows.End; start += BlockRows)
        {
            var end = Math.Min(rows.End, start + BlockRows);
            for (var j = 0; j < columns.Length; j++)
            {
                sums[j] += Lanes.Dot(weight, columns[j], start, end);
                var k = 0;
                for (; k + 3 <= j; k += 4)
                    Four(weight, columns[j], columns.AsSpan(k, 4), (start, end), products.AsSpan((j * stride) + k, 4));
                for (; k <= j; k++)
                    products[(j * stride) + k] += One(weight, columns[j], columns[k], start, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(double[] weight, double[] column, ReadOnlySpan<double[]> others, (int Start, int End) rows, Span<double> into)
    {
        var (a, b, c, d) = (others[0], others[1], others[2], others[3]);
        var (i, end) = rows;
        var (sumA, sumB, sumC, sumD) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (; i <= end - Lanes.Width; i += Lanes.Width)
        {
            var product = Lanes.At(weight, i) * Lanes.At(column, i);
            sumA = Vector256.FusedMultiplyAdd(product, Lanes.At(a, i), sumA);
            sumB = Vector256.FusedMultiplyAdd(product, Lanes.At(b, i), sumB);
            sumC = Vector256.FusedMultiplyAdd(product, Lanes.At(c, i), sumC);
            sumD = Vector256.FusedMultiplyAdd(product, Lanes.At(d, i), sumD);
        }

        var (one, two, three, four) = (Vector256.Sum(sumA), Vector256.Sum(sumB), Vector256.Sum(sumC), Vector256.Sum(sumD));
        for (; i < end; i++)
        {
            var product = weight[i] * column[i];
            one += product * a[i];
            two += product * b[i];
            three += product * c[i];
            four += product * d[i];
        }

        into[0] += one;
        into[1] += two;
        into[2] += three;
        into[3] += four;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double One(double[] weight, double[] column, double[] other, int start, int end)
    {
        var (sums, i) = (Vector256<double>.Zero, start);
        for (; i <= end - Lanes.Width; i += Lanes.Width)
            sums = Vector256.FusedMultiplyAdd(Lanes.At(weight, i) * Lanes.At(column, i), Lanes.At(other, i), sums);
        var sum = Vector256.Sum(sums);
        for (; i < end; i++)
            sum += weight[i] * column[i] * other[i];
        return sum;
    }
}
