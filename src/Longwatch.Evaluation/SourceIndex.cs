using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>Every row of published evidence as a source that a number can point to, by <see cref="Provenance.Key"/>.</summary>
internal static class SourceIndex
{
    public static ImmutableSortedDictionary<string, SourceEntry> Of(PublishedEvidence evidence) =>
        All(evidence).ToImmutableSortedDictionary(p => p.Key, Entry, StringComparer.Ordinal);

    /// <summary>The tag as it is written in the files.</summary>
    public static string TagText(EvidenceTag tag) =>
        tag switch
        {
            EvidenceTag.Seen => "V",
            EvidenceTag.SeenSecondhand => "V2",
            EvidenceTag.Unverified => "MK",
            EvidenceTag.Derived => "D",
            _ => "X",
        };

    private static IEnumerable<Provenance> All(PublishedEvidence e) =>
        [
            .. e.Counts.Select(r => r.Provenance),
            .. e.Cohorts.Select(r => r.Provenance),
            .. e.CohortProducts.Select(r => r.Provenance),
            .. e.Cases.Select(r => r.Provenance),
            .. e.Cases.SelectMany(r => r.Sites).Select(r => r.Provenance),
            .. e.Products.Select(r => r.Provenance),
            .. e.Approvals.Select(r => r.Provenance),
            .. e.BackgroundRates.Select(r => r.Provenance),
            .. e.Thresholds.Select(r => r.Provenance),
            .. e.Assumptions.Select(r => r.Provenance),
            .. e.Benefits.Select(r => r.Provenance),
        ];

    private static SourceEntry Entry(Provenance p) => new(p.Source, p.Address, TagText(p.Tag), p.Date.ToString(), p.Note, p.File, p.Line);
}
