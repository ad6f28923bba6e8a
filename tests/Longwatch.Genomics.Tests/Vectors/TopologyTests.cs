using System.Text;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Vectors;

/// <summary>Places of the tisagenlecleucel plasmid are those of its patent (US9499629B2 SEQ ID NO: 1, counted from 1): RSV promoter to 3067, R-U5 3068-3248, U3-R-U5 8533-8766.</summary>
public sealed class TopologyTests
{
    private static readonly VectorSource Plasmid = VectorLibrary.Read("tisagenlecleucel-plasmid");

    [Fact]
    public void The_plasmid_is_cut_into_the_provirus_with_its_3_prime_LTR_at_both_ends_and_the_backbone()
    {
        var (sequences, notes) = Topology.Cut(Plasmid);

        Assert.Empty(notes);
        Assert.Equal([SequenceKind.Provirus, SequenceKind.Backbone], sequences.Select(s => s.Kind));
        var (provirus, backbone) = (sequences[0], sequences[1]);
        Assert.Equal(VectorFamily.Lentivirus, provirus.Family);
        Assert.Equal(Text(Plasmid.Bases[8532..8585]) + Text(Plasmid.Bases[3067..8766]), Text(provirus.Bases));
        Assert.Equal(new TerminalRepeats(0, 234, 5752 - 234, 5752), provirus.Repeats);
        Assert.Equal(Text(provirus.Bases[..234]), Text(provirus.Bases[^234..]));
        Assert.Equal(Text(Plasmid.Bases[8766..]) + Text(Plasmid.Bases[..3067]), Text(backbone.Bases));
    }

    [Fact]
    public void The_provirus_is_the_published_CART19_provirus()
    {
        var published = VectorSources.Read([Repository.Given("vectors/aavenger/Bushman_CART19.fasta")]);

        var ours = Topology.Cut(Plasmid).Sequences[0];
        Assert.Equal(5699, published[0].Bases.Length);
        Assert.Equal(Text(published[0].Bases), Text(ours.Bases[53..]));
        Assert.Equal(Text(ours.Bases), Text(Topology.Cut(published[0]).Sequences[0].Bases));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3100)]
    [InlineData(3249)]
    [InlineData(5000)]
    [InlineData(8540)]
    [InlineData(8700)]
    [InlineData(9000)]
    public void A_plasmid_may_begin_anywhere_and_on_either_strand(int rotation)
    {
        byte[] rotated = [.. Plasmid.Bases[rotation..], .. Plasmid.Bases[..rotation]];
        var expected = Topology.Cut(Plasmid).Sequences;

        var forward = Topology.Cut(Plasmid with { Bases = rotated }).Sequences;
        var backward = Topology.Cut(Plasmid with { Bases = Nucleotides.ReverseComplement(rotated) }).Sequences;

        Assert.Equal(expected.Select(s => Text(s.Bases)), forward.Select(s => Text(s.Bases)));
        Assert.Equal(expected.Select(s => Text(s.Bases)), backward.Select(s => Text(s.Bases)));
    }

    [Fact]
    public void A_hybrid_first_LTR_without_U3_and_a_second_without_U5_give_U3_R_U5_at_both_ends()
    {
        var provirus = Topology.Cut(VectorLibrary.Read("idecabtagene-vicleucel-plasmid")).Sequences[0];

        Assert.Equal(VectorFamily.Lentivirus, provirus.Family);
        Assert.InRange(provirus.Repeats!.Length, 232, 236); // delta-U3 53, R-U5 181 bases; one base of R is misread in one copy
        Assert.StartsWith("TGGAAGGGCTAATTCACTCCC", Text(provirus.Bases), StringComparison.Ordinal);
        Assert.EndsWith("GTGGAAAATCTCTAGCA", Text(provirus.Bases), StringComparison.Ordinal);
        Assert.Equal(Text(provirus.Bases[..provirus.Repeats.Length]), Text(provirus.Bases[^provirus.Repeats.Length..]));
        Assert.Contains("CTCTAGCAGTGGCGCCCGAACAG", Text(provirus.Bases), StringComparison.Ordinal);
        Assert.Contains("AAAAGGGGGGACTGGAAGGGC", Text(provirus.Bases), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vectors/livingdrugs/Vector_systems/Sequences/lentiviral_vector_ciltacel_braun.fasta", 5693, 234)]
    [InlineData("vectors/livingdrugs/Vector_systems/Sequences/lentiviral_vector_ciltacel_oezdemirli.fasta", 5693, 234)]
    [InlineData("vectors/aavenger/HXB2.fasta", 9719, 634)]
    public void A_provirus_from_end_to_end_stays_as_it_is(string file, int length, int repeat)
    {
        var source = VectorSources.Read([Repository.Given(file)])[0];

        var provirus = Assert.Single(Topology.Cut(source).Sequences);

        Assert.Equal((SequenceKind.Provirus, length, repeat), (provirus.Kind, provirus.Bases.Length, provirus.Repeats!.Length));
        Assert.Equal(Text(source.Bases), Text(provirus.Bases));
    }

    [Fact]
    public void A_coding_sequence_is_a_construct()
    {
        foreach (
            var name in new[]
            {
                "axicabtagene-ciloleucel-car",
                "idecabtagene-vicleucel-car",
                "hu19-cd28z-car",
                "ciltacabtagene-autoleucel-car-wo",
            }
        )
            Assert.Equal(SequenceKind.Construct, Assert.Single(Topology.Cut(VectorLibrary.Read(name)).Sequences).Kind);
    }

    [Fact]
    public void Gammaretroviral_LTRs_are_found_whatever_primer_binds_after_them()
    {
        // 590 and 196 bases: TGAAAGACCCC...GGGTCTTTCA in either file, the one with a tRNA-Pro, the other with a tRNA-Gln site
        foreach (var (file, repeat) in new[] { ("Bushman_SCID1.fasta", 590), ("vector_sinSCID.fasta", 192) })
        {
            var provirus = Topology.Cut(VectorSources.Read([Repository.Given($"vectors/aavenger/{file}")])[0]).Sequences[0];

            Assert.Equal((VectorFamily.Gammaretrovirus, repeat), (provirus.Family, provirus.Repeats!.Length));
            Assert.StartsWith("TGAAAGACCCC", Text(provirus.Bases), StringComparison.Ordinal);
            Assert.EndsWith("GGGTCTTTCA", Text(provirus.Bases), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(VectorFamily.PiggyBac, "CCCTAGAAAGATA", "TTAA")]
    [InlineData(VectorFamily.SleepingBeauty, "CAGTTGAAGTCGGAAGTTTACATACACTTA", "TA")]
    public void A_transposon_is_cut_out_of_its_plasmid_between_its_inverted_repeats_wherever_the_plasmid_begins(
        VectorFamily family,
        string left,
        string target
    )
    {
        var random = new Longwatch.Statistics.Random.Philox(5, 5);
        var (mark, site) = (Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(target));
        var element = RandomBases.Join(mark, RandomBases.Of(random, 1500), Nucleotides.ReverseComplement(mark));
        var plasmid = RandomBases.Join(RandomBases.Of(random, 800), site, element, site, RandomBases.Of(random, 700));
        foreach (var rotation in new[] { 0, 1000, 2000, 2310 })
        {
            byte[] rotated = [.. plasmid[rotation..], .. plasmid[..rotation]];

            var sequences = Topology.Cut(RandomBases.Source("p", rotated)).Sequences;

            Assert.Equal([SequenceKind.Provirus, SequenceKind.Backbone], sequences.Select(s => s.Kind));
            Assert.Equal((family, Text(element)), (sequences[0].Family, Text(sequences[0].Bases)));
            Assert.Equal(plasmid.Length - element.Length, sequences[1].Bases.Length);
        }
    }

    [Fact]
    public void Flanks_of_a_linear_record_are_no_plasmid_backbone()
    {
        var random = new Longwatch.Statistics.Random.Philox(6, 6);
        var provirus = Topology.Cut(Plasmid).Sequences[0].Bases;
        var clone = RandomBases.Source("clone", RandomBases.Join(RandomBases.Of(random, 600), provirus, RandomBases.Of(random, 700)));

        var (linear, notes) = Topology.Cut(clone with { Circular = false });

        Assert.Equal(Text(provirus), Text(Assert.Single(linear).Bases));
        Assert.Equal(
            [
                "clone: 1300 bases outside the terminal repeats were left out (the file says it is linear, so they are flanks and no plasmid).",
            ],
            notes
        );
        Assert.Equal(2, Topology.Cut(clone).Sequences.Count);
    }

    [Fact]
    public void What_the_user_says_of_kind_and_family_is_taken()
    {
        var said = Plasmid with { Kind = SequenceKind.Construct, Family = VectorFamily.Gammaretrovirus };

        var sequence = Assert.Single(Topology.Cut(said).Sequences);

        Assert.Equal((SequenceKind.Construct, VectorFamily.Gammaretrovirus, 9174), (sequence.Kind, sequence.Family, sequence.Bases.Length));
    }

    [Fact]
    public void A_virus_without_terminal_repeats_is_searched_as_it_is()
    {
        var virus = Topology.Cut(VectorSources.Read([Repository.Given("viral_reads/ctat_vif/HPV16.fa")])[0]).Sequences;

        Assert.Equal(
            (SequenceKind.Provirus, VectorFamily.Other, 7906),
            (Assert.Single(virus).Kind, virus[0].Family, virus[0].Bases.Length)
        );
        Assert.Null(virus[0].Repeats);
    }

    private static string Text(byte[] bases) => Encoding.ASCII.GetString(bases);
}
