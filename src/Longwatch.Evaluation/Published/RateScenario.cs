using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Published;

/// <summary>Cases of the quoted evaluation against treated patients, with the grids of assumptions that turn them into rates.</summary>
/// <param name="FollowUp">Mean follow-up in years.</param>
/// <param name="Background">Background rate per 100,000 person-years.</param>
/// <param name="Reporting">Share of cases that is reported.</param>
internal sealed record RateScenario(
    int Cases,
    int Patients,
    ImmutableArray<Assumption> FollowUp,
    ImmutableArray<Assumption> Background,
    ImmutableArray<Assumption> Reporting
)
{
    public const double Per = 100_000;

    public bool HasGrid => !FollowUp.IsEmpty && !Background.IsEmpty;

    public static RateScenario? Of(PublishedEvidence evidence, PrimaryEvaluation? primary) =>
        primary is null || primary.Treated.Whole() <= 0
            ? null
            : new(
                primary.Cases.Whole(),
                primary.Treated.Whole(),
                AssumptionGrid.Of(evidence, AssumptionGrid.FollowUp),
                AssumptionGrid.Of(evidence, AssumptionGrid.Background),
                AssumptionGrid.Of(evidence, AssumptionGrid.Reporting)
            );

    public double PersonYears(double meanYears) => Patients * meanYears;

    public ObservedExpectedRatio ObservedExpected(double meanYears, double background, double level) =>
        Statistics.Rates.ObservedExpected.Compare(Cases, PersonYears(meanYears) * background / Per, level);

    public ReportTable PersonYearsTable(double level) =>
        new(
            "rates-person-years",
            "Reported cases per 100,000 person-years, by assumed mean follow-up, and the background at which they stop being remarkable",
            [
                new("mean_follow_up_years", "Mean follow-up assumed (years)", 1),
                new("person_years", "Person-years", 0),
                new("rate", "Cases per 100,000 person-years", 1),
                new("lower", "Lower limit", 1),
                new("upper", "Upper limit", 1),
                new("background_at_ratio_1", "Background where observed = expected", 1),
                new("background_at_lower_limit_1", "Background where the lower limit is 1", 1),
            ],
            [
                .. FollowUp.Select(a =>
                {
                    var years = PersonYears(a.Value);
                    var interval = PoissonInterval.Garwood(Cases, level).Scale(Per / years);
                    var even = Statistics.Rates.ObservedExpected.BreakEven(Cases, years, level);
                    return new TableRow(
                        [
                            a.Value,
                            years,
                            Cases / years * Per,
                            interval.Lower,
                            interval.Upper,
                            even.WhereRatioIsOne * Per,
                            even.WhereLowerLimitIsOne * Per,
                        ],
                        null,
                        [a.Provenance.Key]
                    );
                }),
            ]
        );

    public ReportTable GridTable(double level) =>
        new(
            "rates-observed-expected",
            "Observed over expected, by assumed mean follow-up and background rate (not a risk estimate)",
            [
                new("mean_follow_up_years", "Mean follow-up assumed (years)", 1),
                new("background", "Background per 100,000 person-years", 1),
                new("expected", "Expected cases", 2),
                new("ratio", "Observed / expected", 1),
                new("lower", "Lower limit", 1),
                new("upper", "Upper limit", 1),
                new("p_upper", "P(this many or more at background)"),
                new("excess_rate", "Excess per 100,000 person-years", 1),
                new("attributable", "Share in excess of background", 1, Percent: true),
                new("e_value", "E-value", 1),
                new("e_value_limit", "E-value of the limit", 1),
            ],
            [
                .. FollowUp.SelectMany(f =>
                    Background.Select(b =>
                    {
                        var r = ObservedExpected(f.Value, b.Value, level);
                        return new TableRow(
                            [
                                f.Value,
                                b.Value,
                                PersonYears(f.Value) * b.Value / Per,
                                r.Ratio,
                                r.Garwood.Lower,
                                r.Garwood.Upper,
                                r.UpperP,
                                r.Excess / PersonYears(f.Value) * Per,
                                r.AttributableFraction,
                                Finite(r.ConfoundingStrength),
                                Finite(r.ConfoundingStrengthOfLimit),
                            ],
                            null,
                            [f.Provenance.Key, b.Provenance.Key]
                        );
                    })
                ),
            ]
        );

    /// <summary>No E-value is finite for a ratio of 0: the cell stays empty.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    public ReportTable ReportingTable(double level) =>
        new(
            "rates-under-reporting",
            "What the count would be if only a share of cases is reported",
            [
                new("reported_share", "Share of cases reported (assumed)", 0, Percent: true),
                new("implied_cases", "Implied cases", 1),
                new("per_10000", "Per 10,000 patients", 1),
                new("lower", "Lower limit", 1),
                new("upper", "Upper limit", 1),
            ],
            [
                .. Reporting.Select(a =>
                {
                    var interval = PoissonInterval.Garwood(Cases, level).Scale(10_000 / (Patients * a.Value));
                    return new TableRow(
                        [a.Value, Cases / a.Value, Cases / (Patients * a.Value) * 10_000, interval.Lower, interval.Upper],
                        null,
                        [a.Provenance.Key]
                    );
                }),
            ]
        );
}
