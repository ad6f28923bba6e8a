using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Every row of the published files with its evidence tag, and the rows and fields that are carried but not counted.</summary>
internal static class NotCountedRows
{
    /// <summary>All rows: what each states, what it rests on, and its fields that are only background knowledge.</summary>
    public static ImmutableArray<EvidenceRow> All(PublishedEvidence evidence) =>
        [
            .. evidence.Counts.Select(r => new EvidenceRow(r.Id, r.Provenance, [])),
            .. evidence.Cohorts.Select(r => new EvidenceRow(r.Name, r.Provenance, r.UnverifiedFields)),
            .. evidence.CohortProducts.Select(r => new EvidenceRow($"{r.CohortId}, {r.Product}", r.Provenance, [])),
            .. evidence.Cases.Select(r => new EvidenceRow(r.Citation, r.Provenance, r.UnverifiedFields)),
            .. evidence.Cases.SelectMany(c => c.Sites.Select(s => new EvidenceRow($"{c.Citation}: site {s.Gene}", s.Provenance, []))),
            .. evidence.Products.Select(r => new EvidenceRow(r.Code, r.Provenance, r.UnverifiedFields)),
            .. evidence.Approvals.Select(r => new EvidenceRow($"{r.Product}, {r.Jurisdiction}", r.Provenance, [])),
            .. evidence.BackgroundRates.Select(r => new EvidenceRow($"{r.Entity}, {r.Population}", r.Provenance, [])),
            .. evidence.Thresholds.Select(r => new EvidenceRow($"{r.AppliesTo}: {r.Rule}", r.Provenance, [])),
            .. evidence.Assumptions.Select(r => new EvidenceRow($"{r.Key} = {Phrase.Number(r.Value)}", r.Provenance, [])),
            .. evidence.Benefits.Select(r => new EvidenceRow(r.Outcome, r.Provenance, [])),
        ];

    public static ReportTable Tags(ImmutableArray<EvidenceRow> rows) =>
        new(
            "data-quality-evidence",
            "Rows by file and by how well they are known",
            [
                new("file", "File"),
                new("rows", "Rows", 0),
                new("seen", "Source seen", 0),
                new("secondhand", "Seen second-hand", 0),
                new("derived", "Derived", 0),
                new("unverified", "Unverified", 0),
                new("rejected", "Rejected", 0),
            ],
            [
                .. rows.GroupBy(r => r.Provenance.File, StringComparer.Ordinal)
                    .Select(g =>
                    {
                        int Of(EvidenceTag tag) => g.Count(r => r.Provenance.Tag == tag);
                        return new TableRow([
                            g.Key,
                            g.Count(),
                            Of(EvidenceTag.Seen),
                            Of(EvidenceTag.SeenSecondhand),
                            Of(EvidenceTag.Derived),
                            Of(EvidenceTag.Unverified),
                            Of(EvidenceTag.Rejected),
                        ]);
                    }),
            ]
        );

    public static ReportTable Table(ImmutableArray<EvidenceRow> rows) =>
        new(
            "data-quality-not-counted",
            "Rows and fields that are carried but not counted, with the reason",
            [
                new("file", "File"),
                new("line", "Line", 0),
                new("states", "Row"),
                new("fields", "Fields"),
                new("reason", "Reason"),
                new("source", "Source"),
                new("address", "Where to verify"),
            ],
            [
                .. rows.Where(r => !r.Provenance.Counts || !r.UnverifiedFields.IsEmpty)
                    .Select(r =>
                    {
                        var reason =
                            r.Provenance.NotCountedBecause()
                            ?? "These fields are background knowledge; the other fields of the row are counted.";
                        return new TableRow(
                            [
                                r.Provenance.File,
                                r.Provenance.Line,
                                r.States,
                                r.Provenance.Counts ? string.Join(", ", r.UnverifiedFields.Order(StringComparer.Ordinal)) : "whole row",
                                reason,
                                r.Provenance.Source,
                                r.Provenance.Address,
                            ],
                            reason,
                            [r.Provenance.Key]
                        );
                    }),
            ]
        );
}

/// <summary>One row of a published file.</summary>
internal sealed record EvidenceRow(string States, Provenance Provenance, ImmutableHashSet<string> UnverifiedFields);
