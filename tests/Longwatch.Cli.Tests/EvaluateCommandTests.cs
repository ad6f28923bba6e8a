using System.Text.Json;

namespace Longwatch.Cli.Tests;

public sealed class EvaluateCommandTests
{
    [Fact]
    public void The_published_evidence_is_evaluated_by_default()
    {
        using var folder = new TemporaryFolder();

        var run = CommandRun.Of("evaluate", "--out", folder.Under("out"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.DoesNotContain('\u001b', run.Output);
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder.Under("out/evaluation.json")));
        Assert.Equal(12, json.RootElement.GetProperty("sections").GetArrayLength());
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, CommandRun.Of("evaluate", "--quiet", "--out", folder.Under("a")).ExitCode);
        Assert.Equal(0, CommandRun.Of("evaluate", "--quiet", "--out", folder.Under("b")).ExitCode);

        var files = Directory.EnumerateFiles(folder.Under("a"), "*", SearchOption.AllDirectories).ToArray();
        Assert.True(files.Length > 10);
        Assert.All(
            files,
            file =>
                Assert.Equal(
                    File.ReadAllBytes(file),
                    File.ReadAllBytes(file.Replace(folder.Under("a"), folder.Under("b"), StringComparison.Ordinal))
                )
        );
    }

    [Fact]
    public void A_simulated_cohort_passes_the_check_and_is_evaluated()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, CommandRun.Of("simulate", "--patients", "3000", "--seed", "7", "--out", folder.Under("cohort")).ExitCode);
        var check = CommandRun.Of("check", folder.Under("cohort"));
        Assert.Equal((0, ""), (check.ExitCode, check.Error));
        var run = CommandRun.Of("evaluate", folder.Under("cohort"), "--out", folder.Under("out"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3,000", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_of_a_report_gives_the_same_report_again_and_another_plan_another()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("simulate", "--patients", "2000", "--seed", "7", "--out", folder.Under("cohort")).ExitCode);
        string[] evaluate = ["evaluate", folder.Under("cohort"), "--quiet", "--format", "json", "--out"];

        Assert.Equal(0, CommandRun.Of([.. evaluate, folder.Under("a")]).ExitCode);
        Assert.Equal(0, CommandRun.Of([.. evaluate, folder.Under("b"), "--analyses", folder.Under("a/analyses.json")]).ExitCode);
        Assert.Equal(File.ReadAllBytes(folder.Under("a/evaluation.json")), File.ReadAllBytes(folder.Under("b/evaluation.json")));

        File.WriteAllText(
            folder.Under("own.json"),
            """
            {"format": "longwatch-analyses/1", "id": "own", "version": 1, "title": "Own",
             "analyses": [{"id": "sex", "title": "Death by sex", "outcome": "death", "method": "log_rank", "groups": "sex"}]}
            """
        );
        Assert.Equal(0, CommandRun.Of([.. evaluate, folder.Under("c"), "--analyses", folder.Under("own.json")]).ExitCode);
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder.Under("c/evaluation.json")));
        var analysis = Assert.Single(json.RootElement.GetProperty("analyses").EnumerateArray());
        Assert.Equal("log-rank", analysis.GetProperty("test").GetProperty("name").GetString());

        File.WriteAllText(folder.Under("own.json"), "{}");
        var refused = CommandRun.Of([.. evaluate, folder.Under("d"), "--analyses", folder.Under("own.json")]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("longwatch-analyses/1", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("d")));
    }

    [Fact]
    public void Settings_of_a_plan_hold_unless_an_option_says_otherwise()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.Under("plan.json"),
            """
            {"format": "longwatch-analyses/1", "id": "own", "version": 1, "title": "Own", "analyses": [],
             "settings": {"level": 0.9, "seed": "7", "assumptions": {"follow_up.mean_years": [4, 1.5]}}}
            """
        );
        string[] evaluate = ["evaluate", "--quiet", "--format", "json", "--analyses", folder.Under("plan.json"), "--out"];

        Assert.Equal(new CommandRun(0, "", ""), CommandRun.Of([.. evaluate, folder.Under("a"), "--level", "0.8"]));

        using var json = JsonDocument.Parse(File.ReadAllBytes(folder.Under("a/evaluation.json")));
        Assert.Equal("7", json.RootElement.GetProperty("seed").GetString());
        var exposure = json.RootElement.GetProperty("sections")[0];
        Assert.Equal(
            ["exposure-person-years-assumed-1-5", "exposure-person-years-assumed-4"],
            exposure
                .GetProperty("estimates")
                .EnumerateArray()
                .Select(e => e.GetProperty("id").GetString()!)
                .Where(id => id.StartsWith("exposure-person-years-assumed-", StringComparison.Ordinal))
        );
        var transgene = json.RootElement.GetProperty("sections")[2].GetProperty("analyses")[0].GetProperty("specification");
        Assert.Equal(0.8, transgene.GetProperty("level").GetDouble());
        Assert.Equal(
            "Own",
            json.RootElement.GetProperty("sources")
                .GetProperty("analyses.json, settings.assumptions.follow_up.mean_years:2")
                .GetProperty("citation")
                .GetString()
        );
    }

    [Fact]
    public void What_a_plan_sets_and_the_data_set_does_not_have_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.Under("plan.json"),
            """
            {"format": "longwatch-analyses/1", "id": "own", "version": 1, "title": "Own",
             "settings": {"assumptions": {"follow_up.mean_year": [4]}},
             "analyses": [{"id": "sex", "title": "Death by sex", "outcome": "death", "method": "log_rank", "groups": "sex"}]}
            """
        );

        var run = CommandRun.Of("evaluate", "--analyses", folder.Under("plan.json"), "--out", folder.Under("a"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("published evidence only", run.Error, StringComparison.Ordinal);
        Assert.Contains("write follow_up.mean_years", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("a")));
    }

    [Fact]
    public void Only_the_chosen_formats_are_written()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, CommandRun.Of("evaluate", "--quiet", "--format", "json", "--out", folder.Under("out")).ExitCode);

        Assert.Equal(
            [".longwatch-files", "analyses.json", "evaluation.json", "evaluation.schema.json"],
            Directory.EnumerateFileSystemEntries(folder.Under("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_quiet_run_prints_nothing()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(new CommandRun(0, "", ""), CommandRun.Of("evaluate", "--quiet", "--out", folder.Under("out")));
    }

    [Fact]
    public void A_folder_that_is_no_data_set_is_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Under("empty"));

        var run = CommandRun.Of("evaluate", folder.Under("empty"), "--out", folder.Under("out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("patients.csv", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("out")));
    }

    [Theory]
    [InlineData("--data-lock", "11.04.2024", "YYYY-MM-DD")]
    [InlineData("--format", "pdf", "html, json, csv")]
    [InlineData("--level", "95", "between 0.5 and 0.999")]
    public void A_wrong_option_says_what_is_expected(string option, string value, string expected)
    {
        var run = CommandRun.Of("evaluate", option, value);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
