using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Tests.Evidence;

public sealed class CigarTests
{
    [Theory]
    // By hand from the SAM specification: read start, read end, read length, reference length.
    [InlineData("100M50S", 0, 100, 150, 100)]
    [InlineData("5H10S85M50S", 15, 100, 150, 85)]
    [InlineData("20S30M2I10M5D38M", 20, 100, 100, 83)]
    [InlineData("10=1X9=100N30M", 0, 50, 50, 150)]
    public void Aligned_parts_are_found_on_read_and_reference(string text, int start, int end, int length, long reference)
    {
        Assert.True(Cigar.TryParse(text, out var cigar));
        Assert.Equal((start, end, length, reference), (cigar.ReadStart, cigar.ReadEnd, cigar.ReadLength, cigar.ReferenceLength));
        Assert.Equal(text, Cigar.Format(cigar.Operations));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("100")]
    [InlineData("0M")]
    [InlineData("10M5S10M")]
    [InlineData("50S")]
    [InlineData("10I")]
    [InlineData("99999999999M")]
    [InlineData("268435455M268435455M268435455M268435455M268435455M268435455M268435455M268435455M268435455M")]
    [InlineData("10Q")]
    public void Malformed_or_excessive_text_is_refused(string text) => Assert.False(Cigar.TryParse(text, out _));

    [Fact]
    public void An_alignment_on_the_other_strand_is_mirrored_onto_the_bases_of_the_record()
    {
        var primary = new HostAlignment("chr1", 1000, false, "60M40S", 60);
        var supplementary = new HostAlignment("chr2", 500, true, "38M62S", 30);
        var read = Read(primary, supplementary);

        var parts = HostPart.Of(read);

        Assert.Equal((0, 60, 1000L, 1059L), (parts[0].ReadStart, parts[0].ReadEnd, parts[0].FirstBase, parts[0].LastBase));
        // The first 38 bases of the reverse complement are the last 38 of the record.
        Assert.Equal((62, 100, 537L, 500L), (parts[1].ReadStart, parts[1].ReadEnd, parts[1].FirstBase, parts[1].LastBase));
    }

    [Fact]
    public void Hard_clipped_records_count_from_the_bases_that_they_hold()
    {
        var parts = HostPart.Of(Read(new("chr1", 1000, false, "60H40M", 60), new("chr2", 500, false, "60M40S", 60)));

        Assert.Equal((0, 40), (parts[0].ReadStart, parts[0].ReadEnd));
        Assert.Equal((-60, 0), (parts[1].ReadStart, parts[1].ReadEnd));
    }

    private static CandidateRead Read(HostAlignment host, HostAlignment other) =>
        new(0, 0, "r", SamFlag.None, new byte[100], [], host, [other], null, null);
}
