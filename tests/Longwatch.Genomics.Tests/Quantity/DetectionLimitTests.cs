using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Quantity;

public sealed class DetectionLimitTests
{
    private static readonly GeneticRules Rules = Synthetic.Rules;

    // λ 2L / (D L_eff) with L = 150, L_eff = 3,600 starts of reads and λ for n = 2, 3, 5 fragments: published as a table of copies per cell in percent.
    [Theory]
    [InlineData(10, 3.95, 5.2, 7.6)]
    [InlineData(30, 1.32, 1.75, 2.5)]
    [InlineData(60, 0.66, 0.87, 1.27)]
    [InlineData(100, 0.40, 0.53, 0.76)]
    [InlineData(200, 0.20, 0.26, 0.38)]
    public void The_limit_follows_the_table_of_depth_and_required_fragments(double depth, double two, double three, double five)
    {
        // Single reads and a unique stretch that 3,600 starts see: 3,600 - 150 + 31 + 30 bases, no errors.
        var vector = SimulatedLibrary.Vector(3600 - 150 + (2 * 31) - 1);
        foreach (var (required, percent) in new[] { (2, two), (3, three), (5, five) })
        {
            var limit = Limit(vector, depth, required); // at quality 90 no base errs

            Assert.Equal(3600, limit.EffectiveLength, 3);
            Assert.InRange(
                100 * limit.CopiesPerCell!.Value,
                percent - (percent < 1 ? 0.006 : 0.051),
                percent + (percent < 1 ? 0.006 : 0.051)
            );
        }
    }

    // One clone, split or discordant: λ / (D/2 / 2L · 2 (F − 2a)), F = 420, a = 20, n = 2 and n = 3 (the same source, as percent of cells).
    [Theory]
    [InlineData(10, 37, 50)] // printed with two digits
    [InlineData(30, 12.5, 16.6)]
    [InlineData(60, 6.2, 8.3)]
    [InlineData(100, 3.7, 5.0)]
    [InlineData(200, 1.9, 2.5)]
    public void The_fragments_that_bridge_the_two_joins_follow_the_table(double depth, double two, double three)
    {
        var length = EffectiveLength.Of(
            UniqueMap.Of(SimulatedLibrary.Vector(3000), new QuantityRules(Rules)),
            150,
            420,
            paired: true,
            errorRate: 0,
            anchor: 20
        );
        var perCopy = depth / 2 / 300 * (length.Split + length.Pair);

        Assert.InRange(100 * NegativeBinomial.MeanReaching(2, 0.95, 0) / perCopy, two * 0.97, two * 1.03);
        Assert.InRange(100 * NegativeBinomial.MeanReaching(3, 0.95, 0) / perCopy, three * 0.97, three * 1.03);
    }

    [Theory]
    [InlineData(150, 420)]
    [InlineData(150, 200)]
    [InlineData(100, 150)]
    public void Bridging_fragments_are_those_that_counting_every_start_finds(int read, int fragment)
    {
        const int anchor = 20;
        var (split, pair) = (0, 0);
        for (var start = -fragment; start <= 0; start++)
        {
            // The join lies before base 0; a fragment covers [start, start + fragment).
            bool Crosses(int s) => s <= -anchor && s + read >= anchor;
            var crossed = Crosses(start) || Crosses(start + fragment - read);
            split += crossed ? 1 : 0;
            pair += !crossed && start <= -anchor && start + fragment >= anchor ? 1 : 0;
        }

        var length = EffectiveLength.Of(
            UniqueMap.Of(SimulatedLibrary.Vector(3000), new QuantityRules(Rules)),
            read,
            fragment,
            true,
            0,
            anchor
        );

        Assert.Equal(2 * split, length.Split);
        Assert.Equal(2 * pair, length.Pair);
    }

    [Fact]
    public void A_run_without_error_has_the_probability_that_simulation_gives()
    {
        // 1 - u of the recurrence against the direct count of runs of 31 in 200,000 random strings of 60 bases at 3 % errors.
        var random = new Philox(11, 0);
        var hits = 0;
        const int strings = 200_000;
        for (var i = 0; i < strings; i++)
        {
            var (run, best) = (0, 0);
            for (var b = 0; b < 60; b++)
            {
                run = random.NextDouble() < 0.03 ? 0 : run + 1;
                best = Math.Max(best, run);
            }

            hits += best >= CompiledVectors.K ? 1 : 0;
        }

        Assert.Equal(hits / (double)strings, EffectiveLength.IntactRun(150, 0.03)[30], 0.004);
    }

    // Random read positions on a partly masked vector: at the copies stated as LoD95, 95 of 100 runs must give the required fragments.
    [Theory]
    [InlineData(30.0, 0.002, 0.0)]
    [InlineData(10.0, 0.01, 0.0)]
    [InlineData(60.0, 0.002, 0.2)]
    public void At_the_stated_limit_19_of_20_runs_detect(double depth, double errorRate, double dispersion)
    {
        var vector = SimulatedLibrary.Vector(3000, 3, (400, 1300), (1800, 1910));
        var vectors = SimulatedLibrary.Compiled(vector);
        var library = new SimulatedLibrary(5, depth, errorRate: errorRate);
        var rules = With(Rules, "errorRate", errorRate);
        var screening = library.Screening(hostDispersion: dispersion);
        var limit = QuantityEstimator
            .Estimate(vectors, screening, library.Evidence(vector, 0), SimulatedLibrary.NoSites, SimulatedLibrary.Dna(), null, null, rules)
            .Limit;
        var quantityRules = new QuantityRules(rules);
        UniqueMap[] maps = [UniqueMap.Of(vector, quantityRules)];
        var random = new Philox(77, 0);
        var detected = 0;
        const int runs = 1000;
        for (var r = 0; r < runs; r++)
        {
            // One place of the genome for the whole vector: its local depth is one draw, averaged over the windows that the vector spans.
            var local = limit.Dispersion > 0 ? random.NextGamma(1 / limit.Dispersion) * limit.Dispersion : 1;
            var evidence = library.Evidence(vector, local * limit.CopiesPerCell!.Value);
            var found = UniqueEvidence.Count(vectors, maps, evidence, quantityRules)[0];
            detected += found.Fragments >= limit.RequiredFragments && found.Places >= quantityRules.RequiredPlaces ? 1 : 0;
        }

        Assert.InRange(detected / (double)runs, 0.93, 0.97);
    }

    [Fact]
    public void Zero_fragments_bound_the_copies_at_three_fragments_and_the_stated_purity_gives_the_power()
    {
        var vector = SimulatedLibrary.Vector(3000);
        var library = new SimulatedLibrary(9, 30);
        var screening = library.Screening();
        var evidence = library.Evidence(vector, 0);

        var limit = QuantityEstimator
            .Estimate(
                SimulatedLibrary.Compiled(vector),
                screening,
                evidence,
                SimulatedLibrary.NoSites,
                SimulatedLibrary.Dna(0.6, 3),
                null,
                null,
                Rules
            )
            .Limit;

        // -ln 0.05 = 2.9957; copies per diploid genome of one copy per tumour cell: 2 · 0.6 / (0.6 · 3 + 2 · 0.4) = 0.461538.
        Assert.Equal(2.995732 / limit.FragmentsPerCopy, limit.UpperBound!.Value, limit.UpperBound.Value * 0.02);
        var mean = 0.461538 * limit.JoinFragmentsPerCopy;
        // At least two of the bridging fragments (the chance that none is split is below 1e-4 here).
        Assert.Equal(1 - Math.Exp(-mean) - (mean * Math.Exp(-mean)), limit.PowerForClonalSite!.Value, 1e-3);
        Assert.True(limit.PowerForPresence > 0.999999);
    }

    [Theory]
    [InlineData(AssayKind.Targeted, MoleculeKind.Dna, "targeted")]
    [InlineData(AssayKind.Amplicon, MoleculeKind.Dna, "amplicons")]
    [InlineData(AssayKind.Rna, MoleculeKind.Rna, "RNA")]
    [InlineData(AssayKind.WholeGenome, MoleculeKind.Rna, "RNA")]
    public void An_assay_whose_depth_says_nothing_has_no_limit_and_says_why(AssayKind assay, MoleculeKind molecule, string word)
    {
        var vector = SimulatedLibrary.Vector(3000);
        var library = new SimulatedLibrary(9, 30);

        var result = QuantityEstimator.Estimate(
            SimulatedLibrary.Compiled(vector),
            library.Screening(),
            library.Evidence(vector, 1),
            SimulatedLibrary.NoSites,
            new SpecimenFacts(0.5, 2, null, assay, molecule),
            null,
            null,
            Rules
        );

        Assert.Null(result.Limit.CopiesPerCell);
        Assert.Contains(word, result.Limit.WhyNot, StringComparison.Ordinal);
        Assert.Null(result.CopyNumbers[0].PerCell.Value);
        Assert.Contains(word, result.CopyNumbers[0].PerCell.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_without_reads_has_no_limit()
    {
        var vector = SimulatedLibrary.Vector(3000);
        var screening = new SimulatedLibrary(9, 30).Screening() with
        {
            Counts = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, double.NaN, double.NaN, double.NaN),
            Host = null,
        };

        var limit = QuantityEstimator
            .Estimate(
                SimulatedLibrary.Compiled(vector),
                screening,
                new([], [], 0),
                SimulatedLibrary.NoSites,
                SimulatedLibrary.Dna(),
                null,
                null,
                Rules
            )
            .Limit;

        Assert.Equal("the input has no reads", limit.WhyNot);
    }

    // Poisson: P(N ≥ 2 | 0.01) = 4.97e-5, P(N ≥ 1 | 0.01) = 0.00995; P(N ≥ 8 | 1.8) = 5.6e-4, P(N ≥ 7 | 1.8) = 0.0026 (R: ppois(n - 1, 1.8, lower = FALSE)).
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.01, 2)]
    [InlineData(1.8, 8)]
    public void The_limit_of_blank_is_exceeded_by_chance_at_most_once_in_a_thousand(double background, int required) =>
        Assert.Equal(required, DetectionLimitEstimator.BlankLimit(background, 0.001));

    private static DetectionLimit Limit(SearchedSequence vector, double depth, int required)
    {
        var windows = Enumerable.Repeat((int)(depth * 1000), 200).ToArray();
        var reads = windows.Length * (int)(depth * 1000) / 150;
        var input = new InputProfile(["x"], [ReadFormat.Bam], true, false, [new("chr1", 200_000)], true, null);
        var counts = new ReadCounts(reads, reads, reads * 150L, 0, 1, 0, 0, 0, 0, 0, 90, 150, double.NaN);
        var screening = new ScreeningResult(input, counts, [], 1, new HostDepth(1000, [windows]), [], []);
        return QuantityEstimator
            .Estimate(
                SimulatedLibrary.Compiled(vector),
                screening,
                new([], [], 0),
                SimulatedLibrary.NoSites,
                SimulatedLibrary.Dna(),
                null,
                null,
                With(With(Rules, "requiredFragments", required), "errorRate", 0)
            )
            .Limit;
    }

    internal static GeneticRules With(GeneticRules rules, string name, double value) =>
        rules with
        {
            Quantity = rules.Quantity.ToDictionary(
                r => r.Key,
                r => r.Key == name ? r.Value with { Value = value } : r.Value,
                StringComparer.Ordinal
            ),
        };
}
