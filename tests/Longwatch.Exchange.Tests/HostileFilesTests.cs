using System.Diagnostics;

namespace Longwatch.Exchange.Tests;

/// <summary>Files that are no files, keys that would break the report, text that hides.</summary>
public sealed class HostileFilesTests
{
    [Theory]
    [InlineData("cohort", "patients.csv")]
    [InlineData("cohort", "therapies.csv")]
    [InlineData("published", "regulator-counts.csv")]
    public async Task A_pipe_in_place_of_a_file_is_refused_without_waiting_for_it(string kind, string file)
    {
        using var folder = TestFolder.Copy(kind);
        File.Delete(folder.File(file));
        using (var make = Process.Start("mkfifo", [folder.File(file)]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);

        var reading = await Task.Run(() => folder.Read(), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Contains($"{file}: error: found an empty file", Problems(reading), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_an_endless_device_is_refused_at_once()
    {
        using var folder = TestFolder.Copy("cohort");
        File.Delete(folder.File("therapies.csv"));
        File.CreateSymbolicLink(folder.File("therapies.csv"), "/dev/zero");

        Assert.Contains("therapies.csv: error: found an empty file", Problems(folder.Read()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_is_read()
    {
        using var folder = TestFolder.Copy("cohort");
        File.Delete(folder.File("therapies.csv"));
        File.CreateSymbolicLink(folder.File("therapies.csv"), Path.Combine(TestFolder.Base("cohort"), "therapies.csv"));

        Assert.IsType<DatasetReading.CohortSet>(folder.Read());
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_called_a_folder()
    {
        using var folder = TestFolder.Copy("cohort");
        File.Delete(folder.File("therapies.csv"));
        Directory.CreateDirectory(folder.File("therapies.csv"));

        Assert.Contains("therapies.csv: error: found a folder", Problems(folder.Read()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cohort-products.csv", "a second time for")]
    [InlineData("assumptions.csv", "a second time for")]
    public void A_row_that_says_the_same_pair_again_is_refused(string file, string expected)
    {
        using var folder = TestFolder.Copy("published");
        var lines = File.ReadAllLines(folder.File(file));
        File.AppendAllLines(folder.File(file), [lines[1]]);

        Assert.Contains(expected, Problems(folder.Read()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assumption_that_means_nothing_is_said_and_does_not_refuse_the_set()
    {
        using var folder = TestFolder.Copy("published");
        var line = File.ReadAllLines(folder.File("assumptions.csv")).Length + 1;
        File.AppendAllText(
            folder.File("assumptions.csv"),
            "reporting.fraction,1.5,,More than all,A source,https://example.org/a,V,2024,\n"
        );

        var problems = string.Join('\n', Assert.IsType<DatasetReading.PublishedSet>(folder.Read()).Problems.Lines());

        Assert.Contains(
            $"assumptions.csv:{line}: warning: value: found 1.5; expected a number from 0.001 to 1",
            problems,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("C1")]
    [InlineData("c 1")]
    [InlineData("_c1")]
    [InlineData("c\"1")]
    public void A_key_of_published_evidence_that_could_not_name_a_number_of_the_report_is_refused(string key)
    {
        using var folder = TestFolder.Copy("published");
        var lines = File.ReadAllLines(folder.File("thresholds.csv"));
        lines[1] =
            $"\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{lines[1][lines[1].IndexOf(',', StringComparison.Ordinal)..]}";
        File.WriteAllLines(folder.File("thresholds.csv"), lines);

        Assert.Contains("at most 64 of the characters a to z", Problems(folder.Read()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u202etxet", "\\u202e", "U+202E")]
    [InlineData("te\u2066xt", "\\u2066", "U+2066")]
    [InlineData("a\u001b[31mred", "\\u001b", "U+001B")]
    [InlineData("next\u0085line", "\\u0085", "U+0085")]
    public void Text_that_hides_control_characters_is_refused_and_shown_harmless(string text, string shown, string named)
    {
        using var folder = TestFolder.Copy("published");
        File.AppendAllText(folder.File("thresholds.csv"), $"hidden,all,{text},1,,1,no,A source,https://example.org/a,V,2024,\n");

        var problems = Problems(folder.Read());

        Assert.Contains(shown, problems, StringComparison.Ordinal);
        Assert.Contains(named, problems, StringComparison.Ordinal);
        Assert.DoesNotContain(text, problems, StringComparison.Ordinal);
    }

    private static string Problems(DatasetReading reading) =>
        string.Join('\n', Assert.IsType<DatasetReading.Refused>(reading).Problems.Lines());
}
