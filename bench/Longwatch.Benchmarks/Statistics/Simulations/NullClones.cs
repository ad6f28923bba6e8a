using Longwatch.Statistics.Clones;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of insertion sites and clones.</summary>
internal static class NullClones
{
    private const double Genome = 3.1e9;
    private const int Chromosomes = 24;
    private const double ChromosomeLength = Genome / Chromosomes;
    private const string Units =
        "With the correlation a sample holds as much as fifty independent units, one clone among them: χ² is an approximation.";
    private const string Binomial =
        "It takes the counts to be binomial, as is said where it is given; the quasi-Poisson test beside it does not.";
    private const string Chosen =
        "The cluster is tested because it is one: the test takes no account of the choice and serves to compare places; the scan's own expectation holds for all of them.";

    internal static IEnumerable<NullExperiment> All() =>
        [GeneWise(), Windows(), Kernel(), Expansion(0), Expansion(0.02), Trajectory(0), Trajectory(0.01), Dominance()];

    /// <summary>2,000 sites fall on genes in proportion to gene and flanks.</summary>
    private static NullExperiment GeneWise() =>
        new(
            "2,000 sites on 20,000 genes by length, genes of 1 to 1,000 kb",
            1_000,
            [
                new("gene-wise Grubbs, any gene enriched (Benjamini–Hochberg)", false),
                new("gene-wise Grubbs, one gene drawn among those hit, two-sided", false),
            ],
            random =>
            {
                const double flank = 100_000;
                double[] lengths = [.. Enumerable.Range(0, 20_000).Select(i => 1000 * Math.Pow(1000, (i + 0.5) / 20_000))];
                var cumulative = new double[lengths.Length];
                for (var i = 0; i < lengths.Length; i++)
                    cumulative[i] = lengths[i] + flank + (i > 0 ? cumulative[i - 1] : 0);
                var sites = new int[lengths.Length];
                for (var s = 0; s < 2_000; s++)
                {
                    var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
                    sites[at < 0 ? ~at : at]++;
                }

                GeneSites[] hit = [.. sites.Select((n, i) => new GeneSites(lengths[i], n)).Where(g => g.Sites > 0)];
                var tests = GeneWiseGrubbs.Test(hit, flank);
                return
                [
                    tests.Where(t => t.Enriched).Select(t => t.BenjaminiHochberg).DefaultIfEmpty(1).Min(),
                    tests[random.NextBelow(tests.Count)].P,
                ];
            }
        );

    private static NullExperiment Windows() =>
        new(
            "1,000 sites anywhere, clusters of 3 and more within 100 kb, 20,000 sites of background",
            4_000,
            [
                new("windows, uniform expectation of the scan", false),
                new("windows, one cluster against background (Fisher)", false, Chosen),
            ],
            random =>
            {
                const double window = 100_000;
                var clusters = InsertionWindows.Find(Uniform(random, 1_000), Uniform(random, 20_000), 3, window, Genome);
                // No cluster, no finding.
                return
                [
                    clusters.Select(c => c.UniformP).DefaultIfEmpty(1).Min(),
                    clusters.Count == 0 ? double.NaN : clusters[random.NextBelow(clusters.Count)].P,
                ];
            }
        );

    private static NullExperiment Kernel() =>
        new(
            "300 sites anywhere, bandwidth 1 Mb, 99 null samples",
            1_000,
            [new("kernel convolution, highest peak")],
            random =>
            {
                var peaks = InsertionKernel.Test(Uniform(random, 300), 1e6, 1, own => Uniform(own, 300), 99, random.NextUInt64());
                return [peaks.Min(p => p.P)];
            }
        );

    private static double[][] Uniform(Philox random, int sites)
    {
        var lists = Enumerable.Range(0, Chromosomes).Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < sites; i++)
            lists[random.NextBelow(Chromosomes)].Add(random.NextDouble() * ChromosomeLength);
        return [.. lists.Select(l => l.ToArray())];
    }

    /// <param name="correlation">Between the units of one sample.</param>
    private static NullExperiment Expansion(double correlation)
    {
        var apart = correlation == 0;
        return new(
            $"a clone of 2 % in two samples of 1,900 units, {(apart ? "independent units" : $"correlation {correlation}")}",
            10_000,
            apart
                ?
                [
                    new("clone expansion, Fisher, one-sided", false),
                    new("clone expansion, Fisher, two-sided", false),
                    new("clone expansion, beta-binomial, correlation 0"),
                ]
                : [new("clone expansion, beta-binomial, correlation known", Known: Units)],
            random =>
            {
                CloneCount Sample(double time) => new(time, random.NextBinomial(1_900, Share(random, 0.02, correlation)), 1_900);
                var test = CloneExpansion.Test(Sample(0), Sample(1), correlation);
                return apart ? [test.FisherGreater, test.FisherTwoSided, test.BetaBinomialP] : [test.BetaBinomialP];
            }
        );
    }

    private static NullExperiment Trajectory(double correlation)
    {
        var apart = correlation == 0;
        return new(
            $"a clone of 2 % in 6 samples of 300 to 400 units, {(apart ? "independent units" : $"correlation {correlation}")}",
            10_000,
            [
                new("clone trajectory, Firth, penalised likelihood ratio", Known: apart ? "" : Binomial),
                new("clone trajectory, quasi-Poisson, t", false),
            ],
            random =>
            {
                CloneCount[] samples =
                [
                    .. Enumerable
                        .Range(0, 6)
                        .Select(t =>
                        {
                            var total = 300 + random.NextBelow(101);
                            return new CloneCount(t, random.NextBinomial(total, Share(random, 0.02, correlation)), total);
                        }),
                ];
                var fit = CloneTrajectory.Fit(samples, 0.95);
                return [fit.FirthP, fit.QuasiP];
            }
        );
    }

    private static NullExperiment Dominance() =>
        new(
            "a clone of just 20 % among 190 units",
            100_000,
            [new("dominance of a clone, exact", false)],
            random => [CloneTrajectory.DominanceP(random.NextBinomial(190, 0.2), 190, 0.2)]
        );

    private static double Share(Philox random, double mean, double correlation)
    {
        var size = (1 - correlation) / correlation;
        return correlation == 0 ? mean : random.NextBeta(mean * size, (1 - mean) * size);
    }
}
