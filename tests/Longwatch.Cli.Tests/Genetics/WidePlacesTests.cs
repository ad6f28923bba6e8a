namespace Longwatch.Cli.Tests.Genetics;

/// <summary>Names of contigs can be as long as their makers like; a summary for 80 columns must still show every number.</summary>
public sealed class WidePlacesTests
{
    [Fact]
    public void A_long_contig_is_shortened_at_its_front_and_no_column_is_lost()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/minimap2") || File.Exists("/usr/bin/bwa"), "neither minimap2 nor bwa is installed");
        using var folder = new TemporaryFolder();
        var example = Path.Combine(CommandRun.Home, "data", "genomics", "example");
        var host = folder.Under("host.fa");
        var name = "a_contig_with_a_name_that_alone_is_longer_than_a_usual_terminal_is_wide_and_then_some";
        File.WriteAllText(host, File.ReadAllText(Path.Combine(example, "host.fa")).Replace("contigA", name, StringComparison.Ordinal));
        string[] reads = [Path.Combine(example, "tumour_R1.fastq.gz"), Path.Combine(example, "tumour_R2.fastq.gz")];

        var run = CommandRun.Of([
            "genetics",
            .. reads,
            "--reference",
            host,
            "--product",
            "tisagenlecleucel",
            "--purity",
            "0.6",
            "--out",
            folder.Under("out"),
        ]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.Split('\n');
        var heading = Assert.Single(
            lines,
            l => l.Contains("of cells", StringComparison.Ordinal) && l.Contains("place", StringComparison.Ordinal)
        );
        Assert.EndsWith("gene", heading, StringComparison.Ordinal);
        var row = lines[Array.IndexOf(lines, heading) + 1];
        Assert.Contains("…", row, StringComparison.Ordinal);
        Assert.Contains(":5,001 ", row, StringComparison.Ordinal);
        Assert.Contains("confirmed", row, StringComparison.Ordinal);
        Assert.Contains(" %", row, StringComparison.Ordinal);
        Assert.InRange(row.Length, 40, 80);
    }
}
