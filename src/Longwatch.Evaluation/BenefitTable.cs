using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>Risk lines and published benefit figures side by side, each per 10,000 treated.</summary>
internal static class BenefitTable
{
    public const string Missing =
        "No verified benefit figure is in the data: benefits.csv needs, from a source whose text was seen, at least one row with outcome (for example deaths or relapses averted), "
        + "population, product, comparator, events per 10,000 treated with lower and upper limit, source, address, evidence tag and date.";

    public static ImmutableArray<BenefitFigure> Counted(PublishedEvidence evidence) =>
        [.. evidence.Benefits.Where(b => b.Provenance.Counts)];

    public static ReportTable Of(string id, ImmutableArray<Estimate> risks, PublishedEvidence evidence) =>
        new(
            id,
            "Expected secondary T-cell malignancies and published benefit, per 10,000 treated",
            [
                new("line", "Figure"),
                new("kind", "Kind"),
                new("per_10000", "Per 10,000", 2),
                new("lower", "Lower limit", 2),
                new("upper", "Upper limit", 2),
                new("n", "n", 0),
                new("of", "N", 0),
                new("population", "Population, comparator"),
                new("basis", "Basis"),
            ],
            [
                .. risks
                    .Where(r => r.Status == EstimateStatus.Estimated)
                    .Select(r => new TableRow(
                        [
                            r.Label,
                            "risk",
                            r.Value,
                            r.Intervals is [var i, ..] ? i.Lower : default(Cell),
                            r.Intervals is [var j, ..] ? j.Upper : default(Cell),
                            r.Numerator,
                            r.Denominator,
                            "all treated",
                            r.Note ?? r.Method,
                        ],
                        null,
                        r.Sources
                    )),
                .. evidence.Benefits.Select(b => new TableRow(
                    [
                        b.Product is { } product ? $"{b.Outcome} ({product.Replace('_', ' ')})" : b.Outcome,
                        "published benefit",
                        b.Per10000,
                        b.LowerPer10000,
                        b.UpperPer10000,
                        default,
                        default,
                        b.Comparator is { } comparator ? $"{b.Population}, against {comparator}" : b.Population,
                        b.Provenance.Source,
                    ],
                    b.Provenance.NotCountedBecause(),
                    [b.Provenance.Key]
                )),
            ]
        );

    public static IEnumerable<Estimate> Estimates(PublishedEvidence evidence)
    {
        var counted = Counted(evidence);
        if (counted.IsEmpty)
            yield return Report.Estimates.NoData(
                "benefit-risk-benefit",
                "Published benefit per 10,000 treated",
                Unit.Per10000Patients,
                Missing
            );
        foreach (var b in counted)
        {
            var name = new EstimateName(
                $"benefit-risk-benefit-{b.Id}",
                $"{b.Outcome}, published benefit",
                $"{b.Population}{(b.Comparator is { } c ? $", against {c}" : string.Empty)}.",
                b.Provenance.Key
            );
            yield return b is { LowerPer10000: { } lower, UpperPer10000: { } upper }
                ? Report.Estimates.Value(
                    name,
                    b.Per10000,
                    Unit.Per10000Patients,
                    "As published",
                    new IntervalEstimate("as published", 0.95, lower, upper)
                )
                : Report.Estimates.Value(name, b.Per10000, Unit.Per10000Patients, "As published");
        }
    }

    /// <summary>What the data say of benefit, as the end of an answer.</summary>
    public static string Sentence(PublishedEvidence evidence)
    {
        var counted = Counted(evidence);
        var greyed = evidence.Benefits.Length - counted.Length;
        return counted.IsEmpty
            ? "no verified benefit figure is in the data to set beside it"
                + (greyed > 0 ? $" ({greyed} unverified {(greyed == 1 ? "row is" : "rows are")} shown greyed)" : string.Empty)
                + ", so benefit and risk cannot be weighed here"
            : $"published benefit: {string.Join("; ", counted.Select(b => $"{b.Outcome} {Phrase.Number(b.Per10000)} per 10,000 ({b.Provenance.Source})"))}";
    }

    public static Chart Chart(ReportTable table)
    {
        // A logarithmic axis has no place for 0; risks without a case, and bounds that start at 0, need a linear one.
        var log = table.Rows.Where(r => r.GreyedBecause is null).All(r => r.Cells[2].Number > 0 && !(r.Cells[3].Number <= 0));
        return new(
            $"{table.Id}-chart",
            "Risk and published benefit per 10,000 treated",
            $"Points with intervals on a {(log ? "logarithmic" : "linear")} scale: expected secondary T-cell malignancies, and the published benefit figures where there are any.",
            VegaLite.Intervals(
                table,
                "line",
                new Axis("per_10000", $"Per 10,000 treated{(log ? " (logarithmic)" : string.Empty)}", Log: log),
                new Limits(),
                new(Series: "kind")
            ),
            table.Id
        );
    }
}
