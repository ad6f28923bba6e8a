using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;

namespace Longwatch.Evaluation.Published;

/// <summary>The values of one assumption, ascending, each with the row it comes from.</summary>
internal static class AssumptionGrid
{
    public const string FollowUp = "follow_up.mean_years";
    public const string Background = "background.rate_per_100000_py";
    public const string AfterLymphoma = "background.after_b_cell_lymphoma_sir";
    public const string Reporting = "reporting.fraction";
    public const string EventsPerCovariate = "risk.events_per_covariate";
    public const string LandmarkDays = "confounding.landmark_days";

    /// <summary>Distinct positive values, of rows that may be counted, that mean something; empty when the data set assumes nothing.</summary>
    public static ImmutableArray<Assumption> Of(PublishedEvidence evidence, string key) =>
        [
            .. evidence
                .Assumptions.Where(a => string.Equals(a.Key, key, StringComparison.Ordinal) && AssumptionRange.Usable(a) && a.Value > 0)
                .OrderBy(a => a.Value)
                .DistinctBy(a => a.Value),
        ];

    /// <summary>The value in the middle, the lower one of two; the base case of a sensitivity analysis.</summary>
    public static Assumption Middle(this ImmutableArray<Assumption> grid) => grid[(grid.Length - 1) / 2];
}
