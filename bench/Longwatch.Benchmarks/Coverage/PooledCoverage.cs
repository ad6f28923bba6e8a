using Longwatch.Statistics.MetaAnalysis;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>Intervals of the one-stage binomial–normal model for the typical share, with study sizes as published.</summary>
internal static class PooledCoverage
{
    private const int ManySamples = 2_000;
    private const int FewSamples = 500; // a fit of rare events takes longer

    /// <summary>Patients in the published cohorts that report second primaries.</summary>
    private static readonly double[] Sizes = [449, 724, 3066, 783, 355, 246, 236, 2609];

    internal static IEnumerable<SimulatedCoverage> Rows()
    {
        foreach (var (share, deviation) in new[] { (0.06, 0.4), (0.06, 0.1), (0.001, 0.5) })
        {
            var mean = Math.Log(share / (1 - share));
            var samples = share < 0.01 ? FewSamples : ManySamples;
            var wald = new (double, double)?[samples];
            var student = new (double, double)?[samples];
            var profile = new (double, double)?[samples];
            Parallel.For(
                0,
                samples,
                sample =>
                {
                    var random = new Philox(SurvivalCoverage.Seed, (ulong)sample);
                    double[] events =
                    [
                        .. Sizes.Select(n =>
                            (double)random.NextBinomial((int)n, BinomialNormal.Share(mean + (deviation * random.NextNormal())))
                        ),
                    ];
                    if (BinomialNormal.Fit(events, Sizes, CoverageStudy.Level) is not RandomInterceptResult.Estimated fit)
                        return;
                    wald[sample] = (fit.WaldInterval.Lower, fit.WaldInterval.Upper);
                    student[sample] = (fit.StudentInterval.Lower, fit.StudentInterval.Upper);
                    profile[sample] = (fit.ProfileInterval.Lower, fit.ProfileInterval.Upper);
                }
            );
            var setting = $"{Sizes.Length} cohorts, share {share:P1}, between-study deviation {deviation} (log odds)";
            yield return SimulatedCoverage.Of("binomial–normal, Student", setting, mean, student);
            yield return SimulatedCoverage.Of("binomial–normal, profile", setting, mean, profile);
            yield return SimulatedCoverage.Of("binomial–normal, Wald", setting, mean, wald);
        }
    }
}
