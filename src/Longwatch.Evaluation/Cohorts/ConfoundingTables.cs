using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>An exposure during follow-up with its three looks; the comparison is null when it cannot be made.</summary>
internal sealed record ImmortalLook(LaterExposureOf Exposure, ImmortalTimeComparison? Comparison);

/// <summary>The tables of section 11 of a patient-level evaluation.</summary>
internal static class ConfoundingTables
{
    private static readonly int[] horizons = [1, 2, 5, 10];

    public static ImmutableArray<double> HorizonYears { get; } = [.. horizons];

    /// <summary>Rates by what was done before the infusion: what would confound a comparison.</summary>
    public static ReportTable Characteristics(CohortStudy study, double level)
    {
        string[] wanted = ["prior_lines", "prior_autologous_transplant", "prior_tbi", "prior_alkylator"];
        var strata = Stratification.All(study).Where(s => wanted.Contains(s.Id, StringComparer.Ordinal));
        return StratumTables.Rates(
            [.. strata.Select(s => new CharacteristicCounts(s.Title, StratumCounts.Of(study.Times, study.Times.SecondaryTCell, s)))],
            level
        ) with
        {
            Id = "confounding-characteristics",
            Caption =
                "Earlier treatment: patients, person-years and secondary T-cell malignancies; not recorded is shown, never read as no",
        };
    }

    /// <summary>How death takes people out of risk, and what leaving it out would claim.</summary>
    public static ReportTable Death(CohortStudy study)
    {
        var outcomes = CohortOutcomes.Of(study.Times, study.Times.SecondaryTCell);
        var curves = CumulativeIncidenceEstimates.SecondaryTCell(study);
        var death = AalenJohansen.EstimateDays(outcomes.Days, outcomes.Outcomes, CohortOutcomes.Death);
        return new(
            "confounding-death",
            "Death before a secondary T-cell malignancy, and what the incidence would be claimed to be if the dead were taken as still at risk",
            [
                new("years", "Years after infusion", 0),
                new("at_risk", "At risk", 0),
                new("death", "Died before, cumulative", 1, Percent: true),
                new("incidence", "Cumulative incidence", 3, Percent: true),
                new("one_minus_km", "1 − Kaplan–Meier (wrong)", 3, Percent: true),
                new("ratio", "Overstated by the factor", 2),
            ],
            [
                .. horizons
                    .Select(y => (Years: y, Day: Math.Round(y * CalendarTime.DaysPerYear)))
                    .Where(h => curves.AtRisk(h.Day) > 0)
                    .Select(h =>
                    {
                        var (incidence, one) = (curves.Incidence.At(h.Day), 1 - curves.OneCause.At(h.Day));
                        return new TableRow([
                            h.Years,
                            curves.AtRisk(h.Day),
                            death.At(h.Day),
                            incidence,
                            one,
                            incidence > 0 ? one / incidence : default(Cell),
                        ]);
                    }),
            ]
        );
    }

    public static ReportTable Immortal(ImmutableArray<ImmortalLook> looks, double landmark, double level) =>
        new(
            "confounding-immortal-time",
            $"Exposures that a patient must live to have: hazard ratios of a secondary T-cell malignancy, naive (wrong), time-dependent, and from day {landmark:0} on",
            [
                new("exposure", "Exposure"),
                new("look", "Look"),
                new("clock", "Time from"),
                new("patients", "Patients", 0),
                new("exposed", "Exposed", 0),
                new("cases", "Cases", 0),
                new("cases_exposed", "Cases after exposure", 0),
                new("immortal_years", "Immortal person-years", 1),
                new("ratio", "Hazard ratio", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
                new("status", "Status"),
            ],
            [
                .. looks.SelectMany(l =>
                    l.Comparison is { } c
                        ? new[]
                        {
                            Row(l.Exposure, "ever against never (wrong)", c, c.Naive, (c.People, c.Exposed), level),
                            Row(l.Exposure, "time-dependent", c, c.TimeDependent, (c.People, c.Exposed), level),
                            Row(
                                l.Exposure,
                                $"landmark at day {landmark:0}",
                                c,
                                c.AtLandmark,
                                (c.Landmark.Rows.Count, c.Landmark.Exposed.Count(e => e)),
                                level
                            ),
                        }
                        :
                        [
                            new TableRow([
                                l.Exposure.Label,
                                "none",
                                l.Exposure.Clock,
                                l.Exposure.Patients,
                                0,
                                default,
                                default,
                                default,
                                default,
                                default,
                                default,
                                $"cannot be estimated: {l.Exposure.Why}",
                            ]),
                        ]
                ),
            ]
        );

    public static ReportTable Adjustment(ImmutableArray<AdjustmentMethods> methods) =>
        new(
            "confounding-adjustment",
            "What adjustment changes: each contrast by five methods, with the confounding that would be needed to explain it",
            [
                new("line", "Contrast and method"),
                new("contrast", "Contrast"),
                new("method", "Method"),
                new("adjusted_for", "Adjusted for"),
                new("patients", "Patients", 0),
                new("cases", "Cases", 0),
                new("cases_exposed", "Cases of the first group", 0),
                new("ratio", "Ratio", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
                new("e_value", "E-value", 2),
                new("e_value_limit", "E-value of the limit", 2),
                new("status", "Status"),
            ],
            [
                .. methods.SelectMany(m =>
                    m.Ratios.Select(r => new TableRow([
                        $"{m.Contrast.Factor}: {r.Method}",
                        Title(m.Contrast),
                        r.Method,
                        r.Adjusted,
                        r.Rows.Days.Length,
                        r.Rows.Count(true, true) + r.Rows.Count(false, true),
                        r.Rows.Count(true, true),
                        r.Ratio,
                        r.Interval?.Lower,
                        Finite(r.Interval?.Upper),
                        Finite(r.Strength?.OfEstimate),
                        Finite(r.Strength?.OfLimit),
                        r.Status == AdjustedRatioRow.Estimated || r.Ratio is not null ? r.Status : $"cannot be estimated: {r.Status}",
                    ]))
                ),
            ]
        );

    public static ReportTable Balance(ImmutableArray<AdjustmentMethods> methods) =>
        new(
            "confounding-balance",
            "Covariates of each contrast: how often recorded, and how far the groups are apart before and after overlap weighting",
            [
                new("contrast", "Contrast"),
                new("covariate", "Covariate"),
                new("patients", "Patients", 0),
                new("missing", "Not recorded", 0),
                new("before", "Standardised difference", 2),
                new("after", "After weighting", 2),
                new("effective_first", "Effective number, first group", 0),
                new("effective_other", "Effective number, other group", 0),
                new("outside_overlap", "Patients outside the overlap", 0),
                new("status", "Status"),
            ],
            [
                .. methods.SelectMany(m =>
                    m.Contrast.Covariates.Select(c =>
                    {
                        var at = m.Contrast.Used.IndexOf(c.Name);
                        var balance = at >= 0 && at < m.Balance.Count ? m.Balance[at] : (StandardisedDifference?)null;
                        return new TableRow([
                            Title(m.Contrast),
                            c.Name,
                            m.Contrast.Everybody.Days.Length,
                            c.Missing,
                            Finite(balance?.Unweighted),
                            Finite(balance?.Weighted),
                            m.Weighting?.EffectiveExposed,
                            m.Weighting?.EffectiveUnexposed,
                            m.Overlap?.OutsideOverlap,
                            c.LeftOut is { } why ? $"left out: {why}" : "used",
                        ]);
                    })
                ),
            ]
        );

    public static string Title(AdjustedContrast contrast) => $"{contrast.Factor}: {contrast.Exposed} against {contrast.Reference}";

    private static TableRow Row(
        LaterExposureOf exposure,
        string look,
        ImmortalTimeComparison c,
        CoxFit fit,
        (int Patients, int Exposed) counts,
        double level
    )
    {
        var estimated = fit.Status == CoxStatus.Estimated;
        var interval = fit.HazardRatioInterval(0, level);
        return new([
            exposure.Label,
            look,
            exposure.Clock,
            counts.Patients,
            counts.Exposed,
            fit.Events,
            c.EventsExposed,
            c.ImmortalTime / CalendarTime.DaysPerYear,
            estimated ? Math.Exp(fit.Coefficients[0]) : default(Cell),
            estimated ? interval.Lower : default(Cell),
            estimated ? interval.Upper : default(Cell),
            estimated ? "estimated" : $"cannot be estimated: {AdjustmentMethods.Words(fit.Status)}",
        ]);
    }

    private static Cell Finite(double? value) => value is { } v && double.IsFinite(v) ? v : default(Cell);
}
