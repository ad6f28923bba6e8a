using System.CommandLine;
using Longwatch.Registry.Store;

namespace Longwatch.Cli.Store;

/// <summary><c>longwatch backup</c> and <c>longwatch restore</c>.</summary>
internal static class BackUpCommands
{
    public static Command CreateBackUp(Terminal terminal)
    {
        var (data, secrets) = (DataFolder.Option(), Secrets("Write the keys to this file too; keep it apart from the back-up."));
        var folder = new Argument<DirectoryInfo>("folder") { Description = "New folder for the back-up." };
        var command = new Command(
            "backup",
            "Write the whole registry, as it is at one moment, into a new folder; while the portal runs, too. The key of the identity vault is left out unless --secrets says where to put it."
        )
        {
            folder,
            data,
            secrets,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var connections = await DataFolder.OpenExisting(parsed.GetRequiredValue(data), cancellation);
                var target = parsed.GetRequiredValue(folder);
                var taken = await BackUp.Take(
                    connections,
                    target.FullName,
                    parsed.GetValue(secrets)?.FullName,
                    TimeProvider.System,
                    cancellation
                );
                await terminal.Output.WriteLineAsync(
                    $"{target}: {taken.Rows.Values.Sum():N0} rows of {taken.Rows.Count} tables, audit head {taken.Head ?? "none"}"
                );
                if (parsed.GetValue(secrets) is null)
                    await terminal.Output.WriteLineAsync(
                        "The key of the identity vault is not in it: back up the folder secrets of the registry, apart from this."
                    );
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command CreateRestore(Terminal terminal)
    {
        var (data, secrets) = (DataFolder.Option(), Secrets("The keys that were written by backup --secrets."));
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Folder of the back-up." };
        var command = new Command(
            "restore",
            "Restore a back-up into a new data folder, and prove it: rows of every table, head of the audit chain."
        )
        {
            folder,
            data,
            secrets,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var target = parsed.GetRequiredValue(data);
                var restored = await BackUp.Restore(
                    parsed.GetRequiredValue(folder).FullName,
                    target.FullName,
                    parsed.GetValue(secrets)?.FullName,
                    cancellation
                );
                await terminal.Output.WriteLineAsync(
                    $"{target}: {restored.Rows.Values.Sum():N0} rows of {restored.Rows.Count} tables as they were on {restored.Taken:yyyy-MM-dd HH:mm} UTC. Next: longwatch audit verify --data {target}"
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Option<FileInfo> Secrets(string description) => new("--secrets") { Description = description, HelpName = "FILE" };
}
