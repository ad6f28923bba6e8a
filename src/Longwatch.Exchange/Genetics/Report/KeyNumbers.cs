using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>The numbers that go with a verdict, the same in report and terminal: copies, limit of detection, upper bound, power.</summary>
public static class KeyNumbers
{
    public static ImmutableArray<Estimate> Of(GeneticResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var limit = result.Quantities.Limit;
        // the vector with most evidence first: it is the one that the verdict speaks of
        var copies = result
            .Quantities.CopyNumbers.OrderByDescending(c =>
                result.Quantities.Unique.Where(u => u.Sequence == c.Sequence).Sum(u => u.Fragments)
            )
            .ThenByDescending(c => result.Vectors.Sequences[c.Sequence].VectorName == limit.VectorName)
            .ToArray();
        var estimates = ImmutableArray.CreateBuilder<Estimate>();
        foreach (var (index, copy) in copies.Index())
        {
            var name = copies.Length == 1 ? "" : $", {result.Vectors.Sequences[copy.Sequence].Name}";
            var id = copies.Length == 1 ? "" : $"-{index + 1}";
            estimates.Add(Pieces.Estimate($"quantity-per-cell{id}", $"Copies of the vector per cell{name}", Unit.None, copy.PerCell));
            estimates.Add(
                Pieces.Estimate(
                    $"quantity-per-tumour-cell{id}",
                    $"Copies per tumour cell if all are in the tumour{name}",
                    Unit.None,
                    copy.PerTumourCell
                )
            );
        }
        estimates.AddRange(Limits(limit));
        return estimates.ToImmutable();
    }

    private static IEnumerable<Estimate> Limits(DetectionLimit limit)
    {
        var whyNot = limit.WhyNot ?? "it cannot be told from this input";
        yield return Pieces.Estimate(
            "quantity-lod",
            "Limit of detection, copies per cell (LoD95)",
            Unit.None,
            limit.CopiesPerCell,
            "Poisson",
            whyNot
        );
        yield return Pieces.Estimate(
            "quantity-lod-cells",
            "The same as a share of cells with one copy each",
            Unit.Share,
            limit.CopiesPerCell > 1 ? null : limit.CellShare,
            "Poisson",
            limit.CopiesPerCell > 1 ? "one copy in every cell would be missed" : whyNot
        );
        yield return Pieces.Estimate(
            "quantity-upper",
            "Upper 95 % limit of copies per cell",
            Unit.None,
            limit.UpperBound,
            "exact Poisson",
            whyNot
        );
        yield return Pieces.Estimate(
            "quantity-power-presence",
            "Power to see the vector if every tumour cell had one copy",
            Unit.Chance,
            limit.PowerForPresence,
            "Poisson",
            limit.WhyNot ?? "the purity is not stated"
        );
        yield return Pieces.Estimate(
            "quantity-power-site",
            "Power to call one clonal heterozygous site",
            Unit.Chance,
            limit.PowerForClonalSite,
            "Poisson, split reads and pairs",
            limit.WhyNot ?? "the purity is not stated"
        );
    }
}
