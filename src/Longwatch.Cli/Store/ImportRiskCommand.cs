using System.CommandLine;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Risk;
using Longwatch.Registry.Store;

namespace Longwatch.Cli.Store;

/// <summary><c>longwatch registry import-risk FILE</c>: what the search for people at higher risk predicts, into the watch.</summary>
internal static class ImportRiskCommand
{
    public static Command Create(Terminal terminal)
    {
        var (data, quiet) = (DataFolder.Option(), CommonOptions.Quiet());
        var file = new Argument<FileInfo>("FILE") { Description = "watch-risk.csv of longwatch research --risk-model." };
        var command = new Command(
            "import-risk",
            "Import predicted risks (research use): all or nothing, every problem with its line. The same file twice changes nothing; a changed risk becomes a new version. Whose risk is high by the rule of a schedule gets its visits on top; nobody is watched less."
        )
        {
            file,
            data,
            quiet,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var given = parsed.GetRequiredValue(file);
                await using var csv = given.OpenRead();
                await using var connections = await DataFolder.OpenExisting(parsed.GetRequiredValue(data), cancellation);
                var outcome = await new ImportRisk(new RegistryStore(connections)).Do(Caller.Operator, given.Name, csv, cancellation);
                terminal.PrintProblems(outcome.Problems);
                if (outcome.Problems.Refused)
                {
                    await terminal.Error.WriteLineAsync($"{given}: nothing was imported.");
                    return ExitCode.Refused;
                }

                if (!parsed.GetValue(quiet))
                    await terminal.Output.WriteLineAsync(
                        $"{outcome.Added:N0} added, {outcome.Changed:N0} changed, {outcome.Unchanged:N0} unchanged; {outcome.Higher:N0} of these patients have a schedule for higher risk (research use)."
                    );
                return ExitCode.Done;
            }
        );
        return command;
    }
}
