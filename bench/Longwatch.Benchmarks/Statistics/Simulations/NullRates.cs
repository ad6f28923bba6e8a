using System.Collections.Concurrent;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Onset;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Rates;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of counts against exposure: are rates equal, is one rate what was expected.</summary>
internal static class NullRates
{
    private const int Cases = 38;
    internal const string HalfCounted = "Mid-P does not guarantee the level: in discrete data it lies now below it, now a little above.";
    private const string Sparse =
        "With 5 to 10 events a band the likelihood ratio exceeds χ² a little; where a band expects fewer than five, the report gives the exact multinomial test in its place.";

    private const string FewInGroup =
        "The smallest groups expect a few events: the likelihood ratio exceeds χ² a little. The report quotes the exact test.";

    /// <summary>Shares of the exposure of six products, a large one to one with a handful of cases.</summary>
    internal static readonly double[] Exposure = [0.42, 0.24, 0.16, 0.1, 0.05, 0.03];

    internal static IEnumerable<NullExperiment> All() =>
        [
            Groups("four products", [0.55, 0.25, 0.15, 0.05], 4_000),
            Groups("six products", Exposure, 600),
            LeftOut(),
            Bands("five bands of time since infusion, all with more than five events expected", [0.26, 0.22, 0.2, 0.17, 0.15], 38),
            Bands("five bands, three with fewer than five events expected", [0.6, 0.2, 0.1, 0.07, 0.03], 38),
            Ratio(0.5, 38),
            Ratio(0.1, 38),
            Ratio(0.1, 5),
            Observed(38),
            Observed(3),
        ];

    private static NullExperiment Groups(string name, double[] exposure, int runs) =>
        new(
            $"38 events in {name}",
            runs,
            [
                new("homogeneity of rates, Pearson, χ²"),
                new("homogeneity of rates, likelihood ratio, χ²", Known: FewInGroup),
                new("homogeneity of rates, exact by probability", false),
                new("homogeneity of rates, exact by Pearson", false),
                new("homogeneity of rates, exact by likelihood ratio", false),
            ],
            random =>
            {
                var test = Homogeneity.Test(
                    new(Counts(random, exposure, Cases), exposure),
                    HomogeneityEffort.WithSeed(random.NextUInt64())
                );
                return
                [
                    test.Asymptotic.ByPearson,
                    test.Asymptotic.ByLikelihoodRatio,
                    test.Exact.ByProbability,
                    test.Exact.ByPearson,
                    test.Exact.ByLikelihoodRatio,
                ];
            }
        );

    private static NullExperiment LeftOut() =>
        new(
            "38 events in six products, each against what the others predict",
            300,
            [
                new("left-out product, predictive mid-P, largest product", false),
                new("left-out product, predictive mid-P, smallest product", false),
            ],
            random =>
            {
                var left = LeaveOneOut.Of(new(Counts(random, Exposure, Cases), Exposure), HierarchyPrior.Standard, 0.95);
                return [left[0].MidP, left[^1].MidP];
            }
        );

    private static NullExperiment Bands(string name, double[] exposure, int events) =>
        new(
            $"{events} events in {name}",
            20_000,
            [new("equal hazards by band, likelihood ratio, χ²", Known: Sparse)],
            random => [PiecewiseHazard.TestEqual(Counts(random, exposure, events), exposure).PValue]
        );

    private static NullExperiment Ratio(double share, double expected)
    {
        var known = new ConcurrentDictionary<(int, int), double[]>();
        return new(
            $"{expected} events expected, {share:P0} of the exposure",
            100_000,
            [
                new("ratio of two rates, exact central", false),
                new("ratio of two rates, exact minimum likelihood", false),
                new("ratio of two rates, exact Blaker", false),
                new("ratio of two rates, mid-P", false, HalfCounted),
            ],
            random =>
                known.GetOrAdd(
                    (random.NextPoisson(expected * share), random.NextPoisson(expected * (1 - share))),
                    counts =>
                    {
                        var test = RateRatio.Compare(new(counts.Item1, share), new(counts.Item2, 1 - share), 0.95);
                        return [test.CentralP, test.MinimumLikelihoodP, test.BlakerP, test.MidP];
                    }
                )
        );
    }

    private static NullExperiment Observed(double expected)
    {
        var known = new ConcurrentDictionary<int, double[]>();
        return new(
            $"{expected} events expected",
            200_000,
            [
                new("observed over expected (SIR), one-sided exact", false),
                new("observed over expected (SIR), one-sided mid-P", false, HalfCounted),
                new("observed over expected (SIR), two-sided exact", false),
            ],
            random =>
                known.GetOrAdd(
                    random.NextPoisson(expected),
                    x =>
                    {
                        var test = ObservedExpected.Compare(x, expected, 0.95);
                        return [test.UpperP, test.UpperMidP, test.TwoSidedP];
                    }
                )
        );
    }

    internal static int[] Counts(Philox random, double[] exposure, int events)
    {
        var counts = new int[exposure.Length];
        for (var i = 0; i < events; i++)
            counts[random.NextCategory(exposure)]++;
        return counts;
    }
}
