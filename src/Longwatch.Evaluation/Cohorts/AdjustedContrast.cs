using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Confounding;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>A covariate known at the first infusion, as a number.</summary>
/// <param name="Missing">Patients of the contrast for whom it is not recorded.</param>
/// <param name="LeftOut">Why it is not adjusted for; null when it is.</param>
internal sealed record Covariate(string Name, int Missing, string? LeftOut);

/// <summary>Two groups of patients by product, with everything that is needed to adjust their comparison.</summary>
/// <param name="Exposed">Label of the first group; the ratio is its hazard over the other's.</param>
/// <param name="Reference">Label of the group with most person-time.</param>
/// <param name="Covariates">All that were asked for, in their pre-specified order.</param>
/// <param name="Everybody">Patients of the two groups with follow-up.</param>
/// <param name="Complete">Index into the arrays of those for whom every used covariate is recorded.</param>
internal sealed record AdjustedContrast(
    string Id,
    string Factor,
    string Exposed,
    string Reference,
    ImmutableArray<Covariate> Covariates,
    ContrastRows Everybody,
    int[] Complete
)
{
    /// <summary>A covariate that more than this share of the patients lacks would cost more patients than it explains.</summary>
    public const double MostMissing = 0.2;

    private static ImmutableArray<BaselineCovariate> Asked => BaselineCovariate.All;

    public ImmutableArray<string> Used => [.. Covariates.Where(c => c.LeftOut is null).Select(c => c.Name)];

    /// <summary>The group with most person-time against the others together; null when there are no two groups with person-time.</summary>
    public static AdjustedContrast? Of(CohortStudy study, Stratification strata)
    {
        var times = study.Times;
        var known = StratumCounts
            .Of(times, times.SecondaryTCell, strata)
            .Where(s => s.PersonYears > 0 && !string.Equals(s.Label, Stratification.NotRecorded, StringComparison.Ordinal))
            .ToArray();
        if (known.Length < 2)
            return null;
        var reference = known.MaxBy(s => s.PersonYears).Label;
        var others = known.Where(s => !string.Equals(s.Label, reference, StringComparison.Ordinal)).Select(s => s.Label);
        var patients = new List<int>();
        for (var p = 0; p < strata.Codes.Length; p++)
            if (times.Infused[p] && strata.Codes[p] != strata.Unknown && PersonTime.DaysAtRisk(times, times.SecondaryTCell, p) > 0)
                patients.Add(p);
        var values = Asked.Select(a => patients.Select(p => a.Value(study, p)).ToArray()).ToArray();
        ImmutableArray<Covariate> covariates = [.. Asked.Select((a, j) => Described(a.Name, values[j]))];
        int[] used = [.. Enumerable.Range(0, Asked.Length).Where(j => covariates[j].LeftOut is null)];
        int[] complete = [.. Enumerable.Range(0, patients.Count).Where(i => Array.TrueForAll(used, j => values[j][i] is not null))];
        return new(
            strata.Id.Replace('_', '-'),
            strata.Title,
            string.Join(", ", others),
            reference,
            covariates,
            new(
                [.. patients.Select(p => !string.Equals(strata.Labels[strata.Codes[p]], reference, StringComparison.Ordinal))],
                [.. patients.Select(p => (double)PersonTime.DaysAtRisk(times, times.SecondaryTCell, p))],
                [.. patients.Select(p => times.SecondaryTCell[p] != CohortTimes.None)],
                [.. Enumerable.Range(0, patients.Count).Select(i => Array.ConvertAll(used, j => values[j][i] ?? 0))],
                [.. patients.Select(p => (double)times.Exit[p])],
                [.. patients.Select(p => times.Death[p] != CohortTimes.None)]
            ),
            complete
        );
    }

    /// <summary>The patients for whom everything is recorded.</summary>
    public ContrastRows CompleteRows => Everybody.Only(Complete);

    private static Covariate Described(string name, double?[] values)
    {
        var missing = values.Count(v => v is null);
        var reason =
            missing > MostMissing * values.Length ? $"not recorded for more than {MostMissing:P0} of the patients"
            : values.Where(v => v is not null).Distinct().Take(2).Count() < 2 ? "the same for everybody"
            : null;
        return new(name, missing, reason);
    }
}

/// <summary>Follow-up of the two groups; one entry per patient in each array.</summary>
/// <param name="Days">At risk of a first secondary T-cell malignancy; above 0.</param>
/// <param name="Exit">Day of death, or of the end of follow-up.</param>
internal sealed record ContrastRows(bool[] Exposed, double[] Days, bool[] Events, double[][] Covariates, double[] Exit, bool[] Died)
{
    public int Count(bool exposed, bool events) => Exposed.Where((e, i) => e == exposed && (!events || Events[i])).Count();

    public double Years(bool exposed) => Days.Where((_, i) => Exposed[i] == exposed).Sum() / CalendarTime.DaysPerYear;

    public ExposedSample Sample => new(Exposed, Covariates);

    /// <summary>The first covariates as columns.</summary>
    public double[][] Columns(int count) => [.. Enumerable.Range(0, count).Select(j => Array.ConvertAll(Covariates, row => row[j]))];

    public ContrastRows Only(int[] kept) =>
        new(
            Array.ConvertAll(kept, i => Exposed[i]),
            Array.ConvertAll(kept, i => Days[i]),
            Array.ConvertAll(kept, i => Events[i]),
            Array.ConvertAll(kept, i => Covariates[i]),
            Array.ConvertAll(kept, i => Exit[i]),
            Array.ConvertAll(kept, i => Died[i])
        );
}
