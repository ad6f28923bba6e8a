using System.Text.Json;

namespace Longwatch.Cli.Tests.Signals;

/// <summary>The command from a simulated quarter with known truth to the files it writes.</summary>
public sealed class SignalCommandTests : IClassFixture<SignalCommandTests.SmallQuarter>
{
    private readonly SmallQuarter quarter;

    public SignalCommandTests(SmallQuarter quarter) => this.quarter = quarter;

    /// <summary>20,000 cases, simulated once for all tests.</summary>
    public sealed class SmallQuarter : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public SmallQuarter()
        {
            Data = folder.Under("quarter");
            Result = folder.Under("signals");
            Simulated = CommandRun.Of("simulate-faers", "--reports", "20000", "--seed", "3", "--out", Data).ExitCode;
            var run = CommandRun.Of("signal", Data, "--out", Result);
            (Exit, Output, Error) = (run.ExitCode, run.Output, run.Error);
        }

        public string Data { get; }

        public string Result { get; }

        public int Simulated { get; }

        public int Exit { get; }

        public string Output { get; }

        public string Error { get; }

        public void Dispose() => folder.Dispose();
    }

    [Fact]
    public void Known_signals_are_found_and_what_is_none_is_not()
    {
        Assert.Equal((0, 0, ""), (quarter.Simulated, quarter.Exit, quarter.Error));
        var found = Rows(File.ReadAllLines(Path.Combine(quarter.Result, "tables", "measures.csv")));
        var truth = Rows(File.ReadAllLines(Path.Combine(quarter.Data, "truth.csv")));
        var (strong, none) = (0, 0);
        foreach (var row in truth)
        {
            var hit = found.FirstOrDefault(f => f["product"] == row["product"].Replace('_', ' ') && f["event"] == row["event"]);
            var signal = hit is not null && hit["criteria_met"].Contains("FDR", StringComparison.Ordinal);
            // Those with many expected reports are found without fail; those that are none are never called one.
            if (row["signal"] == "yes" && double.Parse(row["probability"], System.Globalization.CultureInfo.InvariantCulture) > 0.05)
                Assert.True(signal, $"{row["product"]} {row["event"]}");
            strong += signal ? 1 : 0;
            if (row["signal"] == "no")
                Assert.False(signal, $"{row["product"]} {row["event"]}");
            none += row["signal"] == "no" ? 1 : 0;
        }

        Assert.InRange(strong, 4, 14);
        Assert.Equal(14, none);
    }

    [Fact]
    public void True_duplicates_are_merged_and_others_are_not()
    {
        var truth = Rows(File.ReadAllLines(Path.Combine(quarter.Data, "true-duplicates.csv")))
            .Select(r => (r["case"], r["duplicate"]))
            .ToHashSet();
        var merged = Rows(File.ReadAllLines(Path.Combine(quarter.Result, "tables", "all-duplicates.csv")));

        var right = merged.Count(m =>
            truth.Contains((m["kept_case"], m["merged_case"])) || truth.Contains((m["merged_case"], m["kept_case"]))
        );

        Assert.True(right >= 0.7 * truth.Count, $"{right} of {truth.Count}");
        Assert.True(right >= 0.97 * merged.Count, $"{right} of {merged.Count}");
    }

    [Fact]
    public void The_report_warns_that_the_numbers_are_no_risks_and_every_chart_has_its_table()
    {
        var html = File.ReadAllText(Path.Combine(quarter.Result, "report.html"));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(quarter.Result, "signals.json")));

        Assert.Contains("A disproportionality number is never a risk", html, StringComparison.Ordinal);
        Assert.Contains("A disproportionality number is never a risk", quarter.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        foreach (var chart in (string[])["volcano", "trend"])
        {
            Assert.Contains($"id=\"chart-{chart}\"", html, StringComparison.Ordinal);
            Assert.True(json.RootElement.GetProperty("tables").GetProperty(chart).GetArrayLength() > 0);
        }

        Assert.DoesNotContain("NaN", json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("signal", quarter.Data, "--out", folder.Under("again"), "--quiet").ExitCode);

        foreach (var file in Directory.GetFiles(quarter.Result, "*", SearchOption.AllDirectories))
            Assert.Equal(
                File.ReadAllBytes(file),
                File.ReadAllBytes(Path.Combine(folder.Under("again"), Path.GetRelativePath(quarter.Result, file)))
            );
    }

    [Fact]
    public void Options_choose_what_is_counted()
    {
        using var folder = new TemporaryFolder();

        var run = CommandRun.Of(
            "signal",
            quarter.Data,
            "--out",
            folder.Under("x"),
            "--role",
            "PS",
            "--keep-duplicates",
            "--all-pairs",
            "--quarter",
            "2024Q3"
        );

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(File.Exists(Path.Combine(folder.Under("x"), "tables", "all-pairs.csv")));
        Assert.Contains(
            "Duplicates were not looked for",
            File.ReadAllText(Path.Combine(folder.Under("x"), "signals.json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_broken_set_is_refused_with_exit_code_2_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Under("q"));
        File.WriteAllText(Path.Combine(folder.Under("q"), "DEMO24Q1.txt"), "primaryid$caseid\n1$1\n");

        var run = CommandRun.Of("signal", folder.Under("q"), "--out", folder.Under("out"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("no table DRUG of 2024Q1", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Under("out")));
    }

    [Theory]
    [InlineData("'XX' is not one of PS, SS, I, C", "signal", "x", "--role", "XX")]
    [InlineData("'2024' is not a quarter", "signal", "x", "--quarter", "2024")]
    [InlineData("between 1 and 50000000", "simulate-faers", "--out", "x", "--reports", "0")]
    public void Wrong_usage_is_exit_code_1(string expected, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("longwatch signal faers_ascii_2023q4", "signal", "--help")]
    [InlineData("longwatch simulate-faers --out quarter", "simulate-faers", "--help")]
    public void Help_fits_eighty_columns_and_shows_a_line_to_copy(string example, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains(example, run.Output, StringComparison.Ordinal);
    }

    /// <summary>No cell of these tables that is looked at has a comma.</summary>
    private static List<Dictionary<string, string>> Rows(string[] lines)
    {
        var header = lines[0].Split(',');
        return
        [
            .. lines
                .Skip(1)
                .Select(line => Cells(line))
                .Select(cells => header.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal)),
        ];
    }

    private static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in line)
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        cells.Add(cell.ToString());
        return cells;
    }
}
