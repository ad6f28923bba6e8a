using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Tests.Quantity;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics.Tests.Verdict;

public sealed class OtherVectorTests
{
    /// <summary>Zero-based: what follows the stop codon of the CAR in the tisagenlecleucel plasmid, with most of its post-transcriptional element.</summary>
    private static readonly byte[] Plasmid = VectorLibrary.Read("tisagenlecleucel-plasmid").Bases;

    private static readonly byte[] Element = Plasmid[7_900..8_500];

    /// <summary>3,000 bases of its own and the element at 3,000 to 3,600.</summary>
    private static SearchedSequence Vector { get; } = With(SimulatedLibrary.Vector(5_000, 3), Element, 3_000);

    private static SearchedSequence With(SearchedSequence sequence, byte[] part, int at)
    {
        var bases = sequence.Bases.ToArray();
        part.CopyTo(bases, at);
        // The plasmid must not go on beside the part by chance.
        bases[at - 1] = Plasmid[7_899] == (byte)'A' ? (byte)'C' : (byte)'A';
        bases[at + part.Length] = Plasmid[8_500] == (byte)'A' ? (byte)'C' : (byte)'A';
        return sequence with { Bases = bases };
    }

    [Fact]
    public void Parts_of_plasmids_outside_the_transgene_are_common_and_transgenes_are_not()
    {
        var plasmid = VectorLibrary.Read("tisagenlecleucel-plasmid").Bases;

        Assert.True(IsCommon(plasmid[7_900..7_931]));
        // US9499629B2: the CAR is 6391 to 7851 of the plasmid (start codon to stop codon); a 31-mer that reaches into it is not common.
        Assert.Equal("ATG", System.Text.Encoding.ASCII.GetString(plasmid, 6_390, 3));
        Assert.Equal("TAA", System.Text.Encoding.ASCII.GetString(plasmid, 7_848, 3));
        Assert.All(new[] { 6_360, 6_390, 7_000, 7_820, 7_850 }, start => Assert.False(IsCommon(plasmid[start..(start + 31)])));
        Assert.True(IsCommon(plasmid[7_851..7_882]));
    }

    [Fact]
    public void A_vector_that_shares_only_common_parts_with_the_one_searched_is_no_positive()
    {
        var verdict = new Scenario
        {
            Vector = Vector,
            Copies = 2,
            Within = (3_000, 3_600),
            Sites = Scenario.SitesOf((15, 14, 31)),
        }.Decide();

        Assert.Equal(VerdictClass.NotAssessable, verdict.Class);
        Assert.Contains("another vector", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_vector_searched_is_found_by_the_parts_of_its_own()
    {
        var (verdict, quantities) = new Scenario
        {
            Vector = Vector,
            Copies = 0.6,
            Sites = Scenario.SitesOf((7, 6, 16)),
        }.Result();

        Assert.Equal(VerdictClass.DetectedClonal, verdict.Class);
        // 570 of 4,970 31-mers lie wholly in the element.
        Assert.Equal(1 - (570 / 4_970.0), Assert.Single(quantities.Unique).OwnShare, 6);
        Assert.InRange(quantities.Unique[0].OwnFragments, 1, quantities.Unique[0].Fragments - 1);
    }

    [Fact]
    public void Sites_without_unique_parts_of_the_vector_forbid_a_negative()
    {
        var verdict = new Scenario { Sites = Scenario.SitesOf((7, 6, 16)) }.Decide();

        Assert.Equal(VerdictClass.NotAssessable, verdict.Class);
        Assert.Contains("chr1:1000001", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Sites_of_a_wild_type_virus_do_not_forbid_a_negative()
    {
        var verdict = new Scenario { HivCopies = 0.5, Sites = Scenario.SitesOf((7, 6, 16)) }.Decide();

        Assert.Equal(VerdictClass.NotDetected, verdict.Class);
    }

    // 1 to 2 fragments at 0.002 copies of 9,000 bases and 30 x (0.9 expected), 225 at 0.5: three are the rule's least (secondSourceFragments).
    [Theory]
    [InlineData(0.002, "too few to speak of an infection")]
    [InlineData(0.5, "an infection, or virus from elsewhere")]
    public void An_infection_is_spoken_of_only_when_there_are_fragments_enough(double copies, string words)
    {
        var reasons = Enumerable
            .Range(1, 5)
            .SelectMany(seed =>
                new Scenario { HivCopies = copies, Seed = (ulong)seed }
                    .Decide()
                    .Reasons
            )
            .Where(r => r.Contains("wild-type virus outside", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(reasons);
        Assert.Contains(reasons, r => r.EndsWith(words, StringComparison.Ordinal));
    }

    private static bool IsCommon(byte[] bases)
    {
        var walker = new KmerWalker();
        var known = false;
        foreach (var letter in bases)
            known = walker.Add(letter);
        return known && CommonParts.Has(walker.Canonical);
    }
}
