using System.Globalization;
using Longwatch.Exchange.Genetics;
using Longwatch.Exchange.Genetics.Bam;

namespace Longwatch.Exchange.Tests.Genetics;

/// <summary>What samtools says of the written file; places by hand from <see cref="SampleReads"/>.</summary>
public sealed class EvidenceBamTests
{
    private const string Samtools = "/usr/bin/samtools";

    private static async Task<string[]> Samtool(string kind, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Samtools), "samtools is not installed (apt-get install samtools)");
        using var folder = new TestFolder();
        EvidenceBam.Write(SampleGenetics.Of(kind), folder.Path);
        var (code, output, error) = await Tool.Run(
            Samtools,
            [.. arguments.Select(a => a.Replace("BAM", folder.File(EvidenceBam.File), StringComparison.Ordinal))]
        );
        Assert.Equal((0, ""), (code, error));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("clonal")]
    [InlineData("negative")]
    [InlineData("hostile")]
    public async Task It_is_whole(string kind) => Assert.Empty(await Samtool(kind, "quickcheck", "-v", "BAM"));

    [Fact]
    public async Task A_read_across_a_join_lies_on_the_host_and_once_more_on_the_vector()
    {
        // left0 has 30 host bases that end at 67100205 (from 1), then 120 of the vector from its start.
        var records = (await Samtool("clonal", "view", "BAM")).Select(l => l.Split('\t')).Where(f => f[0] == "left0").ToArray();

        Assert.Contains(records, f => (f[2], f[3], f[5]) == ("chr11", "67100176", "30M120S"));
        var onVector = records.Single(f => (f[2], f[5]) == ("car19", "30S120M"));
        Assert.Equal("1", onVector[3]);
        Assert.Equal(0x800, int.Parse(onVector[1], CultureInfo.InvariantCulture) & 0x800);
        Assert.Contains("xs:Z:IS1", onVector);
        Assert.Contains("SA:Z:chr11,67100176,+,30M120S,60,0;", onVector);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(SampleVector.Bases[..120]), onVector[9][30..]);
    }

    [Fact]
    public async Task A_stretch_on_the_other_strand_is_turned_so_that_it_reads_along_the_vector()
    {
        // far0 has 40 host bases, then the last 110 of the vector backwards.
        var records = (await Samtool("clonal", "view", "BAM")).Select(l => l.Split('\t')).Where(f => f[0] == "far0").ToArray();

        var onVector = records.Single(f => (f[2], f[5]) == ("car19", "110M40S"));
        Assert.Equal("2891", onVector[3]);
        Assert.Equal(0x10, int.Parse(onVector[1], CultureInfo.InvariantCulture) & 0x10);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(SampleVector.Bases[2_890..]), onVector[9][..110]);
    }

    [Fact]
    public async Task The_index_finds_what_a_whole_reading_finds()
    {
        var all = (await Samtool("clonal", "view", "BAM")).Where(l => l.Split('\t')[2] == "chr11").ToArray();

        Assert.NotEmpty(all);
        Assert.Equal(all, await Samtool("clonal", "view", "BAM", "chr11:67,100,000-67,101,000"));
        Assert.Empty(await Samtool("clonal", "view", "BAM", "chr11:1-60,000,000"));
    }

    [Fact]
    public async Task Records_are_in_the_order_that_the_header_says()
    {
        var header = await Samtool("clonal", "view", "-H", "BAM");
        var contigs = header.Where(l => l.StartsWith("@SQ", StringComparison.Ordinal)).Select(l => l.Split('\t')[1][3..]).ToList();
        var places = (await Samtool("clonal", "view", "BAM"))
            .Select(l => l.Split('\t'))
            .Select(f => (contigs.IndexOf(f[2]), long.Parse(f[3], CultureInfo.InvariantCulture)))
            .ToArray();

        Assert.Contains("SO:coordinate", header[0], StringComparison.Ordinal);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData("ACGTACGT", "ACGTACGT", "8M")]
    [InlineData("ACGTTACGT", "ACGTACGT", "4M1I4M")]
    [InlineData("ACGTACGT", "ACGTGACGT", "4M1D4M")]
    [InlineData("AAAA", "AAATTTA", "3M3D1M")]
    public void A_stretch_with_a_gap_is_laid_out_with_the_fewest_edits(string read, string vector, string expected)
    {
        var cigar = StretchCigar.Of(System.Text.Encoding.ASCII.GetBytes(read), System.Text.Encoding.ASCII.GetBytes(vector));

        Assert.Equal(Cigars.ReadBases(expected), Cigars.ReadBases(cigar));
        Assert.Equal(Cigars.Span(expected), Cigars.Span(cigar));
        Assert.Equal(Cigars.Parts(expected).Where(p => p.Operation != 'M'), Cigars.Parts(cigar).Where(p => p.Operation != 'M'));
    }
}
