using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>How many copies, and what this run could have seen.</summary>
internal static class QuantitySection
{
    internal static Section Of(GeneticResult result, int number)
    {
        var (limit, copies) = (result.Quantities.Limit, result.Quantities.CopyNumbers);
        var estimates = ImmutableArray.CreateBuilder<Estimate>();
        foreach (var (index, copy) in copies.Index())
        {
            var name = copies.Count == 1 ? "" : $", {result.Vectors.Sequences[copy.Sequence].Name}";
            var id = copies.Count == 1 ? "" : $"-{index + 1}";
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
        return Pieces.Section(
            number,
            "quantity",
            "Quantity",
            "How much of the vector is there, and what could have been missed?",
            Answer(limit)
        ) with
        {
            Estimates = estimates.ToImmutable(),
            Tables = [Depths(result)],
            Methods =
            [
                "Copies per cell: depth of positions that only the vector has, over the depth of the diploid host; the interval is negative-binomial over windows.",
                "Limit of detection: Poisson in the number of distinct fragments that start where they can show vector-only sequence.",
            ],
        };
    }

    private static string Answer(DetectionLimit limit) =>
        limit.CopiesPerCell is { } copies && double.IsFinite(copies)
            ? FormattableString.Invariant(
                $"{copies:0.####} copies per cell would have been detected with a probability of 95 %; a detection needs {Words.Count(limit.RequiredFragments, "distinct fragment")} with vector-only sequence."
            )
            : $"No limit of detection can be stated: {limit.WhyNot ?? "the input does not tell the depth"}.";

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
            limit.CellShare,
            "Poisson",
            whyNot
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
            Unit.Share,
            limit.PowerForPresence,
            "Poisson",
            limit.WhyNot ?? "the purity is not stated"
        );
        yield return Pieces.Estimate(
            "quantity-power-site",
            "Power to call one clonal heterozygous site",
            Unit.Share,
            limit.PowerForClonalSite,
            "Poisson, split reads and pairs",
            limit.WhyNot ?? "the purity is not stated"
        );
    }

    private static ReportTable Depths(GeneticResult result)
    {
        var limit = result.Quantities.Limit;
        return new(
            "depths",
            "Depths that the quantities rest on",
            [new("what", "What"), new("depth", "Depth", 2)],
            [
                Pieces.Row("Host, diploid mean or median", Pieces.Finite(limit.HostDepth)),
                Pieces.Row("Host, 5th percentile over windows", Pieces.Finite(limit.FifthPercentileDepth)),
                .. result.Quantities.CopyNumbers.Select(c =>
                    Pieces.Row($"Vector-only positions of {result.Vectors.Sequences[c.Sequence].Name}", Pieces.Finite(c.VectorDepth))
                ),
                Pieces.Row("Effective length for detection, bases", Pieces.Finite(limit.EffectiveLength)),
            ]
        );
    }
}
