using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Hazards;

/// <summary>Sums over stretches of columns, four numbers at a time; on a machine without such registers the same operations one by one, to the same bits.</summary>
internal static class Lanes
{
    public const int Width = 4;

    /// <summary>Four numbers from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> At(double[] values, int place) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)place);

    /// <summary>Writes four numbers from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(Vector256<double> numbers, double[] values, int place) =>
        numbers.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)place);

    /// <summary>Σ values over [start, end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(double[] values, int start, int end)
    {
        var (sums, i) = (Vector256<double>.Zero, start);
        for (; i <= end - Width; i += Width)
            sums += At(values, i);
        var sum = Vector256.Sum(sums);
        for (; i < end; i++)
            sum += values[i];
        return sum;
    }

    /// <summary>Σ one × other over [start, end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double[] one, double[] other, int start, int end)
    {
        var (sums, i) = (Vector256<double>.Zero, start);
        for (; i <= end - Width; i += Width)
            sums = Vector256.FusedMultiplyAdd(At(one, i), At(other, i), sums);
        var sum = Vector256.Sum(sums);
        for (; i < end; i++)
            sum += one[i] * other[i];
        return sum;
    }
}
