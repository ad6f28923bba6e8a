using System.Collections.Immutable;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Regressions of hazards on groups and covariates.</summary>
internal static class HazardModels
{
    /// <summary>A row that moves a coefficient by more of its standard error than this decides too much alone.</summary>
    private const double MostMoved = 0.5;

    public static Answer Cox(AnalysisRows rows, double? budget, double level)
    {
        if (Budget(rows, budget) is { Met: not true } short_)
            return TooFew(rows, budget, short_);
        var data = new CoxData(rows.Columns, rows.Days, rows.Events);
        var fit = Statistics.Hazards.Cox.Fit(data);
        if (fit.Status == CoxStatus.MonotoneLikelihood)
            return Firth(rows, data, level, Budget(rows, budget));
        if (fit.Status != CoxStatus.Estimated)
            return Answer.None(AdjustmentMethods.Words(fit.Status), Budget(rows, budget));
        var test = fit.LikelihoodRatioTest;
        var proportional = ProportionalHazardsTest.Of(data, fit, TimeTransform.KaplanMeier).Global;
        var moved = CoxResiduals.Dfbeta(data, fit).Select((d, j) => d.Max(Math.Abs) / fit.StandardError(j)).Max();
        var concordance = Concordance.Of(data, Linear(rows, fit.Coefficients)).Index;
        return new(
            AnalysisStatus.Estimated,
            null,
            new("likelihood ratio", test.Statistic, test.DegreesOfFreedom, test.PValue),
            Ratios(
                rows,
                "cause-specific hazard ratio",
                fit.Coefficients,
                ("Wald", level),
                j => fit.HazardRatioInterval(j, level),
                j => Answer.Wald(fit.Coefficients[j], fit.StandardError(j))
            ),
            [
                Budget(rows, budget),
                new(
                    "proportional_hazards",
                    "P of proportional hazards (all columns)",
                    Finite(proportional.PValue),
                    "at least 0.05: below, one ratio for all times does not fit",
                    Finite(proportional.PValue) is { } p ? p >= 0.05 : null
                ),
                new(
                    "largest_influence",
                    "Largest shift of a coefficient by one patient, in standard errors",
                    moved,
                    $"at most {MostMoved}",
                    moved <= MostMoved
                ),
                new("concordance", "Concordance", Finite(concordance), "0.5: the columns foretell nothing", null),
            ]
        );
    }

    public static Answer FineGray(AnalysisRows rows, double? budget, double level)
    {
        if (Budget(rows, budget) is { Met: not true } short_)
            return TooFew(rows, budget, short_);
        var columns = rows.Columns;
        var subjects = Enumerable.Range(0, rows.Days.Length).Select(i => Array.ConvertAll(columns, c => c[i])).ToArray();
        var fit = Statistics.CompetingRisks.FineGray.Fit(rows.Days, rows.Outcomes, subjects);
        if (fit.Status != FineGrayStatus.Estimated)
            return Answer.None(
                fit.Status switch
                {
                    FineGrayStatus.NoEvents => "There is no event.",
                    FineGrayStatus.Collinear => "Covariates depend on one another.",
                    FineGrayStatus.NoFiniteMaximum => $"{Separated(rows)}: a ratio has no finite estimate.",
                    _ => "The fit did not converge.",
                },
                Budget(rows, budget)
            );
        return new(
            AnalysisStatus.Estimated,
            null,
            null,
            Ratios(
                rows,
                "subdistribution hazard ratio",
                fit.Coefficients,
                ("robust", level),
                j => Interval.AboutRatio(Math.Exp(fit.Coefficients[j]), fit.StandardError(j), level),
                j => fit.PValue(j)
            ),
            [
                Budget(rows, budget),
                new("competing", "Deaths that compete", fit.Competing, "with none, the ratio is the cause-specific one", null),
            ]
        );
    }

    /// <summary>Where a group has no event the likelihood rises without end; Firth's penalty has a maximum.</summary>
    private static Answer Firth(AnalysisRows rows, CoxData data, double level, AnalysisDiagnostic budget)
    {
        var fit = FirthCox.FitWithProfile(data, level);
        if (fit.Status != CoxStatus.Estimated)
            return Answer.None(AdjustmentMethods.Words(fit.Status), budget);
        var test = fit.LikelihoodRatioTest;
        return new(
            AnalysisStatus.Estimated,
            $"{Separated(rows)}: estimated by Firth's penalised likelihood (Breslow's ties) instead",
            new("penalised likelihood ratio", test.Statistic, test.DegreesOfFreedom, test.PValue),
            Ratios(
                rows,
                "cause-specific hazard ratio",
                fit.Coefficients,
                ("profile", level),
                j => new(Math.Exp(fit.Intervals[j].Lower), Math.Exp(fit.Intervals[j].Upper)),
                j => fit.PValues[j]
            ),
            [budget]
        );
    }

    /// <summary>The ratio of each column, with its interval and P.</summary>
    private static ImmutableArray<AnalysisEffect> Ratios(
        AnalysisRows rows,
        string measure,
        IReadOnlyList<double> logs,
        (string Kind, double Level) interval,
        Func<int, Interval> limits,
        Func<int, double?> p
    ) =>
        [
            .. rows.ColumnNames.Select(
                (name, j) => Answer.Effect(name, measure, Math.Exp(logs[j]), (interval.Kind, interval.Level, limits(j)), p(j))
            ),
        ];

    /// <summary>Why a ratio is infinite.</summary>
    private static string Separated(AnalysisRows rows) =>
        rows.Groups.FirstOrDefault(g => g is { Patients: > 0, Events: 0 }) is { } empty
            ? $"{empty.Label} has no event"
            : "groups or covariates tell those with an event apart from all others";

    internal static AnalysisDiagnostic Budget(AnalysisRows rows, double? budget) =>
        new(
            "columns",
            "Columns (groups less one, and covariates)",
            rows.ColumnNames.Length,
            budget is { } most ? $"at most {most}, which the events carry" : "the assumptions do not say how many events a column needs",
            budget is { } limit ? rows.ColumnNames.Length <= limit : null
        );

    internal static Answer TooFew(AnalysisRows rows, double? budget, AnalysisDiagnostic short_) =>
        Answer.None(
            budget is { } most
                ? $"{Phrase.Counted(rows.Events.Count(e => e), "event carries", "events carry")} {Phrase.Counted((int)most, "column")}; {rows.ColumnNames.Length} were asked for."
                : "The assumptions do not say how many events a column needs.",
            short_
        );

    private static double[] Linear(AnalysisRows rows, IReadOnlyList<double> coefficients)
    {
        var columns = rows.Columns;
        return [.. Enumerable.Range(0, rows.Days.Length).Select(i => columns.Select((c, j) => c[i] * coefficients[j]).Sum())];
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
