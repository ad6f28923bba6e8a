using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Domain.Neoplasms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>Saves a form: as a draft, as completed, or as the correction of a completed one.</summary>
/// <remarks>
/// Completed, it records in one transaction the visit, later therapies, the events that its definition names and a suspicion of a new malignancy,
/// and the next due dates. A correction makes new versions of the same records; a form that was completed is never a draft again.
/// </remarks>
public sealed class SaveEntry(RegistryStore store, TimeProvider time, OpenEntry open, SuspectNeoplasm suspect) : IUseCase
{
    public static readonly Refusal NeedsReason = new("entry.reason-missing", "A completed form is corrected with a reason.");

    public async Task<Result<EntryOutcome>> Do(Caller caller, EntryCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        var preview = await open.Preview(caller, command, cancellation);
        if (preview is not Result<EntryView>.Ok { Value: var view })
            return ((Result<EntryView>.Refused)preview).Why;
        if (view.Completed is not null && (!command.Complete || Reasons.Wrong(command.Reason) is not null))
            return NeedsReason;
        if (!(command.Complete ? view.Checked.MayBeCompleted : view.Checked.MayBeDraft))
            return new EntryOutcome(null, view.Checked);
        if (view.Entry is not null && view.Version != command.Version)
            return RegistryStore.Conflict;
        return await store.Write<EntryOutcome>(
            caller,
            Act(command, view),
            async (db, token) => await Save(db, caller, command, view, token),
            cancellation
        );
    }

    private static Act Act(EntryCommand command, EntryView view) =>
        new(
            view.Completed is not null ? "follow-up.correct-form"
                : command.Complete ? "follow-up.complete-form"
                : "follow-up.save-draft",
            command.Patient,
            command.Reason?.Trim()
        );

    private async Task<Result<EntryOutcome>> Save(
        RegistryDb db,
        Caller caller,
        EntryCommand command,
        EntryView view,
        CancellationToken token
    )
    {
        // Whoever writes about this patient at the same time waits here; what was checked is checked again on what is there now.
        var patient = await db.Set<Treatment.PatientRow>()
            .FromSql($"select * from clinical.patient where id = {command.Patient} for no key update")
            .SingleAsync(token);
        var row = view.Entry is { } id ? await db.Set<EntryRow>().SingleAsync(e => e.Id == id, token) : null;
        if (row is not null && row.Version != command.Version)
            return RegistryStore.Conflict;
        var context = await EntryGround.Context(db, patient, command.VisitDate, row?.Visit, time.Today(), token);
        var entry = EntryGround.Check(view.Form, command.Answers, command.Confirmed, context);
        if (!(command.Complete ? entry.MayBeCompleted : entry.MayBeDraft))
            return new Refusal(
                "entry.conflict",
                "The patient's record changed meanwhile, and the form does not fit it any more. Open it again."
            );
        if (row is null)
        {
            row = new EntryRow
            {
                Patient = command.Patient,
                Form = view.Form.Id,
                Edition = view.Form.Version,
                Answers = "{}",
                Confirmed = "{}",
                Author = caller.Account,
                AuthorName = caller.PrintedName,
            };
            db.Add(row);
        }

        row.VisitDate = command.VisitDate;
        row.Answers = EntryGround.Write(entry.Kept);
        row.Confirmed = EntryGround.Write(
            command
                .Confirmed.Where(c => entry.Kept.ContainsKey(c.Key) && FormEntry.IsReason(c.Value))
                .ToDictionary(c => c.Key, c => c.Value)
        );
        row.Saved = time.GetUtcNow();
        if (command.Complete)
        {
            row.Completed ??= time.Today();
            await db.SaveChangesAsync(token);
            if (await RecordFacts(db, view.Form, row, entry, token) is { } refusal)
                return refusal;
            // What the form says passes the same rules as an import; the next due dates follow.
            if (await PatientCheck.Against(db, command.Patient, [CohortTable.Visits, CohortTable.Therapies], token) is { } broken)
                return broken;
        }

        return new EntryOutcome(row.Id, entry);
    }

    private async Task<Refusal?> RecordFacts(RegistryDb db, FormDefinition form, EntryRow row, FormEntry entry, CancellationToken token)
    {
        var facts = VisitFacts.Of(form, entry);
        row.Visit = await EntryFacts.Visit(db, row, facts, token);
        row.Therapies = await EntryFacts.Therapies(db, row, facts.Therapies, token);
        await EntryFacts.Events(db, form, row, entry, token);
        var suspicion = await EntryFacts.Suspicion(db, row, facts.Suspicion, token);
        await db.SaveChangesAsync(token);
        if (suspicion is not { Opened: null })
            return null;
        // No suspicion is without its case; a later correction of the form does not open a second one.
        var opened = await suspect.In(db, Command(suspicion, row), token);
        if (opened is Result<Guid>.Refused refused)
            return refused.Why;
        suspicion.Opened = ((Result<Guid>.Ok)opened).Value;
        return null;
    }

    /// <summary>Of a date that is not known to the day, the middle is taken, but no day after the visit that tells of it.</summary>
    private static SuspectNeoplasm.Command Command(SuspicionRow suspicion, EntryRow entry) =>
        new(
            suspicion.Patient,
            suspicion.Noticed.Midpoint < entry.VisitDate ? suspicion.Noticed.Midpoint : entry.VisitDate,
            null,
            null,
            suspicion.Lineage,
            NeoplasmRelation.SecondPrimary,
            suspicion.Histology
        )
        {
            Source = CaseSource.VisitForm,
        };
}
