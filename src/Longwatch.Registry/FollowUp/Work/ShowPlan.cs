using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Consent;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>One patient's whole plan on one day.</summary>
/// <param name="Activities">Each activity of the patient's schedules with what it expected, expects and will expect next.</param>
/// <param name="ByHand">Schedules chosen for this patient by hand.</param>
/// <param name="Choosable">Ids and titles of schedules that could be chosen.</param>
public sealed record PatientPlan(
    Guid Patient,
    string Centre,
    DateOnly Day,
    PlanPeople People,
    Standing Standing,
    DateOnly? LastHeard,
    IReadOnlyList<PlannedActivity> Activities,
    IReadOnlyList<string> ByHand,
    IReadOnlyList<Schedule> Choosable
)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PatientPlan);
}

/// <summary>What is recorded around a plan.</summary>
/// <param name="Keeper">Who keeps the watch in person; null: the whole centre.</param>
/// <param name="Transfer">A transfer that waits for its answer; null: none.</param>
public sealed record PlanPeople(
    string Pseudonym,
    KeeperRow? Keeper,
    TransferRow? Transfer,
    IReadOnlyList<AttemptRow> Attempts,
    IReadOnlyList<ConsentRow> Consents,
    IReadOnlyList<EntryItem> Entries,
    IReadOnlyList<CentreRow> OtherCentres
)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PlanPeople);
}

/// <summary>One activity with its expectations up to the next one that is not open yet.</summary>
public sealed record PlannedActivity(Schedule Schedule, Activity Activity, IReadOnlyList<Expectation> Expectations, Expectation? Next);

/// <summary>Shows a patient's plan, derived from the facts at the moment of asking.</summary>
public sealed class ShowPlan(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>Expectations shown after the next one.</summary>
    private const int Ahead = 2;

    public Task<Result<PatientPlan>> Do(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.ReadPatient<PatientPlan>(
            caller,
            patient,
            "follow-up.show-plan",
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpRead, patient, token) is not { } row)
                    return Visibility.NotFound;
                var people = await People(db, row, token);
                var connection = (NpgsqlConnection)
                    Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database);
                if (connection.State != System.Data.ConnectionState.Open)
                    await connection.OpenAsync(token);
                var watched = (await FactsReader.Of(connection, [patient], token)).Single();
                return Plan(watched, people, await ScheduleLibrary.Book(connection, token), time.Today());
            },
            cancellation
        );

    private static PatientPlan Plan(WatchedPatient watched, PlanPeople people, ScheduleBook book, DateOnly day)
    {
        var facts = watched.Facts;
        var schedules = book.For(facts, watched.ByHand).ToArray();
        return new(
            watched.Id,
            facts.Centre,
            day,
            people,
            Standing.On(day, facts, book.LossFor(facts, watched.ByHand)),
            Standing.LastHeard(day, facts),
            [.. schedules.SelectMany(s => s.Activities.Select(a => Activity(s, a, facts, day)))],
            watched.ByHand,
            [.. book.Schedules.Except(schedules)]
        );
    }

    private static async Task<PlanPeople> People(RegistryDb db, PatientRow patient, CancellationToken token) =>
        new(
            patient.Pseudonym,
            await db.Set<KeeperRow>().SingleOrDefaultAsync(k => k.Patient == patient.Id && !k.Voided, token),
            await db.Set<TransferRow>().SingleOrDefaultAsync(t => t.Patient == patient.Id && !t.Voided && t.Answered == null, token),
            await db.Set<AttemptRow>()
                .Where(a => a.Patient == patient.Id && !a.Voided)
                .OrderByDescending(a => a.Date)
                .ThenByDescending(a => a.Id)
                .ToListAsync(token),
            await db.Set<ConsentRow>().Where(c => c.Patient == patient.Id && !c.Voided).OrderBy(c => c.Purpose).ToListAsync(token),
            await db.Set<EntryRow>()
                .Where(e => e.Patient == patient.Id && !e.Voided)
                .OrderByDescending(e => e.VisitDate)
                .ThenByDescending(e => e.Id)
                .Select(e => new EntryItem(e.Id, e.Form, e.Edition, e.VisitDate, e.Completed, e.AuthorName, e.Version))
                .ToListAsync(token),
            await db.Set<CentreRow>().Where(c => !c.Voided && c.Code != patient.Centre).OrderBy(c => c.Code).ToListAsync(token)
        );

    private static PlannedActivity Activity(Schedule schedule, Activity activity, WatchFacts facts, DateOnly day)
    {
        var all = new List<Expectation>();
        var future = 0;
        foreach (var expectation in WatchPlan.Of(activity, facts))
        {
            if (expectation.StatusOn(day) == ExpectationStatus.NotYetOpen && future++ > Ahead)
                break;
            all.Add(expectation);
        }

        return new(schedule, activity, all, WatchPlan.NextOn(activity, facts, day));
    }
}
