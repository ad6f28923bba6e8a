using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Quantity;

public sealed class CopyNumberTests
{
    private static readonly GeneticRules Rules = Synthetic.Rules;

    // Copies are drawn into reads; human blocks, overlapping mates and reads that hang over the ends must not move the mean.
    [Theory]
    [InlineData(30.0, 0.2, 420.0, 40.0)]
    [InlineData(30.0, 1.0, 420.0, 40.0)]
    [InlineData(30.0, 1.0, 220.0, 20.0)]
    [InlineData(60.0, 3.0, 350.0, 60.0)]
    public void Copies_are_unbiased_and_their_intervals_hold_in_95_of_100_runs(double depth, double truth, double fragment, double spread)
    {
        var vector = SimulatedLibrary.Vector(4000, 3, (400, 1300), (1800, 1910));
        var vectors = SimulatedLibrary.Compiled(vector);
        var library = new SimulatedLibrary(21, depth, fragment: fragment, spread: spread);
        var screening = library.Screening();
        var rules = new QuantityRules(Rules);
        var (map, host) = (UniqueMap.Of(vector, rules), HostDepthEstimate.Of(vectors, screening, null, rules));
        const int runs = 500;
        var (sum, covered) = (0.0, 0);
        for (var r = 0; r < runs; r++)
        {
            var copies = CopyNumberEstimator
                .Estimate(0, map, library.Evidence(vector, truth), 150, true, SimulatedLibrary.Dna(), host, 1, null, 1, 0.95)
                .PerCell;
            sum += copies.Value!.Value;
            covered += copies.Interval!.Value.Contains(truth) ? 1 : 0;
        }

        Assert.InRange(sum / runs / truth, 0.98, 1.02);
        Assert.InRange(covered / (double)runs, 0.93, 0.98);
    }

    [Fact]
    public void Parts_shared_with_a_virus_give_depth_only_while_the_sample_shows_no_virus()
    {
        var provirus = SimulatedLibrary.Vector(4000);
        Array.Fill(provirus.Origins, SequenceOrigin.WildTypeRetrovirus, 500, 2000);
        var virus = SimulatedLibrary.Vector(9000, 5) with { Name = "HIV-1", VectorName = "HIV-1", Kind = SequenceKind.WildType };
        Array.Fill(virus.Origins, SequenceOrigin.WildTypeRetrovirus);
        var vectors = SimulatedLibrary.Compiled(provirus, virus);
        var library = new SimulatedLibrary(14, 60);
        var screening = library.Screening();
        var evidence = library.Evidence(provirus, 1);
        var infection = library
            .Evidence(virus, 1)
            .Fragments.Select(f => f with { Reads = [.. f.Reads.Select(r => r with { Stretches = [] })] });

        var alone = Estimate(vectors, screening, evidence, SimulatedLibrary.Dna()).CopyNumbers[0].PerCell;
        var infected = Estimate(vectors, screening, new([.. evidence.Fragments, .. infection], [], 0), SimulatedLibrary.Dna())
            .CopyNumbers[0]
            .PerCell;

        Assert.True(alone.Interval!.Value.Contains(1));
        Assert.True(infected.Interval!.Value.Contains(1));
        // Twice the positions: the interval is shorter by about the root of two.
        Assert.InRange(infected.Interval.Value.Width / alone.Interval.Value.Width, 1.2, 1.7);
    }

    [Fact]
    public void Unmarked_duplicates_count_in_vector_and_host_alike()
    {
        // Every molecule twice in the input and so in the depth of the host: the ratio stays, and no molecule counts as two.
        var vector = SimulatedLibrary.Vector(4000);
        var library = new SimulatedLibrary(8, 30);
        var screening = library.Screening(aligned: false);
        var single = library.Evidence(vector, 1);
        var n = single.Fragments.Count;
        EvidenceResult twice = new([.. single.Fragments, .. single.Fragments.Select((f, i) => f with { DuplicateOf = i })], [], n);
        var vectors = SimulatedLibrary.Compiled(vector);

        var one = Of(single, screening.Counts.Bases / 30);
        var two = Of(twice, screening.Counts.Bases / 60);

        Assert.Equal(one.Value!.Value, two.Value!.Value, 5);
        Assert.Equal(one.Interval!.Value.Lower, two.Interval!.Value.Lower, 5);
        Assert.Contains("duplicates are not marked", two.Note, StringComparison.Ordinal);

        Longwatch.Genomics.Quantity.Quantity Of(EvidenceResult evidence, long genome) =>
            QuantityEstimator
                .Estimate(vectors, screening, evidence, SimulatedLibrary.NoSites, SimulatedLibrary.Dna(), genome, null, Rules)
                .CopyNumbers[0]
                .PerCell;
    }

    [Fact]
    public void Copies_per_tumour_cell_follow_purity_and_ploidy()
    {
        var vector = SimulatedLibrary.Vector(4000);
        var library = new SimulatedLibrary(3, 60);
        var (vectors, screening, evidence) = (SimulatedLibrary.Compiled(vector), library.Screening(), library.Evidence(vector, 1));

        var result = Estimate(vectors, screening, evidence, SimulatedLibrary.Dna(0.4, 3.5)).CopyNumbers[0];

        // D_v (P f + 2 (1 - f)) / (D_h f) with P = 3.5, f = 0.4: D_v / D_h x 2.6 / 0.4, and D_v / D_h is half of the copies per diploid genome.
        Assert.Equal(result.PerCell.Value!.Value / 2 * 2.6 / 0.4, result.PerTumourCell.Value!.Value, 10);
        Assert.Contains(
            "purity is not stated",
            Estimate(vectors, screening, evidence, SimulatedLibrary.Dna()).CopyNumbers[0].PerTumourCell.Note,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Reads_of_the_human_block_do_not_count_however_deep()
    {
        // EF1a of a vector: host reads from the genomic gene cover the block and hang over its ends by a few bases.
        var vector = SimulatedLibrary.Vector(4000, 3, (1000, 2200));
        var vectors = SimulatedLibrary.Compiled(vector);
        var library = new SimulatedLibrary(4, 30);
        var fragments = new List<FragmentEvidence>();
        for (var i = 0; i < 200; i++)
        {
            var (from, to) = (996 + (i * 5), Math.Min(2204, 996 + (i * 5) + 150));
            var stretch = new VectorAlignment(0, false, 0, to - from, from, to, 0, to - from, 0, SequenceOrigin.HumanGenome);
            var read = new Genomics.Reads.CandidateRead(
                i,
                0,
                $"h{i}",
                Genomics.Reads.SamFlag.None,
                vector.Bases[from..to],
                [],
                null,
                [],
                null,
                null
            );
            fragments.Add(new($"h{i}", [new(read, [stretch])], SequenceOrigin.HumanGenome, 0, -1));
        }

        var result = Estimate(vectors, library.Screening(), new(fragments, [], 0), SimulatedLibrary.Dna());

        Assert.Equal(0, result.CopyNumbers[0].PerCell.Value);
        Assert.Equal(0, result.Unique[0].Fragments);
    }

    [Fact]
    public void A_base_that_a_person_shares_with_the_vector_inside_a_human_block_is_no_evidence()
    {
        // The block differs from the reference at base 1600: 31 unique 31-mers, which every carrier of that base shows at host depth.
        var vector = SimulatedLibrary.Vector(4000, 3, (1000, 1600), (1601, 2200));
        Assert.Equal(31, Enumerable.Range(1500, 200).Count(p => vector.Origins[p] == SequenceOrigin.VectorUnique));
        var vectors = SimulatedLibrary.Compiled(vector);
        var library = new SimulatedLibrary(4, 60);
        var carrier = library
            .Evidence(vector, 2)
            .Fragments.Where(f => f.Reads.All(r => r.Stretches.All(s => s.Start >= 1000 && s.End <= 2200)));

        var result = Estimate(vectors, library.Screening(), new([.. carrier], [], 0), SimulatedLibrary.Dna());

        Assert.Equal(0, result.Unique[0].Fragments);
        Assert.Equal(0, result.CopyNumbers[0].PerCell.Value);
    }

    [Fact]
    public void Reads_that_are_not_aligned_take_the_depth_from_all_bases_over_the_genome()
    {
        var vector = SimulatedLibrary.Vector(4000);
        var library = new SimulatedLibrary(8, 30);
        var screening = library.Screening(aligned: false);
        var genome = screening.Counts.Bases / 30;

        var copies = QuantityEstimator
            .Estimate(
                SimulatedLibrary.Compiled(vector),
                screening,
                library.Evidence(vector, 1),
                SimulatedLibrary.NoSites,
                SimulatedLibrary.Dna(),
                genome,
                null,
                Rules
            )
            .CopyNumbers[0];

        Assert.Equal(30, copies.HostDepth, 3);
        Assert.Contains("over a genome of", copies.PerCell.Note, StringComparison.Ordinal);
        Assert.True(copies.PerCell.Interval!.Value.Contains(1));
    }

    [Fact]
    public void A_slice_takes_the_depth_of_its_inner_windows_and_says_so()
    {
        var windows = new int[1000];
        windows[500] = 12_000; // its edge: covered in part
        for (var i = 501; i < 509; i++)
            windows[i] = 40_000;
        windows[509] = 3_000;
        var host = HostDepthEstimate.Of(
            SimulatedLibrary.Compiled(SimulatedLibrary.Vector(3000)),
            WithWindows(windows),
            null,
            new QuantityRules(Rules)
        );

        Assert.Equal(40, host.Depth, 6);
        Assert.Contains("only a part of the genome", host.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_and_collapsed_repeats_do_not_move_the_host_depth()
    {
        var windows = Enumerable.Repeat(30_000, 2000).ToArray();
        Array.Fill(windows, 0, 100, 150); // a centromere
        Array.Fill(windows, 900_000, 700, 5); // a collapsed satellite
        var host = HostDepthEstimate.Of(
            SimulatedLibrary.Compiled(SimulatedLibrary.Vector(3000)),
            WithWindows(windows),
            null,
            new QuantityRules(Rules)
        );

        Assert.Equal(30, host.Depth, 6);
        Assert.Equal(30, host.FifthPercentile, 6);
    }

    [Fact]
    public void Depth_of_one_tenth_is_not_taken_from_the_windows_that_happen_to_have_a_read()
    {
        var library = new SimulatedLibrary(5, 0.1);

        var host = HostDepthEstimate.Of(
            SimulatedLibrary.Compiled(SimulatedLibrary.Vector(3000)),
            library.Screening(),
            null,
            new QuantityRules(Rules)
        );

        Assert.Equal(0.1, host.Depth, 0.003);
    }

    [Fact]
    public void Dispersion_between_windows_is_measured()
    {
        var library = new SimulatedLibrary(6, 30);

        var even = HostDepthEstimate.Of(SimulatedLibrary.Compiled(), library.Screening(), null, new QuantityRules(Rules));
        var uneven = HostDepthEstimate.Of(
            SimulatedLibrary.Compiled(),
            library.Screening(hostDispersion: 0.04),
            null,
            new QuantityRules(Rules)
        );

        Assert.InRange(even.Dispersion, 0, 0.001);
        Assert.InRange(uneven.Dispersion, 0.034, 0.046);
    }

    [Fact]
    public void Host_windows_of_the_vectors_gc_correct_the_copies()
    {
        // Depth falls from 40 at 40 % GC to 20 at 60 %; the vector has 60 %.
        var windows = Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? 40_000 : 20_000).ToArray();
        var bases = "GCGATGCCTA"u8.ToArray(); // 6 of 10
        var vector = SimulatedLibrary.Vector([.. Enumerable.Range(0, 4000).Select(i => bases[i % 10])]);
        var screening = WithWindows(windows);
        var rules = new QuantityRules(Rules);
        var host = HostDepthEstimate.Of(SimulatedLibrary.Compiled(vector), screening, null, rules);

        var (factor, note) = new GcCorrection(screening, host, (_, start, _) => start / 1000 % 2 == 0 ? 0.41 : 0.61).Of(
            vector,
            UniqueMap.Of(vector, rules)
        );

        Assert.Equal(20.0 / 30, factor, 10);
        Assert.Contains("corrected for GC", note, StringComparison.Ordinal);
    }

    private static ScreeningResult WithWindows(int[] windows)
    {
        var bases = windows.Sum(w => (long)w);
        var counts = new ReadCounts(bases / 150, bases / 150, bases, 0, 1, 0, 0, 0, 0, 0, 36, 150, 400);
        var input = new InputProfile(["x"], [ReadFormat.Bam], true, true, [new("chr1", windows.Length * 1000L)], true, null);
        return new(input, counts, [], 1, new HostDepth(1000, [windows]), [], []);
    }

    private static QuantityResult Estimate(
        CompiledVectors vectors,
        ScreeningResult screening,
        EvidenceResult evidence,
        SpecimenFacts specimen
    ) => QuantityEstimator.Estimate(vectors, screening, evidence, SimulatedLibrary.NoSites, specimen, null, null, Rules);
}
