namespace Longwatch.Statistics.Numerics;

/// <summary>Quantiles of a sample.</summary>
internal static class OrderStatistics
{
    /// <summary>Linear between neighbours, type 7 of Hyndman and Fan (1996) Am Stat 50:361, as R does.</summary>
    /// <param name="ascending">At least one value.</param>
    /// <param name="p">In [0, 1].</param>
    public static double Quantile(ReadOnlySpan<double> ascending, double p)
    {
        var at = p * (ascending.Length - 1);
        var below = (int)at;
        return below + 1 < ascending.Length ? ascending[below] + ((at - below) * (ascending[below + 1] - ascending[below])) : ascending[^1];
    }
}
