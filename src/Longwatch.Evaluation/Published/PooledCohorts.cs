using System.Collections.Immutable;
using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation.Published;

/// <summary>Which published cohorts are pooled for one outcome, and why the others are not.</summary>
internal sealed record PooledCohorts(
    Pooling Pooling,
    ImmutableArray<PublishedCohort> Pooled,
    ImmutableArray<(PublishedCohort Cohort, string Why)> Left
)
{
    public static PooledCohorts TCell(PublishedEvidence evidence, double level) =>
        Of(evidence, new("t-cell", "T-cell malignancy", "t_cell_malignancies", c => c.TCellMalignancies), level);

    public static PooledCohorts SecondPrimary(PublishedEvidence evidence, double level) =>
        Of(evidence, new("second-primary", "Any second primary malignancy", "second_primaries", c => c.SecondPrimaries), level);

    /// <summary>Whether the count of this outcome was computed from a printed percentage.</summary>
    public bool FromPercentage(PublishedCohort cohort) =>
        (string.Equals(Pooling.Id, "t-cell", StringComparison.Ordinal) ? cohort.TCellBasis : cohort.SecondPrimariesBasis)
        == CountBasis.FromPercentage;

    private static PooledCohorts Of(PublishedEvidence evidence, Outcome outcome, double level)
    {
        var pooled = ImmutableArray.CreateBuilder<PublishedCohort>();
        var left = ImmutableArray.CreateBuilder<(PublishedCohort, string)>();
        foreach (var cohort in evidence.Cohorts)
        {
            if (NotPooled(cohort, outcome) is { } why)
                left.Add((cohort, why));
            else
                pooled.Add(cohort);
        }

        var studies = pooled.Select(c => new StudyCount(c.Name, outcome.Count(c)!.Value, c.Patients!.Value, [c.Provenance.Key]));
        return new(new(outcome.Id, outcome.Name, "cohort", [.. studies], level), pooled.ToImmutable(), left.ToImmutable());
    }

    private static string? NotPooled(PublishedCohort cohort, Outcome outcome) =>
        cohort.Provenance.NotCountedBecause() is { } notCounted ? notCounted
        : !cohort.Pool ? cohort.NotPooledBecause ?? "Marked as not to be pooled, without a reason."
        : cohort.Setting is CohortSetting.MetaAnalysis ? "A meta-analysis holds other cohorts of this list."
        : cohort.Patients is not > 0 ? "Number of patients not published."
        : cohort.UnverifiedFields.Contains("patients") ? "Number of patients is background knowledge only."
        : outcome.Count(cohort) is not { } count ? "Count of this outcome not published."
        : cohort.UnverifiedFields.Contains(outcome.Field) ? "Count of this outcome is background knowledge only."
        : count > cohort.Patients ? "More events than patients: the count is not one of patients."
        : null;

    private sealed record Outcome(string Id, string Name, string Field, Func<PublishedCohort, int?> Count);
}
