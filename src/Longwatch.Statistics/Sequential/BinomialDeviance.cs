using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Sequential;

/// <summary>The likelihood-ratio statistic of two counts with a known ratio of their expectations.</summary>
internal static class BinomialDeviance
{
    /// <summary>Log of the likelihood at the observed share of <paramref name="cases"/> over that at 1/(1 + z); 0 unless the share is larger.</summary>
    /// <remarks>The two terms are Poisson deviances whose differences from expectation cancel: no digits are lost near the expectation.</remarks>
    public static double OfExcess(double cases, double controls, double controlsPerCase)
    {
        if (cases == 0 || cases * controlsPerCase <= controls)
            return 0;
        var all = cases + controls;
        return SaddlePoint.Deviance(cases, all / (1 + controlsPerCase))
            + (
                controls == 0
                    ? all * controlsPerCase / (1 + controlsPerCase)
                    : SaddlePoint.Deviance(controls, all * controlsPerCase / (1 + controlsPerCase))
            );
    }
}
