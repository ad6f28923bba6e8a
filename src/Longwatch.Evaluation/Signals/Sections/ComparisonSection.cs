using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>The same pairs against other backgrounds: the same disease, before and after the safety communication.</summary>
internal static class ComparisonSection
{
    public static Section Of(SignalResult result, int number)
    {
        var pairs = result.Pairs.Where(p => p.Group is not null).ToArray();
        var table = new ReportTable(
            "comparisons",
            "Reporting odds ratio against all other cases, against the same disease without CAR T cells, and by day of receipt.",
            [
                new("product", "Product"),
                new("event", "Event"),
                new("reports", "Cases with both", 0),
                new("ror_all", "ROR, all others", 2),
                new("ror_all_lower", "lower", 2),
                new("ror_all_upper", "upper", 2),
                new("ror_stratified", "ROR, pooled over strata", 2),
                new("ror_stratified_lower", "lower", 2),
                new("ror_stratified_upper", "upper", 2),
                new("peer_event", "Same disease: with the event", 0),
                new("peers", "Same disease: cases", 0),
                new("ror_peers", "ROR, same disease", 2),
                new("ror_peers_lower", "lower", 2),
                new("ror_peers_upper", "upper", 2),
                new("before", "Before: with both", 0),
                new("before_product", "Before: of the product", 0),
                new("ror_before", "ROR before", 2),
                new("ror_before_lower", "lower", 2),
                new("ror_before_upper", "upper", 2),
                new("after", "After: with both", 0),
                new("after_product", "After: of the product", 0),
                new("ror_after", "ROR after", 2),
                new("ror_after_lower", "lower", 2),
                new("ror_after_upper", "upper", 2),
            ],
            [.. pairs.Select(Row)]
        );
        return new(
            number,
            "comparisons",
            "Backgrounds",
            "Does a signal stand against people with the same disease, and before the safety communication?",
            Answer(result, pairs),
            [],
            [table],
            [],
            [
                "Pooled over strata: Mantel–Haenszel over sex, age (under 18, 18 to 44, 45 to 64, 65 and over, not given) and year of first receipt; variance of Robins, Breslow and Greenland.",
                "Same disease: cases without any product watched, one of whose indications names a disease that the product treats (data/signals/index-diseases.csv).",
                $"Before and after: first receipt by the authority before, or from, {SignalSections.Date(result.Knowledge.Rules.SplitDate)}; each is compared with cases of the same period.",
            ],
            [
                "All other reports are a poor background for cancers: people given CAR T cells have had cancer, and many cytotoxic drugs. The same disease is nearer, though lines of treatment still differ.",
                "After a safety communication more is reported of what it named: a ratio that appears only afterwards may be made by it.",
            ]
        );
    }

    private static string Answer(SignalResult result, WatchedPair[] pairs)
    {
        var groups = pairs.Where(p => p.IsGroup && p.Criteria.Length > 0).ToArray();
        if (groups.Length == 0)
            return "No group of secondary malignancy meets a criterion against all other cases.";
        if (groups[0].Peers is null)
            return "The source gives no indications: there is no comparison within the same disease.";
        var kept = groups.Count(p => p.Peers!.Ror is { Status: Statistics.Disproportionality.RatioStatus.Estimated, Interval.Lower: > 1 });
        return $"{kept} of {groups.Length} signals of a group keep a ROR above 1 (lower limit) against cases of the same disease without CAR T cells, of whom there are {result.Subjects[0].Peers:N0}.";
    }

    private static TableRow Row(WatchedPair pair) =>
        new([
            pair.Subject,
            pair.Event,
            pair.Reports,
            .. MeasureTable.Ratio(pair.Score.Ror),
            .. pair.Stratified is { } strata ? MeasureTable.Ratio(strata) : [default(Cell), default(Cell), default(Cell)],
            pair.Peers?.Table.EventOnly,
            pair.Peers is { } peers ? peers.Table.EventOnly + peers.Table.Neither : (int?)null,
            .. Ratio(pair.Peers),
            pair.Before?.Table.Both,
            pair.Before?.Table.Drug,
            .. Ratio(pair.Before),
            pair.After?.Table.Both,
            pair.After?.Table.Drug,
            .. Ratio(pair.After),
        ]);

    private static ImmutableArray<Cell> Ratio(Comparison? comparison) =>
        comparison is null ? [default(Cell), default(Cell), default(Cell)] : MeasureTable.Ratio(comparison.Ror);
}
