using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>The strata of one characteristic.</summary>
internal sealed record CharacteristicCounts(string Characteristic, ImmutableArray<StratumCount> Strata);

/// <summary>Rates by stratum, and their exact comparison.</summary>
internal static class StratumTables
{
    private const double Per = 100_000;

    public static ReportTable Rates(ImmutableArray<CharacteristicCounts> all, double level) =>
        new(
            "rates-by-stratum",
            "Secondary T-cell malignancies by stratum at the first infusion (patients with a first one)",
            [
                new("stratum", "Stratum"),
                new("characteristic", "Characteristic"),
                new("category", "Category"),
                new("patients", "Patients", 0),
                new("person_years", "Person-years at risk", 0),
                new("cases", "Cases", 0),
                new("per_1000_patients", "Per 1,000 patients", 2),
                new("rate", "Per 100,000 person-years", 1),
                new("lower", "Lower limit", 1),
                new("upper", "Upper limit", 1),
            ],
            [
                .. all.SelectMany(a =>
                    a.Strata.Select(s =>
                    {
                        var hasTime = s.PersonYears > 0;
                        var interval = PoissonInterval.Garwood(s.Events, level).Scale(hasTime ? Per / s.PersonYears : 0);
                        return new TableRow([
                            $"{a.Characteristic}: {s.Label}",
                            a.Characteristic,
                            s.Label,
                            s.Patients,
                            s.PersonYears,
                            s.Events,
                            When(s.Patients > 0, 1000.0 * s.Events / s.Patients),
                            When(hasTime, s.Events / s.PersonYears * Per),
                            When(hasTime, interval.Lower),
                            When(hasTime, interval.Upper),
                        ]);
                    })
                ),
            ]
        );

    /// <summary>Each stratum against the one with the most person-time; patients for whom the characteristic is not recorded are left out.</summary>
    public static ReportTable Comparisons(ImmutableArray<CharacteristicCounts> all, double level) =>
        new(
            "rates-comparisons",
            "Exact comparison of rates: each stratum against the one with the most person-time (ratios are not adjusted for one another)",
            [
                new("comparison", "Comparison"),
                new("characteristic", "Characteristic"),
                new("category", "Category"),
                new("reference", "Reference"),
                new("ratio", "Rate ratio", 2),
                new("lower", "Lower limit", 2),
                new("upper", "Upper limit", 2),
                new("p_central", "P (central)", 4),
                new("p_mid", "Mid-P", 4),
                new("status", "Status"),
            ],
            [.. all.SelectMany(a => Compare(a, level))]
        );

    private static IEnumerable<TableRow> Compare(CharacteristicCounts counts, double level)
    {
        var known = counts
            .Strata.Where(s => s.PersonYears > 0 && !string.Equals(s.Label, Stratification.NotRecorded, StringComparison.Ordinal))
            .ToArray();
        if (known.Length < 2)
            yield break;
        var reference = known.MaxBy(s => s.PersonYears);
        foreach (var stratum in known)
        {
            if (string.Equals(stratum.Label, reference.Label, StringComparison.Ordinal))
                continue;
            var result = RateRatio.Compare(new(stratum.Events, stratum.PersonYears), new(reference.Events, reference.PersonYears), level);
            var words = $"{counts.Characteristic}: {stratum.Label} against {reference.Label}";
            yield return result.Status == RateComparisonStatus.NoEvents
                ? new([
                    words,
                    counts.Characteristic,
                    stratum.Label,
                    reference.Label,
                    default,
                    default,
                    default,
                    default,
                    default,
                    "no case in either",
                ])
                : new([
                    words,
                    counts.Characteristic,
                    stratum.Label,
                    reference.Label,
                    Finite(result.Ratio),
                    result.Exact.Lower,
                    Finite(result.Exact.Upper),
                    result.CentralP,
                    result.MidP,
                    double.IsFinite(result.Ratio) ? "estimated" : "no case in the reference: no upper limit",
                ]);
        }
    }

    private static Cell When(bool known, double value) => known ? value : default(Cell);

    private static Cell Finite(double value) => double.IsFinite(value) ? value : default(Cell);
}
