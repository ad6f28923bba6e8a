using System.Text.Json;

namespace Longwatch.Cli.Tests.Genetics;

public sealed class SitesCommandTests
{
    // One clone beside STK11 (chr19:1246861, from the awk of the annotation tests) grows from 1/41 to 60/100 in A; B shares it.
    private static string Table() =>
        "seqnames\tstart\tstrand\trefGenome\tpatient\tGTSP\tcellType\ttimePointDays\testAbund\n"
        + Row("chr19\t1246861", "A", 0, 1)
        + Row("chr19\t1246861", "A", 90, 60)
        + Row("chr19\t1246863", "B", 90, 2)
        + string.Concat(Enumerable.Range(0, 40).Select(i => Row($"chr1\t{(i + 1) * 1_000_000}", "A", i < 20 ? 0 : 90, 1)))
        + string.Concat(Enumerable.Range(0, 20).Select(i => Row($"chr1\t{(i + 1) * 1_000_000}", "A", 90, 1)))
        + string.Concat(Enumerable.Range(0, 20).Select(i => Row($"chr2\t{(i + 1) * 1_000_000}", "A", 0, 1)))
        + string.Concat(Enumerable.Range(0, 20).Select(i => Row($"chr3\t{(i + 1) * 1_000_000}", "B", 90, 1)));

    [Fact]
    public void Growth_a_cancer_gene_and_a_site_of_two_persons_are_found_and_twice_the_same_bytes_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Under("sites.tsv"), Table());

        var run = CommandRun.Of("genetics", "sites", folder.Under("sites.tsv"), "--out", folder.Under("one"));
        var again = CommandRun.Of("genetics", "sites", folder.Under("sites.tsv"), "--out", folder.Under("two"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(0, again.ExitCode);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.Under("one/sites.json")));
        using var schema = JsonDocument.Parse(File.ReadAllText(folder.Under("one/sites.schema.json")));
        Assert.Equal(
            schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name),
            json.RootElement.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(schema.RootElement.GetProperty("$id").GetString(), json.RootElement.GetProperty("schema_id").GetString());
        var tables = json.RootElement.GetProperty("tables");
        var triggers = tables.GetProperty("triggers").EnumerateArray().ToList();
        Assert.Equal(
            ["dominant", "expanding", "near cancer gene"],
            triggers.Select(t => t.GetProperty("finding").GetString()).Order(StringComparer.Ordinal)
        );
        Assert.All(triggers, t => Assert.Equal("chr19+1246861", t.GetProperty("site").GetString()));
        Assert.Contains("(60/100)", triggers[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        var shared = Assert.Single(tables.GetProperty("shared-between-persons").EnumerateArray());
        Assert.Equal(("A", "B", "yes"), (Text(shared, "first"), Text(shared, "second"), Text(shared, "alarm")));
        var site = tables.GetProperty("sites").EnumerateArray().First(s => Text(s, "site") == "chr19+1246861");
        Assert.Equal(("MIDN", "STK11"), (Text(site, "nearest_start"), Text(site, "cancer_genes")));
        foreach (var file in Directory.GetFiles(folder.Under("one"), "*", SearchOption.AllDirectories))
            Assert.Equal(
                File.ReadAllBytes(file),
                File.ReadAllBytes(Path.Combine(folder.Under("two"), Path.GetRelativePath(folder.Under("one"), file)))
            );
    }

    [Fact]
    public void Without_the_assembly_no_gene_is_named_and_the_remedy_is_said()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Under("sites.tsv"), Table().Replace("\tGRCh38\t", "\t\t", StringComparison.Ordinal));

        var run = CommandRun.Of("genetics", "sites", folder.Under("sites.tsv"), "--out", folder.Under("out"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--assembly hg38", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("STK11", File.ReadAllText(folder.Under("out/sites.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_unknown_persons_raise_no_alarm_and_the_report_says_that_it_was_not_assessed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Under("sites.tsv"), "chr\tpos\tstrand\tblood\tmarrow\nchr1\t500\t+\t9\t7\nchr2\t600\t-\t1\t0\n");
        File.WriteAllText(folder.Under("facts.tsv"), "sample\tpatient\nblood\tP\nmarrow\tQ\n");

        var unknown = CommandRun.Of("genetics", "sites", folder.Under("sites.tsv"), "--out", folder.Under("one"));
        var known = CommandRun.Of(
            "genetics",
            "sites",
            folder.Under("sites.tsv"),
            "--association",
            folder.Under("facts.tsv"),
            "--out",
            folder.Under("two")
        );

        Assert.Contains("share sites beyond chance: 0.", unknown.Output, StringComparison.Ordinal);
        Assert.Contains(
            "not known whose the samples are",
            string.Join(' ', unknown.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.Contains("share sites beyond chance: 1.", known.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_every_table_are_printed_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Under("a.tsv"), "chr\tpos\tstrand\tpatient\tcount\nchr1\t0\t+\tP\t1\n");
        File.WriteAllText(folder.Under("b.tsv"), "nothing\n");

        var run = CommandRun.Of("genetics", "sites", folder.Under("a.tsv"), folder.Under("b.tsv"), "--out", folder.Under("out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a.tsv: line 2: has position '0'", run.Error, StringComparison.Ordinal);
        Assert.Contains("b.tsv: line 1: names no place", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("out")));
    }

    private static string Row(string place, string person, int days, int abundance) =>
        FormattableString.Invariant($"{place}\t+\tGRCh38\t{person}\t{person}{days}\tPBMC\t{days}\t{abundance}\n");

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();
}
