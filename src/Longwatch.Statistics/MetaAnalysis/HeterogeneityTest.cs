namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>A test that the studies share one rate.</summary>
/// <param name="Statistic">Chi-squared distributed with <paramref name="DegreesOfFreedom"/> under a common rate, unless the test says otherwise.</param>
public readonly record struct HeterogeneityTest(double Statistic, int DegreesOfFreedom, double PValue);
