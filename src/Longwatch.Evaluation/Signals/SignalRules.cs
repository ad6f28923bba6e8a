using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>The thresholds of <c>data/signals/rules.csv</c>.</summary>
/// <param name="SplitDate">yyyymmdd.</param>
public sealed record SignalRules(
    int SplitDate,
    int MinimumReports,
    SignalCriteria Criteria,
    int NameEditOne,
    int NameEditTwo,
    DuplicateRules Duplicates,
    double BrokenLines
)
{
    /// <summary>From the rows of the file.</summary>
    /// <exception cref="ArgumentException">A threshold is missing.</exception>
    public static SignalRules From(ImmutableSortedDictionary<string, double> values)
    {
        double Of(string id) =>
            values.TryGetValue(id, out var value) ? value : throw new ArgumentException($"The rules lack {id}.", nameof(values));
        return new(
            (int)Of("split-date"),
            (int)Of("minimum-reports"),
            new(
                Of("criterion-ror-lower"),
                Of("criterion-prr"),
                Of("criterion-chi2"),
                Of("criterion-ic-lower"),
                Of("criterion-eb05"),
                Of("criterion-fdr")
            ),
            (int)Of("name-edit-1"),
            (int)Of("name-edit-2"),
            new(
                Of("duplicate-prior"),
                Of("duplicate-posterior"),
                Of("duplicate-miss-age"),
                Of("duplicate-miss-sex"),
                Of("duplicate-miss-country"),
                Of("duplicate-miss-date"),
                Of("duplicate-miss-term"),
                (int)Of("duplicate-block"),
                (int)Of("duplicate-window")
            ),
            Of("broken-lines")
        );
    }
}

/// <summary>From when on a measure counts as met.</summary>
public sealed record SignalCriteria(double RorLower, double Prr, double ChiSquared, double IcLower, double Eb05, double AdjustedP);

/// <summary>When two reports are taken for one case.</summary>
/// <param name="Prior">Share of reports taken to have a duplicate.</param>
/// <param name="Posterior">Probability from which on a pair is merged.</param>
/// <param name="Block">Largest block in which all are compared with all.</param>
/// <param name="Window">Neighbours compared in a larger one.</param>
public sealed record DuplicateRules(
    double Prior,
    double Posterior,
    double MissAge,
    double MissSex,
    double MissCountry,
    double MissDate,
    double MissTerm,
    int Block,
    int Window
)
{
    /// <summary>
    /// Weight, in bits, from which on the probability that two of <paramref name="reports"/> reports are one case reaches <see cref="Posterior"/>: the odds
    /// before looking are the share of reports with a duplicate over the number of others that it could be.
    /// </summary>
    public double Threshold(int reports) => Math.Log2(Posterior / (1 - Posterior)) - Math.Log2(Prior / Math.Max(1, reports - 1));
}
