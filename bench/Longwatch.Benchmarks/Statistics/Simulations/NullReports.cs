using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of spontaneous reports.</summary>
internal static class NullReports
{
    private const int Reports = 38;
    private const int Draws = 999;
    private const string Scaled =
        "The expected counts add up to the drug's reports, in which the impossible events have no part: the possible ones look too frequent. Inherent to the method.";

    /// <summary>Reports of each event in a base of a million, from frequent to rare.</summary>
    private static readonly int[] totals = [.. Enumerable.Range(0, 20).Select(i => (int)(200_000 * Math.Pow(0.75, i)))];

    internal static IEnumerable<NullExperiment> All() => [OneDrug(0), OneDrug(0.3), Trend()];

    /// <param name="impossible">Share of the events that the drug cannot have.</param>
    private static NullExperiment OneDrug(double impossible)
    {
        var zeros = impossible > 0;
        return new(
            zeros
                ? $"{Reports} reports of a drug on 20 events, a Poisson count each, {impossible:P0} of the events impossible, {Draws} drawn tables"
                : $"{Reports} reports of a drug on 20 events, {Draws} drawn tables",
            2_000,
            zeros
                ? [new("maximum likelihood ratio, zero-inflated Poisson", Known: Scaled)]
                :
                [
                    new("maximum likelihood ratio, Huang"),
                    new("maximum likelihood ratio, Poisson"),
                    new("maximum likelihood ratio, zero-inflated Poisson"),
                ],
            random =>
            {
                var counts = new int[totals.Length];
                if (!zeros)
                    counts = NullRates.Counts(random, Array.ConvertAll(totals, t => (double)t), Reports);
                else
                    for (var i = 0; i < counts.Length; i++)
                        if (random.NextDouble() >= impossible)
                            counts[i] = random.NextPoisson((double)Reports * totals[i] / totals.Sum());
                if (counts.Sum() == 0)
                    return [double.NaN];
                int[] all = [.. totals];
                var effort = new LikelihoodRatioEffort(Draws, random.NextUInt64(), 0.05);
                LikelihoodRatioForm[] forms = zeros ? [LikelihoodRatioForm.ZeroInflatedPoisson] : Enum.GetValues<LikelihoodRatioForm>();
                return [.. forms.Select(form => LikelihoodRatioTest.Test(counts, all, form, effort, 1).P)];
            }
        );
    }

    private static NullExperiment Trend()
    {
        double[] offsets = [.. Enumerable.Range(0, 24).Select(q => 1000 * Math.Pow(1.05, q))];
        double[] means = [.. offsets.Select(o => 38 * o / offsets.Sum())];
        return new(
            "38 reports expected in 24 quarters, a warning after the 16th",
            10_000,
            [new("time trend of reports, slope, Wald", false), new("time trend of reports, step at the warning, Wald", false)],
            random =>
            {
                int[] counts = [.. means.Select(m => random.NextPoisson(m))];
                var trend = ReportTrend.Fit(counts, offsets, 16, slopeChanges: false, 0.95);
                return [trend.Slope.P, trend.Step.P];
            }
        );
    }
}
