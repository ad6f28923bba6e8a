using Longwatch.Evaluation.Report;
using Longwatch.Statistics.MetaAnalysis;
using Longwatch.Statistics.Proportions;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Evaluation.Published;

/// <summary>Forest tables, charts and leave-one-out tables of one pooled outcome.</summary>
internal static class PooledForest
{
    public static ReportTable Table(PooledCohorts outcome, IReadOnlyList<PublishedPooledFigure> published)
    {
        var pooling = outcome.Pooling;
        var studies = pooling.Studies.Zip(
            outcome.Pooled,
            (study, cohort) =>
            {
                var interval = ProportionInterval.ClopperPearson(study.Events, study.Patients, pooling.Level);
                return new TableRow(
                    [
                        study.Label,
                        ForestChart.Study,
                        study.Events,
                        study.Patients,
                        (double)study.Events / study.Patients,
                        interval.Lower,
                        interval.Upper,
                        cohort.UnverifiedFields.Contains("median_follow_up_months") ? default(Cell) : cohort.MedianFollowUpMonths,
                        outcome.FromPercentage(cohort) ? "computed from a printed percentage" : "printed",
                    ],
                    null,
                    study.Sources
                );
            }
        );
        var summary = pooling
            .Summary()
            .Select(line =>
            {
                var crude = string.Equals(line.Kind, ForestChart.Crude, StringComparison.Ordinal);
                return new TableRow([
                    line.Label,
                    line.Kind,
                    crude ? pooling.Events : default(Cell),
                    crude ? pooling.Patients : default(Cell),
                    line.Share,
                    line.Lower,
                    line.Upper,
                    default,
                    $"{pooling.Studies.Length} cohorts",
                ]);
            });
        var figures = string.Equals(pooling.Id, "second-primary", StringComparison.Ordinal)
            ? published.Select(p => new TableRow(
                [
                    p.Cohort.Name,
                    ForestChart.Published,
                    default,
                    p.Cohort.Patients,
                    p.Figure.Percent / 100,
                    p.Figure.LowerPercent / 100,
                    p.Figure.UpperPercent / 100,
                    p.Cohort.MedianFollowUpMonths,
                    "as published",
                ],
                null,
                [p.Cohort.Provenance.Key]
            ))
            : [];
        var left = outcome.Left.Select(l => new TableRow(
            [
                l.Cohort.Name,
                "not pooled",
                string.Equals(pooling.Id, "t-cell", StringComparison.Ordinal) ? l.Cohort.TCellMalignancies : l.Cohort.SecondPrimaries,
                l.Cohort.Patients,
                default,
                default,
                default,
                l.Cohort.MedianFollowUpMonths,
                l.Why,
            ],
            l.Why,
            [l.Cohort.Provenance.Key]
        ));
        return new(
            $"pooled-cohorts-{pooling.Id}",
            $"{pooling.Outcome} by cohort, pooled and crude; cohorts that are not pooled are greyed with the reason",
            [.. ForestChart.Columns("Cohort"), new("median_follow_up_months", "Median follow-up (months)", 1), new("basis", "Basis")],
            [.. studies, .. summary, .. figures, .. left]
        );
    }

    public static Chart Chart(Pooling pooling, ReportTable table) =>
        new(
            $"pooled-cohorts-{pooling.Id}-chart",
            $"{pooling.Outcome}: share by {pooling.Unit}",
            $"Forest plot. One square with exact interval per {pooling.Unit}, a diamond for the random-effects estimate, a line for where a further {pooling.Unit} is expected, a triangle for crude pooling.",
            ForestChart.Of(table, $"{pooling.Outcome} (share of patients)"),
            table.Id
        );

    /// <summary>The pooled share without each cohort in turn.</summary>
    public static ReportTable LeaveOneOut(PooledCohorts outcome)
    {
        var pooling = outcome.Pooling;
        return new(
            $"pooled-cohorts-{pooling.Id}-leave-one-out",
            $"{pooling.Outcome}: pooled share without each cohort in turn",
            [
                new("left_out", "Without"),
                new("events", "n", 0),
                new("patients", "N", 0),
                new("share", "Pooled share", 2, Percent: true),
                new("lower", "Lower limit", 2, Percent: true),
                new("upper", "Upper limit", 2, Percent: true),
                new("variance", "Variance (logit)", 3),
                new("note", "Note"),
            ],
            [.. pooling.Studies.Select(study => Row(study, pooling.Without(study)))]
        );
    }

    private static TableRow Row(StudyCount without, Pooling pooling)
    {
        if (pooling.Fit is not Estimated fit)
            return new([without.Label, pooling.Events, pooling.Patients, default, default, default, default, pooling.Obstacle()]);
        var interval = Pooling.OnShareScale(fit.ProfileInterval);
        return new(
            [
                without.Label,
                pooling.Events,
                pooling.Patients,
                BinomialNormal.Share(fit.Mean),
                interval.Lower,
                interval.Upper,
                fit.Variance,
                fit.AtBoundary ? "no spread beyond chance" : "",
            ],
            null,
            without.Sources
        );
    }
}
