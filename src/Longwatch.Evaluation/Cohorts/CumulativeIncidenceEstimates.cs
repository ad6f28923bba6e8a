using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Follow-up, survival and cumulative incidence with death as competing event, for the sections that quote them.</summary>
internal static class CumulativeIncidenceEstimates
{
    private const int CurvePoints = 200;

    private static readonly int[] Horizons = [1, 2, 3, 5, 10];

    public static ImmutableArray<double> HorizonYears { get; } = [.. Horizons];

    private static readonly ImmutableArray<TableColumn> IncidenceColumns =
    [
        new("event", "Event"),
        new("years", "Years after infusion", 0),
        new("at_risk", "At risk", 0),
        new("events", "Events until then", 0),
        new("incidence", "Cumulative incidence", 3, Percent: true),
        new("lower", "Lower limit", 3, Percent: true),
        new("upper", "Upper limit", 3, Percent: true),
        new("one_minus_km", "1 − Kaplan–Meier (wrong: takes the dead as still at risk)", 3, Percent: true),
    ];

    /// <summary>The cohort's curves, computed once for all tables and estimates.</summary>
    internal sealed record Curves(string Label, CumulativeIncidence Incidence, SurvivalCurve OneCause, int[] Days)
    {
        /// <summary>Patients still under observation and free of every event on that day.</summary>
        public int AtRisk(double day) => Days.Count(d => d >= day);

        public static Curves Of(string label, CohortTimes times, int[] events)
        {
            var outcomes = CohortOutcomes.Of(times, events);
            return new(
                label,
                AalenJohansen.EstimateDays(outcomes.Days, outcomes.Outcomes, CohortOutcomes.Event),
                KaplanMeier.EstimateDays(outcomes.Days, outcomes.Only(CohortOutcomes.Event)),
                outcomes.Days
            );
        }
    }

    public static Curves SecondaryTCell(CohortStudy study) =>
        Curves.Of("Secondary T-cell malignancy", study.Times, study.Times.SecondaryTCell);

    public static Curves SecondPrimary(CohortStudy study) => Curves.Of("Any second primary", study.Times, study.Times.SecondPrimary);

    /// <summary>Median follow-up by the reverse Kaplan–Meier method, in months.</summary>
    internal static Estimate MedianFollowUp(CohortStudy study, EvaluationOptions options)
    {
        const string id = "exposure-median-follow-up";
        const string label = "Median follow-up (reverse Kaplan–Meier)";
        var overall = Overall(study);
        if (overall.Days.Length == 0)
            return Estimates.NoData(id, label, Unit.Months, "No patient was infused before the data lock.");
        var curve = KaplanMeier.FollowUpDays(overall.Days, overall.Only(CohortOutcomes.Death));
        return Median(new(id, label, "Time to the end of observation; death censors."), curve, options.Level);
    }

    /// <summary>Median overall survival in months, and survival at whole years where follow-up reaches.</summary>
    internal static ImmutableArray<Estimate> OverallSurvival(CohortStudy study, EvaluationOptions options)
    {
        var overall = Overall(study);
        if (overall.Days.Length == 0)
            return
            [
                Estimates.NoData(
                    "onset-overall-survival",
                    "Overall survival",
                    Unit.Probability,
                    "No patient was infused before the data lock."
                ),
            ];
        var curve = KaplanMeier.EstimateDays(overall.Days, overall.Only(CohortOutcomes.Death));
        return
        [
            Median(new("onset-median-survival", "Median overall survival from infusion"), curve, options.Level),
            .. Horizons
                .Where(years => curve.LastTime >= years * CalendarTime.DaysPerYear)
                .Select(years =>
                    Estimates.Value(
                        new($"onset-survival-{years}-years", $"Overall survival at {years} {Years(years)}"),
                        curve.At(years * CalendarTime.DaysPerYear),
                        Unit.Probability,
                        "Kaplan–Meier; Greenwood, log(−log) interval",
                        curve.TryInterval(years * CalendarTime.DaysPerYear, options.Level, ProbabilityTransform.LogLog, out var interval)
                            ? [Estimates.Named("log(−log)", options.Level, interval)]
                            : []
                    )
                ),
        ];
    }

    /// <summary>Cumulative incidence at whole years where follow-up reaches; no data where it does not.</summary>
    /// <param name="prefix">Start of the estimate ids, for example <c>onset-incidence-stcm</c>.</param>
    internal static ImmutableArray<Estimate> At(Curves curves, string prefix, double level) =>
        [
            .. Horizons.Select(years =>
            {
                var (id, label) = ($"{prefix}-{years}-years", $"{curves.Label}: cumulative incidence at {years} {Years(years)}");
                var day = years * CalendarTime.DaysPerYear;
                return Reaches(curves.Incidence, day)
                    ? Estimates.Value(
                        new(id, label, "Death competes. A probability for the whole cohort, not a count over a denominator."),
                        curves.Incidence.At(day),
                        Unit.Probability,
                        "Aalen–Johansen; infinitesimal jackknife, log(−log) interval",
                        curves.Incidence.TryInterval(day, level, ProbabilityTransform.LogLog, out var interval)
                            ? [Estimates.Named("log(−log)", level, interval)]
                            : []
                    )
                    : Estimates.NoData(id, label, Unit.Probability, $"No follow-up reaches {years} {Years(years)}.");
            }),
        ];

    internal static ReportTable HorizonTable(string id, IEnumerable<Curves> all, EvaluationOptions options) =>
        new(
            id,
            "Cumulative incidence with death as competing event, at the horizons that follow-up reaches",
            IncidenceColumns,
            [
                .. from curves in all
                from years in Horizons
                where Reaches(curves.Incidence, years * CalendarTime.DaysPerYear)
                select HorizonRow(curves, years, options.Level),
            ]
        );

    /// <summary>The curve at evenly spaced days (at most about 200 points), with its band, for the chart.</summary>
    internal static ReportTable CurveTable(string id, Curves curves, EvaluationOptions options)
    {
        var last = (int)curves.Incidence.LastTime;
        var step = Math.Max(1, (int)Math.Ceiling(last / (double)CurvePoints));
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        for (var day = 0; day <= last && curves.Incidence.Subjects > 0; day += step)
        {
            var has = curves.Incidence.TryInterval(day, options.Level, ProbabilityTransform.LogLog, out var interval);
            rows.Add(
                new([
                    day / CalendarTime.DaysPerYear,
                    curves.Incidence.At(day),
                    has ? interval.Lower : (double?)null,
                    has ? interval.Upper : (double?)null,
                    1 - curves.OneCause.At(day),
                ])
            );
        }

        return new(
            id,
            $"{curves.Label}: cumulative incidence by time since infusion (curve thinned to at most {CurvePoints + 1} points)",
            [
                new("years", "Years after infusion", 2),
                new("incidence", "Cumulative incidence", 3, Percent: true),
                new("lower", "Lower limit", 3, Percent: true),
                new("upper", "Upper limit", 3, Percent: true),
                new("one_minus_km", "1 − Kaplan–Meier", 3, Percent: true),
            ],
            rows.ToImmutable()
        );
    }

    private static CohortOutcomes Overall(CohortStudy study)
    {
        var nobody = new int[study.Times.Exit.Length];
        Array.Fill(nobody, CohortTimes.None);
        return CohortOutcomes.Of(study.Times, nobody);
    }

    private static bool Reaches(CumulativeIncidence curve, double day) => curve.Subjects > 0 && curve.LastTime >= day;

    private static TableRow HorizonRow(Curves curves, int years, double level)
    {
        var day = years * CalendarTime.DaysPerYear;
        var has = curves.Incidence.TryInterval(day, level, ProbabilityTransform.LogLog, out var interval);
        var past = curves.Incidence.Steps.Where(s => s.Time <= day).ToArray();
        return new([
            curves.Label,
            years,
            curves.AtRisk(day),
            past.Sum(s => s.Events),
            curves.Incidence.At(day),
            has ? interval.Lower : (double?)null,
            has ? interval.Upper : (double?)null,
            1 - curves.OneCause.At(day),
        ]);
    }

    private static Estimate Median(EstimateName name, SurvivalCurve curve, double level)
    {
        var median = curve.Quantile(0.5, level, ProbabilityTransform.LogLog);
        const string method = "Kaplan–Meier; interval by inverting the log(−log) limits (Brookmeyer and Crowley)";
        if (!median.Estimate.Reached)
            return Estimates.NotIdentified(
                name.Id,
                name.Label,
                Unit.Months,
                $"Not reached within {Phrase.Number(median.Estimate.Time / CalendarTime.DaysPerMonth)} months of follow-up."
            );
        return Estimates.Value(
            median.Upper.Reached
                ? name
                : name with
                {
                    Note =
                        $"{name.Note} The upper limit is not reached within {Phrase.Number(median.Upper.Time / CalendarTime.DaysPerMonth)} months of follow-up.".Trim(),
                },
            median.Estimate.Time / CalendarTime.DaysPerMonth,
            Unit.Months,
            method,
            median is { Lower.Reached: true, Upper.Reached: true }
                ?
                [
                    Estimates.Named(
                        "Brookmeyer–Crowley",
                        level,
                        new Interval(median.Lower.Time, median.Upper.Time).Scale(1 / CalendarTime.DaysPerMonth)
                    ),
                ]
                : []
        );
    }

    private static string Years(int years) => years == 1 ? "year" : "years";
}
