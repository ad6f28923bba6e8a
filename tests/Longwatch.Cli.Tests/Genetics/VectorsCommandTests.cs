namespace Longwatch.Cli.Tests.Genetics;

public sealed class VectorsCommandTests
{
    [Fact]
    public void The_list_has_every_vector_of_the_library_with_its_source_within_eighty_columns()
    {
        var run = CommandRun.Of("vectors", "list");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var names = Directory
            .GetFiles(Path.Combine(CommandRun.Home, "data", "genomics", "vectors"), "*.fa")
            .Select(Path.GetFileNameWithoutExtension);
        Assert.All(names, name => Assert.Contains($"\n{name}\n", run.Output, StringComparison.Ordinal));
        Assert.Contains("US9499629B2 SEQ ID NO: 1", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^hiv-1-hxb2 +9719 +0 +0 +0 +9719 +0$", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Check_shows_topology_and_the_track_of_origins()
    {
        var run = CommandRun.Of("vectors", "check", "tisagenlecleucel-plasmid");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(
            "tisagenlecleucel-plasmid: provirus, lentivirus, 5,752 bases, from US9499629B2 SEQ ID NO: 1",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("terminal repeats of 234 bases: 1-234 and 5519-5752", run.Output, StringComparison.Ordinal);
        // LTR to cPPT retroviral, EF1a human, CAR, WPRE unique, LTR retroviral
        Assert.Matches(@"(?m)^  v+[#v]*v+h+[th#]+#+v+$", run.Output);
        Assert.Contains("tisagenlecleucel-plasmid/backbone: plasmid backbone", run.Output, StringComparison.Ordinal);
        Assert.Contains("The mask is incomplete: no whole human genome", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_every_file_is_a_line_and_nothing_is_printed_as_found()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Under("a.fa"), ">a\nACGT*\n>b\n");
        File.WriteAllText(folder.Under("b.gb"), "LOCUS       p 4 bp DNA circular\nORIGIN\n        1 acgt\n");

        var run = CommandRun.Of("vectors", "check", folder.Under("a.fa"), folder.Under("b.gb"), folder.Under("c.fa"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(4, run.Error.Trim().Split('\n').Length);
        Assert.Contains("b.gb: line 3: ends inside record 'p': the line '//' is missing", run.Error, StringComparison.Ordinal);
        Assert.Contains("c.fa: cannot be read: there is no such file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_writes_the_searched_sequences_and_the_origin_of_every_part_and_twice_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var outputs = new List<byte[][]>();
        foreach (var name in new[] { "one", "two" })
        {
            var run = CommandRun.Of("vectors", "compile", "axicabtagene-ciloleucel-car", "--out", folder.Under(name));
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            outputs.Add([.. Directory.GetFiles(folder.Under(name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]);
        }

        Assert.Equal(
            ["origins.bed", "vectors.fa", "vectors.lwvectors"],
            Directory.GetFiles(folder.Under("one")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(outputs[0], outputs[1]);
        Assert.StartsWith(
            "axicabtagene-ciloleucel-car\t0\t42\tHumanTranscript\n",
            File.ReadAllText(folder.Under("one/origins.bed")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("'--out' is required", "vectors", "compile", "axicabtagene-ciloleucel-car")]
    [InlineData("Required argument 'VECTOR'", "vectors", "check")]
    public void Wrong_usage_is_said(string expected, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vectors", "--help")]
    [InlineData("vectors", "check", "--help")]
    [InlineData("vectors", "compile", "--help")]
    public void Help_fits_eighty_columns_and_shows_a_line_to_copy(params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains(
            "longwatch vectors ",
            run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }
}
