using System.Collections.Immutable;
using Longwatch.Statistics;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Report;

/// <summary>What an estimate is called and which rows it comes from.</summary>
/// <param name="Id">Kebab-case, prefixed with the section id.</param>
/// <param name="Note">Assumption or warning in words; null when there is none.</param>
/// <param name="Sources">Keys of the rows used (<c>Provenance.Key</c>); may be left out.</param>
internal sealed record EstimateName(string Id, string Label, string? Note = null, params ImmutableArray<string> Sources)
{
    public static implicit operator EstimateName((string Id, string Label) name) => new(name.Id, name.Label);
}

/// <summary>The usual estimates, made the same way in every section.</summary>
internal static class Estimates
{
    /// <summary>n of N with Clopper–Pearson (to be quoted) and Jeffreys intervals; no data when N is 0.</summary>
    public static Estimate Proportion(EstimateName name, int n, int of, double level) =>
        of == 0
            ? NoData(name.Id, name.Label, Unit.Share, Without("There is nobody in the denominator (N = 0).", name.Note))
            : Make(
                name,
                (double)n / of,
                Unit.Share,
                "Exact binomial (Clopper–Pearson); Jeffreys beside it",
                [
                    Named("Clopper–Pearson", level, ProportionInterval.ClopperPearson(n, of, level)),
                    Named("Jeffreys", level, ProportionInterval.Jeffreys(n, of, level)),
                ]
            ) with
            {
                Numerator = n,
                Denominator = of,
            };

    /// <summary>A count over patients or person-years, in the unit asked for, with Garwood's exact Poisson interval; no data when the exposure is 0.</summary>
    /// <param name="exposure">Patients or person-years, not yet divided by the unit.</param>
    public static Estimate CountRate(EstimateName name, int count, double exposure, Unit unit, double level) =>
        exposure > 0
            ? Make(
                name,
                count / exposure * Scale(unit),
                unit,
                "Exact Poisson (Garwood)",
                [Named("Garwood", level, PoissonInterval.Garwood(count, level).Scale(Scale(unit) / exposure))]
            ) with
            {
                Numerator = count,
                Denominator = exposure,
            }
            : NoData(name.Id, name.Label, unit, Without("There is no exposure to divide by.", name.Note));

    /// <summary>A plain number, with or without intervals.</summary>
    public static Estimate Value(
        EstimateName name,
        double value,
        Unit unit,
        string method,
        params ImmutableArray<IntervalEstimate> intervals
    ) => Make(name, value, unit, method, intervals.IsDefault ? [] : intervals);

    public static Estimate NoData(string id, string label, Unit unit, string missing) =>
        Without(EstimateStatus.NoData, id, label, unit, missing);

    public static Estimate NotIdentified(string id, string label, Unit unit, string reason) =>
        Without(EstimateStatus.NotIdentified, id, label, unit, reason);

    public static IntervalEstimate Named(string kind, double? level, Interval interval) => new(kind, level, interval.Lower, interval.Upper);

    /// <summary>How many units of exposure the unit counts by: 1,000 for a rate per 1,000 patients.</summary>
    public static double Scale(Unit unit) =>
        unit switch
        {
            Unit.Per1000Patients => 1_000,
            Unit.Per10000Patients => 10_000,
            Unit.Per100000PersonYears => 100_000,
            _ => 1,
        };

    private static string Without(string why, string? note) => note is null ? why : $"{why} {note}";

    private static Estimate Make(EstimateName name, double value, Unit unit, string method, ImmutableArray<IntervalEstimate> intervals) =>
        new(name.Id, name.Label, EstimateStatus.Estimated, value, unit, null, null, intervals, method, name.Note, Keys(name.Sources));

    private static Estimate Without(EstimateStatus status, string id, string label, Unit unit, string why) =>
        new(id, label, status, null, unit, null, null, [], string.Empty, why, []);

    private static ImmutableArray<string> Keys(ImmutableArray<string> sources) =>
        sources.IsDefaultOrEmpty ? [] : [.. sources.Distinct(StringComparer.Ordinal)];
}
