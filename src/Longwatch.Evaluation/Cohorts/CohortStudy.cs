using System.Collections.Immutable;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>What the sections of a patient-level evaluation are computed from.</summary>
/// <param name="Reference">The published evidence that goes with the program: product catalogue, background rates, assumptions, benefit figures.</param>
internal sealed record CohortStudy(Cohort Cohort, CohortTimes Times, PublishedEvidence Reference)
{
    public Product? Product(int patient) =>
        Times.Infused[patient] ? ProductsByCode.GetValueOrDefault(Cohort.Infusions[Times.FirstInfusion[patient]].Product) : null;

    private ImmutableDictionary<string, Product> ProductsByCode { get; } =
        Reference.Products.ToImmutableDictionary(p => p.Code, StringComparer.Ordinal);
}
