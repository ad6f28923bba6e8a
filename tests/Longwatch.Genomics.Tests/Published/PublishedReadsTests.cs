using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics.Tests.Published;

/// <summary>Reads that others published with their truth. Absent data skips a test.</summary>
public sealed class PublishedReadsTests
{
    [Fact]
    public void The_three_adeno_associated_integrations_of_isling_are_found_to_the_base()
    {
        // bwa mem of the same reads to host and vector: the split reads join at chr2:1627, chr3:904 and, over two shared bases, chr3:2450 to 2452 (zero-based).
        var result = Tested.Run(
            [Repository.Given("viral_reads/isling/cond0.rep0_001.fastq"), Repository.Given("viral_reads/isling/cond0.rep0_002.fastq")],
            Repository.Given("viral_reads/isling/test_AAV.fa"),
            Tested.Copy(Repository.Given("viral_reads/isling/test_human.fa"))
        );

        var sites = result.Sites.Sites.Where(s => s.Status != SiteStatus.Candidate).Select(s => (s.Contig, s.Position)).ToArray();
        Assert.Equal(3, sites.Length);
        Assert.Contains(sites, s => s.Contig == "chr2" && s.Position == 1627);
        Assert.Contains(sites, s => s.Contig == "chr3" && s.Position == 904);
        Assert.Contains(sites, s => s.Contig == "chr3" && s.Position is >= 2450 and <= 2452);
    }

    [Fact]
    public void The_reads_of_isling_without_integration_are_silent() =>
        AssertSilent(
            Tested.Run(
                [
                    Repository.Given("viral_reads/isling/no_integrations_001.fastq"),
                    Repository.Given("viral_reads/isling/no_integrations_002.fastq"),
                ],
                Repository.Given("viral_reads/isling/test_AAV.fa"),
                Tested.Copy(Repository.Given("viral_reads/isling/test_human.fa"))
            )
        );

    [Theory]
    [InlineData("test.novirus.reads")]
    [InlineData("red_herrings")]
    public void Reads_without_papillomavirus_are_silent(string name) =>
        AssertSilent(
            Tested.Run(
                [Repository.Given($"viral_reads/ctat_vif/{name}_1.fastq.gz"), Repository.Given($"viral_reads/ctat_vif/{name}_2.fastq.gz")],
                Repository.Given("viral_reads/ctat_vif/HPV16.fa")
            )
        );

    [Fact]
    public void Papillomavirus_is_found_in_the_reads_that_hold_it()
    {
        var result = Tested.Run(
            [Repository.Given("viral_reads/ctat_vif/reads_1.fastq.gz"), Repository.Given("viral_reads/ctat_vif/reads_2.fastq.gz")],
            Repository.Given("viral_reads/ctat_vif/HPV16.fa")
        );

        // bwa mem to HPV16 alone aligns 5,067 records of these reads; most pairs are there twice, so several hundred fragments at least are distinct.
        Assert.True(result.Evidence.UniqueFragments > 500, $"{result.Evidence.UniqueFragments} fragments");
    }

    [Fact]
    public void Hepatitis_B_is_not_positive_though_the_woodchuck_element_of_vectors_resembles_it()
    {
        var result = Tested.Run(
            [Repository.Given("viral_reads/gridss/hbv_sim.bam")],
            Repository.Given("vectors/aavenger/Bushman_CART19.fasta")
        );

        Assert.False(result.Verdict.Class is VerdictClass.DetectedClonal or VerdictClass.DetectedLow, result.Verdict.Sentence);
        Assert.DoesNotContain(result.Sites.Sites, s => s.Status != SiteStatus.Candidate);
    }

    [Fact]
    public void Every_in_silico_pair_of_targeted_sequencing_is_seen_on_its_vector()
    {
        // README of GENE-IS: 5,600 pairs; each second read ends in 40 to 50 bases of the vector.
        var result = Tested.Run(
            [
                Repository.Given("is_reads/gene-is/testFiles_r1.5600seq.TargetSeqInsilico.gz"),
                Repository.Given("is_reads/gene-is/testFiles_r2.5600seq.TargetSeqInsilico.gz"),
            ],
            Repository.Given("is_reads/gene-is/test_targetedSequencing_vectorSeq.fa"),
            assay: AssayKind.Targeted
        );

        Assert.Equal(5_600, result.Screening.Counts.Reads / 2);
        Assert.True(result.Evidence.Fragments.Count > 5_540, $"{result.Evidence.Fragments.Count} of 5,600 pairs");
    }

    private static void AssertSilent(GeneticResult result)
    {
        Assert.Equal(0, result.Evidence.UniqueFragments);
        Assert.DoesNotContain(result.Sites.Sites, s => s.Status != SiteStatus.Candidate);
        Assert.NotEqual(VerdictClass.DetectedClonal, result.Verdict.Class);
        Assert.NotEqual(VerdictClass.DetectedLow, result.Verdict.Class);
    }
}
