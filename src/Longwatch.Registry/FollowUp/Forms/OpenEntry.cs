using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>Opens a form: a new one, a draft, or a completed one in the edition in which it was asked.</summary>
public sealed class OpenEntry(RegistryStore store, TimeProvider time) : IUseCase
{
    public static readonly Refusal NotFound = new("entry.not-found", "There is no such form, or it is not yours to see.");

    /// <summary>A form that nobody has filled in yet, for a visit on a day.</summary>
    public Task<Result<EntryView>> New(Caller caller, Guid patient, string form, DateOnly? visitDate, CancellationToken cancellation) =>
        store.ReadPatient<EntryView>(
            caller,
            patient,
            "follow-up.open-form",
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpWrite, patient, token) is not { } row)
                    return Visibility.NotFound;
                if (await FormLibrary.Newest(db, form, token) is not { } definition)
                    return NotFound;
                var day = visitDate ?? time.Today();
                var context = await EntryGround.Context(db, row, day, null, time.Today(), token);
                var none = ImmutableDictionary<string, string>.Empty;
                return new EntryView(
                    definition,
                    patient,
                    row.Centre,
                    null,
                    null,
                    day,
                    null,
                    null,
                    none,
                    FormEntry.Check(definition, none, none, context)
                );
            },
            cancellation
        );

    /// <summary>The form with answers that are not saved: what is asked and what is wrong. Reads no patient for the eye, and leaves no trace.</summary>
    public Task<Result<EntryView>> Preview(Caller caller, EntryCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Read<Result<EntryView>>(
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpWrite, command.Patient, token) is not { } patient)
                    return Visibility.NotFound;
                var row = command.Entry is { } id
                    ? await db.Set<EntryRow>().SingleOrDefaultAsync(e => e.Id == id && e.Patient == command.Patient && !e.Voided, token)
                    : null;
                if (row is null && command.Entry is not null)
                    return NotFound;
                var definition = row is null
                    ? await FormLibrary.Newest(db, command.Form, token)
                    : await FormLibrary.Edition(db, row.Form, row.Edition, token);
                if (definition is null)
                    return NotFound;
                var context = await EntryGround.Context(db, patient, command.VisitDate, row?.Visit, time.Today(), token);
                return new EntryView(
                    definition,
                    command.Patient,
                    patient.Centre,
                    row?.Id,
                    row?.Version,
                    command.VisitDate,
                    row?.Completed,
                    row?.AuthorName,
                    command.Confirmed,
                    EntryGround.Check(definition, command.Answers, command.Confirmed, context)
                );
            },
            cancellation
        );
    }

    /// <summary>The row of a form that the caller may change.</summary>
    public Task<Result<EntryRow>> Find(Caller caller, Guid entry, CancellationToken cancellation) =>
        store.Read<Result<EntryRow>>(
            async (db, token) =>
                await db.Set<EntryRow>().Visible(db, caller, Permission.FollowUpWrite).SingleOrDefaultAsync(e => e.Id == entry, token)
                    is { } row
                    ? row
                    : NotFound,
            cancellation
        );

    /// <summary>A saved form.</summary>
    public async Task<Result<EntryView>> Saved(Caller caller, Guid entry, CancellationToken cancellation)
    {
        var patient = await store.Read(
            (db, token) =>
                db.Set<EntryRow>().Where(e => e.Id == entry && !e.Voided).Select(e => (Guid?)e.Patient).SingleOrDefaultAsync(token),
            cancellation
        );
        if (patient is not { } known)
            return NotFound;
        return await store.ReadPatient<EntryView>(
            caller,
            known,
            "follow-up.read-form",
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpRead, known, token) is not { } row)
                    return NotFound;
                var saved = await db.Set<EntryRow>().SingleAsync(e => e.Id == entry, token);
                if (await FormLibrary.Edition(db, saved.Form, saved.Edition, token) is not { } definition)
                    return NotFound;
                var (answers, confirmed) = (EntryGround.Read(saved.Answers), EntryGround.Read(saved.Confirmed));
                var context = await EntryGround.Context(db, row, saved.VisitDate, saved.Visit, time.Today(), token);
                return new EntryView(
                    definition,
                    known,
                    row.Centre,
                    saved.Id,
                    saved.Version,
                    saved.VisitDate,
                    saved.Completed,
                    saved.AuthorName,
                    confirmed,
                    EntryGround.Check(definition, answers, confirmed, context)
                );
            },
            cancellation
        );
    }
}
