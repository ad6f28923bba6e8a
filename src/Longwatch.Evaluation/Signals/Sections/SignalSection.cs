using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>What is reported more often than expected.</summary>
internal static class SignalSection
{
    private const int MostPoints = 400;
    private const double LargestMinusLog = 50;

    public static Section Of(SignalResult result, int number)
    {
        var followed = result.Pairs.Where(p => p.Group is not null).ToImmutableArray();
        var volcano = Volcano(result);
        return new(
            number,
            "signals",
            "Signals",
            "Which second cancers are reported with CAR T cells more often than expected?",
            Answer(result, followed),
            [],
            [
                volcano,
                MeasureTable.Of(
                    "measures",
                    "Groups and terms of secondary malignancy by product: all measures side by side.",
                    followed,
                    result.Knowledge.Rules
                ),
            ],
            [
                new(
                    "volcano",
                    "Strength and evidence of each pair",
                    "Each point is a product and an event: to the right what is reported more often than expected, upwards what chance explains less. Secondary malignancies have a colour of their own.",
                    VolcanoChart(volcano),
                    volcano.Id
                ),
            ],
            Methods(result),
            [
                SignalSections.Warning,
                "Spontaneous reports have no denominator, are incomplete, stimulated by publicity, and coded by the reporter; a report is not proof that the product caused the event.",
                "Terms that name the disease treated, its relapse or progression never count as an event of that product; what one report gives as the product's indication never counts as an event in that report.",
            ]
        );
    }

    private static string Answer(SignalResult result, ImmutableArray<WatchedPair> followed)
    {
        var subject = result.Subjects.IsEmpty ? default : result.Subjects[0];
        if (subject.Cases == 0)
            return $"No case of a CAR T-cell product is among the {result.Totals.Cases:N0} cases. {SignalSections.Warning}";
        // A group counts what its terms count, and all products together what each counts: here each pair is one product and one term.
        var pairs = followed.Where(p => !p.IsGroup && p.Subject != subject.Name).ToArray();
        var signals = pairs.Count(p => p.Criteria.Length > 0);
        var best = followed
            .Where(p => p.IsGroup && p.Subject == subject.Name)
            .OrderByDescending(p => p.Score.Ic.Interval.Lower)
            .FirstOrDefault();
        var strongest = best is null
            ? "No secondary malignancy is reported with them. "
            : FormattableString.Invariant(
                $"Reported most beyond expectation: {best.Event["Group: ".Length..]}, {SignalSections.Share(best.Reports, subject.Cases)} of the cases of any product, {best.Score.Expected:0.0} expected, IC {best.Score.Ic.Value:0.00} ({best.Score.Ic.Interval.Lower:0.00} to {best.Score.Ic.Interval.Upper:0.00}). "
            );
        return $"Of {result.Totals.Cases:N0} cases, {subject.Cases:N0} name a CAR T-cell product; {signals:N0} of {pairs.Length:N0} pairs of one product and one term of secondary malignancy meet at least one of the five criteria. "
            + strongest
            + SignalSections.Warning;
    }

    private static ReportTable Volcano(SignalResult result) =>
        new(
            "volcano",
            $"Pairs with at least {result.Knowledge.Rules.MinimumReports} cases; those of secondary malignancy first, {MostPoints} at most.",
            [
                new("product", "Product"),
                new("event", "Event"),
                new("kind", "Kind"),
                new("reports", "Cases", 0),
                new("log2_ratio", "log₂ of observed to expected (IC)", 2),
                new("minus_log10_p", "−log₁₀ p", 1),
                new("criteria", "Criteria met", 0),
            ],
            [
                .. result
                    .Pairs.Where(p => p.Reports >= result.Knowledge.Rules.MinimumReports)
                    .Take(MostPoints)
                    .Select(p => new TableRow([
                        p.Subject,
                        p.Event,
                        p.Group is null ? "other event" : "secondary malignancy",
                        p.Reports,
                        p.Score.Ic.Value,
                        Math.Min(LargestMinusLog, -Math.Log10(Math.Max(p.Score.MidP, double.Epsilon))),
                        p.Criteria.Length,
                    ])),
            ]
        );

    private static System.Text.Json.Nodes.JsonObject VolcanoChart(ReportTable table)
    {
        var chart = VegaLite.Chart(
            table,
            """
            {
              "height": 320,
              "mark": { "type": "point", "filled": true, "opacity": 0.7 },
              "encoding": {
                "x": { "field": "log2_ratio", "type": "quantitative", "title": "log₂ of observed to expected (IC)" },
                "y": { "field": "minus_log10_p", "type": "quantitative", "title": "−log₁₀ p (cut at 50)" },
                "color": { "field": "kind", "type": "nominal", "sort": null, "title": null, "legend": { "orient": "top" } },
                "size": { "field": "reports", "type": "quantitative", "scale": { "type": "sqrt" }, "title": "Cases", "legend": { "orient": "top" } }
              }
            }
            """
        );
        chart["encoding"]!["tooltip"] = VegaLite.Tooltip(table);
        return chart;
    }

    private static ImmutableArray<string> Methods(SignalResult result)
    {
        var (rules, prior) = (result.Knowledge.Rules, result.Prior);
        var fitted = prior is { HasPrior: true }
            ? FormattableString.Invariant(
                $"MGPS: prior fitted to {prior.Pairs:N0} pairs ({prior.Status}, truncation {prior.Truncation}): α₁ {prior.Prior.Shape1:0.####}, β₁ {prior.Prior.Rate1:0.####}, α₂ {prior.Prior.Shape2:0.####}, β₂ {prior.Prior.Rate2:0.####}, P {prior.Prior.Share:0.####}."
            ) + (result.GivenUp is { } first ? $" The likelihood asked for ({first.Truncation}) ended at a boundary and was given up." : "")
            : "MGPS: too few pairs for a prior; there is no EBGM.";
        return
        [
            "Counts are of distinct cases, not of rows or pairs. Expected: cases of the product × cases of the event / all cases.",
            "PRR and ROR with Wald interval on the log scale; IC with exact gamma interval; one-sided exact mid-P; Benjamini–Hochberg over all pairs.",
            fitted,
            FormattableString.Invariant(
                $"Criteria, from {rules.MinimumReports} cases on: ROR lower limit > {rules.Criteria.RorLower}; PRR ≥ {rules.Criteria.Prr} and χ² ≥ {rules.Criteria.ChiSquared}; IC025 > {rules.Criteria.IcLower}; EB05 ≥ {rules.Criteria.Eb05}; adjusted p ≤ {rules.Criteria.AdjustedP} (data/signals/rules.csv)."
            ),
            $"Roles counted: {result.Options.Roles}. Terms: {(result.Options.Dictionary is { } d ? $"MedDRA as supplied ({d.Name}); {result.Totals.TermsRenamed:N0} terms renamed, {result.Totals.TermsUnknown:N0} not in it" : "as reported; MedDRA was not supplied")}.",
        ];
    }
}
