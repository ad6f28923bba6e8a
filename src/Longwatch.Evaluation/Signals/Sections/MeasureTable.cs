using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>All measures of watched pairs side by side.</summary>
internal static class MeasureTable
{
    public static ReportTable Of(string id, string caption, IEnumerable<WatchedPair> pairs, SignalRules rules) =>
        new(
            id,
            caption,
            [
                new("product", "Product"),
                new("event", "Event"),
                new("group", "Group"),
                new("organ_class", "MedDRA organ class"),
                new("reports", "Cases with both", 0),
                new("product_reports", "Cases of the product", 0),
                new("event_reports", "Cases of the event", 0),
                new("all_reports", "All cases", 0),
                new("expected", "Expected", 2),
                new("ror", "ROR", 2),
                new("ror_lower", "lower", 2),
                new("ror_upper", "upper", 2),
                new("prr", "PRR", 2),
                new("prr_lower", "lower", 2),
                new("prr_upper", "upper", 2),
                new("chi_squared", "χ² (Yates)", 1),
                new("ic", "IC", 2),
                new("ic_lower", "IC025", 2),
                new("ic_upper", "IC975", 2),
                new("ebgm", "EBGM", 2),
                new("eb05", "EB05", 2),
                new("eb95", "EB95", 2),
                new("log_likelihood_ratio", "Log likelihood ratio", 1),
                new("p", "p (mid-P)", 4),
                new("adjusted_p", "p adjusted", 4),
                new("criteria_met", "Criteria met"),
                new("own_indication", "Left out: own indication", 0),
            ],
            [.. pairs.Select(p => Row(p, rules))]
        );

    private static TableRow Row(WatchedPair pair, SignalRules rules)
    {
        var (score, table) = (pair.Score, pair.Score.Table);
        return new([
            pair.Subject,
            pair.Event,
            pair.Group is null ? null : WatchPlan.GroupName(pair.Group),
            pair.OrganClass,
            table.Both,
            table.Drug,
            table.Event,
            table.Total,
            score.Expected,
            .. Ratio(score.Ror),
            .. Ratio(score.Prr),
            score.ChiSquared,
            score.Ic.Value,
            score.Ic.Interval.Lower,
            score.Ic.Interval.Upper,
            SignalSections.Finite(score.Ebgm.Ebgm),
            SignalSections.Finite(score.Ebgm.Lower),
            SignalSections.Finite(score.Ebgm.Upper),
            SignalSections.Finite(score.LogLikelihoodRatio),
            score.MidP,
            pair.AdjustedP,
            pair.Reports < rules.MinimumReports ? $"fewer than {rules.MinimumReports} cases"
            : pair.Criteria.IsEmpty ? "none"
            : string.Join(", ", pair.Criteria),
            pair.OwnIndication,
        ]);
    }

    internal static ImmutableArray<Cell> Ratio(RatioEstimate ratio) =>
        ratio.Status switch
        {
            RatioStatus.Estimated => [ratio.Value, ratio.Interval.Lower, ratio.Interval.Upper],
            RatioStatus.Undefined => [default(Cell), default(Cell), default(Cell)],
            _ => [ratio.Value, default(Cell), default(Cell)],
        };
}
