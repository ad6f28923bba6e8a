using System.Data.Common;
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
        "The connection to the store broke while saving. Look whether the change is there before you enter it again.";

    /// <summary>Commits a transaction in which an act was begun; returns only when the commit is on disk.</summary>
    /// <exception cref="StoreException">The answer of the commit was lost: it may have happened, and is never repeated.</exception>
    public static async Task Commit(NpgsqlConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await transaction.CommitAsync(cancellation);
            // A record of the log whose own commit waits for the disk: all that was committed before is on disk with it.
            await using var flush = new NpgsqlCommand("select pg_logical_emit_message(true, 'longwatch', '')", connection);
            await flush.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception e) when (e is NpgsqlException and not PostgresException || IsBroken(e))
        {
            throw new StoreException(Lost, e) { IsOutcomeUnknown = true };
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
