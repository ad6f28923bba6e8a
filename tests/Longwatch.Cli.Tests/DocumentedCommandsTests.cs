using System.Text.RegularExpressions;

namespace Longwatch.Cli.Tests;

/// <summary>Words that run: every command in the README and in CONTRIBUTING is run.</summary>
public sealed class DocumentedCommandsTests
{
    // These run this very test, take longer than a test may, or run until they are told to end (DemonstrationTests starts that one).
    private static readonly string[] NotFromHere = ["./longwatch test", "./longwatch bench", "./longwatch serve"];

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    public async Task Every_command_in_a_document_runs(string document)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.Under("data"), Path.Combine(CommandRun.Home, "data")); // shown from inside a clone
        var commands = CommandsOf(document).ToArray();

        Assert.NotEmpty(commands);
        foreach (var command in commands.Where(c => !NotFromHere.Any(n => c.StartsWith(n, StringComparison.Ordinal))))
        {
            var run = await CommandRun.OfShell(command, folder.Path, TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, $"{command}: exit code {run.ExitCode}\n{run.Output}\n{run.Error}");
        }
    }

    [Fact]
    public void A_filter_shown_in_CONTRIBUTING_finds_a_test()
    {
        var shown = Regex.Matches(
            File.ReadAllText(Path.Combine(CommandRun.Home, "CONTRIBUTING.md")),
            "-method \"\\*(?<part>\\w+)\\*\"",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        );
        var tests = Directory
            .EnumerateFiles(Path.Combine(CommandRun.Home, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("    public ", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(shown);
        Assert.All(shown, m => Assert.Contains(tests, t => t.Contains(m.Groups["part"].Value, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_readme_fits_one_screen_and_ends_with_its_limitations()
    {
        var lines = File.ReadAllLines(Path.Combine(CommandRun.Home, "README.md"));

        Assert.InRange(lines.Length, 20, 70);
        Assert.Equal("## Limitations", lines.Last(l => l.StartsWith("## ", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> CommandsOf(string document)
    {
        var inside = false;
        foreach (var line in File.ReadLines(Path.Combine(CommandRun.Home, document)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```sh";
            else if (inside && line.Split('#')[0].Trim() is { Length: > 0 } command)
                yield return command;
        }
    }
}
