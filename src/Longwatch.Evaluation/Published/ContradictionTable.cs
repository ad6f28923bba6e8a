using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Differing statements and impossible percentages in one table.</summary>
internal static class ContradictionTable
{
    public static ReportTable Of(ImmutableArray<Statements> statements, ImmutableArray<PrintedPercentage> percentages) =>
        new(
            "data-quality-contradictions",
            "Contradictions and differing wordings",
            [new("evaluation", "Evaluation"), new("quantity", "Quantity"), new("statements", "Statements"), new("finding", "Finding")],
            [
                .. statements.Select(s => new TableRow(
                    [
                        s.Evaluation,
                        Contradictions.Words(s.Quantity),
                        string.Join(
                            "; ",
                            s.Counts.Select(c => c.Wording ?? $"{c.Qualifier.Words()}{(c.Value is { } v ? Phrase.Number(v) : "no number")}")
                        ),
                        s.Satisfiable
                            ? "worded differently, but one number satisfies all"
                            : "cannot all be true of one definition: the denominator or the definition differs, or one is wrong",
                    ],
                    null,
                    [.. s.Counts.Select(c => c.Provenance.Key)]
                )),
                .. percentages
                    .Where(p => p.LargestDenominator != p.Cases.Whole())
                    .Select(p => new TableRow(
                        [
                            p.Row.Evaluation,
                            Contradictions.Words(p.Row.Quantity),
                            $"{Phrase.Number(p.Percent)} % printed; {p.Cases.Whole()} cases",
                            p.LargestDenominator is { } n
                                ? $"no count of {p.Cases.Whole()} rounds to it; the largest possible denominator is {n}, so at least {p.Cases.Whole() - n} cases are missing from it"
                                    + (p.Known is { } known ? $"; given elsewhere as {known.Count}/{known.Of}" : string.Empty)
                                : "no count up to the number of cases rounds to it",
                        ],
                        null,
                        [p.Row.Provenance.Key, p.Cases.Provenance.Key]
                    )),
            ]
        );
}
