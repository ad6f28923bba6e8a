using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Longwatch.Cli.Tests;

/// <summary>Words that run: every command in the README and in CONTRIBUTING is run.</summary>
public sealed class DocumentedCommandsTests
{
    // These run this very test, or take longer than a test may; that they exist is checked by the script's own case statement.
    private static readonly string[] NotFromHere = ["./longwatch test", "./longwatch bench"];

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
            if (command.StartsWith("./longwatch serve", StringComparison.Ordinal))
            {
                await ServesUntilStopped(command, folder);
                continue;
            }

            var run = await CommandRun.OfShell(command, folder.Path, TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, $"{command}: exit code {run.ExitCode}\n{run.Output}\n{run.Error}");
        }
    }

    /// <summary>A server is asked for a page once it says that it is there, then ended with Ctrl-C. Its address is a free port's, its folder a temporary one.</summary>
    private static async Task ServesUntilStopped(string command, TemporaryFolder folder)
    {
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101); // PostgreSQL's user must be able to enter
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"exec '{Path.Combine(CommandRun.Home, "longwatch")}'{command["./longwatch".Length..]} --urls http://127.0.0.1:0"]
        )
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["LONGWATCH_DATA"] = folder.Under("registry");
        using var process = Process.Start(start)!;
        string? line;
        do line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.Contains("Ctrl-C ends it", StringComparison.Ordinal));
        Assert.NotNull(line);
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(
            new Uri(Regex.Match(line, @"http://\S+", RegexOptions.NonBacktracking).Value),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("Longwatch", page, StringComparison.Ordinal);
        using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
        var rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, rest);
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
