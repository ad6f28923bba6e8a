using System.Diagnostics;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Tests.Screening;

/// <summary>Against samtools, where it is installed.</summary>
public sealed class SamtoolsTests : IDisposable
{
    private readonly SyntheticReads made = new(800);

    [Fact]
    public void Samtools_reads_the_bam_that_is_written_and_finds_nothing_to_say()
    {
        var source = made.Screen(made.Write("a.sam", made.Sam()));
        using (var file = File.Create(made.PathOf("e.bam")))
            Longwatch.Genomics.Reads.BamWriter.Write(file, source.Candidates, source.Input.Contigs, source.Input.SampleName);

        Assert.Equal("", Samtools($"quickcheck -v {made.PathOf("e.bam")}"));
        Samtools($"index {made.PathOf("e.bam")}");
        var names = Samtools($"view {made.PathOf("e.bam")}").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'));
        Assert.Equal(source.Candidates.Select(c => c.Name), names.Select(f => f[0]));
        Assert.Equal(source.Candidates.Select(c => System.Text.Encoding.ASCII.GetString(c.Bases)), names.Select(f => f[9]));
    }

    [Fact]
    public void A_bam_and_a_cram_that_samtools_writes_give_what_the_sam_gives()
    {
        var (sam, reference) = (made.Write("a.sam", made.Sam()), made.Write("ref.fa", $">chrA\n{made.Host}\n"));
        var (bam, cram) = (made.PathOf("a.bam"), made.PathOf("a.cram"));
        Samtools($"view -b -o {bam} {sam}");
        Samtools($"view -C -T {reference} -o {cram} {sam}");
        File.Delete(reference + ".fai"); // it is then made elsewhere
        var expected = made.Screen(sam);
        foreach (var threads in new[] { 1, 3 })
        {
            var options = new ScreeningOptions { Threads = threads, Reference = new(reference) };
            foreach (var path in new[] { bam, cram })
            {
                var result = Screener.Screen([new(path)], made.Searched1, options, null, TestContext.Current.CancellationToken);
                Assert.Equal(expected.Counts, result.Counts);
                Assert.Equal(expected.Host!.Bases, result.Host!.Bases);
                Assert.Equal(expected.Candidates.Select(c => (c.Ordinal, c.Name)), result.Candidates.Select(c => (c.Ordinal, c.Name)));
                Assert.Equal("made-up", result.Input.SampleName);
                Assert.Empty(result.Findings);
            }
        }

        Assert.False(File.Exists(reference + ".fai"));
    }

    [Fact]
    public void A_cram_without_its_reference_or_with_another_one_is_named()
    {
        var (sam, reference) = (made.Write("a.sam", made.Sam()), made.Write("ref.fa", $">chrA\n{made.Host}\n"));
        var cram = made.PathOf("a.cram");
        Samtools($"view -C -T {reference} -o {cram} {sam}");
        File.Delete(reference);
        File.Delete(reference + ".fai");
        var other = made.Write("other.fa", $">chrA\n{made.RandomBases(made.Host.Length)}\n");

        var without = Assert.Throws<UnreadableInputException>(() => made.Screen(cram)).Problems[0];
        var wrong = Assert
            .Throws<UnreadableInputException>(() =>
                Screener.Screen([new(cram)], made.Searched1, new() { Reference = new(other) }, null, TestContext.Current.CancellationToken)
            )
            .Problems[0];
        Assert.Contains("--reference", without.Message, StringComparison.Ordinal);
        Assert.Contains("reference is not the one", wrong.Message, StringComparison.Ordinal);
        var cut = File.ReadAllBytes(cram);
        _ = made.Write("ref.fa", $">chrA\n{made.Host}\n");
        var truncated = Screener.Screen(
            [new(made.Write("cut.cram", cut[..^38]))],
            made.Searched1,
            new() { Reference = new(reference) },
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("truncated", Assert.Single(truncated.Findings).Code);
    }

    private static string Samtools(string arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("samtools", arguments) { UseShellExecute = false, RedirectStandardOutput = true }
            )!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("samtools is not installed");
            return "";
        }
    }

    public void Dispose() => made.Dispose();
}
