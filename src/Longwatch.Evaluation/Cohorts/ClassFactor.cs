using System.Collections.Immutable;
using Longwatch.Statistics;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>One product characteristic with everything that is asked about differences between its groups.</summary>
/// <param name="Groups">All groups with patients; the last may be the one in which the characteristic is not recorded.</param>
/// <param name="Compared">The groups that enter the comparisons: recorded, with person-time.</param>
/// <param name="Analysis">Null when fewer than two groups, or no case, can be compared.</param>
internal sealed record ClassFactor(
    string Id,
    string Title,
    ImmutableArray<StratumCount> Groups,
    ImmutableArray<StratumCount> Compared,
    ClassAnalysis? Analysis
)
{
    public int Cases => Compared.Sum(g => g.Events);

    public static ClassFactor Of(CohortStudy study, Stratification strata, EvaluationOptions options)
    {
        var groups = StratumCounts.Of(study.Times, study.Times.SecondaryTCell, strata);
        ImmutableArray<StratumCount> compared =
        [
            .. groups.Where(g => g.PersonYears > 0 && !string.Equals(g.Label, Stratification.NotRecorded, StringComparison.Ordinal)),
        ];
        var possible = compared.Length >= 2 && compared.Any(g => g.Events > 0);
        return new(strata.Id, strata.Title, groups, compared, possible ? ClassAnalysis.Of(compared, options) : null);
    }
}

/// <summary>Comparison of the groups of one factor.</summary>
/// <param name="Shrunken">Gamma-Poisson fit, by person-years.</param>
/// <param name="Posterior">Hierarchical posterior, by person-years.</param>
/// <param name="WidePosterior">The same with a prior of tau twice as wide: what the prior decides, the data do not.</param>
/// <param name="Contrast">Exact ratio of the first to the second group's rate per person-year; null unless there are exactly two.</param>
/// <param name="ContrastByPatients">The same per patient.</param>
/// <param name="AgainstOthers">Exact interval of each group's rate over that of all others together, per person-year.</param>
internal sealed record ClassAnalysis(
    HomogeneityTest ByPatients,
    HomogeneityTest ByPersonYears,
    GammaPoissonFit Shrunken,
    HierarchyPosterior Posterior,
    HierarchyPosterior WidePosterior,
    RateComparison? Contrast,
    RateComparison? ContrastByPatients,
    ImmutableArray<(double Ratio, Interval Interval)> Raw,
    ImmutableArray<Interval> AgainstOthers
)
{
    public static HierarchyPrior Wide => HierarchyPrior.Standard with { TauScale = 2 * HierarchyPrior.Standard.TauScale };

    /// <summary>
    /// The verdict under both priors; undetermined where they disagree. A class effect needs more than priors that hold rates together: the exact interval
    /// of every group against the others must lie within the margin too.
    /// </summary>
    public (ClassStatement Standard, ClassStatement Wide, ClassVerdict Verdict) Statement(double margin)
    {
        var (standard, wide) = (ClassStatement.Of(Posterior.Groups, margin), ClassStatement.Of(WidePosterior.Groups, margin));
        var agreed = standard.Verdict == wide.Verdict ? standard.Verdict : ClassVerdict.Undetermined;
        var alone = AgainstOthers.All(i => i.Lower > 1 / margin && i.Upper < margin);
        return (standard, wide, agreed == ClassVerdict.ClassEffect && !alone ? ClassVerdict.Undetermined : agreed);
    }

    public static ClassAnalysis Of(ImmutableArray<StratumCount> groups, EvaluationOptions options)
    {
        int[] counts = [.. groups.Select(g => g.Events)];
        var byPatients = new CountsByGroup(counts, [.. groups.Select(g => (double)g.Patients)]);
        var byYears = new CountsByGroup(counts, [.. groups.Select(g => g.PersonYears)]);
        var effort = HomogeneityEffort.WithSeed(options.Seed);
        var raw = ImmutableArray.CreateBuilder<(double, Interval)>();
        for (var g = 0; g < counts.Length; g++)
        {
            var expected = byYears.Expected[g];
            raw.Add((counts[g] / expected, PoissonInterval.Garwood(counts[g], options.Level).Scale(1 / expected)));
        }

        var (events, years) = (counts.Sum(), groups.Sum(g => g.PersonYears));
        var others = groups.Select(g =>
            RateRatio.Compare(new(g.Events, g.PersonYears), new(events - g.Events, years - g.PersonYears), options.Level).Exact
        );

        RateComparison? Compare(Func<StratumCount, double> exposure) =>
            groups.Length == 2
                ? RateRatio.Compare(new(groups[0].Events, exposure(groups[0])), new(groups[1].Events, exposure(groups[1])), options.Level)
                : null;

        return new(
            Homogeneity.Test(byPatients, effort),
            Homogeneity.Test(byYears, effort),
            GammaPoisson.Fit(byYears, options.Level),
            LogNormalHierarchy.Fit(byYears, HierarchyPrior.Standard, options.Level),
            LogNormalHierarchy.Fit(byYears, Wide, options.Level),
            Compare(g => g.PersonYears),
            Compare(g => g.Patients),
            raw.ToImmutable(),
            [.. others]
        );
    }
}
