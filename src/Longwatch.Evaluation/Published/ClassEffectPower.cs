using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Power;

namespace Longwatch.Evaluation.Published;

/// <summary>Power to see one product whose rate differs, by its share of the exposure.</summary>
internal static class ClassEffectPower
{
    public static FixedAnalysis Declared { get; } =
        new FixedAnalysis(
            "class-effect-power-at-hand",
            "Power to tell products apart",
            "as many cases as there are, shared by exposure",
            "one product whose rate differs by the stated ratio",
            "Exact conditional binomial test, one-sided at half of what the level leaves out",
            ["class-effect-power*"],
            ["class-effect-power"]
        )
        {
            Assumptions = [RatioKey, ShareKey],
        };

    private const string RatioKey = "class.relative_rate";
    private const string ShareKey = "class.exposure_share";

    public static ReportTable Table(PublishedEvidence evidence, int? cases, double level) =>
        new(
            "class-effect-power",
            $"Power to see one product with a higher rate, by its share of the exposure ({Test(level)})",
            [
                new("fold", "Rate of the product"),
                new("share", "Share of the exposure", 0, Percent: true),
                new("cases", "Cases in all", 0),
                new("critical", "Cases of the product needed", 0),
                new("power", "Power", 2),
            ],
            [
                .. Cells(evidence, cases, level)
                    .Select(c => new TableRow(
                        [$"{Phrase.Number(c.Ratio.Value)}-fold", c.Share.Value, c.Cases, c.Power.CriticalCount, c.Power.Power],
                        Sources: [c.Ratio.Provenance.Key, c.Share.Provenance.Key]
                    )),
            ]
        );

    public static IEnumerable<Estimate> Estimates(PublishedEvidence evidence, int? cases, double level)
    {
        var any = false;
        foreach (var c in Cells(evidence, cases, level))
        {
            any = true;
            yield return Report.Estimates.Value(
                new(
                    $"class-effect-power-{ExposureSection.Slug(c.Ratio.Value)}-fold-{ExposureSection.Slug(100 * c.Share.Value)}-percent",
                    $"Power to see a {Phrase.Number(c.Ratio.Value)}-fold rate of a product with {Phrase.Number(100 * c.Share.Value)} % of the exposure",
                    $"With {c.Cases} cases in all.",
                    c.Ratio.Provenance.Key,
                    c.Share.Provenance.Key
                ),
                c.Power.Power,
                Unit.Probability,
                Test(level)
            );
        }

        if (!any)
        {
            yield return Report.Estimates.NoData(
                "class-effect-power",
                "Power to see a product with a higher rate",
                Unit.Probability,
                "Needs the number of cases and assumed relative rates and shares of the exposure (assumptions.csv, class.relative_rate, class.exposure_share)."
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

    /// <summary>A test of excess takes the upper half of what the level leaves out: 0.025 at 95 %.</summary>
    internal static IEnumerable<(Assumption Ratio, Assumption Share, int Cases, ExactPower Power)> Cells(
        PublishedEvidence evidence,
        int? cases,
        double level
    ) =>
        cases is not ({ } n and > 0)
            ? []
            : from ratio in AssumptionGrid.Of(evidence, RatioKey)
            from share in AssumptionGrid.Of(evidence, ShareKey)
            where share.Value < 1
            select (ratio, share, n, RatePower.AmongGroups(n, share.Value, ratio.Value, Tail(level)));

    private static double Tail(double level) => (1 - level) / 2;

    private static string Test(double level) => $"Exact conditional binomial test, one-sided {Phrase.Exact(Tail(level))}";
}
