using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics.Clones;
using Longwatch.Statistics.Clones;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>Which clones grow.</summary>
internal static class GrowthSection
{
    /// <summary>Lines in the picture: the clones that ever held most.</summary>
    private const int Drawn = 60;

    internal static Section Of(SitesResultSet result, int number)
    {
        var tested = result.Analysis.Histories.Where(h => h.Fit is not null || h.Steps.Count > 0).ToList();
        var q = result.Rules.Clones["significance"].Value;
        var grown = tested.Count(h => h.Steps.Any(s => s.Q < q && s.Test.Ratio > 1));
        var rising = tested.Count(h => h.TrendQ < q && h.Fit!.Slope > 0);
        var lines = Lines(result);
        return Pieces.Section(
            number,
            "growth",
            "Growth",
            "Does any clone take over?",
            tested.Count == 0
                ? "Not tested: it needs at least two times of one person and compartment, counted in cells, fragments or tags, and a clone with enough of them."
                : FormattableString.Invariant(
                    $"Of {tested.Count} clones large enough to test, {grown} grew between two neighbouring samples and {rising} rise over all of them (false discovery rate {q * 100:0.#} %)."
                )
        ) with
        {
            Tables = [Tested(result, tested), lines],
            Charts =
            [
                DiversitySection.Faceted(
                    "trajectories",
                    "Clones over time",
                    "Share of the clones that ever held most, one line per clone; logarithmic, clones absent from a sample are not drawn there.",
                    lines,
                    """
                    {"mark":{"type":"line","point":{"size":18},"tooltip":true},
                     "encoding":{"x":{"field":"days","type":"quantitative","title":"Days"},
                       "y":{"field":"share","type":"quantitative","scale":{"type":"log"},"title":"Share","axis":{"format":"%"}},
                       "detail":{"field":"site","type":"nominal"}}}
                    """
                ),
            ],
            Methods =
            [
                FormattableString.Invariant(
                    $"Neighbouring samples: beta-binomial likelihood-ratio test with intra-class correlation {result.Analysis.Correlation:0.####}, {(result.Analysis.CorrelationMeasured ? "measured on repeated samples of these tables" : "an assumption of the rules, as no sample was repeated")}; Fisher's exact test is given beside it."
                ),
                "Trend: log-linear in time with the total as exposure, over-dispersion estimated, never below 1; Firth's logistic slope where a clone is absent from some samples.",
                "q: Benjamini and Hochberg over all clones of the person and compartment.",
            ],
            Caveats =
            [
                "A share grows also when others shrink: growth of a share is not growth of a cell number.",
                "Clones below the least count are not tested, and a slow trend over few samples cannot be seen.",
            ],
        };
    }

    private static ReportTable Tested(SitesResultSet result, List<CloneHistory> tested) =>
        new(
            "growth",
            "Clones large enough to test",
            [
                new("person", "Person"),
                new("compartment", "Compartment"),
                new("site", "Site"),
                new("genes", "Genes that hold it"),
                new("samples", "Samples", 0),
                new("last_share", "Last share", 2, true),
                new("lower", "Lower limit", 2, true),
                new("upper", "Upper limit", 2, true),
                new("slope", "Slope of ln share per day", 5),
                new("doubling_days", "Doubling time, days", 0),
                new("trend_q", "q of the trend", 4),
                new("firth_p", "P of Firth's slope", 4),
                new("largest_step", "Largest growth between neighbours", 2),
                new("fisher_p", "Its P, Fisher, one-sided", 6),
                new("step_q", "Its q, beta-binomial", 6),
            ],
            [
                .. tested
                    .OrderByDescending(h => h.Points.Max(p => p.Share))
                    .ThenBy(h => h.Site)
                    .Select(h =>
                    {
                        var (site, step) = (result.Clones.Sites[h.Site], h.Steps.MaxBy(s => s.Test.Ratio));
                        return Pieces.Row(
                            site.Person,
                            h.Compartment,
                            site.Id,
                            SiteRows.Genes(result, h.Site),
                            h.Points.Count,
                            h.Last.Share,
                            Pieces.Finite(h.Last.Interval.Lower),
                            Pieces.Finite(h.Last.Interval.Upper),
                            Pieces.Finite(h.Fit?.Slope),
                            Pieces.Finite(h.Fit is { } fit ? Doubling(fit) : null),
                            Pieces.Finite(h.TrendQ),
                            Pieces.Finite(h.Fit?.FirthP),
                            Pieces.Finite(step?.Test.Ratio),
                            Pieces.Finite(step?.Test.FisherGreater),
                            Pieces.Finite(step?.Q)
                        );
                    }),
            ]
        );

    private static double? Doubling(TrajectoryFit fit) => fit.Slope > 0 ? Math.Log(2) / fit.Slope : null;

    private static ReportTable Lines(SitesResultSet result) =>
        new(
            "trajectories",
            FormattableString.Invariant($"Shares over time of the {Drawn} clones that ever held most, of those seen at several times"),
            [
                new("person", "Person"),
                new("compartment", "Compartment"),
                new("site", "Site"),
                new("days", "Days", 0),
                new("abundance", "Abundance", 2),
                new("total", "Of", 2),
                new("share", "Share", 3, true),
            ],
            [
                .. result
                    .Analysis.Histories.Where(h => h.Points.Count(p => p.Days is not null && p.Amount > 0) > 1)
                    .OrderByDescending(h => h.Points.Max(p => p.Share))
                    .ThenBy(h => h.Site)
                    .Take(Drawn)
                    .SelectMany(h =>
                        h.Points.Where(p => p.Days is not null && p.Amount > 0)
                            .Select(p =>
                                Pieces.Row(
                                    result.Clones.Sites[h.Site].Person,
                                    h.Compartment,
                                    result.Clones.Sites[h.Site].Id,
                                    Pieces.Finite(p.Days),
                                    p.Amount,
                                    p.Total,
                                    p.Share
                                )
                            )
                    ),
            ]
        );
}
