using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>Writes the records that a completed form makes; after a correction the same records get new versions.</summary>
internal static class EntryFacts
{
    /// <summary>The contact of the form, made or corrected.</summary>
    public static async Task<Guid> Visit(RegistryDb db, EntryRow entry, VisitFacts facts, CancellationToken cancellation)
    {
        var visit = entry.Visit is { } id ? await db.Set<VisitRow>().SingleAsync(v => v.Id == id, cancellation) : null;
        if (visit is null || visit.Date != entry.VisitDate)
        {
            var ordinal =
                await db.Set<VisitRow>()
                    .Where(v => v.Patient == entry.Patient && v.Date == entry.VisitDate)
                    .MaxAsync(v => (int?)v.Ordinal, cancellation) + 1
                ?? 0;
            if (visit is null)
                db.Add(visit = new VisitRow { Patient = entry.Patient });
            (visit.Date, visit.Ordinal) = (entry.VisitDate, ordinal);
        }

        (visit.VitalStatus, visit.DeathDate) = (facts.VitalStatus, facts.DeathDate);
        (visit.DiseaseStatus, visit.RelapseDate) = (facts.DiseaseStatus, facts.RelapseDate);
        return visit.Id;
    }

    /// <summary>
    /// Courses of therapy, made or corrected; one that the record has already from elsewhere is not made twice. Courses that a correction no
    /// longer tells of are voided.
    /// </summary>
    public static async Task<Guid[]> Therapies(
        RegistryDb db,
        EntryRow entry,
        IReadOnlyList<ReportedTherapy> reported,
        CancellationToken cancellation
    )
    {
        var rows = await db.Set<TherapyRow>().Where(t => t.Patient == entry.Patient).ToListAsync(cancellation);
        var own = rows.Where(t => entry.Therapies.Contains(t.Id)).ToList();
        var kept = new List<Guid>();
        foreach (var therapy in reported)
        {
            if (rows.Any(t => !t.Voided && !own.Contains(t) && Same(t, therapy)))
                continue;
            var row = own.FirstOrDefault(t => Same(t, therapy) && !kept.Contains(t.Id));
            if (row is null)
            {
                var ordinal = rows.Where(t => t.Start == therapy.Start && t.Kind == therapy.Kind)
                    .Select(t => t.Ordinal + 1)
                    .DefaultIfEmpty(0)
                    .Max();
                row = new TherapyRow
                {
                    Patient = entry.Patient,
                    Start = therapy.Start,
                    Kind = therapy.Kind,
                    Ordinal = ordinal,
                };
                db.Add(row);
                rows.Add(row);
            }

            (row.Agent, row.Voided) = (therapy.Agent, false);
            kept.Add(row.Id);
        }

        foreach (var dropped in own.Where(t => !kept.Contains(t.Id)))
            dropped.Voided = true;
        return [.. kept.Concat(own.Where(t => t.Voided).Select(t => t.Id))];
    }

    /// <summary>The events that the form's definition names.</summary>
    public static async Task Events(RegistryDb db, FormDefinition form, EntryRow entry, FormEntry answers, CancellationToken cancellation)
    {
        var rows = await db.Set<EventRow>().Where(e => e.Entry == entry.Id).ToListAsync(cancellation);
        var rules = form.Events.Where(r => r.When.Holds(answers.Kept)).ToArray();
        foreach (var rule in rules)
        {
            var row = rows.FirstOrDefault(e => e.Code == rule.Event);
            if (row is null)
            {
                row = new EventRow
                {
                    Patient = entry.Patient,
                    Code = rule.Event,
                    Entry = entry.Id,
                    Recorded = entry.Completed!.Value,
                };
                db.Add(row);
            }

            row.Voided = false;
            row.Date =
                rule.DateField is { } key && answers.Kept.TryGetValue(key, out var text) && Domain.PartialDate.TryParse(text, out var date)
                    ? date.Earliest
                    : entry.VisitDate;
        }

        foreach (var dropped in rows.Where(e => rules.All(r => r.Event != e.Code)))
            dropped.Voided = true;
    }

    /// <summary>The suspicion of a new malignancy; null when there is none, or nothing about it has changed.</summary>
    public static async Task<SuspicionRow?> Suspicion(
        RegistryDb db,
        EntryRow entry,
        ReportedSuspicion? reported,
        CancellationToken cancellation
    )
    {
        var row = await db.Set<SuspicionRow>().SingleOrDefaultAsync(s => s.Entry == entry.Id, cancellation);
        if (reported is null)
        {
            row?.Voided = true;
            return null;
        }

        if (
            row is { Voided: false }
            && row.Noticed == reported.Noticed
            && row.Lineage == reported.Lineage
            && row.Histology == reported.Histology
        )
            return null;
        if (row is null)
            db.Add(row = new SuspicionRow { Patient = entry.Patient, Entry = entry.Id });
        (row.Noticed, row.Lineage, row.Histology, row.Voided) = (reported.Noticed, reported.Lineage, reported.Histology, false);
        return row;
    }

    private static bool Same(TherapyRow row, ReportedTherapy therapy) => row.Start == therapy.Start && row.Kind == therapy.Kind;
}
