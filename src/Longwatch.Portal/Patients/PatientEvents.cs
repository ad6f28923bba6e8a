using Longwatch.Domain.FollowUp;
using Longwatch.Portal.Products;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Charts;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>The time line of one patient: what matters for the watch, oldest first; of the visits without news only the last.</summary>
internal static class PatientEvents
{
    internal static IReadOnlyList<TimelineEvent> Of(ReadPatient.File file)
    {
        var events = new List<(DateOnly Day, TimelineEvent Event)>();
        foreach (var i in file.Infusions)
            Add(i.Date, Text.T("patients.event.infusion"), ProductNames.Inn(i.Product), Tone.Info, "activity");
        foreach (var n in file.Neoplasms)
            Add(n.Diagnosed, Text.T("patients.event.neoplasm", n.Morphology), Text.Of("patients.relation", n.Relation), Tone.Danger, null);
        foreach (var s in file.Specimens)
            if (s.Collected is { } day)
                Add(day, Text.T("patients.event.specimen"), Text.Of("patients.specimen", s.Type), Tone.Neutral, "test-pipe");
        foreach (var t in file.Tests)
            if (t.Date is { } day)
                Add(day, Text.T("patients.event.test"), Text.Of("patients.result", t.Result), Tone.Neutral, "microscope");
        foreach (var v in file.Visits)
        {
            if (v.RelapseDate is { } relapse)
                Add(relapse, Text.T("patients.event.relapse"), null, Tone.Attention, null);
            if (v is { VitalStatus: VitalStatus.Dead, DeathDate: { } death })
                Add(death, Text.T("patients.event.death"), null, Tone.Neutral, "circle-x");
        }

        if (file.Visits is [.., { VitalStatus: VitalStatus.Alive } last])
            Add(last.Date, Text.T("patients.event.contact"), Text.Of("patients.status", last.DiseaseStatus), Tone.Good, null);
        return [.. events.OrderBy(e => e.Day).DistinctBy(e => (e.Day, e.Event.Title, e.Event.Detail)).Select(e => e.Event)];

        void Add(DateOnly day, string title, string? detail, Tone tone, string? icon) =>
            events.Add((day, new(Days.Text(day), title, detail, tone, icon)));
    }
}
