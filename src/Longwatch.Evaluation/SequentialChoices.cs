using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Published;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Evaluation;

/// <summary>How the monitors of the sequential history are set; all of it is data, the first value of each assumption.</summary>
/// <param name="MinimumCases">Fewest cases at which the MaxSPRT may signal.</param>
/// <param name="Mixture">Mixture over the rate ratio in the e-process.</param>
/// <param name="CusumRatio">Rate ratio that the cumulative sum looks for.</param>
/// <param name="CusumRunLength">Its average time to a false alarm, in months.</param>
internal sealed record SequentialChoices(
    int MinimumCases,
    GammaMixture Mixture,
    double CusumRatio,
    double CusumRunLength,
    ImmutableArray<string> Sources
)
{
    /// <summary>More expected cases than this are no rare disease, and the exact boundaries would take hours.</summary>
    public const double MostExpected = 500;

    public static ImmutableArray<string> Keys { get; } =
    ["sequential.minimum_cases", "sequential.prior_cases", "sequential.cusum_rate_ratio", "sequential.cusum_run_length_months"];

    /// <summary>What is missing, in words; only when <see cref="Of"/> is null.</summary>
    public static string Missing(PublishedEvidence evidence) =>
        $"assumptions.csv must give {string.Join(", ", Keys.Where(k => AssumptionGrid.Of(evidence, k).IsEmpty).Select(k => $"{k} ({AssumptionRange.Of(k).Words()})"))}.";

    /// <summary>Null unless every assumption is there and makes sense.</summary>
    public static SequentialChoices? Of(PublishedEvidence evidence)
    {
        var found = Keys.Select(k => AssumptionGrid.Of(evidence, k)).ToArray();
        return found.Any(f => f.IsEmpty)
            ? null
            : new(
                (int)found[0][0].Value,
                new(found[1][0].Value, found[1][0].Value),
                found[2][0].Value,
                found[3][0].Value,
                [.. found.Select(f => f[0].Provenance.Key)]
            );
    }
}
