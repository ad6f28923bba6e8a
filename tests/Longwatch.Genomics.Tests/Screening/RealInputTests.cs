using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Tests.Screening;

public sealed class RealInputTests
{
    // samtools 1.16 flagstat -O tsv FILE: primary, primary duplicates, primary - primary mapped, secondary, supplementary;
    // samtools view -c -f 512 FILE: failed; samtools stats FILE (without the failed): total length.
    [Theory]
    [InlineData("bams/gridss_COLO829v003T_slice.bam", 1409, 237, 9, 5, 0, 0, 212759)]
    [InlineData("bams/pisces_bwaXC.bam", 12652, 184, 443, 0, 0, 0, 1277852)]
    [InlineData("bams/manta_HCC1954_tumor_region.bam", 11194, 1274, 193, 0, 0, 918, 0)]
    [InlineData("viral_reads/gridss/hbv_sim.bam", 40804, 0, 766, 0, 7, 0, 6120600)]
    [InlineData("viral_reads/isling/test.bam", 710, 0, 372, 0, 0, 0, 106500)]
    [InlineData("viral_reads/ctat_vif/test.hgPlusVirus.Aligned.sortedByCoord.out.bam", 5492, 0, 124, 1140, 111, 0, 417055)]
    public void The_counts_are_those_of_samtools_whatever_the_number_of_threads(
        string file,
        long reads,
        long duplicates,
        long unmapped,
        long secondary,
        long supplementary,
        long failed,
        long bases
    )
    {
        var path = Repository.Given(file);
        var one = Screener.Screen([new(path)], [], new() { Threads = 1 }, null, TestContext.Current.CancellationToken);
        var three = Screener.Screen([new(path)], [], new() { Threads = 3 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(reads, one.Counts.Reads);
        Assert.Equal(duplicates, one.Counts.Duplicates);
        Assert.Equal(unmapped, one.Counts.Unmapped);
        Assert.Equal(secondary, one.Counts.Secondary);
        Assert.Equal(supplementary, one.Counts.Supplementary);
        Assert.Equal(failed, one.Counts.QualityFailed);
        if (bases > 0)
            Assert.Equal(bases, one.Counts.Bases);
        Assert.Equal(one.Counts, three.Counts);
        Assert.Equal(one.Host!.Bases, three.Host!.Bases);
        Assert.DoesNotContain(one.Findings, f => f.Code == "truncated");
    }

    // The set holds reads of HPV16 that CTAT-VIF finds, and another without any.
    [Fact]
    public void Reads_of_a_virus_are_found_where_they_were_published_and_nowhere_else()
    {
        var virus = SyntheticReads.Searched(
            string.Concat(
                File.ReadLines(Repository.Given("viral_reads/ctat_vif/HPV16.fa"))
                    .Where(l => !l.StartsWith('>'))
                    .Select(l => l.Trim().ToUpperInvariant())
            )
        );
        var with = Screen("viral_reads/ctat_vif/reads_1.fastq.gz", "viral_reads/ctat_vif/reads_2.fastq.gz");
        var without = Screen("viral_reads/ctat_vif/test.novirus.reads_1.fastq.gz", "viral_reads/ctat_vif/test.novirus.reads_2.fastq.gz");

        Assert.True(with.Candidates.Count > 100, $"{with.Candidates.Count}");
        Assert.Empty(without.Candidates);

        ScreeningResult Screen(string first, string second) =>
            Screener.Screen(
                [new(Repository.Given(first), Repository.Given(second))],
                [virus],
                new(),
                null,
                TestContext.Current.CancellationToken
            );
    }
}
