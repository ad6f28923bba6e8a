using System.Collections.Immutable;

namespace Longwatch.Domain.Cohorts;

/// <summary>The cohort as it was known on an earlier day.</summary>
public static class CohortCut
{
    /// <summary>Takes away every row that is dated after the day: what became known later was not known then.</summary>
    /// <remarks>
    /// A patient stays, also when not yet infused. A death that was reported later is not known yet. A specimen without date
    /// stays with its neoplasm, a test without date with its specimen. A specimen whose neoplasm was not yet diagnosed stays without it.
    /// </remarks>
    public static Cohort At(Cohort cohort, DateOnly day, string basis)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (neoplasms, neoplasmAt) = Keep(cohort.Neoplasms, n => n.Diagnosed <= day);
        var (specimens, specimenAt) = Keep(
            cohort.Specimens,
            s => s.Collected is { } collected ? collected <= day : s.Neoplasm is not { } n || neoplasmAt[n] >= 0
        );
        var (tests, _) = Keep(cohort.Tests, t => specimenAt[t.Specimen] >= 0 && (t.Date is not { } date || date <= day));
        return cohort with
        {
            DataLock = day,
            DataLockBasis = basis,
            Infusions = [.. cohort.Infusions.Where(i => i.Date <= day)],
            Visits = [.. cohort.Visits.Where(v => v.Date <= day)],
            Neoplasms = neoplasms,
            Specimens =
            [
                .. specimens.Select(s => s.Neoplasm is { } n ? s with { Neoplasm = neoplasmAt[n] >= 0 ? neoplasmAt[n] : null } : s),
            ],
            Tests = [.. tests.Select(t => t with { Specimen = specimenAt[t.Specimen] })],
            Therapies = [.. cohort.Therapies.Where(t => t.Start <= day)],
        };
    }

    /// <summary>The rows kept, and for each old index the new one, or -1.</summary>
    private static (ImmutableArray<T> Kept, int[] NewIndex) Keep<T>(ImmutableArray<T> rows, Func<T, bool> keep)
    {
        var kept = ImmutableArray.CreateBuilder<T>();
        var newIndex = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            newIndex[i] = keep(rows[i]) ? kept.Count : -1;
            if (newIndex[i] >= 0)
                kept.Add(rows[i]);
        }

        return (kept.DrainToImmutable(), newIndex);
    }
}
