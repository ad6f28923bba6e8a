using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Evaluation.Published;

/// <summary>Power to see one product whose rate differs, by its share of the exposure.</summary>
internal static class ClassEffectPower
{
    private const double Alpha = 0.025;

    /// <summary>Shares of the exposure for which power is shown; any product has some share between the first and the last.</summary>
    private static readonly double[] shares = [0.05, 0.10, 0.20, 0.30];

    public static ReportTable Table(PublishedEvidence evidence, int? cases) =>
        new(
            "class-effect-power",
            "Power to see one product with a higher rate, by its share of the exposure (exact one-sided test at 0.025)",
            [
                new("fold", "Rate of the product"),
                new("share", "Share of the exposure", 0, Percent: true),
                new("cases", "Cases in all", 0),
                new("critical", "Cases of the product needed", 0),
                new("power", "Power", 2),
            ],
            [
                .. Cells(evidence, cases)
                    .Select(c => new TableRow(
                        [
                            $"{Phrase.Number(c.Ratio.Value)}-fold",
                            c.Share,
                            c.Cases,
                            PowerToDistinguish.Critical(c.Cases, c.Share, Alpha),
                            c.Power,
                        ],
                        Sources: [c.Ratio.Provenance.Key]
                    )),
            ]
        );

    public static IEnumerable<Estimate> Estimates(PublishedEvidence evidence, int? cases)
    {
        var any = false;
        foreach (var c in Cells(evidence, cases))
        {
            any = true;
            yield return Report.Estimates.Value(
                new(
                    $"class-effect-power-{ExposureSection.Slug(c.Ratio.Value)}-fold-{ExposureSection.Slug(100 * c.Share)}-percent",
                    $"Power to see a {Phrase.Number(c.Ratio.Value)}-fold rate of a product with {Phrase.Number(100 * c.Share)} % of the exposure",
                    $"With {c.Cases} cases in all.",
                    c.Ratio.Provenance.Key
                ),
                c.Power,
                Unit.Probability,
                "Exact conditional binomial test, one-sided 0.025"
            );
        }

        if (!any)
        {
            yield return Report.Estimates.NoData(
                "class-effect-power",
                "Power to see a product with a higher rate",
                Unit.Probability,
                "Needs the number of cases and an assumed relative rate (assumptions.csv, class.relative_rate)."
            );
        }
    }

    public static Chart Chart(ReportTable table) =>
        new(
            "class-effect-power",
            "Power to see one product that differs",
            "Lines: power of the exact test against the share of the exposure that the product has, one line per relative rate.",
            VegaLite.Lines(table, "share", "power", options: new(Series: "fold")),
            table.Id
        );

    internal static IEnumerable<(Assumption Ratio, double Share, int Cases, double Power)> Cells(PublishedEvidence evidence, int? cases) =>
        cases is { } n and > 0
            ? AssumptionGrid
                .Of(evidence, "class.relative_rate")
                .SelectMany(a => shares.Select(s => (a, s, n, PowerToDistinguish.OfExcess(n, s, a.Value, Alpha))))
            : [];
}
