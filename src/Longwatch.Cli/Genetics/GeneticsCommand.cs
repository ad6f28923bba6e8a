using System.CommandLine;
using Longwatch.Exchange.Genetics;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Rules;

namespace Longwatch.Cli.Genetics;

/// <summary><c>longwatch genetics READS...</c>: whether the transgene is in the reads of a sample, how much, where, and what a negative could have missed.</summary>
internal static class GeneticsCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new GeneticsOptions();
        var command = new Command(
            "genetics",
            "Say from the sequencing reads of a tumour (or blood, apheresis, product) whether the CAR transgene is there, how many copies, where and in which clone, "
                + "and what a negative could have missed."
        );
        command.Arguments.Add(options.Reads);
        foreach (var option in options.All)
            command.Options.Add(option);
        command.Validators.Add(given =>
        {
            if (given.GetResult(options.HopRate) is not null && given.GetResult(options.RunFragments) is null)
                given.AddError("--hop-rate says nothing without --run-fragments, the vector fragments in the run's other libraries.");
        });
        command.Subcommands.Add(DdpcrCommand.Create(terminal));
        command.Subcommands.Add(QpcrCommand.Create(terminal));
        command.Subcommands.Add(SitesCommand.Create(terminal));
        command.SetAction(parsed => Run(terminal, options, parsed));
        return command;
    }

    /// <summary>Exit code 0 whatever the verdict: also a failed test is a result that somebody must read.</summary>
    private static int Run(Terminal terminal, GeneticsOptions options, ParseResult parsed)
    {
        var quiet = parsed.GetValue(options.Quiet);
        var test = options.Test(parsed, terminal);
        RequireFiles(test, parsed.GetValue(options.Compare) ?? []);
        var line = new ProgressLine(quiet ? terminal with { ShowProgress = false } : terminal);
        var progress = new ReadingProgress(line);
        GeneticResult result;
        IReadOnlyList<string> written;
        var output = parsed.GetRequiredValue(options.Out);
        GeneticWriter.Require(output);
        try
        {
            var earlier = (parsed.GetValue(options.Compare) ?? []).Select(VerdictReader.Read).ToArray();
            test = test with { Earlier = earlier };
            result = GeneticTest.Run(test, progress.Report, terminal.Stopping);
            line.Report("writing the report");
            written = GeneticWriter.Write(result, output, earlier.Length == 0 ? null : Compared(earlier, result, test));
        }
        finally
        {
            line.Clear();
        }
        if (!quiet)
            terminal.Output.Write(GeneticsSummary.Text(result, new(terminal.Width, terminal.Colour), output.ToString(), written));
        return ExitCode.Done;
    }

    private static ComparisonResult Compared(ComparedSample[] earlier, GeneticResult result, GeneticTestOptions test)
    {
        var now = new ComparedSample(
            result.Run.Person ?? "",
            result.SampleId,
            result.Setting.Compartment,
            null,
            [.. result.Sites.Sites.Select(ComparedSite.Of)]
        );
        var rules = GeneticRules.Read(test.Rules ?? Path.Combine(test.DataFolder.FullName, "rules.json"));
        return SampleComparison.Compare([.. earlier, now], rules);
    }

    /// <summary>Every file that is not there, at once.</summary>
    private static void RequireFiles(GeneticTestOptions test, IReadOnlyList<string> compared)
    {
        string?[] files = [.. test.Reads.Where(r => r != "-"), test.Reference, test.Genes, .. test.CancerGenes, test.Rules];
        var missing = files
            .OfType<string>()
            .Where(f => !File.Exists(f))
            .Select(f => new InputProblem(f, null, Directory.Exists(f) ? "is a folder; a file was expected" : "no such file"))
            .Concat(
                compared
                    .Where(c => !File.Exists(c) && !Directory.Exists(c))
                    .Select(c => new InputProblem(c, null, "no such file or folder"))
            )
            .Distinct()
            .ToArray();
        if (missing.Length > 0)
            throw new UnreadableInputException(missing);
    }
}
