using System.IO.Compression;
using System.Text.Json;

namespace Longwatch.Cli.Tests.Genetics;

/// <summary>The whole command on the example that comes with the product, whose truth is known: see <see cref="ExampleSet"/>.</summary>
public sealed class GeneticsCommandTests
{
    private static readonly string Example = Path.Combine(CommandRun.Home, "data", "genomics", "example");

    private static readonly string[] Reads = [Path.Combine(Example, "tumour_R1.fastq.gz"), Path.Combine(Example, "tumour_R2.fastq.gz")];

    private static readonly string[] OnHost =
    [
        "--reference",
        Path.Combine(Example, "host.fa"),
        "--purity",
        "0.6",
        "--product",
        "tisagenlecleucel",
    ];

    [Fact]
    public void The_example_is_what_its_recipe_makes()
    {
        foreach (var (name, content) in ExampleSet.Files())
            Assert.Equal(
                content,
                name.EndsWith(".fa", StringComparison.Ordinal) ? File.ReadAllText(Path.Combine(Example, name)) : Unzipped(name + ".gz")
            );
    }

    [Fact]
    public void The_example_is_detected_at_its_site_and_written_whole()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/minimap2") || File.Exists("/usr/bin/bwa"), "neither minimap2 nor bwa is installed");
        using var folder = new TemporaryFolder();
        var output = folder.Under("out");

        var run = CommandRun.Of(["genetics", .. Reads, .. OnHost, "--sample", "example", "--compartment", "tumour", "--out", output]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "verdict.json")));
        Assert.Equal("detected_clonal", json.RootElement.GetProperty("verdict").GetProperty("class").GetString());
        var site = Assert.Single(json.RootElement.GetProperty("sites").GetProperty("sites").EnumerateArray());
        Assert.Equal(("contigA", ExampleSet.Site + 1), (site.GetProperty("contig").GetString(), site.GetProperty("position").GetInt32()));
        Assert.Equal(5, site.GetProperty("target_site_duplication").GetInt32());
        string[] files =
        [
            "evidence.bam",
            "evidence.bam.bai",
            "report.html",
            "sites.bed",
            "sites.vcf",
            "verdict.json",
            "verdict.schema.json",
        ];
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(output, file)), file));
        Assert.StartsWith("DETECTED, CLONAL\n", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n').Where(l => !l.Contains(output, StringComparison.Ordinal)), l => Assert.True(l.Length <= 80, l));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bytes_and_a_comparison_with_itself_shares_the_site()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/minimap2") || File.Exists("/usr/bin/bwa"), "neither minimap2 nor bwa is installed");
        using var folder = new TemporaryFolder();
        var (one, two, compared) = (folder.Under("one"), folder.Under("two"), folder.Under("compared"));
        CommandRun.Of(["genetics", .. Reads, .. OnHost, "--threads", "1", "--quiet", "--out", one]);
        CommandRun.Of(["genetics", .. Reads, .. OnHost, "--threads", "2", "--quiet", "--out", two]);

        var run = CommandRun.Of(["genetics", .. Reads, .. OnHost, "--quiet", "--out", compared, "--compare", one]);

        var files = Directory.GetFiles(one, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(one, f)).ToArray();
        Assert.InRange(files.Length, 10, 100);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(one, f)), File.ReadAllBytes(Path.Combine(two, f))));
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(compared, "verdict.json")));
        var row = Assert.Single(json.RootElement.GetProperty("comparison").GetProperty("sites").EnumerateArray());
        Assert.All(row.GetProperty("junction_fragments").EnumerateArray(), j => Assert.True(j.GetInt32() > 0));
    }

    // One site of 14,000 bases in two persons: chance gives 11 / (2 x 3.1e9).
    [Fact]
    public void A_site_that_two_persons_share_raises_the_alarm_and_is_not_called_clonal()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/minimap2") || File.Exists("/usr/bin/bwa"), "neither minimap2 nor bwa is installed");
        using var folder = new TemporaryFolder();
        var (one, same, other) = (folder.Under("one"), folder.Under("same"), folder.Under("other"));
        CommandRun.Of(["genetics", .. Reads, .. OnHost, "--person", "P1", "--quiet", "--out", one]);
        CommandRun.Of(["genetics", .. Reads, .. OnHost, "--person", "P1", "--quiet", "--out", same, "--compare", one]);
        CommandRun.Of(["genetics", .. Reads, .. OnHost, "--person", "P2", "--quiet", "--out", other, "--compare", one]);

        Assert.Equal(("detected_clonal", 0), Result(same));
        Assert.Equal(("detected_low", 1), Result(other));

        static (string? Class, int Alarms) Result(string output)
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "verdict.json")));
            return (
                json.RootElement.GetProperty("verdict").GetProperty("class").GetString(),
                json.RootElement.GetProperty("comparison").GetProperty("alarms").GetArrayLength()
            );
        }
    }

    [Fact]
    public void A_compiled_vector_is_searched_as_it_was_compiled_and_takes_no_further_mask()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("vectors", "compile", "tisagenlecleucel-plasmid", "--out", folder.Under("compiled"));
        var compiled = folder.Under("compiled/vectors.lwvectors");

        var run = CommandRun.Of(["genetics", .. Reads, "--vector", compiled, "--quiet", "--out", folder.Under("out")]);
        var masked = CommandRun.Of(["genetics", .. Reads, "--vector", compiled, "--mask", OnHost[1], "--out", folder.Under("no")]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder.Under("out/verdict.json")));
        Assert.Equal("detected_low", json.RootElement.GetProperty("verdict").GetProperty("class").GetString()); // sites were not looked for
        Assert.Equal(2, masked.ExitCode);
        Assert.Contains("without --mask", masked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_of_the_run_is_in_the_verdict_and_in_its_statement()
    {
        using var folder = new TemporaryFolder();
        var output = folder.Under("out");
        string[] known = ["--person", "P7", "--days", "400", "--t-cells", "0.05", "--run-fragments", "4000", "--hop-rate", "0.002"];

        var run = CommandRun.Of([
            "genetics",
            .. Reads,
            "--product",
            "tisagenlecleucel",
            .. known,
            "--blank-control",
            "0 fragments",
            "--quiet",
            "--out",
            output,
        ]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "verdict.json")));
        var stated = json.RootElement.GetProperty("run");
        Assert.Equal(("P7", 400), (stated.GetProperty("person").GetString(), stated.GetProperty("days_since_infusion").GetInt32()));
        Assert.Equal(
            (4000, 0.002),
            (stated.GetProperty("neighbour_fragments").GetInt32(), stated.GetProperty("index_hop_rate").GetDouble())
        );
        Assert.Equal(JsonValueKind.Null, stated.GetProperty("positive_control").ValueKind);
        var limit = json.RootElement.GetProperty("quantities").GetProperty("detection_limit");
        Assert.Equal(8, limit.GetProperty("expected_contamination").GetDouble()); // 4,000 x 0.002
        var facts = json
            .RootElement.GetProperty("verdict")
            .GetProperty("statement")
            .EnumerateArray()
            .ToDictionary(f => f.GetProperty("label").GetString()!, f => f.GetProperty("value").GetString()!, StringComparer.Ordinal);
        Assert.Equal("0 fragments", facts["Blank control"]);
        Assert.Contains("400 days after the infusion, 5 % T cells", facts["Specimen"], StringComparison.Ordinal);
        Assert.Contains("8 hopped ones expected at a measured rate", facts["Contamination check"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_of_hopping_without_the_runs_fragments_is_a_usage_error()
    {
        var run = CommandRun.Of("genetics", Reads[0], "--hop-rate", "0.001");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--run-fragments", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_missing_file_is_said_at_once_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();

        var run = CommandRun.Of(
            "genetics",
            "nowhere.bam",
            "--reference",
            "none.fa",
            "--rules",
            "none.json",
            "--compare",
            "nothing",
            "--out",
            folder.Under("out")
        );

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            ["nowhere.bam: no such file", "none.fa: no such file", "none.json: no such file", "nothing: no such file or folder"],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.False(Directory.Exists(folder.Under("out")));
    }

    [Fact]
    public void A_file_that_holds_no_reads_is_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Under("reads.txt"), "these are no reads\n");

        var run = CommandRun.Of("genetics", folder.Under("reads.txt"), "--out", folder.Under("out"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("reads.txt", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("out")));
    }

    [Theory]
    [InlineData("reading", 50, 100, 2_000_000, 2.0, "reading 50 %, 2.0 million reads, 1.0 million/s, 2 s left")]
    [InlineData("reading", 10, 0, 5_000, 1.0, "reading, 5,000 reads, 5,000/s")]
    [InlineData("reading", 1, 100, 900, 0.1, "reading 1 %, 900 reads")]
    [InlineData("reading", 5, 100, 1_000_000, 60.0, "reading 5 %, 1.0 million reads, 16,667/s, 19 min left")]
    public void Progress_says_share_rate_and_time_left(string step, long done, long total, long reads, double seconds, string expected) =>
        Assert.Equal(expected, Cli.Genetics.ReadingProgress.Text(step, done, total, reads, seconds));

    private static string Unzipped(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Example, name)), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
