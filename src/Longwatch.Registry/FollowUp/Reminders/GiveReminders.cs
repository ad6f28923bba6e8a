using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Reminders;

/// <summary>Gives each centre one letter a day about what has become due or overdue since the last, each thing once for each step.</summary>
/// <remarks>
/// Reminders are made from the kept dates of open expectations. What was done, and patients who died, left or withdrew, have none, so their
/// reminders stop with the fact that stops them. A letter holds links with ids and nothing of a patient.
/// </remarks>
public sealed class GiveReminders(RegistryStore store, TimeProvider time, IMailer mailer) : IUseCase
{
    /// <summary>Channel of letters.</summary>
    public const string ByEmail = "email";

    /// <summary>A letter names so many links; the rest is on the page.</summary>
    private const int LinksInLetter = 50;

    private const int DaysBeforeDue = 14;

    /// <summary>Gives what is to be given now.</summary>
    /// <param name="portal">Address of the portal, for the links.</param>
    /// <returns>Letters that were handed to the mailer.</returns>
    public async Task<int> Do(Uri portal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(portal);
        var centres = await store.Read(
            (db, token) => db.Set<CentreRow>().Where(c => !c.Voided && c.Email != null).OrderBy(c => c.Code).ToListAsync(token),
            cancellation
        );
        var letters = 0;
        foreach (var centre in centres)
            if (await Remind(centre, portal, cancellation))
                letters++;
        return letters;
    }

    private async Task<bool> Remind(CentreRow centre, Uri portal, CancellationToken cancellation)
    {
        if (!await Any(centre.Code, cancellation))
            return false;
        var result = await store.Write<bool>(
            Caller.System,
            new Act("follow-up.remind", Kind: ActKind.System),
            async (db, token) =>
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(7224934)", connection))
                    await turn.ExecuteNonQueryAsync(token);
                var open = await Open(connection, centre.Code, token);
                if (open.Count == 0)
                    return false;
                foreach (var reminder in open)
                    db.Add(reminder);
                mailer.SendWith(db, Letter(centre.Email!, open, portal));
                return true;
            },
            cancellation
        );
        return result is Domain.Result<bool>.Ok { Value: true };
    }

    private static Letter Letter(string recipient, List<ReminderRow> open, Uri portal)
    {
        var overdue = open.Count(r => r.Step == ReminderStep.Overdue);
        var links = open.OrderByDescending(r => r.Step)
            .Select(r => r.Patient)
            .Distinct()
            .Take(LinksInLetter)
            .Select(p => new Uri(portal, $"patients/{p}/plan").ToString());
        return LetterTexts.Write(
            recipient,
            "follow-up-due",
            open.Count - overdue,
            overdue,
            string.Join('\n', links),
            new Uri(portal, "follow-up")
        );
    }

    private const string Waiting = """
        from watch.expectation e
        cross join lateral (select case when e.overdue_from <= $2 then 'overdue' else 'due' end as step) s
        where e.centre = $1 and e.overdue_from > $3 and e.opens <= $2 and e.due <= $4 and (e.closes is null or e.closes >= $2)
          and not exists (select from watch.reminder r where r.patient = e.patient and r.schedule = e.schedule and r.activity = e.activity
            and r.due = e.due and r.step = s.step and r.channel = 'email' and r.centre = e.centre)
        """;

    private async Task<bool> Any(string centre, CancellationToken cancellation)
    {
        await using var connection = await store.Connections.App.OpenConnectionAsync(cancellation);
        await using var query = Query(connection, $"select exists (select {Waiting})", centre);
        return (bool)(await query.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<List<ReminderRow>> Open(NpgsqlConnection connection, string centre, CancellationToken cancellation)
    {
        var reminders = new List<ReminderRow>();
        await using var query = Query(
            connection,
            $"select e.patient, e.schedule, e.activity, e.due, s.step {Waiting} order by e.overdue_from, e.patient",
            centre
        );
        await using var row = await query.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            reminders.Add(
                new()
                {
                    Patient = row.GetGuid(0),
                    Centre = centre,
                    Schedule = row.GetString(1),
                    Activity = row.GetString(2),
                    Due = row.GetFieldValue<DateOnly>(3),
                    Step = row.GetString(4) == "overdue" ? ReminderStep.Overdue : ReminderStep.Due,
                    Given = time.GetUtcNow(),
                    Channel = ByEmail,
                }
            );
        return reminders;
    }

    /// <summary>What has been overdue for more than a year when reminders begin is on the lists, not in a first letter of thousands.</summary>
    private NpgsqlCommand Query(NpgsqlConnection connection, string sql, string centre)
    {
        var today = time.Today();
        return new(sql, connection)
        {
            Parameters =
            {
                new() { Value = centre },
                new() { Value = today },
                new() { Value = today.AddYears(-1) },
                new() { Value = today.AddDays(DaysBeforeDue) },
            },
        };
    }
}
