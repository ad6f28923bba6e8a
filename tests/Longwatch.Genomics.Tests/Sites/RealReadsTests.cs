using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;

namespace Longwatch.Genomics.Tests.Sites;

/// <summary>Given reads with a known answer. Nothing of them is in this repository.</summary>
public sealed class RealReadsTests
{
    /// <summary>
    /// The three sites are named in the given file of host windows (one-based, last duplicated base). The windows begin at the position in
    /// their name, so the first duplicated base, zero-based in the window, is site − start − 4.
    /// </summary>
    [Fact]
    public void The_three_published_sites_of_a_positive_sort_are_confirmed_to_the_base()
    {
        var result = Run(
            "car_tcell_wgs/host_hg38_10kb_windows.fa",
            "car_tcell_wgs/vector_cilta_consensus.fasta",
            "car_tcell_wgs/positive.R1.fq.gz",
            "car_tcell_wgs/positive.R2.fq.gz"
        );

        // chr3:160536002, chr19:1246860 (in a run of T beside an Alu) and chr20:63719665.
        Assert.Equal(
            [("chr19:1241861-1251860", 4_995L), ("chr20:63714666-63724665", 4_995L), ("chr3:160531003-160541002", 4_995L)],
            result.Sites.Select(s => (s.Contig, s.Position)).Order()
        );
        Assert.All(result.Sites, s => Assert.Equal((SiteStatus.Confirmed, (int?)5), (s.Status, s.TargetSiteDuplication)));
        Assert.All(result.Joins, j => Assert.Equal(VectorJoin.ProvirusInternal, j.Class));
    }

    [Fact]
    public void A_negative_sort_of_the_same_person_has_no_site() =>
        Assert.Empty(
            Run(
                "car_tcell_wgs/host_hg38_10kb_windows.fa",
                "car_tcell_wgs/vector_cilta_consensus.fasta",
                "car_tcell_wgs/negative.R1.fq.gz",
                "car_tcell_wgs/negative.R2.fq.gz"
            ).Sites
        );

    [Fact]
    public void A_reference_that_holds_the_vector_is_said_to_hide_sites()
    {
        // These reads were aligned to a genome into which the vector had been put.
        var result = Run(null, "car_tcell_wgs/vector_cilta_consensus.fasta", "car_tcell_wgs/positive_chr20_5k.bam");

        Assert.Empty(result.Sites);
        Assert.Contains(result.Notes, n => n.Contains("chr20:", StringComparison.Ordinal));
    }

    /// <summary>The reads were simulated (wgsim) from three chimeric sequences, seqA, seqB and seqC, as their names say, and aligned by STAR.</summary>
    [Fact]
    public void Papillomavirus_insertions_are_found_without_fixed_ends()
    {
        var result = Run(null, "viral_reads/ctat_vif/HPV16.fa", "viral_reads/ctat_vif/test.hgPlusVirus.Aligned.sortedByCoord.out.bam");

        Assert.Equal(
            ["chr11", "chr18", "chr6"],
            result.Sites.Where(s => s.Status is not SiteStatus.Candidate).Select(s => s.Contig).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_adeno_associated_set_has_insertions_on_both_contigs_and_its_control_has_none()
    {
        var found = Run(
            "viral_reads/isling/test_human.fa",
            "viral_reads/isling/test_AAV.fa",
            "viral_reads/isling/cond0.rep0_001.fastq",
            "viral_reads/isling/cond0.rep0_002.fastq"
        );
        var none = Run(
            "viral_reads/isling/test_human.fa",
            "viral_reads/isling/test_AAV.fa",
            "viral_reads/isling/no_integrations_001.fastq",
            "viral_reads/isling/no_integrations_002.fastq"
        );

        // Found by exact string search (Python) for the longest host beginning or end of each read followed or preceded by 25 bases of the virus:
        // last host base before the virus 1626, 903, 2451; first host base after it 1627, 904, 2450.
        Assert.All(found.Sites, s => Assert.Equal(SiteStatus.Confirmed, s.Status));
        Assert.Equal(
            [("chr2", 1_626L, 1_627L), ("chr3", 903L, 904L), ("chr3", 2_451L, 2_450L)],
            found.Sites.Select(s => (s.Contig, s.Left!.HostPosition, s.Right!.HostPosition))
        );
        Assert.Empty(none.Sites);
    }

    [Theory]
    [InlineData("red_herrings_1.fastq.gz", "red_herrings_2.fastq.gz")]
    [InlineData("test.novirus.reads_1.fastq.gz", "test.novirus.reads_2.fastq.gz")]
    public void Sets_without_the_virus_are_silent(string first, string second) =>
        Assert.Empty(
            Run(
                "reference/22_20-21M.fa",
                "viral_reads/ctat_vif/HPV16.fa",
                "viral_reads/ctat_vif/" + first,
                "viral_reads/ctat_vif/" + second
            ).Sites
        );

    private static SitesResult Run(string? reference, string vector, params string[] reads)
    {
        var aligner = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "bwa")));
        Assert.SkipUnless(aligner || reference is null, "bwa is not installed");
        var options = new GeneticTestOptions(
            [.. reads.Select(Repository.Given)],
            [Repository.Given(vector)],
            [],
            reference is null ? null : Repository.Given(reference),
            null,
            [],
            null,
            2,
            null,
            AssayKind.WholeGenome,
            MoleculeKind.Dna,
            null,
            Compartment.Unknown,
            null,
            null,
            2,
            "test",
            new DirectoryInfo(Repository.File("data/genomics")),
            null
        );
        return GeneticTest.Run(options, null, TestContext.Current.CancellationToken).Sites;
    }
}
