using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics;

internal static class ConfidenceLevel
{
    /// <summary>Probability left out on each side of a central interval.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public static double Tail(double level) =>
        level is > 0 and < 1
            ? (1 - level) / 2
            : throw new ArgumentOutOfRangeException(nameof(level), "A confidence level lies strictly between 0 and 1.");

    /// <summary>Standard normal deviate of a central interval: 1.96 for 0.95.</summary>
    public static double Deviate(double level) => -NormalDistribution.Quantile(Tail(level));
}
