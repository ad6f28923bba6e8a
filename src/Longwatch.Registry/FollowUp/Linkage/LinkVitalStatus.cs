using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Linkage;

/// <summary>What came of a linkage: counts, or every problem with its line; with a problem nothing was taken over.</summary>
public sealed record LinkageOutcome(int Deaths, int Alive, int Unchanged, IReadOnlyList<Problem> Problems);

/// <summary>Takes over what a register of deaths or of residents knows, by file: all lines or none. The same file twice changes nothing.</summary>
public sealed class LinkVitalStatus(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>Event of a patient known to be alive by linkage: heard of, but not contacted.</summary>
    internal const string Alive = "linkage_alive";

    public async Task<LinkageOutcome> Do(Caller caller, string file, Stream csv, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (rows, read) = LinkageReader.Read(file, csv);
        if (rows.Count == 0 && read.Refused)
            return new(0, 0, 0, read.Listed);
        var problems = new List<Problem>();
        var outcome = await store.Write<LinkageOutcome>(
            caller,
            new Act("follow-up.link-vital-status"),
            async (db, token) =>
            {
                problems.Clear(); // a broken connection has this done twice
                var known = await Known(db, caller, rows, token);
                var (deaths, alive) = (0, 0);
                var touched = new List<Guid>();
                foreach (var row in rows)
                {
                    if (known.GetValueOrDefault(row.Pseudonym) is not { } patient)
                        Add(
                            row,
                            "pseudonym",
                            "a pseudonym that is not in your centres",
                            "a patient of yours",
                            "Delete the line, or correct the pseudonym."
                        );
                    else if (row.Date > time.Today())
                        Add(row, "date", "a day in the future", "no day after today", "Correct the date.");
                    else if (row.Date < patient.Infused)
                        Add(row, "date", "a day before the first infusion", "no day before it", "Correct the date or the pseudonym.");
                    else if (row.Status == VitalStatus.Alive && row.Date > patient.Died)
                        Add(
                            row,
                            "status",
                            "alive after the recorded death",
                            "no sign of life after it",
                            "Correct the line, or the visit that reports the death."
                        );
                    else if (row.Status == VitalStatus.Dead && patient.Died is { } died && died != row.Date)
                        Add(
                            row,
                            "date",
                            $"another day of death than the recorded {died:yyyy-MM-dd}",
                            "one day of death",
                            "Correct the wrong one of the two."
                        );
                    else if (row.Status == VitalStatus.Dead && row.Date < patient.LastSeen)
                        Add(
                            row,
                            "date",
                            $"a death before the visit on {patient.LastSeen:yyyy-MM-dd}",
                            "no visit after the death",
                            "Correct the line or the visit."
                        );
                    else if (row.Status == VitalStatus.Dead && patient.Died is null)
                    {
                        deaths++;
                        touched.Add(patient.Id);
                        db.Add(await Death(db, patient.Id, row.Date, token));
                    }
                    else if (row.Status == VitalStatus.Alive && !(patient.LastLinked >= row.Date))
                    {
                        alive++;
                        touched.Add(patient.Id);
                        db.Add(
                            new EventRow
                            {
                                Patient = patient.Id,
                                Code = Alive,
                                Date = row.Date,
                                Recorded = time.Today(),
                            }
                        );
                    }
                }

                if (problems.Count > 0 || read.Refused)
                    return new Refusal("linkage.problems", "The file has problems; nothing was taken over.");
                await db.SaveChangesAsync(token);
                await ExpectationWriter.Refresh((NpgsqlConnection)db.Database.GetDbConnection(), [.. touched], token);
                return new LinkageOutcome(deaths, alive, rows.Count - deaths - alive, []);
            },
            cancellation
        );
        if (outcome is Result<LinkageOutcome>.Refused refused && problems.Count == 0 && !read.Refused)
            problems.Add(
                new(Severity.Error, file, 0, null, refused.Why.Message, "a registry that nobody changes meanwhile", "Send the file again.")
            );
        // Lines that cannot be read are told together with those that do not fit: the file is mended once.
        return outcome is Result<LinkageOutcome>.Ok done
            ? done.Value
            : new(0, 0, 0, [.. read.Listed.Concat(problems).OrderBy(p => p.Line)]);

        void Add(LinkedStatus row, string field, string found, string expected, string remedy) =>
            problems.Add(new(Severity.Error, file, row.Line, field, found, expected, remedy));
    }

    private sealed record Linked(Guid Id, DateOnly? Infused, DateOnly? Died, DateOnly? LastSeen, DateOnly? LastLinked);

    /// <summary>The patients of the file who are the caller's, by pseudonym.</summary>
    private static async Task<Dictionary<string, Linked>> Known(
        RegistryDb db,
        Caller caller,
        IReadOnlyList<LinkedStatus> rows,
        CancellationToken token
    )
    {
        var pseudonyms = rows.Select(r => r.Pseudonym).ToArray();
        return await db.Set<PatientRow>()
            .Visible(caller, Permission.FollowUpWrite)
            .Where(p => pseudonyms.Contains(p.Pseudonym))
            .Select(p => new
            {
                p.Pseudonym,
                Linked = new Linked(
                    p.Id,
                    db.Set<InfusionRow>().Where(i => i.Patient == p.Id && !i.Voided).Min(i => (DateOnly?)i.Date),
                    db.Set<VisitRow>().Where(v => v.Patient == p.Id && !v.Voided).Min(v => v.DeathDate),
                    db.Set<VisitRow>()
                        .Where(v => v.Patient == p.Id && !v.Voided && v.VitalStatus == VitalStatus.Alive)
                        .Max(v => (DateOnly?)v.Date),
                    db.Set<EventRow>().Where(e => e.Patient == p.Id && !e.Voided && e.Code == Alive).Max(e => (DateOnly?)e.Date)
                ),
            })
            .ToDictionaryAsync(p => p.Pseudonym, p => p.Linked, token);
    }

    private async Task<VisitRow> Death(RegistryDb db, Guid patient, DateOnly died, CancellationToken token)
    {
        var today = time.Today();
        var ordinal =
            await db.Set<VisitRow>().Where(v => v.Patient == patient && v.Date == today).MaxAsync(v => (int?)v.Ordinal, token) + 1 ?? 0;
        return new()
        {
            Patient = patient,
            Date = today,
            Ordinal = ordinal,
            VitalStatus = VitalStatus.Dead,
            DeathDate = died,
        };
    }
}
