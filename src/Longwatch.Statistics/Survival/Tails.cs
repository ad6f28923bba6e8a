namespace Longwatch.Statistics.Survival;

internal static class NormalQuantile
{
    public static double TwoSided(double level) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + level) / 2);
}

internal static class ChiSquaredTail
{
    public static double Of(double statistic, int df) => MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(df / 2.0, statistic / 2);
}
