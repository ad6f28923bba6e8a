using System.Globalization;
using System.Text.RegularExpressions;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics.Tests.Published;

/// <summary>Real reads of sorted cells with and without the transgene; where the sites are is read from the given data, never written here.</summary>
public sealed partial class SortedCellsTests
{
    private const long Window = 5;

    /// <remarks>Reads that bwa mem (0.7.17) aligns to the vector at quality 30 or more: 3, 1 and 631 in the positive slices; in the negative ones only within the human promoter.</remarks>
    [Theory]
    [InlineData("chr3", 3)]
    [InlineData("chr19", 1)]
    [InlineData("chr20", 150)]
    public void Slices_aligned_to_a_genome_that_holds_the_vector_show_it_and_call_nothing_negative(string contig, long least)
    {
        var vector = Repository.Given("car_tcell_wgs/vector_cilta_consensus.fasta");

        var positive = Tested.Run([Repository.Given($"car_tcell_wgs/positive_{contig}_5k.bam")], vector);
        var negative = Tested.Run([Repository.Given($"car_tcell_wgs/negative_{contig}_5k.bam")], vector);

        Assert.True(positive.Evidence.UniqueFragments >= least, $"{positive.Evidence.UniqueFragments} unique fragments");
        Assert.NotEqual(VerdictClass.NotDetected, positive.Verdict.Class);
        Assert.Equal(0, negative.Evidence.UniqueFragments);
        Assert.Empty(negative.Sites.Sites);
        Assert.False(negative.Verdict.Class is VerdictClass.DetectedClonal or VerdictClass.DetectedLow, negative.Verdict.Sentence);
    }

    [Fact]
    public void All_three_loci_are_found_from_the_unaligned_pairs()
    {
        var (positive, negative) = (Pairs("positive"), Pairs("negative"));

        foreach (var (contig, position) in Loci())
            // The reference is the windows alone, so a site lies at its place in the window.
            Assert.Contains(
                positive.Sites.Sites,
                s =>
                    s.Contig.StartsWith($"{contig}:", StringComparison.Ordinal)
                    && Math.Abs(s.Position + Start(s.Contig) - position) <= Window
                    && s.Status != SiteStatus.Candidate
            );
        Assert.Equal(0, negative.Evidence.UniqueFragments);
        Assert.DoesNotContain(negative.Sites.Sites, s => s.Status != SiteStatus.Candidate);
        Assert.False(negative.Verdict.Class is VerdictClass.DetectedClonal or VerdictClass.DetectedLow, negative.Verdict.Sentence);
    }

    private static GeneticResult Pairs(string sort) =>
        Tested.Run(
            [Repository.Given($"car_tcell_wgs/{sort}.R1.fq.gz"), Repository.Given($"car_tcell_wgs/{sort}.R2.fq.gz")],
            Repository.Given("car_tcell_wgs/vector_cilta_consensus.fasta"),
            Tested.Copy(Repository.Given("car_tcell_wgs/host_hg38_10kb_windows.fa"))
        );

    /// <summary>Zero-based, from the headers of the given host windows.</summary>
    private static IEnumerable<(string Contig, long Position)> Loci() =>
        File.ReadLines(Repository.Given("car_tcell_wgs/host_hg38_10kb_windows.fa"))
            .Select(line => Header().Match(line))
            .Where(m => m.Success)
            .Select(m => (m.Groups["contig"].Value, long.Parse(m.Groups["position"].Value, CultureInfo.InvariantCulture) - 1));

    private static long Start(string window) => long.Parse(window.Split(':')[1].Split('-')[0], CultureInfo.InvariantCulture) - 1;

    [GeneratedRegex(@"^>(?<contig>chr\w+):.* site=(?<position>\d+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Header();
}
