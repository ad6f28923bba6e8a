using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>What the two molecular-evidence sections share: thresholds, the printed rules, and counts per level.</summary>
internal static class MolecularReport
{
    public const string ClonalCopies = "molecular.clonal_copies_per_cell";
    public const string ClonalPercent = "molecular.clonal_car_percent";
    public const string AdequateLimit = "molecular.adequate_lod_copies_per_cell";

    public static string Method =>
        "The evidence ladder M0 to M5 is a proposal of this project built from published ingredients (vector presence, integration site and expression: Berg et al., EMBO Mol Med 2025); no consensus scale is published. Rules in the first table, applied by program; see docs/methods/molecular-evidence.md.";

    /// <summary>The thresholds of the data set: the smallest of each grid. Null, with the missing keys, when one is not given.</summary>
    public static (MolecularThresholds? Thresholds, string Missing) Thresholds(PublishedEvidence evidence)
    {
        double? Of(string key) => AssumptionGrid.Of(evidence, key) is [var first, ..] ? first.Value : null;
        string[] keys = [ClonalCopies, ClonalPercent, AdequateLimit];
        return (Of(ClonalCopies), Of(ClonalPercent), Of(AdequateLimit)) is ({ } copies, { } percent, { } limit)
            ? (new(copies, percent, limit), string.Empty)
            : (null, string.Join(", ", keys.Where(k => Of(k) is null)));
    }

    public static ReportTable Rules(MolecularThresholds? thresholds) =>
        new(
            "molecular-evidence-rules",
            thresholds is { } t
                ? $"Rules of the ladder, asked from top to bottom; thresholds: clonal from {Phrase.Number(t.ClonalCopiesPerCell)} copies per tumour cell or {Phrase.Number(t.ClonalCarPercent)} % CAR-carrying tumour cells, adequate limit of detection up to {Phrase.Number(t.AdequateLimitOfDetection)} copies per cell"
                : "Rules of the ladder, asked from top to bottom; thresholds are missing in the data set",
            [new("rule", "Rule"), new("level", "Level"), new("text", "Met when")],
            [.. MolecularEvidence.Rules.Select(r => new TableRow([r.Id, $"{r.Level}", r.Text]))]
        );

    public static string Words(EvidenceLevel level) =>
        level switch
        {
            EvidenceLevel.M0 => "M0 nothing can be told",
            EvidenceLevel.M1 => "M1 adequately negative",
            EvidenceLevel.M2 => "M2 vector signal, not shown in the clone",
            EvidenceLevel.M3 => "M3 vector in the tumour clone",
            EvidenceLevel.M4 => "M4 and at a cancer gene",
            EvidenceLevel.M5 => "M5 and dysregulated, no other driver",
            _ => throw new ArgumentOutOfRangeException(nameof(level)),
        };

    /// <summary>How many of all are at each level, and by which rule.</summary>
    public static ReportTable Levels(ImmutableArray<(MolecularAssessment Assessment, int People)> assessed, string people)
    {
        var all = assessed.Sum(a => a.People);
        return new(
            "molecular-evidence-levels",
            $"{people} by level of molecular evidence",
            [
                new("level", "Level"),
                new("n", "n", 0),
                new("of", "N", 0),
                new("share", "Share", 1, Percent: true),
                new("rules", "Last rule met"),
            ],
            [
                .. Enum.GetValues<EvidenceLevel>()
                    .Select(level =>
                    {
                        var here = assessed.Where(a => a.Assessment.Level == level).ToArray();
                        var n = here.Sum(a => a.People);
                        var rules = MolecularEvidence
                            .Rules.Select(r =>
                                (r.Id, Count: here.Where(a => a.Assessment.Rules.Last(o => o.Met).Rule == r).Sum(a => a.People))
                            )
                            .Where(r => r.Count > 0)
                            .Select(r => $"{r.Id}: {r.Count}");
                        return new TableRow([Words(level), n, all, all == 0 ? default(Cell) : (double)n / all, string.Join(", ", rules)]);
                    }),
            ]
        );
    }

    /// <summary>Column <c>onset_months</c> of a table of cases, from left to right.</summary>
    public static JsonObject OnsetAxis(string title) =>
        new()
        {
            ["field"] = "onset_months",
            ["type"] = "quantitative",
            ["title"] = title,
        };

    /// <summary>Column <c>level</c> of a table of cases, the highest on top.</summary>
    public static JsonObject LevelAxis() =>
        new()
        {
            ["field"] = "level",
            ["type"] = "nominal",
            ["sort"] = "descending",
            ["title"] = null,
            ["axis"] = new JsonObject { ["labelLimit"] = 220 },
        };

    /// <summary>For example <c>M0 2/12 (16.7 %), M3 4/12 (33.3 %)</c>; levels without anybody are left out.</summary>
    public static string Sentence(ImmutableArray<(MolecularAssessment Assessment, int People)> assessed)
    {
        var all = assessed.Sum(a => a.People);
        return string.Join(
            ", ",
            Enum.GetValues<EvidenceLevel>()
                .Select(level => (Level: level, N: assessed.Where(a => a.Assessment.Level == level).Sum(a => a.People)))
                .Where(x => x.N > 0)
                .Select(x => $"{Words(x.Level)} {Phrase.Share(x.N, all)}")
        );
    }
}
