using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>Counts by product only: shares of reports, and what a comparison among the products can and cannot say.</summary>
public static class AggregateSection
{
    /// <summary>One section with the terms of secondary malignancy and all others.</summary>
    public static Section Of(AggregateCounts counts, InputLedger input, SignalKnowledge knowledge)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(knowledge);
        var rows = Rows(counts, knowledge);
        var (followed, index) = (rows.Count(r => r.Group is not null && !r.Index), rows.Count(r => r.Index));
        return new(
            1,
            "counts",
            "Counts",
            "How often is each event reported with each product?",
            $"{counts.Products.Length} products with {counts.Products.Sum(p => (long)p.Reports):N0} reports (one of two products counts twice); {followed} of {rows.Length} counts are of secondary malignancy, {index} are of the disease treated and are not counted as events. {SignalSections.Warning}",
            [],
            [
                Table("malignancy-counts", "Secondary malignancy among the terms listed.", rows.Where(r => r.Group is not null)),
                Table("all-counts", "All terms listed.", rows),
            ],
            [],
            [
                "Share: reports with the term over all reports of the product, Clopper–Pearson 95 % interval of reporting, not of risk.",
                "Ratio to the other products: the share over the share in all the others together. A term that another product does not list has between none and as many reports as its last term listed: the ratio lies between the two limits.",
            ],
            [.. input.Notes, SignalSections.Warning]
        );
    }

    private sealed record Row(AggregateProduct Product, string Term, int Count, string? Group, bool Index, double Low, double High);

    private static ImmutableArray<Row> Rows(AggregateCounts counts, SignalKnowledge knowledge)
    {
        var finder = new ProductFinder(knowledge);
        var listed = counts.Products.ToDictionary(
            p => p,
            p =>
                p.Terms.GroupBy(t => t.Term, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(t => t.Key, t => t.First().Reports, StringComparer.OrdinalIgnoreCase)
        );
        var rows = ImmutableArray.CreateBuilder<Row>();
        foreach (var product in counts.Products)
        {
            var code = finder.Find(new(product.Name.ToUpperInvariant(), product.Inn.ToUpperInvariant())).Product;
            var diseases =
                code < 0
                    ? []
                    : knowledge
                        .Indications.Where(i => i.Product == knowledge.Products[code])
                        .Select(i => i.Disease)
                        .ToHashSet(StringComparer.Ordinal);
            foreach (var (term, count) in product.Terms)
            {
                var index = knowledge.IndexTerms.Any(t => (t.Of == "any" || diseases.Contains(t.Of)) && t.Matches(term));
                var (low, high) = Others(counts, listed, product, term);
                var share = (double)count / Math.Max(1, product.Reports);
                var others = counts.Products.Where(p => p != product).Sum(p => (double)p.Reports);
                rows.Add(
                    new(
                        product,
                        term,
                        count,
                        knowledge.Groups.FirstOrDefault(g => g.Matches(term))?.Of,
                        index,
                        others > 0 && high > 0 ? share / (high / others) : double.NaN,
                        others > 0 && low > 0 ? share / (low / others) : double.PositiveInfinity
                    )
                );
            }
        }

        return rows.ToImmutable();
    }

    /// <summary>Fewest and most reports of the term with the other products.</summary>
    private static (double Low, double High) Others(
        AggregateCounts counts,
        Dictionary<AggregateProduct, Dictionary<string, int>> listed,
        AggregateProduct product,
        string term
    )
    {
        double low = 0,
            high = 0;
        foreach (var other in counts.Products.Where(p => p != product))
            if (listed[other].TryGetValue(term, out var known))
                (low, high) = (low + known, high + known);
            else
                high += other.Terms[^1].Reports;
        return (low, high);
    }

    private static ReportTable Table(string id, string caption, IEnumerable<Row> rows) =>
        new(
            id,
            caption,
            [
                new("product", "Product"),
                new("term", "Term"),
                new("group", "Group"),
                new("reports", "Reports", 0),
                new("product_reports", "Of the product", 0),
                new("share", "Share", 2, Percent: true),
                new("lower", "lower", 2, Percent: true),
                new("upper", "upper", 2, Percent: true),
                new("ratio_low", "Ratio to the others, at least", 2),
                new("ratio_high", "at most", 2),
            ],
            [
                .. rows.Select(r =>
                {
                    var interval = ProportionInterval.ClopperPearson(r.Count, r.Product.Reports, 0.95);
                    return new TableRow(
                        [
                            r.Product.Name,
                            r.Term,
                            r.Group is null ? null : WatchPlan.GroupName(r.Group),
                            r.Count,
                            r.Product.Reports,
                            (double)r.Count / r.Product.Reports,
                            interval.Lower,
                            interval.Upper,
                            SignalSections.Finite(r.Low),
                            SignalSections.Finite(r.High),
                        ],
                        r.Index ? "names the disease treated" : null
                    );
                }),
            ]
        );
}
