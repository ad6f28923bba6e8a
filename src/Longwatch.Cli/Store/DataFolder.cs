using System.CommandLine;
using Longwatch.Registry.Store;

namespace Longwatch.Cli.Store;

/// <summary>The folder that holds one registry, and how commands open it.</summary>
internal static class DataFolder
{
    /// <summary>Connection string of a server; without it a private cluster in the data folder is used.</summary>
    private const string ServerVariable = "LONGWATCH_DB";

    /// <summary>Folder of the registry where no option names one.</summary>
    private const string FolderVariable = "LONGWATCH_DATA";

    /// <summary>Where a registry lies unless <c>--data</c> says otherwise: as Debian's services and users' programs have it.</summary>
    public static string Default =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named
        : Environment.IsPrivilegedProcess ? "/var/lib/longwatch"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "longwatch");

    public static Option<DirectoryInfo> Option() =>
        new("--data")
        {
            Description = $"Folder of the registry: database, keys. Default: LONGWATCH_DATA, else {Default}.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Default),
        };

    public static Task<StoreConnections> Open(DirectoryInfo folder, CancellationToken cancellation) =>
        StoreConnections.Open(folder.FullName, Environment.GetEnvironmentVariable(ServerVariable), cancellation);

    /// <summary>Opens a registry that is there; a command that only reads makes none.</summary>
    public static Task<StoreConnections> OpenExisting(DirectoryInfo folder, CancellationToken cancellation) =>
        Directory.Exists(Path.Combine(folder.FullName, "secrets"))
            ? Open(folder, cancellation)
            : throw new StoreException(
                $"There is no registry in {folder.FullName}. Give its folder with --data; longwatch serve makes a new one."
            );
}
