using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Association;

/// <summary>Sums over blocks of people in eight lanes that are added up by the caller; the length is a multiple of <see cref="RowSet.Tile"/>.</summary>
internal static class VectorSums
{
    private const int Lanes = 8;

    public static Vector512<double> Sum(ReadOnlySpan<double> values)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var (a, b) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (nuint i = 0; i < (nuint)values.Length; i += 2 * Lanes)
        {
            a += Vector512.LoadUnsafe(ref from, i);
            b += Vector512.LoadUnsafe(ref from, i + Lanes);
        }

        return a + b;
    }

    public static Vector512<double> Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        ref var x = ref MemoryMarshal.GetReference(one);
        ref var y = ref MemoryMarshal.GetReference(other);
        var (a, b) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (nuint i = 0; i < (nuint)one.Length; i += 2 * Lanes)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref y, i), a);
            b = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, i + Lanes), Vector512.LoadUnsafe(ref y, i + Lanes), b);
        }

        return a + b;
    }

    /// <summary>The products, and their sum.</summary>
    public static Vector512<double> Product(ReadOnlySpan<double> one, ReadOnlySpan<double> other, Span<double> products)
    {
        ref var x = ref MemoryMarshal.GetReference(one);
        ref var y = ref MemoryMarshal.GetReference(other);
        ref var z = ref MemoryMarshal.GetReference(products);
        var sum = Vector512<double>.Zero;
        for (nuint i = 0; i < (nuint)one.Length; i += Lanes)
        {
            var product = Vector512.LoadUnsafe(ref x, i) * Vector512.LoadUnsafe(ref y, i);
            product.StoreUnsafe(ref z, i);
            sum += product;
        }

        return sum;
    }

    /// <summary>Adds to each target the sum of the values times one column; four columns at a time share the load of the values.</summary>
    public static void Dots(ReadOnlySpan<double> values, double[] columns, int from, int stride, int count, Span<Vector512<double>> targets)
    {
        unchecked // indices inside the table
        {
            ref var x = ref MemoryMarshal.GetReference(values);
            ref var table = ref MemoryMarshal.GetArrayDataReference(columns);
            var k = 0;
            for (; k + 4 <= count; k += 4)
            {
                var at = (nuint)((k * stride) + from);
                var next = (nuint)stride;
                var (a, b, c, d) = (targets[k], targets[k + 1], targets[k + 2], targets[k + 3]);
                for (nuint i = 0; i < (nuint)values.Length; i += Lanes)
                {
                    var v = Vector512.LoadUnsafe(ref x, i);
                    a = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref table, at + i), a);
                    b = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref table, at + next + i), b);
                    c = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref table, at + (2 * next) + i), c);
                    d = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref table, at + (3 * next) + i), d);
                }

                (targets[k], targets[k + 1], targets[k + 2], targets[k + 3]) = (a, b, c, d);
            }

            for (; k + 2 <= count; k += 2)
            {
                var at = (nuint)((k * stride) + from);
                var next = (nuint)stride;
                var (a, b) = (targets[k], targets[k + 1]);
                for (nuint i = 0; i < (nuint)values.Length; i += Lanes)
                {
                    var v = Vector512.LoadUnsafe(ref x, i);
                    a = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref table, at + i), a);
                    b = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref table, at + next + i), b);
                }

                (targets[k], targets[k + 1]) = (a, b);
            }

            if (k < count)
                targets[k] += Dot(values, columns.AsSpan((k * stride) + from, values.Length));
        }
    }
}
