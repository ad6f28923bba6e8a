using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>A form of follow-up that reports a new malignancy makes the neoplasm and its case in the same transaction.</summary>
/// <remarks>
/// A correction of the form does not touch a case that is there: whoever works on it knows more than the form. The day of diagnosis is the middle of
/// the time that the form tells, but not before the infusion and not after death or today. The relation is presumed and stays open in the checklist.
/// </remarks>
internal sealed class SuspicionOpensCase(TimeProvider time) : ISuspicionReceiver
{
    public async Task Receive(RegistryDb db, Caller caller, SuspicionRow suspicion, CancellationToken cancellation)
    {
        if (suspicion.Voided || await db.Set<NeoplasmCaseRow>().AnyAsync(c => c.Suspicion == suspicion.Id, cancellation))
            return;
        var patient = await db.Set<PatientRow>().SingleAsync(p => p.Id == suspicion.Patient, cancellation);
        var neoplasm = new NeoplasmRow
        {
            Patient = suspicion.Patient,
            Code = RecordCodes.New("NE"),
            Diagnosed = await Diagnosed(db, suspicion, cancellation),
            Morphology = suspicion.Histology is { } code && IcdO.IsMorphology(code) ? code : SuspectNeoplasm.UnspecifiedMorphology,
            Lineage = suspicion.Lineage,
            Relation = IndexLineage.Presumed(patient.IndexDisease, suspicion.Lineage),
        };
        db.Add(neoplasm);
        db.Add(
            new NeoplasmCaseRow
            {
                Patient = suspicion.Patient,
                Neoplasm = neoplasm.Id,
                Opened = time.Today(),
                Source = CaseSource.VisitForm,
                Suspicion = suspicion.Id,
            }
        );
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<DateOnly> Diagnosed(RegistryDb db, SuspicionRow suspicion, CancellationToken cancellation)
    {
        var first = await db.Set<InfusionRow>()
            .Where(i => i.Patient == suspicion.Patient && !i.Voided)
            .MinAsync(i => (DateOnly?)i.Date, cancellation);
        var death = await db.Set<VisitRow>()
            .Where(v => v.Patient == suspicion.Patient && !v.Voided && v.VitalStatus == VitalStatus.Dead)
            .MinAsync(v => v.DeathDate, cancellation);
        var day = suspicion.Noticed.Midpoint;
        var last = death < time.Today() ? death.Value : time.Today();
        if (day > last)
            day = last;
        return first > day ? first.Value : day;
    }
}
