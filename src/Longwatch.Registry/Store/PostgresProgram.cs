using System.Globalization;

namespace Longwatch.Registry.Store;

/// <summary>PostgreSQL's programs as Debian installs them, and the user under whom a server may run.</summary>
/// <param name="Folder">Folder of <c>initdb</c>, <c>postgres</c>, <c>pg_dump</c>.</param>
/// <param name="User">User of the server; null: the one who runs Longwatch. PostgreSQL refuses to run as root.</param>
internal sealed record PostgresProgram(string Folder, string? User)
{
    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The newest PostgreSQL that is installed.</summary>
    /// <exception cref="StoreException">PostgreSQL 15 or newer is not installed.</exception>
    public static PostgresProgram Find()
    {
        const string root = "/usr/lib/postgresql";
        var versions = Directory.Exists(root)
            ? Directory
                .GetDirectories(root)
                .Select(d =>
                    (
                        Folder: Path.Combine(d, "bin"),
                        Version: int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : 0
                    )
                )
                .Where(d => d.Version >= 15 && File.Exists(Path.Combine(d.Folder, "initdb")))
                .OrderByDescending(d => d.Version)
                .ToArray()
            : [];
        if (versions.Length == 0)
            throw new StoreException(
                "PostgreSQL 15 or newer is not installed. Run: apt-get install postgresql-15; or name a server in LONGWATCH_DB."
            );
        return new(versions[0].Folder, Environment.IsPrivilegedProcess ? ServerUser() : null);
    }

    /// <summary>Starts a command as the server's user. With <paramref name="tied"/> it is told to stop when the calling thread ends.</summary>
    public string[] As(bool tied, params string[] command)
    {
        string[] user = User is null ? [] : [$"--reuid={User}", $"--regid={User}", "--init-groups"];
        string[] death = tied ? ["--pdeathsig=INT"] : [];
        return user.Length + death.Length == 0 ? command : ["/usr/bin/setpriv", .. user, .. death, .. command];
    }

    private static string ServerUser()
    {
        var users = File.ReadLines("/etc/passwd").Select(l => l.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return users.Contains("postgres") ? "postgres" : "nobody";
    }
}

/// <summary>The store cannot be made, reached or used; the message says what to do and names nobody.</summary>
public sealed class StoreException : Exception
{
    public StoreException() { }

    public StoreException(string message)
        : base(message) { }

    public StoreException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>The answer to a commit was lost: what was to be saved may be there or not.</summary>
    public bool IsOutcomeUnknown { get; init; }
}
