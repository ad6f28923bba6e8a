using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.MetaAnalysis;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Rates of secondary T-cell malignancy per person-time, pooled over centres.</summary>
internal sealed class CentreRates
{
    private const string Id = "pooled-cohorts-t-cell-rate";
    private const string Label = "Secondary T-cell malignancy, pooled rate of a typical centre";
    private const double Per = 100_000;

    private readonly int[] events;
    private readonly double level;
    private readonly RandomInterceptResult result;
    private readonly HomogeneityTest? test;

    /// <summary>A centre whose patients were all infused on the last day of follow-up has no person-time and says nothing on a rate.</summary>
    public CentreRates(CentreCounts centres, EvaluationOptions options)
    {
        var observed = Enumerable.Range(0, centres.TCell.Length).Where(i => centres.TCellYears[i] > 0).ToArray();
        events = [.. observed.Select(i => centres.TCell[i].Events)];
        double[] years = [.. observed.Select(i => centres.TCellYears[i])];
        level = options.Level;
        result = PoissonNormal.Fit([.. events.Select(e => (double)e)], years, level);
        test = result is Estimated ? Homogeneity.Test(new(events, years), HomogeneityEffort.WithSeed(options.Seed)) : null;
    }

    /// <summary>Whether the centres with person-time can show a spread between them.</summary>
    public IEnumerable<AnalysisDiagnostic> Diagnostics() =>
        [
            .. Pooling.Spread("centre", events, result, "log scale"),
            .. test is null
                ? (AnalysisDiagnostic[])[]
                : [Diagnose.MonteCarlo(test.Method == ExactMethod.MonteCarlo ? test.StandardError.ByPearson : 0)],
        ];

    /// <summary>The pooled rate and the test that all centres share one.</summary>
    public IEnumerable<Estimate> Estimates()
    {
        if (result is not Estimated fit || test is null)
        {
            yield return Report.Estimates.NotIdentified(
                Id,
                Label,
                Unit.Per100000PersonYears,
                $"Not to be pooled: {Phrase.Whole(events.Sum())} events in {events.Length} centres with person-time."
            );
            yield break;
        }

        static Interval Rate(Interval log) => new(Math.Exp(log.Lower) * Per, Math.Exp(log.Upper) * Per);
        yield return Report.Estimates.Value(
            new(
                Id,
                Label,
                $"{events.Length} centres, {Phrase.Whole(fit.Events)} events in {Phrase.Whole(fit.Total)} person-years; variance between centres {Phrase.Number(fit.Variance)} on the log scale"
                    + (fit.AtBoundary ? ", no spread beyond chance seen." : ".")
            ),
            Math.Exp(fit.Mean) * Per,
            Unit.Per100000PersonYears,
            "One-stage Poisson–normal model, maximum likelihood",
            Report.Estimates.Named($"Student t, {events.Length - 1} degrees of freedom", level, Rate(fit.StudentInterval)),
            Report.Estimates.Named("profile likelihood", level, Rate(fit.ProfileInterval)),
            Report.Estimates.Named("prediction", level, Rate(fit.PredictionInterval))
        );
        yield return Report.Estimates.Value(
            new(
                $"{Id}-heterogeneity",
                "p value that all centres share one rate per person-time",
                $"{events.Length} centres, Pearson {Phrase.Number(test.Pearson)} on {test.DegreesOfFreedom} degrees of freedom"
                    + (
                        test.Method == ExactMethod.MonteCarlo
                            ? $"; Monte Carlo standard error {Phrase.Number(test.StandardError.ByPearson)}."
                            : "."
                    )
            ),
            test.Exact.ByPearson,
            Unit.Probability,
            "Exact conditional multinomial test, ordered by Pearson's statistic"
        );
    }
}
