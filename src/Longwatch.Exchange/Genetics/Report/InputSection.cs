using Longwatch.Evaluation.Report;
using Longwatch.Genomics;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>What was read, and what limits it.</summary>
internal static class InputSection
{
    internal static Section Of(GeneticResult result, int number)
    {
        var (screening, counts) = (result.Screening, result.Screening.Counts);
        var answer =
            $"{Words.Count(counts.Reads, "read")} were examined"
            + (
                screening.Findings.Count == 0
                    ? "; nothing was found wrong with the input."
                    : $"; {Words.Count(screening.Findings.Count, "finding")} on the input."
            );
        return Pieces.Section(number, "input", "Input and quality", "What was examined, and was it sound?", answer) with
        {
            Tables = [Findings(result), Files(result), Counts(result)],
            Caveats =
            [
                .. screening.KeptShare < 1
                    ?
                    [
                        FormattableString.Invariant(
                            $"Only {screening.KeptShare:0.0 %} of the candidate fragments were kept, chosen by read name."
                        ),
                    ]
                    : Array.Empty<string>(),
                .. screening.Input is { Aligned: true, HasUnmappedReads: false }
                    ? ["The file has no unmapped reads: they may have been taken away, and with them the transgene."]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static ReportTable Findings(GeneticResult result) =>
        new(
            "findings",
            "Findings on the input",
            [
                new("code", "Code"),
                new("file", "File"),
                new("place", "Place"),
                new("message", "What was found"),
                new("negative", "Allows a negative verdict"),
            ],
            [
                .. result.Screening.Findings.Select(f =>
                    Pieces.Row(f.Code, f.Problem.File, f.Problem.Place, f.Problem.Message, f.RefusesNegative ? "no" : "yes")
                ),
            ]
        );

    private static ReportTable Files(GeneticResult result) =>
        new(
            "files",
            "Files read",
            [new("file", "File"), new("format", "Format")],
            [
                .. result
                    .Screening.Input.Files.Zip(result.Screening.Input.Formats)
                    .Select(f => Pieces.Row(f.First, f.Second.ToString().ToUpperInvariant())),
            ]
        );

    private static ReportTable Counts(GeneticResult result)
    {
        var counts = result.Screening.Counts;
        return new(
            "counts",
            "Counts over the input",
            [new("what", "What"), new("count", "Value", 0)],
            [
                Pieces.Row("Records", (double)counts.Records),
                Pieces.Row("Reads", (double)counts.Reads),
                Pieces.Row("Bases", (double)counts.Bases),
                Pieces.Row("Unmapped reads", (double)counts.Unmapped),
                Pieces.Row("Duplicates", (double)counts.Duplicates),
                Pieces.Row("Quality failed", (double)counts.QualityFailed),
                Pieces.Row("Secondary records", (double)counts.Secondary),
                Pieces.Row("Supplementary records", (double)counts.Supplementary),
                Pieces.Row("Reads with a seed", (double)counts.WithSeed),
                Pieces.Row("Reads kept for the second look", result.Screening.Candidates.Count),
                Pieces.Row("Mean quality", Pieces.Finite(counts.MeanQuality)),
                Pieces.Row("Mean read length", Pieces.Finite(counts.MeanReadLength)),
                Pieces.Row("Median fragment length", Pieces.Finite(counts.MedianFragment)),
                Pieces.Row("GC share of bases, %", Pieces.Finite(counts.Bases > 0 ? 100.0 * counts.GcBases / counts.Bases : null)),
            ]
        );
    }
}
