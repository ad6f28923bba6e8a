using System.Collections.Immutable;
using System.Text.Json;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>What a form is checked against: the patient's record, without the visit that the form itself made.</summary>
internal static class EntryGround
{
    /// <summary>Key under which problems of the day of the visit are shown.</summary>
    public const string VisitDate = "visit_date";

    public static async Task<EntryContext> Context(
        RegistryDb db,
        PatientRow patient,
        DateOnly visitDate,
        Guid? ownVisit,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var infused = await db.Set<InfusionRow>()
            .Where(i => i.Patient == patient.Id && !i.Voided)
            .MinAsync(i => (DateOnly?)i.Date, cancellation);
        var died = await db.Set<VisitRow>()
            .Where(v => v.Patient == patient.Id && !v.Voided && v.Id != ownVisit)
            .MinAsync(v => v.DeathDate, cancellation);
        return new(today, visitDate, infused, patient.Birth, died);
    }

    /// <summary>Checks the form and the day of the visit together.</summary>
    public static FormEntry Check(
        FormDefinition form,
        IReadOnlyDictionary<string, string> answers,
        IReadOnlyDictionary<string, string> confirmed,
        EntryContext context
    )
    {
        var entry = FormEntry.Check(form, answers, confirmed, context);
        var reported = VisitFacts.Of(form, entry);
        var problems = entry.Problems;
        void Add(string key, string code) => problems = problems.Insert(0, new(key, EntryProblemKind.Impossible, code));
        if (context.VisitDate > context.Today)
            Add(VisitDate, "in-the-future");
        if (context.VisitDate < context.FirstInfusion)
            Add(VisitDate, "before-infusion");
        if (context.Death is { } died && reported.VitalStatus != VitalStatus.Dead && context.VisitDate > died)
            Add(VisitDate, "after-death");
        if (context.Death is { } known && reported.DeathDate is { } now && now != known)
            Add(form.Fields.First(f => f.MapsTo == FactKeys.DeathDate).Key, "another-death-date");
        return entry with { Problems = problems };
    }

    public static ImmutableDictionary<string, string> Read(string json) =>
        (JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? []).ToImmutableDictionary(StringComparer.Ordinal);

    public static string Write(IReadOnlyDictionary<string, string> answers) =>
        JsonSerializer.Serialize(
            answers.OrderBy(a => a.Key, StringComparer.Ordinal).ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal)
        );
}
