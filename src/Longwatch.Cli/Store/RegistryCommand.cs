using System.CommandLine;
using System.Globalization;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;

namespace Longwatch.Cli.Store;

/// <summary><c>longwatch registry import</c>, <c>export</c> and <c>import-risk</c>: the CSV cohort set in and out, and predicted risks in.</summary>
internal static class RegistryCommand
{
    public static Command Create(Terminal terminal) =>
        new("registry", "Take a CSV cohort set into a registry, and out of it; take predicted risks in.")
        {
            Import(terminal),
            Export(terminal),
            ImportRiskCommand.Create(terminal),
        };

    private static Command Import(Terminal terminal)
    {
        var (data, quiet) = (DataFolder.Option(), CommonOptions.Quiet());
        var folder = CommonOptions.Dataset("Folder of the CSV cohort set (docs/formats/cohort.md).", ArgumentArity.ExactlyOne);
        var command = new Command(
            "import",
            "Import a CSV cohort set: all or nothing, every problem with file and line. The same set twice changes nothing; a changed row becomes a new version; a missing row stays."
        )
        {
            folder,
            data,
            quiet,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var progress = new ProgressLine(parsed.GetValue(quiet) ? terminal with { ShowProgress = false } : terminal);
                await using var connections = await DataFolder.Open(parsed.GetRequiredValue(data), cancellation);
                var set = parsed.GetRequiredValue(folder)!;
                var outcome = await new ImportCohort(new RegistryStore(connections)).Do(
                    Caller.Operator,
                    set.FullName,
                    terminal.PublishedEvidence,
                    cancellation,
                    progress
                );
                progress.Clear();
                terminal.PrintProblems(outcome.Problems);
                if (outcome.Problems.Refused)
                {
                    await terminal.Error.WriteLineAsync($"{set}: nothing was imported.");
                    return ExitCode.Refused;
                }

                if (!parsed.GetValue(quiet))
                {
                    await terminal.Output.WriteLineAsync($"{"table", -12}{"added", 12}{"changed", 12}{"unchanged", 12}");
                    foreach (var count in outcome.Counts)
                        await terminal.Output.WriteLineAsync(
                            $"{count.Table, -12}{count.Added, 12:N0}{count.Changed, 12:N0}{count.Unchanged, 12:N0}"
                        );
                }

                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Command Export(Terminal terminal)
    {
        var (data, output) = (DataFolder.Option(), CommonOptions.Out("Folder for the CSV files; it must be absent or empty."));
        output.Required = true;
        var knownAt = new Option<DateOnly?>("--known-on")
        {
            Description = "Export what was known at the end of this day (UTC). Default: now.",
            HelpName = "YYYY-MM-DD",
            CustomParser = result =>
            {
                if (
                    DateOnly.TryParseExact(
                        result.Tokens.Single().Value,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var day
                    )
                )
                    return day;
                result.AddError("--known-on takes a day as 2024-04-11.");
                return null;
            },
        };
        var command = new Command(
            "export",
            "Write the facts of a registry as a CSV cohort set: what was imported comes out again, byte for byte."
        )
        {
            data,
            output,
            knownAt,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var target = parsed.GetRequiredValue(output);
                if (target.Exists && target.EnumerateFileSystemInfos().Any())
                {
                    await terminal.Error.WriteLineAsync($"longwatch registry export: {target} is not empty. Give a new folder.");
                    return ExitCode.Refused;
                }

                await using var connections = await DataFolder.OpenExisting(parsed.GetRequiredValue(data), cancellation);
                var moment = parsed.GetValue(knownAt) is { } day
                    ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-10)
                    : (DateTimeOffset?)null;
                var cohort = await new ExportCohort(new RegistryStore(connections)).Do(
                    Caller.Operator,
                    moment,
                    Permission.DataExport,
                    cancellation
                );
                target.Create();
                CohortSetWriter.Write(cohort, target.FullName);
                await terminal.Output.WriteLineAsync(
                    $"{target}: {cohort.Patients.Length:N0} patients to {cohort.DataLock:yyyy-MM-dd}. Next: longwatch evaluate {target}"
                );
                return ExitCode.Done;
            }
        );
        return command;
    }
}
