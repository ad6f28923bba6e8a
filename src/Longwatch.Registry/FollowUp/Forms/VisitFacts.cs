using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>The facts that a form reports, by what its fields map to.</summary>
internal sealed record VisitFacts(
    VitalStatus VitalStatus,
    DateOnly? DeathDate,
    DiseaseStatus DiseaseStatus,
    DateOnly? RelapseDate,
    IReadOnlyList<ReportedTherapy> Therapies,
    ReportedSuspicion? Suspicion
)
{
    /// <summary>Facts of a form; answers that cannot be read are left out, since such a form is not completed.</summary>
    public static VisitFacts Of(FormDefinition form, FormEntry entry)
    {
        string? Answer(string fact) =>
            form.Fields.Where(f => f.MapsTo == fact).Select(f => entry.Kept.GetValueOrDefault(f.Key)).FirstOrDefault(a => a is not null);
        return new(
            Code<VitalStatus>(Answer(FactKeys.VitalStatus)),
            Day(Answer(FactKeys.DeathDate)),
            Code<DiseaseStatus>(Answer(FactKeys.DiseaseStatus)),
            Day(Answer(FactKeys.RelapseDate)),
            [.. TherapiesOf(form, entry)],
            Answer(FactKeys.NeoplasmSuspected) == "yes" && PartialDate.TryParse(Answer(FactKeys.NeoplasmDate), out var noticed)
                ? new(noticed, Code<Lineage>(Answer(FactKeys.NeoplasmLineage)), Answer(FactKeys.NeoplasmHistology))
                : null
        );
    }

    /// <summary>One course for each section with a start and a kind.</summary>
    private static IEnumerable<ReportedTherapy> TherapiesOf(FormDefinition form, FormEntry entry)
    {
        foreach (var section in form.Sections)
        {
            string? Answer(string fact) =>
                section.Fields.FirstOrDefault(f => f.MapsTo == fact) is { } field ? entry.Kept.GetValueOrDefault(field.Key) : null;
            if (
                Day(Answer(FactKeys.TherapyStart)) is { } start
                && Answer(FactKeys.TherapyKind) is { } kind
                && Codes.TryParse<TherapyKind>(kind, out var code)
            )
                yield return new(start, code, Answer(FactKeys.TherapyAgent));
        }
    }

    private static T Code<T>(string? code)
        where T : struct, Enum => code is not null && Codes.TryParse<T>(code, out var value) ? value : default;

    private static DateOnly? Day(string? text) =>
        PartialDate.TryParse(text, out var date) && date.Precision == DatePrecision.Day ? date.Earliest : null;
}

/// <summary>A course of therapy that a form tells of.</summary>
internal sealed record ReportedTherapy(DateOnly Start, TherapyKind Kind, string? Agent);

/// <summary>A new malignancy, or the suspicion of one, that a form tells of.</summary>
internal sealed record ReportedSuspicion(PartialDate Noticed, Lineage Lineage, string? Histology);
