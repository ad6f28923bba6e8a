using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Statistics.PartialTesting;

namespace Longwatch.Evaluation.Transgene;

/// <summary>One step from all cases to a result, with its own count.</summary>
/// <param name="Count">Null: not published, or not recorded.</param>
/// <param name="Of">Denominator; null when unknown.</param>
internal sealed record TestingStep(string Id, string Label, int? Count, int? Of, string? Note, ImmutableArray<string> Sources);

/// <summary>What the transgene analyses start from; the same for published counts and for patient-level data.</summary>
/// <param name="Cases">Null when the cases, the tested or the positive ones are not known, or contradict each other.</param>
/// <param name="Missing">What is missing when <paramref name="Cases"/> is null.</param>
/// <param name="Patients">Treated patients; null when unknown.</param>
internal sealed record TransgeneFacts(
    PartlyTestedCases? Cases,
    string? Missing,
    double? Patients,
    ImmutableArray<TestingStep> Steps,
    ImmutableArray<string> Sources
)
{
    /// <summary>The cases were reported, not followed up: their number over patients is a reporting rate.</summary>
    public bool FromReports { get; init; }
}

/// <summary>The assumptions over which the answer is moved.</summary>
internal sealed record TransgeneAssumptions(
    ImmutableArray<Assumption> OddsRatios,
    ImmutableArray<Assumption> RelativeTesting,
    ImmutableArray<Assumption> Sensitivities,
    ImmutableArray<Assumption> Specificities
)
{
    public static TransgeneAssumptions Of(PublishedEvidence evidence) =>
        new(
            AssumptionGrid.Of(evidence, "transgene.odds_ratio"),
            AssumptionGrid.Of(evidence, "transgene.relative_testing"),
            AssumptionGrid.Of(evidence, "test.sensitivity"),
            AssumptionGrid.Of(evidence, "test.specificity")
        );

    /// <summary>
    /// Beta priors with the mean and variance of the assumed sensitivities and specificities, and Jeffreys' prior for the share; null when fewer than two
    /// values are assumed for one of them, or when they are too far apart for a Beta distribution.
    /// </summary>
    public UncertainTestPrior? TestPrior() =>
        Matched(Sensitivities) is { } se && Matched(Specificities) is { } sp ? new(se, sp, BetaPrior.Jeffreys) : null;

    private static BetaPrior? Matched(ImmutableArray<Assumption> values)
    {
        if (values.Length < 2)
            return null;
        var mean = values.Average(v => v.Value);
        var variance = values.Average(v => (v.Value - mean) * (v.Value - mean));
        var size = (mean * (1 - mean) / variance) - 1;
        return mean < 1 && size > 0 ? new BetaPrior(mean * size, (1 - mean) * size) : null;
    }
}
