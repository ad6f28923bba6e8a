using Longwatch.Evaluation.Report;
using Longwatch.Genomics;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>Everything that a negative must state, what was searched for, and with what.</summary>
internal static class StatementSection
{
    internal static Section Of(GeneticResult result, int number) =>
        Pieces.Section(
            number,
            "statement",
            "Statement",
            "Under which conditions does this verdict hold?",
            "The verdict holds for the reads, vectors, mask and thresholds stated here, and within these limits."
        ) with
        {
            Tables = [Facts(result), Searched(result), Mask(result), Versions(result)],
            Caveats = [.. result.Verdict.Limits],
        };

    private static ReportTable Facts(GeneticResult result) =>
        new(
            "statement",
            "What a negative must state",
            [new("label", "What"), new("value", "Stated")],
            [.. result.Verdict.NegativeStatement.Select(f => Pieces.Row(f.Label, f.Value))]
        );

    private static ReportTable Searched(GeneticResult result) =>
        new(
            "searched",
            "Sequences searched for",
            [
                new("name", "Name"),
                new("kind", "Kind"),
                new("family", "Family"),
                new("length", "Length", 0),
                new("unique", "Vector-only bases", 0),
                new("accession", "Accession"),
            ],
            [
                .. result.Vectors.Sequences.Select(s =>
                    Pieces.Row(
                        s.Name,
                        GeneticCodes.Code(s.Kind).Replace('_', ' '),
                        GeneticCodes.Code(s.Family).Replace('_', ' '),
                        s.Length,
                        s.Origins.Count(o => o == Longwatch.Genomics.Vectors.SequenceOrigin.VectorUnique),
                        s.Accession
                    )
                ),
            ]
        );

    private static ReportTable Mask(GeneticResult result) =>
        new(
            "mask",
            result.Vectors.MaskIsComplete
                ? "References of the mask"
                : "References of the mask: incomplete, no whole human genome among them",
            [new("name", "Name"), new("covers", "Masks"), new("bases", "Bases", 0), new("sha256", "SHA-256")],
            [.. result.Vectors.Mask.Select(m => Pieces.Row(m.Name, Words.Of(m.Covers), (double)m.Bases, m.Sha256))]
        );

    private static ReportTable Versions(GeneticResult result) =>
        new(
            "versions",
            "Versions",
            [new("what", "What"), new("version", "Version")],
            [
                Pieces.Row("Longwatch", result.Version),
                Pieces.Row("Rules", result.Setting.RulesVersion),
                Pieces.Row("Rules, SHA-256", result.Setting.RulesSha256),
                Pieces.Row("Vectors and mask, SHA-256", result.Vectors.Hash),
                Pieces.Row("Host reference", result.Setting.Reference),
                Pieces.Row("Host parts placed by", result.Sites.PlacedBy),
                Pieces.Row("Gene table", result.Setting.GeneTable),
            ]
        );
}
