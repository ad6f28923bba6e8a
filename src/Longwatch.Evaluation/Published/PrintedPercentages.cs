using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Published;

/// <summary>A percentage that a source printed without its counts, and every count it can stand for.</summary>
/// <param name="Decimals">Decimals as printed.</param>
/// <param name="Cases">All cases of that evaluation: the largest denominator possible.</param>
/// <param name="Known">The denominator that the evaluation gives elsewhere, with its count; null when it gives none.</param>
internal sealed record PrintedPercentage(
    RegulatorCount Row,
    double Percent,
    int Decimals,
    RegulatorCount Cases,
    CountOf? Known,
    ImmutableArray<CountOf> Consistent
)
{
    /// <summary>Largest denominator that the percentage can have; null when no count fits at all.</summary>
    public int? LargestDenominator => Consistent.IsEmpty ? null : Consistent[^1].Of;

    public bool IsImpossibleOf(PrimaryEvaluation primary) => ReferenceEquals(Cases, primary.Cases) && LargestDenominator != Cases.Whole();
}

/// <summary>The integer check of every printed percentage of an evaluation whose number of cases is known.</summary>
internal static class PrintedPercentages
{
    public static ImmutableArray<PrintedPercentage> Of(PublishedEvidence evidence, PrimaryEvaluation? primary)
    {
        var counted = evidence.Counts.Where(c => c.Provenance.Counts && c.Value is not null).ToArray();
        return
        [
            .. counted
                .Where(c => c.Quantity == CountedQuantity.OnsetWithin12MonthsPercent)
                .Select(row => Check(row, counted, primary))
                .OfType<PrintedPercentage>(),
        ];
    }

    public static IEnumerable<Estimate> Estimates(ImmutableArray<PrintedPercentage> percentages)
    {
        for (var i = 0; i < percentages.Length; i++)
        {
            var p = percentages[i];
            var id = $"cases-missing-behind-percentage{(i == 0 ? string.Empty : $"-{i + 1}")}";
            var label = $"Cases that cannot be in the denominator of the printed {Phrase.Exact(p.Percent)} %";
            yield return p.LargestDenominator is { } n
                ? Report.Estimates.Value(
                    new(
                        id,
                        label,
                        p.Known is { } known
                            ? $"The source gives {known.Count}/{known.Of} elsewhere: {p.Cases.Whole() - known.Of} missing."
                            : "A lower bound: the largest denominator that rounds to the printed value.",
                        p.Row.Provenance.Key,
                        p.Cases.Provenance.Key
                    ),
                    p.Cases.Whole() - n,
                    Unit.Count,
                    "Integer check (GRIM)"
                )
                : Report.Estimates.NotIdentified(id, label, Unit.Count, $"No count up to {p.Cases.Whole()} rounds to this percentage.");
        }
    }

    public static ReportTable Table(ImmutableArray<PrintedPercentage> percentages, double level) =>
        new(
            "cases-rounded-percentages",
            "Counts that a printed percentage can stand for, up to the number of cases",
            [
                new("printed", "Printed"),
                new("counts", "Count"),
                new("n", "n", 0),
                new("of", "N", 0),
                new("share", "Share", 1, Percent: true),
                new("lower", "Lower limit", 1, Percent: true),
                new("upper", "Upper limit", 1, Percent: true),
                new("missing", "Cases without the date", 0),
                new("given", "Given by the source"),
            ],
            [
                .. percentages.SelectMany(p =>
                    p.Consistent.Select(c =>
                    {
                        var interval = ProportionInterval.ClopperPearson(c.Count, c.Of, level);
                        return new TableRow(
                            [
                                $"{Phrase.Exact(p.Percent)} %",
                                $"{c.Count}/{c.Of}",
                                c.Count,
                                c.Of,
                                c.Share,
                                interval.Lower,
                                interval.Upper,
                                p.Cases.Whole() - c.Of,
                                c == p.Known ? "yes" : "no",
                            ],
                            null,
                            [p.Row.Provenance.Key]
                        );
                    })
                ),
            ]
        );

    private static PrintedPercentage? Check(RegulatorCount row, RegulatorCount[] counted, PrimaryEvaluation? primary)
    {
        RegulatorCount? Same(CountedQuantity quantity) =>
            counted
                .Where(c => c.Quantity == quantity && string.Equals(c.Evaluation, row.Evaluation, StringComparison.Ordinal))
                .OrderBy(c => c.Qualifier)
                .FirstOrDefault();
        var cases = string.Equals(row.Evaluation, primary?.Evaluation, StringComparison.Ordinal)
            ? primary!.Cases
            : Same(CountedQuantity.Cases);
        if (cases is null)
            return null;
        var decimals = Decimals(row.Value!.Value);
        CountOf? known =
            Same(CountedQuantity.CasesOnsetWithin12Months) is { } n && Same(CountedQuantity.CasesOnsetKnown) is { } of
                ? new CountOf(n.Whole(), of.Whole())
                : null;
        return new(row, row.Value.Value, decimals, cases, known, RoundedPercentage.Consistent(row.Value.Value, decimals, cases.Whole()));
    }

    private static int Decimals(double percent)
    {
        var text = percent.ToString("0.######");
        return text.Contains('.') ? text.Length - text.IndexOf('.') - 1 : 0;
    }
}
