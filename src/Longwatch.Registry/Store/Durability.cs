using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>How an act gets to disk, and what a broken connection means.</summary>
/// <remarks>
/// The place in the audit chain is taken under one lock, which is held until the commit returns. A commit that waits for the disk would let one act
/// through at a time, however many the disk could flush together. So the commit itself does not wait, and a flush of the log that covers it does,
/// after the lock is gone: the server flushes for many at once. Nothing is acknowledged before it is on disk.
/// </remarks>
internal static class Durability
{
    private const string Lost =
        "The answer of the store was lost while saving. Look whether the change is there before you enter it again.";

    /// <summary>
    /// How long the answer of a commit is waited for, in seconds, and that of the flush after it: 60, twice what the driver would wait for any
    /// statement. A commit makes the digest of its act and waits for the one lock of the chain; who has more to seal does so first
    /// (<see cref="Seal"/>).
    /// </summary>
    internal const int CommitSeconds = 60;

    /// <summary>
    /// Seals the open act now instead of in its commit: what takes as long as the act is large is done in a statement without a limit, and a failure of
    /// it is known to have saved nothing. From here until the commit no other act gets its place in the chain.
    /// </summary>
    public static async Task Seal(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var seal = new NpgsqlCommand("set constraints all immediate", connection) { CommandTimeout = 0 };
        await seal.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Commits the transaction in which an act was begun; returns only when the commit is on disk. Once it was sent, nobody calls it back.</summary>
    /// <param name="seconds">How long each answer is waited for.</param>
    /// <exception cref="StoreException">The answer of the commit was lost or did not come in time: it may have happened, and is never repeated.</exception>
    public static async Task Commit(NpgsqlConnection connection, CancellationToken cancellation, int seconds = CommitSeconds)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await Say("commit"); // as a command: a transaction's own commit has the time-out of whatever was asked last
            // A record of the log whose own commit waits for the disk: all that was committed before is on disk with it.
            await Say("select pg_logical_emit_message(true, 'longwatch', '')");
        }
        catch (Exception e) when (e is NpgsqlException and not PostgresException || IsBroken(e))
        {
            throw new StoreException(Lost, e) { IsOutcomeUnknown = true };
        }

        async Task Say(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = seconds };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>The connection is of no use any more: the server went away, or is going.</summary>
    public static bool IsBroken(Exception error) =>
        error switch
        {
            PostgresException p => p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
            NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException } => true,
            InvalidOperationException { InnerException: null, Source: "Npgsql" } => true, // "Connection is not open": it broke between two commands
            InvalidOperationException or DbUpdateException when error.InnerException is { } inner => IsBroken(inner),
            _ => false,
        };
}
