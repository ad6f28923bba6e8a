namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Typical within-study variance (k − 1) Σw / ((Σw)² − Σw²), w = 1/v (Higgins and Thompson, Stat Med 2002;21:1539, eq. 9).</summary>
internal static class TypicalVariance
{
    public static double Of(ReadOnlySpan<double> variances)
    {
        double sum = 0,
            squares = 0;
        foreach (var v in variances)
        {
            sum += 1 / v;
            squares += 1 / (v * v);
        }

        return (variances.Length - 1) * sum / ((sum * sum) - squares);
    }
}
