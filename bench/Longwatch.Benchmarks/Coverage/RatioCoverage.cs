using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>The exact interval for the ratio of two rates, over all pairs of counts. Without any event it is 0 to ∞ and covers.</summary>
internal static class RatioCoverage
{
    private static readonly (double Total, double Share)[] Settings = [(5, 0.5), (38, 0.5), (38, 0.1), (10, 0.2)];

    internal static IEnumerable<CoverageRow> Rows() =>
        Settings.Select(setting =>
            CoverageRow.Of(
                "rate ratio, conditional exact",
                $"{setting.Total} events expected in all, {setting.Share:P0} of the exposure, ratio 0.25 … 4",
                Promise.EveryTruth,
                Enumerable.Range(0, 17).Select(i => At(setting.Total, setting.Share, Math.Pow(2, (i - 8) / 4.0)))
            )
        );

    private static (double, double, double) At(double total, double share, double ratio)
    {
        var second = total / ((share * ratio) + 1 - share);
        var (firstMean, secondMean) = (share * ratio * second, (1 - share) * second);
        double covered = 0,
            width = 0,
            finite = 0;
        for (var x = 0; x <= (int)(total * 3) + 25; x++)
        for (var y = 0; y <= (int)(total * 3) + 25; y++)
        {
            var probability = Poisson.Probability(x, firstMean) * Poisson.Probability(y, secondMean);
            if (probability < 1e-12)
            {
                // At most 2e-8 in all: counted as covered or not, it decides nothing; counted as covered, no guarantee is broken by rounding.
                covered += probability;
                continue;
            }

            var interval = RateRatio.Compare(new(x, share), new(y, 1 - share), CoverageStudy.Level).Exact;
            if (interval.Lower <= ratio && ratio <= interval.Upper)
                covered += probability;
            if (double.IsFinite(interval.Upper))
            {
                width += probability * (Math.Log(interval.Upper) - Math.Log(Math.Max(interval.Lower, 1e-3)));
                finite += probability;
            }
        }

        return (ratio, covered, finite > 0 ? width / finite : double.NaN);
    }
}
