using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Longwatch.Exchange.Genetics;

namespace Longwatch.Exchange.Tests.Genetics;

/// <summary>
/// Expected places are derived by hand from the joins of <see cref="SampleReads"/>: IS1 has host to 67100204 (from 0), vector 0 to 2999 forward,
/// host again from 67100200, so bases 67100200 to 67100204 are there twice. IS2 has host to 19800300, two bases GA, then the vector backwards from 2999.
/// </summary>
public sealed class SiteFilesTests
{
    private static string[] Bed(string kind) => Encoding.ASCII.GetString(SitesBed.Write(SampleGenetics.Of(kind))).TrimEnd('\n').Split('\n');

    private static string[] Vcf(string kind) => Encoding.ASCII.GetString(SitesVcf.Write(SampleGenetics.Of(kind))).TrimEnd('\n').Split('\n');

    private static string[][] Records(string kind) => [.. Vcf(kind).Where(l => l[0] != '#').Select(l => l.Split('\t'))];

    [Fact]
    public void Bed_holds_the_duplicated_bases_counted_from_zero() =>
        Assert.Equal("chr11\t67100200\t67100205\tIS1\t1000\t+\tconfirmed\t17\t0\t5\tcar19\t1E-12", Bed("clonal")[1]);

    [Fact]
    public void Bed_holds_the_base_that_touches_the_join_where_one_end_was_seen() =>
        Assert.Equal("chr19\t19800300\t19800301\tIS2\t600\t-\tprobable\t8\t0\t.\tcar19\t0.003", Bed("clonal")[2]);

    [Theory]
    [InlineData("IS1_left_host", "chr11", 67_100_205, "C", "C[car19:1[")]
    [InlineData("IS1_left_vector", "car19", 1, "v", "]chr11:67100205]v")]
    [InlineData("IS1_right_host", "chr11", 67_100_201, "A", "]car19:3000]A")]
    [InlineData("IS1_right_vector", "car19", 3_000, "v", "v[chr11:67100201[")]
    [InlineData("IS2_left_host", "chr19", 19_800_301, "N", "NGA]car19:3000]")]
    [InlineData("IS2_left_vector", "car19", 3_000, "v", "vTC]chr19:19800301]")]
    public void A_breakend_says_what_joins_what_counted_from_one(
        string id,
        string contig,
        long position,
        string reference,
        string alternative
    )
    {
        var record = Records("clonal").Single(r => r[2] == id);
        var v = contig == "car19" ? ((char)SampleVector.Bases[position - 1]).ToString() : "";

        Assert.Equal(contig, record[0]);
        Assert.Equal(position.ToString(System.Globalization.CultureInfo.InvariantCulture), record[1]);
        Assert.Equal(v.Length == 0 ? reference : v, record[3]);
        Assert.Equal(v.Length == 0 ? alternative : Restored(alternative, v), record[4]);
    }

    [Theory]
    [InlineData("clonal")]
    [InlineData("hostile")]
    [InlineData("negative")]
    public void Every_record_has_eight_fields_in_contig_order_and_its_mate(string kind)
    {
        var contigs = Vcf(kind)
            .Select(l =>
                Regex.Match(l, "^##contig=<ID=(?<name>[^,>]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["name"].Value
            )
            .Where(n => n.Length > 0)
            .ToList();
        var records = Records(kind);

        Assert.All(records, r => Assert.Equal(8, r.Length));
        Assert.All(records, r => Assert.Matches("^[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*$", r[0]));
        Assert.All(
            records,
            r =>
            {
                var mate = r[7].Split(';').Single(i => i.StartsWith("MATEID=", StringComparison.Ordinal))[7..];
                Assert.Contains($"MATEID={r[2]};", records.Single(other => other[2] == mate)[7], StringComparison.Ordinal);
            }
        );
        var order = records
            .Select(r => (contigs.IndexOf(r[0]), long.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture)))
            .ToArray();
        Assert.Equal(order.Order(), order);
        Assert.Equal(contigs.Count, contigs.Distinct().Count());
    }

    [Theory]
    [InlineData("clonal", 6)]
    [InlineData("hostile", 6)]
    [InlineData("negative", 0)]
    public async Task Bcftools_reads_it_without_a_word(string kind, int records)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bcftools"), "bcftools is not installed (apt-get install bcftools)");
        using var folder = new TestFolder();
        var path = folder.File("sites.vcf");
        await File.WriteAllBytesAsync(path, SitesVcf.Write(SampleGenetics.Of(kind)), TestContext.Current.CancellationToken);

        var (code, output, error) = await Tool.Run("/usr/bin/bcftools", ["view", "-H", path]);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(records, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>v stands for the base of the vector, at one end of the text.</summary>
    private static string Restored(string alternative, string v) =>
        alternative.StartsWith('v') ? v + alternative[1..] : alternative[..^1] + v;
}

/// <summary>Somebody else's program, as a judge of what was written.</summary>
internal static class Tool
{
    internal static async Task<(int Code, string Output, string Error)> Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
