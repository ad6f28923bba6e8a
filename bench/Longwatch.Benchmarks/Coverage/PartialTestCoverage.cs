using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.PartialTesting;

namespace Longwatch.Benchmarks.Coverage;

/// <summary>Intervals for the number of positives among all cases when only some were tested, chosen at random.</summary>
internal static class PartialTestCoverage
{
    internal static IEnumerable<CoverageRow> Rows()
    {
        foreach (var (cases, tested) in new[] { (38, 19), (38, 10), (100, 60) })
        {
            var setting = $"{cases} cases, {tested} tested";
            (int Lower, int Upper)[] predictive =
            [
                .. Enumerable
                    .Range(0, tested + 1)
                    .Select(x => TotalPositive.Predict(new(cases, tested, x), BetaPrior.Jeffreys).Total!.Interval(CoverageStudy.Level)),
            ];
            (int Lower, int Upper)[] exact =
            [
                .. Enumerable.Range(0, tested + 1).Select(x => TotalPositive.ExactInterval(new(cases, tested, x), CoverageStudy.Level)),
            ];
            // The Bayesian interval holds its level on average over its prior: equal steps in the arcsine scale are Jeffreys' prior.
            yield return CoverageRow.Of(
                "beta-binomial predictive, Jeffreys",
                $"{setting}; average over the prior",
                Promise.AtLeastOnAverage,
                Enumerable.Range(0, 400).Select(i => Predictive(predictive, cases, Math.Pow(Math.Sin(Math.PI * (i + 0.5) / 800), 2)))
            );
            yield return CoverageRow.Of(
                "hypergeometric inversion",
                $"{setting}; every number of positives",
                Promise.EveryTruth,
                Enumerable.Range(0, cases + 1).Select(k => Sampled(exact, cases, k))
            );
        }
    }

    private static (double, double, double) Predictive((int Lower, int Upper)[] intervals, int cases, double share)
    {
        var tested = intervals.Length - 1;
        double covered = 0,
            width = 0;
        for (var x = 0; x <= tested; x++)
        {
            var seen = Binomial.Probability(x, tested, share);
            width += seen * (intervals[x].Upper - intervals[x].Lower);
            for (var y = 0; y <= cases - tested; y++)
                if (intervals[x].Lower <= x + y && x + y <= intervals[x].Upper)
                    covered += seen * Binomial.Probability(y, cases - tested, share);
        }

        return (share, covered, width);
    }

    private static (double, double, double) Sampled((int Lower, int Upper)[] intervals, int cases, int positives)
    {
        var tested = intervals.Length - 1;
        double covered = 0,
            width = 0;
        for (var x = Math.Max(0, tested - (cases - positives)); x <= Math.Min(tested, positives); x++)
        {
            var seen = Math.Exp(
                GammaFunctions.LogChoose(positives, x)
                    + GammaFunctions.LogChoose(cases - positives, tested - x)
                    - GammaFunctions.LogChoose(cases, tested)
            );
            width += seen * (intervals[x].Upper - intervals[x].Lower);
            if (intervals[x].Lower <= positives && positives <= intervals[x].Upper)
                covered += seen;
        }

        return (positives, covered, width);
    }
}
