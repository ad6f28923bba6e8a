using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>How many copies, and what this run could have seen.</summary>
internal static class QuantitySection
{
    internal static Section Of(GeneticResult result, int number)
    {
        var limit = result.Quantities.Limit;
        return Pieces.Section(
            number,
            "quantity",
            "Quantity",
            "How much of the vector is there, and what could have been missed?",
            Answer(limit)
        ) with
        {
            Estimates = KeyNumbers.Of(result),
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
