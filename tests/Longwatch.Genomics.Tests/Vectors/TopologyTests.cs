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

    private static string Text(byte[] bases) => Encoding.ASCII.GetString(bases);
}
