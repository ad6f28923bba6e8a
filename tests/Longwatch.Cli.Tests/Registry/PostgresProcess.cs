using System.Diagnostics;
using System.Globalization;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>The PostgreSQL master of a private cluster, found as the cluster's own file names it.</summary>
internal static class PostgresProcess
{
    /// <summary>Process id of the master; null when none runs.</summary>
    public static int? Of(string data)
    {
        try
        {
            var first = File.ReadLines(Path.Combine(data, "postgres", "postmaster.pid")).FirstOrDefault();
            return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Runs(id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary><c>kill -9</c> of the master; false when none ran.</summary>
    public static bool Kill(string data)
    {
        if (Of(data) is not { } id)
            return false;
        try
        {
            using var master = Process.GetProcessById(id);
            master.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false; // it ended by itself meanwhile
        }
    }

    public static bool Runs(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
