using System.Globalization;
using System.Text;
using Longwatch.Exchange.Research;

namespace Longwatch.Cli.Tests.Research;

public sealed class ResearchCommandTests : IDisposable
{
    private const int People = 400;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_variant_that_the_cases_carry_is_found_and_the_others_are_not()
    {
        var run = CommandRun.Of("research", Cohort(), "--genotypes", Genotypes(), "--out", folder.Under("out"));

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        var rows = File.ReadLines(folder.Under("out/variants.tsv")).Skip(1).Select(l => l.Split('\t')).ToArray();
        Assert.Equal(12, rows.Length);
        var best = rows.MinBy(r => Number(r[13]))!;
        Assert.Equal("1:3000:A:G", best[2]);
        Assert.InRange(Number(best[13]), 0, 1e-6);
        Assert.InRange(Number(best[11]), 1, 6);
        Assert.All(rows.Where(r => r != best), r => Assert.InRange(Number(r[13]), 1e-3, 1));
        Assert.Contains("Variants: Of 12 variants tested", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.True(File.Exists(folder.Under("out/report.html")));
    }

    [Fact]
    public void Parts_put_together_are_what_one_process_writes_whatever_the_threads()
    {
        var (cohort, genotypes, genes) = (Cohort(), Genotypes(), Genes());
        string[] common = [cohort, "--genotypes", genotypes, "--genes", genes, "--burden-frequency", "0.4", "--quiet"];
        Assert.Equal(0, CommandRun.Of(["research", .. common, "--threads", "1", "--out", folder.Under("one")]).ExitCode);
        foreach (var part in Enumerable.Range(1, 3))
            Assert.Equal(
                0,
                CommandRun
                    .Of(["research", .. common, "--threads", "2", "--shard", $"{part}/3", "--out", folder.Under($"part-{part}")])
                    .ExitCode
            );
        var merged = CommandRun.Of([
            "research",
            .. common,
            "--merge",
            folder.Under("part-2"),
            folder.Under("part-1"),
            folder.Under("part-3"),
            "--out",
            folder.Under("all"),
        ]);

        Assert.True(merged.ExitCode == 0, merged.Error);
        string[] files = [.. Directory.EnumerateFiles(folder.Under("one"), "*", SearchOption.AllDirectories)];
        Assert.Contains(files, f => f.EndsWith("genes-tests.csv", StringComparison.Ordinal));
        Assert.All(
            files,
            file =>
                Assert.Equal(
                    File.ReadAllBytes(file),
                    File.ReadAllBytes(file.Replace(folder.Under("one"), folder.Under("all"), StringComparison.Ordinal))
                )
        );
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        string[] common = [Cohort(), "--genotypes", Genotypes(), "--quiet"];
        Assert.Equal(0, CommandRun.Of(["research", .. common, "--shard", "1/2", "--out", folder.Under("part")]).ExitCode);
        var lonely = CommandRun.Of(["research", .. common, "--merge", folder.Under("part"), "--out", folder.Under("all")]);
        var other = CommandRun.Of([
            "research",
            .. common,
            "--firth-below",
            "0.5",
            "--merge",
            folder.Under("part"),
            "--out",
            folder.Under("all"),
        ]);

        Assert.Equal((2, 2), (lonely.ExitCode, other.ExitCode));
        Assert.Contains("one of 2 parts, but 1 were given", lonely.Error, StringComparison.Ordinal);
        Assert.Contains("other", other.Error.Replace("another", "other", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("all")));
    }

    [Fact]
    public void Small_counts_are_not_written()
    {
        Assert.Equal(
            0,
            CommandRun
                .Of("research", Cohort(), "--genotypes", Genotypes(), "--small-cell", "20", "--quiet", "--out", folder.Under("out"))
                .ExitCode
        );
        var rows = File.ReadLines(folder.Under("out/variants.tsv")).Skip(1).Select(l => l.Split('\t')).ToArray();

        Assert.Contains(rows, r => r[7].Length == 0);
        Assert.All(rows, r => Assert.True(r[7].Length == 0 || Number(r[7]) is 0 or >= 20));
    }

    [Fact]
    public void Carriers_of_clonal_haematopoiesis_are_compared_with_people_tested_without_a_finding()
    {
        var calls = new StringBuilder("person\tgene\tvaf\n");
        for (var i = 0; i < People; i++)
            calls.Append(
                CultureInfo.InvariantCulture,
                $"P{i}\t{(IsCase(i) && i % 2 == 0 || i % 13 == 0 ? "TET2\t0.1" : i % 17 == 0 ? "DNMT3A\t0.01" : "\t")}\n"
            );
        File.WriteAllText(folder.Under("calls.tsv"), calls.ToString());
        var run = CommandRun.Of(
            "research",
            Cohort(),
            "--genotypes",
            Genotypes(),
            "--mutations",
            folder.Under("calls.tsv"),
            "--out",
            folder.Under("out")
        );

        Assert.True(run.ExitCode == 0, run.Error);
        var rows = File.ReadAllLines(folder.Under("out/tables/clonal-haematopoiesis-tests.csv"));
        Assert.Equal(3, rows.Length); // any gene, and TET2; DNMT3A lies below the allele fraction
        Assert.Contains(rows, r => r.Contains("TET2", StringComparison.Ordinal));
        var exact = File.ReadAllLines(folder.Under("out/tables/clonal-haematopoiesis-exact.csv"));
        Assert.Equal(5, exact.Length); // each among people of the same age and sex, and of the same number of prior lines
        Assert.All(exact[1..], r => Assert.EndsWith(",estimated,", r, StringComparison.Ordinal));
        Assert.Contains("Exactly, among people alike in age and sex", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void The_risk_of_each_person_is_a_file_that_the_watch_can_read()
    {
        var run = CommandRun.Of("research", Cohort(), "--genotypes", Genotypes(), "--risk-model", "--out", folder.Under("out"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("people the model had not seen", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        using var file = File.OpenRead(folder.Under($"out/{WatchRisk.FileName}"));
        var (rows, problems) = WatchRisk.Read(WatchRisk.FileName, file);
        Assert.False(problems.Refused, string.Join('\n', problems.Lines()));
        Assert.Equal(People, rows.Count);
        Assert.InRange(rows.Average(r => r.Risk), 0.05, 0.08); // 25 of 400
    }

    /// <summary>Two predictions are of one model only where everything that it was fitted to is the same.</summary>
    [Fact]
    public void The_name_of_a_model_follows_from_its_covariates_and_their_values()
    {
        string Model(string output, string? covariates)
        {
            string[] given = covariates is null ? [] : ["--covariates", folder.Under(covariates)];
            var run = CommandRun.Of([
                "research",
                Cohort(),
                "--genotypes",
                Genotypes(),
                "--risk-model",
                "--out",
                folder.Under(output),
                .. given,
            ]);
            Assert.True(run.ExitCode == 0, run.Error);
            using var file = File.OpenRead(folder.Under($"{output}/{WatchRisk.FileName}"));
            return WatchRisk.Read(WatchRisk.FileName, file).Rows.Select(r => r.Model).Distinct().Single();
        }

        void Covariate(string file, string name, int shift) =>
            File.WriteAllLines(
                folder.Under(file),
                [$"person\t{name}", .. Enumerable.Range(0, People).Select(i => $"P{i}\t{(i + shift) * 7 % 11}")]
            );

        Covariate("a.tsv", "pc1", 0);
        Covariate("b.tsv", "pc1", 1);
        Covariate("c.tsv", "pc2", 0);
        var names = new[] { Model("1", null), Model("2", "a.tsv"), Model("3", "b.tsv"), Model("4", "c.tsv") };

        Assert.Equal(4, names.Distinct().Count());
        Assert.Equal(names[1], Model("5", "a.tsv"));
    }

    [Fact]
    public void A_file_of_risks_without_the_label_or_with_a_risk_outside_its_limits_is_refused()
    {
        using var csv = new MemoryStream(
            Encoding.UTF8.GetBytes(
                "pseudonym,risk,lower,upper,model,use\nP1,0.5,0.1,0.9,m,care\nP2,0.5,0.6,0.9,m,research\nP3,0.5,0.1,0.9,m,research\nP3,0.5,0.1,0.9,m,research\n"
            )
        );
        var (rows, problems) = WatchRisk.Read("r.csv", csv);

        Assert.Single(rows);
        Assert.Equal([2, 3, 5], problems.Listed.Select(p => p.Line));
    }

    [Theory]
    [InlineData("person\tv1\nX1\t0\nX2\t1\n", "of its 2 people 0 are in the cohort")]
    [InlineData("person\tv1\nP1\tyes\n", "line 2: v1")]
    public void Genotypes_that_do_not_fit_end_with_2_and_a_remedy(string genotypes, string expected)
    {
        File.WriteAllText(folder.Under("bad.tsv"), genotypes);
        var run = CommandRun.Of("research", Cohort(), "--genotypes", folder.Under("bad.tsv"), "--out", folder.Under("out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("out")));
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static bool IsCase(int person) => person % 16 == 3;

    /// <summary>25 cases; the third variant is carried by most of them, the others go by the number of the person.</summary>
    private string Genotypes()
    {
        var text = new StringBuilder("person");
        for (var v = 1; v <= 12; v++)
            text.Append(CultureInfo.InvariantCulture, $"\t1:{1000 * v}:A:G");
        text.Append('\n');
        for (var i = 0; i < People; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"P{i}");
            for (var v = 1; v <= 12; v++)
            {
                var mixed = unchecked((uint)((i * 2654435761L) ^ (v * 40503L * 65537L))) >> 7;
                text.Append('\t')
                    .Append(
                        v == 3 ? (IsCase(i) && i % 5 != 0 || mixed % 9 == 0 ? '1' : '0')
                        : mixed % 29 == 0 ? "NA"
                        : mixed % (uint)(3 + v) == 0 ? "1"
                        : "0"
                    );
            }

            text.Append('\n');
        }

        File.WriteAllText(folder.Under("genotypes.tsv"), text.ToString());
        return folder.Under("genotypes.tsv");
    }

    private string Genes()
    {
        File.WriteAllText(folder.Under("genes.bed"), "chr1\t500\t4500\tABC1\nchr1\t4500\t12500\tXYZ2\n");
        return folder.Under("genes.bed");
    }

    private string Cohort()
    {
        var path = folder.Under("cohort");
        if (Directory.Exists(path))
            return path;
        Directory.CreateDirectory(path);
        var (patients, infusions, visits, neoplasms) = (
            new StringBuilder(
                "patient_id,centre,sex,birth_date,index_disease,prior_lines,prior_autologous_transplant,prior_allogeneic_transplant,prior_tbi,prior_alkylator\n"
            ),
            new StringBuilder("infusion_id,patient_id,infusion_date,product,batch\n"),
            new StringBuilder("patient_id,visit_date,vital_status,death_date,disease_status,relapse_date\n"),
            new StringBuilder("neoplasm_id,patient_id,diagnosis_date,morphology,topography,lineage,relation,clonally_unrelated\n")
        );
        for (var i = 0; i < People; i++)
        {
            patients.Append(
                CultureInfo.InvariantCulture,
                $"P{i},C1,{(i % 7 < 3 ? "female" : "male")},{1940 + (i * 7 % 45)}-0{1 + (i % 9)}-01,{(i % 11 < 3 ? "multiple_myeloma" : "large_b_cell_lymphoma")},{1 + (i % 6)},,,,\n"
            );
            infusions.Append(CultureInfo.InvariantCulture, $"I{i},P{i},2021-06-01,axicabtagene_ciloleucel,\n");
            visits.Append(CultureInfo.InvariantCulture, $"P{i},2023-06-01,alive,,,\n");
            if (IsCase(i))
                neoplasms.Append(CultureInfo.InvariantCulture, $"N{i},P{i},2022-06-01,9702/3,,t_cell,second_primary,\n");
        }

        File.WriteAllText(Path.Combine(path, "patients.csv"), patients.ToString());
        File.WriteAllText(Path.Combine(path, "infusions.csv"), infusions.ToString());
        File.WriteAllText(Path.Combine(path, "visits.csv"), visits.ToString());
        File.WriteAllText(Path.Combine(path, "neoplasms.csv"), neoplasms.ToString());
        File.WriteAllText(
            Path.Combine(path, "specimens.csv"),
            "specimen_id,patient_id,neoplasm_id,type,collected_date,custody,holder,tumour_fraction\n"
        );
        File.WriteAllText(
            Path.Combine(path, "tests.csv"),
            "test_id,specimen_id,test_date,assay,status,result,copies_per_cell,lod_copies_per_cell,vector_clonal\n"
        );
        File.WriteAllText(Path.Combine(path, "therapies.csv"), "patient_id,start_date,kind,agent\n");
        return path;
    }
}
