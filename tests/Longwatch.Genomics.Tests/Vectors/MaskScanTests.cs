using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;
using static Longwatch.Genomics.Tests.Vectors.RandomBases;

namespace Longwatch.Genomics.Tests.Vectors;

public sealed class MaskScanTests
{
    [Fact]
    public void The_seeded_scan_marks_what_a_plain_comparison_of_everything_with_everything_marks()
    {
        var random = new Philox(20261121, 1);
        var marked = 0;
        for (var trial = 0; trial < 40; trial++)
        {
            var vector = Of(random, 120 + random.NextBelow(200));
            if (trial % 7 == 0)
                vector.AsSpan(random.NextBelow(60), 20).Fill((byte)'A');
            if (trial % 5 == 0)
                vector[random.NextBelow(vector.Length)] = (byte)'N';
            var reference = Of(random, random.NextBelow(200));
            for (var piece = 0; piece < 3; piece++)
            {
                var start = random.NextBelow(vector.Length - 60);
                var copy = vector[start..(start + 40 + random.NextBelow(vector.Length - start - 40))]
                    .Select(b => random.NextBelow(12) == 0 ? "ACGTN"u8[random.NextBelow(5)] : b)
                    .ToArray();
                reference = Join(
                    reference,
                    random.NextBelow(2) == 0 ? copy : Nucleotides.ReverseComplement(copy),
                    Of(random, random.NextBelow(50))
                );
            }
            var scan = new MaskScan(new MaskSeeds([vector]));
            scan.StartRecord();
            scan.Scan(Nucleotides.Encode(reference), 0, 0);

            var expected = Plain(vector, reference);
            Assert.Equal(expected, scan.Marks[0]);
            marked += expected.Count(m => m);
        }
        Assert.True(marked > 2000, $"{marked}");
    }

    [Fact]
    public void A_reference_longer_than_a_piece_is_marked_as_if_it_were_one()
    {
        var random = new Philox(20261121, 2);
        var vector = Of(random, 3000);
        var reference = Of(random, 4_500_000);
        // a stretch across the border of the first piece (4 MiB + 64 KiB), with differences that leave no seed near the border
        var noSeeds = Enumerable.Range(0, 300).Select(i => 1350 + i).Where(i => i % 11 == 0).ToArray();
        Changed(vector, noSeeds).CopyTo(reference, (1 << 22) + (1 << 16) - 1500);
        var masking = new Masking([Cut("v", vector)]);

        masking.Apply("r", SequenceOrigin.HumanTranscript, "", Fasta(("long", reference)), TestContext.Current.CancellationToken);

        Assert.All(masking.Labels[0], label => Assert.Equal(SequenceOrigin.HumanTranscript, label));
    }

    [Theory]
    [InlineData(6, 0, true)] // a cluster of six differences in twelve bases
    [InlineData(0, 5, true)] // five bases more on the vector
    [InlineData(0, -5, true)] // five bases fewer
    [InlineData(0, 45, false)] // more than an indel: a piece of another origin
    [InlineData(0, -300, false)] // a deletion, as of gag: the joint is the vector's own
    public void Two_stretches_are_joined_over_differences_and_short_indels_only(int differences, int inserted, bool joined)
    {
        var random = new Philox(20261121, 3);
        var wildType = Of(random, 900);
        var vector =
            differences > 0 ? Changed(wildType, [.. Enumerable.Range(0, differences).Select(i => 450 + 2 * i)])
            : inserted > 0 ? Join(wildType[..450], Of(random, inserted), wildType[450..])
            : Join(wildType[..450], wildType[(450 - inserted)..]);
        var masking = new Masking([Cut("v", vector)]);

        masking.Apply("r", SequenceOrigin.WildTypeRetrovirus, "", Fasta(("virus", wildType)), TestContext.Current.CancellationToken);

        Assert.Equal(joined, masking.Labels[0].All(l => l == SequenceOrigin.WildTypeRetrovirus));
        if (!joined)
            // 30 windows cross the joint; three bases from either side, and a few more that agree by chance, are not enough
            Assert.InRange(masking.Labels[0].Count(l => l == SequenceOrigin.VectorUnique), 14, 24 + Math.Max(inserted, 0));
    }

    [Fact]
    public void A_k_mer_that_crosses_the_end_of_a_human_block_by_up_to_three_bases_is_not_unique()
    {
        var random = new Philox(20261121, 4);
        var genome = Of(random, 260_000);
        // after the block, base by base another one than the genome has
        var flank = Changed(genome[1200..1400], [.. Enumerable.Range(0, 200)]);
        var masking = new Masking([Cut("v", Join(genome[800..1200], flank))]);

        masking.Apply("r", SequenceOrigin.HumanGenome, "", Fasta(("chromosome", genome)), TestContext.Current.CancellationToken);

        var expected = Enumerable.Range(0, 570).Select(p => p + 31 - 400 <= 3 ? SequenceOrigin.HumanGenome : SequenceOrigin.VectorUnique);
        Assert.Equal(expected, masking.Labels[0]);
    }

    [Fact]
    public void With_the_genome_what_crosses_an_exon_junction_is_transcript_and_what_lies_in_an_exon_is_genome()
    {
        // CD3 zeta of the plasmid, bases 7513 to 7851, with the exon junctions that the gene table gives (last base of each exon)
        var plasmid = VectorLibrary.Read("tisagenlecleucel-plasmid");
        int[] junctions = [7521, 7578, 7659, 7692, 7749, 7785];
        var random = new Philox(20261121, 5);
        var genome = new List<byte>(Of(random, 500));
        var start = 7512;
        foreach (var end in junctions.Append(7851))
        {
            genome.AddRange(plasmid.Bases[start..end]);
            genome.AddRange(Of(random, 700));
            start = end;
        }
        var cut = Topology.Cut(plasmid).Sequences;
        var masking = new Masking(cut);
        foreach (var (name, covers, content) in VectorLibrary.Mask)
            masking.Apply(name, covers, "", new MemoryStream(content), TestContext.Current.CancellationToken);
        masking.Apply("genome", SequenceOrigin.HumanGenome, "", Fasta(("chr1", [.. genome])), TestContext.Current.CancellationToken);

        for (var first = 7522; first + 30 <= 7851; first++)
        {
            var label = masking.Labels[0][first - 3068 + 53];
            var beyond = junctions
                .Where(j => j >= first && j < first + 30)
                .Select(j => Math.Min(j - first + 1, first + 30 - j))
                .DefaultIfEmpty(0)
                .Max();
            if (beyond == 0)
                Assert.Equal(SequenceOrigin.HumanGenome, label);
            else if (beyond > 12) // fewer bases than that can agree with the intron by chance
                Assert.Equal(SequenceOrigin.HumanTranscript, label);
            else
                Assert.True(label <= SequenceOrigin.HumanTranscript);
        }
    }

    [Fact]
    public void A_sequence_full_of_repeats_neither_hangs_nor_is_unique()
    {
        CutSequence[] repeats =
        [
            Cut("v", [.. Enumerable.Repeat("ACGTTGCATTAG"u8.ToArray(), 20_000).SelectMany(b => b)]),
            Cut("w", [.. Enumerable.Repeat((byte)'A', 200_000)]),
        ];
        var masking = new Masking(repeats);
        byte[] reference =
        [
            .. Enumerable.Repeat("ACGTTGCATTAG"u8.ToArray(), 20_000).SelectMany(b => b),
            .. Enumerable.Repeat((byte)'A', 200_000),
        ];

        masking.Apply("r", SequenceOrigin.HumanTranscript, "", Fasta(("repeats", reference)), TestContext.Current.CancellationToken);
        masking.Finish(repeats);

        Assert.All(masking.Labels, labels => Assert.DoesNotContain(SequenceOrigin.VectorUnique, labels));
    }

    /// <summary>
    /// Every window against every window of both strands; runs of windows on a diagonal with at most three differences count when one of their windows holds
    /// sixteen equal bases in a row.
    /// </summary>
    private static bool[] Plain(byte[] vector, byte[] reference)
    {
        var marks = new bool[vector.Length];
        foreach (var reverse in new[] { false, true })
        {
            var text = reverse ? Nucleotides.ReverseComplement(vector) : vector;
            for (var diagonal = -text.Length; diagonal <= reference.Length; diagonal++)
                foreach (var (from, to) in Runs(text, reference, diagonal))
                    for (var w = from; w <= to; w++)
                        marks[reverse ? text.Length - 31 - w : w] = true;
        }
        return marks;
    }

    private static IEnumerable<(int From, int To)> Runs(byte[] text, byte[] reference, int diagonal)
    {
        var same = new bool[text.Length];
        for (var i = 0; i < text.Length; i++)
            same[i] = i + diagonal >= 0 && i + diagonal < reference.Length && text[i] != 'N' && text[i] == reference[i + diagonal];
        var (start, seeded) = (-1, false);
        for (var w = 0; w <= text.Length - 31 + 1; w++)
        {
            var good = w <= text.Length - 31 && same.AsSpan(w, 31).Count(false) <= 3;
            if (good)
            {
                if (start < 0)
                    (start, seeded) = (w, false);
                for (var s = w; s < w + 16; s++)
                    seeded |= !same.AsSpan(s, 16).Contains(false);
            }
            else if (start >= 0)
            {
                if (seeded)
                    yield return (start, w - 1);
                start = -1;
            }
        }
    }
}
