using System.Globalization;
using System.Text.RegularExpressions;

namespace Longwatch.Cli.Tests.Research;

/// <summary>Genotypes with known effects, and what research makes of them.</summary>
public sealed partial class SimulateGenotypesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Research_finds_what_was_planted_and_nothing_else()
    {
        var truth = Simulate(
            "planted",
            "--variants",
            "1500",
            "--causal",
            "3",
            "--odds-ratio",
            "10",
            "--gene-odds-ratio",
            "20",
            "--carrier-odds-ratio",
            "20"
        );
        var run = Research("planted");

        Assert.Equal(["variant", "variant", "variant", "gene", "mutation"], truth.Select(t => t[0]));
        var (variants, genes, mutations) = (
            Rows("planted/variants.tsv", '\t'),
            Table("planted", "genes-tests"),
            Table("planted", "clonal-haematopoiesis-tests")
        );
        string[] planted = [.. truth.Where(t => t[0] == "variant").Select(t => t[1])];
        var gene = truth.Single(t => t[0] == "gene")[1];
        var rare = Rows("planted-genotypes/genes.tsv", '\t').Where(r => r[1] == gene).Select(r => r[0]);
        var p = variants.Where(r => r[13].Length > 0).ToDictionary(r => r[2], r => Number(r[13]), StringComparer.Ordinal);
        Assert.All(planted, id => Assert.InRange(p[id], 0, 5e-8));
        Assert.Empty(p.Where(r => r.Value < 5e-8).Select(r => r.Key).Except(planted).Except(rare));
        // The log odds ratio lies within four standard errors of the truth.
        foreach (var row in variants.Where(r => planted.Contains(r[2])))
            Assert.InRange((Number(row[11]) - Math.Log(10)) / Number(row[12]), -4, 4);
        Assert.Equal(gene, genes[0][0]);
        Assert.InRange(Number(genes[0][7]), 0, 1e-6);
        Assert.InRange(Number(genes[0][8]), 0, 1e-6); // by the saddle point
        Assert.All(genes[1..], g => Assert.InRange(Number(g[7]), 1e-3, 1));
        Assert.Contains(mutations, r => r[0] == "TET2" && Number(r[7]) < 1e-6 && Number(r[8]) < 1e-6);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void Without_effects_the_p_values_are_those_of_chance()
    {
        var truth = Simulate("none", "--variants", "3000", "--causal", "0");
        var run = Research("none");

        Assert.Empty(truth);
        var inflation = Number(Inflation().Match(run.Output.ReplaceLineEndings(" ")).Groups["value"].Value);
        Assert.InRange(inflation, 0.87, 1.13); // three standard errors of a median of 3,000
        Assert.All(Rows("none/variants.tsv", '\t').Where(r => r[13].Length > 0), r => Assert.InRange(Number(r[13]), 1e-6, 1));
        Assert.All(Table("none", "genes-tests"), r => Assert.InRange(Number(r[7]), 1e-3, 1));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        Simulate("a", "--variants", "200", "--seed", "7");
        Simulate("b", "--variants", "200", "--seed", "7");
        Simulate("c", "--variants", "200", "--seed", "8");

        byte[] Bed(string name) => File.ReadAllBytes(folder.Under($"{name}-genotypes/genotypes.bed"));
        Assert.Equal(Bed("a"), Bed("b"));
        Assert.NotEqual(Bed("a"), Bed("c"));
    }

    [Fact]
    public void More_effects_than_a_tenth_of_the_variants_are_wrong_usage() =>
        Assert.Equal(
            1,
            CommandRun.Of("simulate-genotypes", Cohort(), "--variants", "100", "--causal", "11", "--out", folder.Under("x")).ExitCode
        );

    private string[][] Simulate(string name, params string[] options)
    {
        var run = CommandRun.Of(["simulate-genotypes", Cohort(), "--out", folder.Under($"{name}-genotypes"), .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return Rows($"{name}-genotypes/truth.tsv", '\t');
    }

    private CommandRun Research(string name)
    {
        string At(string file) => folder.Under($"{name}-genotypes/{file}");
        var run = CommandRun.Of(
            "research",
            Cohort(),
            "--genotypes",
            At("genotypes.bed"),
            "--covariates",
            At("covariates.tsv"),
            "--genes",
            At("genes.tsv"),
            "--mutations",
            At("mutations.tsv"),
            "--out",
            folder.Under(name)
        );
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private string Cohort()
    {
        if (!Directory.Exists(folder.Under("cohort")))
            Assert.Equal(0, CommandRun.Of("simulate", "-n", "42500", "--out", folder.Under("cohort"), "--quiet").ExitCode);
        return folder.Under("cohort");
    }

    private string[][] Table(string name, string table) => Rows($"{name}/tables/{table}.csv", ',');

    private string[][] Rows(string file, char separator) => [.. File.ReadLines(folder.Under(file)).Skip(1).Select(l => l.Split(separator))];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex("genomic inflation (?<value>[0-9.]+[0-9])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Inflation();
}
