using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Sites;

/// <summary>What looks like an integration and is none, repeats, and how fragments are counted.</summary>
public sealed class FalseJoinTests
{
    [Theory]
    [InlineData(31UL)]
    [InlineData(32UL)]
    [InlineData(33UL)]
    public void Hundreds_of_chimeras_make_candidates_only_and_a_real_site_stands_out(ulong seed)
    {
        // 300 single chimeras of random host and vector places in a host of 2 Mb: far denser than any library.
        var sample = new Sample(seed, hostLength: 1_000_000) { ContigLength = 1_000_000 };
        for (var i = 0; i < 300; i++)
        {
            var contig = sample.Random.Below(2) == 0 ? "chr1" : "chr2";
            var (at, on) = (1_000 + sample.Random.Below(998_000), 300 + sample.Random.Below(2_200));
            var piece = sample.Vector.Substring(on, 250);
            var molecule = sample.Molecule();
            if (sample.Random.Below(2) == 0)
                molecule.Host(contig, at, at + 250, sample.Random.Below(2) == 0).Other(piece);
            else
                molecule.Other(piece, sample.Random.Below(2) == 0).Host(contig, at, at + 250);
            sample.Reads.AddRange(molecule.Fragment($"x{i}", sample.Random.Below(100), 400));
        }

        Assert.All(sample.Call().Sites, s => Assert.Equal(SiteStatus.Candidate, s.Status));
        Assert.InRange(sample.Call().ChimeraRate, 0.8, 1.0);

        sample.Reads.AddRange(sample.Inserted("chr1", 60_000, 5, false).Fragment("a", 900, 400));
        sample.Reads.AddRange(sample.Inserted("chr1", 60_000, 5, false).Fragment("b", 950, 400));
        var real = Assert.Single(sample.Call().Sites, s => s.Status is not SiteStatus.Candidate);
        Assert.Equal((60_000L, SiteStatus.Probable), (real.Position, real.Status));
    }

    [Fact]
    public void A_human_part_of_the_vector_beside_its_own_neighbour_in_the_genome_is_no_junction()
    {
        // 400 bases of the vector are a piece of chr2; reads of the genome run from that piece into its surroundings.
        var sample = new Sample(34);
        var origins = (SequenceOrigin[])sample.Provirus.Origins.Clone();
        Array.Fill(origins, SequenceOrigin.HumanGenome, 1_000 - 30, 430);
        sample.Sequences[0] = sample.Provirus with { Origins = origins };
        sample.Host["chr2"] = sample.Host["chr2"][..4_000] + sample.Vector[1_000..1_400] + sample.Host["chr2"][4_400..];
        sample.Cover(sample.Molecule().Host("chr2", 3_300, 5_200), "g", 10);
        // And reads of the vector itself across that piece, which an aligner places on chr2.
        foreach (var start in Enumerable.Range(0, 40))
            sample.Reads.AddRange(
                sample
                    .Molecule()
                    .Other(sample.Vector[300..1_000])
                    .Host("chr2", 4_000, 4_400)
                    .Other(sample.Vector[1_400..2_200])
                    .Fragment($"v{start}", start * 30, 400)
            );

        Assert.Empty(sample.Call().Sites);
    }

    [Fact]
    public void Copies_of_a_fragment_count_once()
    {
        var sample = new Sample(35);
        var molecule = sample.Inserted("chr1", 8_000, 5, false);
        for (var copy = 0; copy < 6; copy++)
            sample.Reads.AddRange(molecule.Fragment($"copy{copy}", 930, 400));

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal((1, SiteStatus.Candidate), (site.SplitFragments, site.Status));
    }

    [Fact]
    public void Amplicons_from_one_primer_count_by_shear_point()
    {
        // LM-PCR: every fragment begins in the right repeat; four shear points, each read many times.
        var sample = new Sample(36);
        var molecule = sample.Inserted("chr1", 8_000, 5, false);
        var primer = 1_005 + sample.Vector.Length - 40;
        foreach (var shear in new[] { 180, 240, 241, 330 })
            for (var copy = 0; copy < 5; copy++)
                sample.Reads.AddRange(molecule.Fragment($"{shear}:{copy}", primer, shear));

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal((4, 4), (site.Right!.SplitFragments, site.Right.DistinctEnds));
        Assert.Equal((SiteStatus.Probable, 8_000L, VectorEnd.Right), (site.Status, site.Position, site.Right.End));
    }

    [Fact]
    public void Molecular_identifiers_tell_fragments_with_equal_ends_apart()
    {
        var sample = new Sample(37);
        var molecule = sample.Inserted("chr1", 8_000, 5, false);
        foreach (var umi in new[] { "ACGTAC", "TTGCAA", "ACGTAC" })
            sample.Reads.AddRange(molecule.Fragment($"{umi}{sample.Reads.Count}", 930, 400, umi: umi));

        Assert.Equal(2, Assert.Single(sample.Call().Sites).SplitFragments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_insertion_in_a_repeat_is_one_site_with_the_places_that_fit_as_well(bool namesAlternatives)
    {
        // 1,200 identical bases at three places; the aligner puts each read into any copy with quality 0.
        var sample = new Sample(38);
        var copy = sample.Host["chr1"][7_500..8_700];
        sample.Host["chr2"] =
            sample.Host["chr2"][..3_000]
            + copy
            + sample.Host["chr2"][4_200..12_000]
            + Synthetic.Reverse(copy)
            + sample.Host["chr2"][13_200..];
        var molecule = sample.Molecule().Host("chr1", 7_500, 8_105).Other(sample.Vector).Host("chr1", 8_100, 8_700);
        sample.Cover(molecule, "r", 23);
        var turn = 0;
        for (var i = 0; i < sample.Reads.Count; i++)
            sample.Reads[i] = Elsewhere(sample.Reads[i], turn++ % 3, namesAlternatives);

        var sites = sample.Call().Sites;

        var site = Assert.Single(sites);
        Assert.Equal(SiteStatus.Confirmed, site.Status);
        Assert.Equal(5, site.TargetSiteDuplication);
        var places = site.Alternatives.Select(a => (a.Contig, a.Position)).Append((site.Contig, site.Position)).ToHashSet();
        // 8,100 lies 600 bases into the copy; on the reversed copy the five duplicated bases begin 605 bases before its end.
        Assert.Superset(
            new HashSet<(string, long)> { ("chr1", 8_100), ("chr2", 3_600), ("chr2", 12_595) },
            places.Append(("", 0L)).ToHashSet()
        );
        Assert.Equal(3, places.Count);
    }

    private static CandidateRead Elsewhere(CandidateRead read, int copy, bool namesAlternatives)
    {
        HostAlignment At(HostAlignment a, int c, bool secondary)
        {
            Assert.True(Genomics.Evidence.Cigar.TryParse(a.Cigar, out var cigar));
            var offset = a.Position - 7_500;
            return c switch
            {
                0 => a with { MappingQuality = 0, Secondary = secondary },
                1 => a with { Contig = "chr2", Position = 3_000 + offset, MappingQuality = 0, Secondary = secondary },
                _ => a with
                {
                    Contig = "chr2",
                    Position = 12_000 + 1_200 - offset - cigar.ReferenceLength,
                    Reverse = !a.Reverse,
                    Cigar = Genomics.Evidence.Cigar.Format(cigar.Operations.Reverse()),
                    MappingQuality = 0,
                    Secondary = secondary,
                },
            };
        }

        if (read.Host is null)
            return read with { Mate = read.Mate is null ? null : At(read.Mate, copy, false) };
        var moved = read with
        {
            Host = At(read.Host, copy, false),
            Mate = read.Mate is null ? null : At(read.Mate, copy, false),
            Others = namesAlternatives
                ?
                [
                    .. read.Others.Select(o => At(o, copy, false)),
                    .. Enumerable.Range(0, 3).Where(c => c != copy).Select(c => At(read.Host, c, true)),
                ]
                : [.. read.Others.Select(o => At(o, copy, false))],
        };
        // A record on the reverse strand holds the other strand's bases.
        return copy == 2
            ? moved with
            {
                Flags = moved.Flags ^ SamFlag.Reverse,
                Bases = System.Text.Encoding.ASCII.GetBytes(Synthetic.Reverse(System.Text.Encoding.ASCII.GetString(read.Bases))),
            }
            : moved;
    }

    [Fact]
    public void A_tail_too_short_for_the_host_aligner_counts_when_it_is_the_flank_of_a_known_join()
    {
        var sample = new Sample(39);
        var molecule = sample.Inserted("chr1", 8_000, 5, false);
        sample.Reads.AddRange(molecule.Fragment("split", 930, 400));
        // 14 host bases before 1,005: below the 20 that are aligned here.
        sample.Reads.AddRange(molecule.Fragment("tail", 1_005 - 14, 400));
        sample.Reads.AddRange(molecule.Fragment("none", 1_005 - 3, 400));

        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal((2, SiteStatus.Probable), (site.SplitFragments, site.Status));
        Assert.Equal(1, site.Left!.WindowFragments);
    }

    [Fact]
    public void Q_values_are_those_of_Benjamini_and_Hochberg()
    {
        // R 4.2.2: p.adjust(c(0.01, 0.04, 0.03, 0.5, 0.002), "BH")
        var q = SiteBackground.QValues([0.01, 0.04, 0.03, 0.5, 0.002]);

        Assert.Equal([0.025, 0.05, 0.05, 0.5, 0.01], q.Select(v => Math.Round(v, 12)));
    }
}
