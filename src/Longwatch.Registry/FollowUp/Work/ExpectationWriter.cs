using Longwatch.Domain.FollowUp;
using Longwatch.Exchange;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>Keeps the dates of what is expected next in step with the facts, by the one function of the domain.</summary>
/// <remarks>
/// Whoever changes a fact of a patient (infusion, therapy, visit, death, consent, transfer, schedule, attempt) calls
/// <see cref="Refresh(RegistryDb, Guid, CancellationToken)"/> at the end of the same <see cref="RegistryStore.Write"/>. An import calls
/// <see cref="RefreshAll"/> (or <see cref="Refresh(NpgsqlConnection, Guid[], CancellationToken)"/> with the patients it touched) on its own
/// connection, inside its transaction, after the rows are in: dates are derived 20,000 patients at a time and written by COPY.
/// </remarks>
internal static class ExpectationWriter
{
    private const int Batch = 20_000;

    /// <summary>Saves what was changed so far, then derives the patient's dates anew.</summary>
    public static async Task Refresh(RegistryDb db, Guid patient, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        await Refresh((NpgsqlConnection)db.Database.GetDbConnection(), [patient], cancellation);
    }

    /// <summary>Derives the dates of some patients anew. Runs in the transaction that is open on the connection.</summary>
    public static async Task Refresh(NpgsqlConnection connection, Guid[] patients, CancellationToken cancellation)
    {
        // The lock comes before the reading: of two writers about one patient the second sees what the first wrote.
        await Execute(
            connection,
            "select from clinical.patient where id = any($1) order by id for no key update",
            [patients],
            cancellation
        );
        var book = await ScheduleLibrary.Book(connection, cancellation);
        foreach (var some in patients.Chunk(Batch))
        {
            await Execute(connection, "delete from watch.expectation where patient = any($1)", [some], cancellation);
            await Execute(connection, "delete from watch.standing where patient = any($1)", [some], cancellation);
            await Write(connection, KeptDates.Of(await FactsReader.Of(connection, some, cancellation), book), cancellation);
        }
    }

    /// <summary>After an import, in its transaction and under its act: the dates of the patients it touched.</summary>
    public static async Task AfterImport(NpgsqlConnection connection, Guid[] patients, CancellationToken cancellation)
    {
        if (await ScheduleLibrary.Seed(connection, cancellation) > 0)
            await RefreshAll(connection, cancellation); // the first import into a new store, or of a newer version
        else
            await Refresh(connection, patients, cancellation);
    }

    /// <summary>Derives the dates of all patients anew: after a large import, or when a schedule that holds by rule has changed.</summary>
    public static async Task RefreshAll(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Execute(connection, "lock table clinical.patient in share row exclusive mode", [], cancellation);
        var book = await ScheduleLibrary.Book(connection, cancellation);
        await Execute(connection, "delete from watch.expectation", [], cancellation);
        await Execute(connection, "delete from watch.standing", [], cancellation);
        for (var last = Guid.Empty; ; )
        {
            var patients = await FactsReader.After(connection, last, Batch, cancellation);
            if (patients.Count == 0)
                break;
            await Write(connection, KeptDates.Of(patients, book), cancellation);
            last = patients[^1].Id;
        }
    }

    private static async Task Write(NpgsqlConnection connection, KeptDates kept, CancellationToken cancellation)
    {
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "copy watch.expectation (patient, schedule, activity, centre, anchor, ordinal, label, opens, due, overdue_from, closes) from stdin (format binary)",
                cancellation
            )
        )
        {
            foreach (var e in kept.Expectations)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(e.Patient, NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(e.Schedule, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(e.Activity, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(e.Centre, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(e.Anchor, NpgsqlDbType.Date, cancellation);
                await copy.WriteAsync(e.Ordinal, NpgsqlDbType.Integer, cancellation);
                await copy.WriteAsync(e.Label, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(e.Opens, NpgsqlDbType.Date, cancellation);
                await copy.WriteAsync(e.Due, NpgsqlDbType.Date, cancellation);
                await copy.WriteAsync(e.OverdueFrom, NpgsqlDbType.Date, cancellation);
                await WriteDate(copy, e.Closes, cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using var standings = await connection.BeginBinaryImportAsync(
            "copy watch.standing (patient, centre, infused, last_heard, lost_from, ended, end_kind, next_due) from stdin (format binary)",
            cancellation
        );
        foreach (var s in kept.Standings)
        {
            await standings.StartRowAsync(cancellation);
            await standings.WriteAsync(s.Patient, NpgsqlDbType.Uuid, cancellation);
            await standings.WriteAsync(s.Centre, NpgsqlDbType.Text, cancellation);
            await standings.WriteAsync(s.Infused, NpgsqlDbType.Date, cancellation);
            await WriteDate(standings, s.LastHeard, cancellation);
            await WriteDate(standings, s.LostFrom, cancellation);
            await WriteDate(standings, s.Ended, cancellation);
            if (s.EndKind is { } kind)
                await standings.WriteAsync(Codes.Of(kind), NpgsqlDbType.Text, cancellation);
            else
                await standings.WriteNullAsync(cancellation);
            await WriteDate(standings, s.NextDue, cancellation);
        }

        await standings.CompleteAsync(cancellation);
    }

    private static async Task WriteDate(NpgsqlBinaryImporter copy, DateOnly? date, CancellationToken cancellation)
    {
        if (date is { } day)
            await copy.WriteAsync(day, NpgsqlDbType.Date, cancellation);
        else
            await copy.WriteNullAsync(cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
