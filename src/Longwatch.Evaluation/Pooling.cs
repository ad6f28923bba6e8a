using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.MetaAnalysis;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Evaluation;

/// <summary>Events of patients in one study or centre.</summary>
internal sealed record StudyCount(string Label, int Events, int Patients, ImmutableArray<string> Sources);

/// <summary>One outcome over several studies, pooled.</summary>
/// <param name="Id">Kebab-case part of the estimates' ids, for example <c>t-cell</c>.</param>
/// <param name="Outcome">In words, for example <c>T-cell malignancy</c>.</param>
/// <param name="Unit">What a study is: <c>cohort</c>, <c>centre</c>.</param>
internal sealed record Pooling(string Id, string Outcome, string Unit, ImmutableArray<StudyCount> Studies, double Level)
{
    public const string Method =
        "One-stage binomial–normal model (random intercept on the logit), maximum likelihood by adaptive Gauss–Hermite quadrature; no continuity correction";

    public int Events { get; } = Studies.Sum(s => s.Events);

    public int Patients { get; } = Studies.Sum(s => s.Patients);

    public RandomInterceptResult Fit { get; } = Fitted(Studies, Level);

    private ImmutableArray<string> Sources => [.. Studies.SelectMany(s => s.Sources).Distinct(StringComparer.Ordinal)];

    private string Over =>
        $"{Studies.Length} {Unit}{(Studies.Length == 1 ? string.Empty : "s")}, {Phrase.Whole(Events)}/{Phrase.Whole(Patients)}";

    /// <summary>Pooled share, its prediction interval, the spread, the tests and the crude share.</summary>
    public IEnumerable<Estimate> Estimates() =>
        Fit is Estimated fit
            ? [Share(fit), Prediction(fit), Mean(fit), Variance(fit), Inconsistency(fit), Heterogeneity(fit), Crude()]
            : [Report.Estimates.NotIdentified($"pooled-cohorts-{Id}", $"{Outcome}, pooled share", Report.Unit.Share, Obstacle()), Crude()];

    /// <summary>The pooled result in words, with counts.</summary>
    public string Sentence()
    {
        if (Studies.IsEmpty)
            return $"{Outcome}: no {Unit} with a usable count";
        if (Fit is not Estimated fit)
            return $"{Outcome}: {Obstacle()} ({Over}; {Phrase.Quote(Crude())} crude)";
        var spread = fit.AtBoundary
            ? "no spread beyond chance seen"
            : $"between-{Unit} variance {Phrase.Number(fit.Variance)} on the logit scale";
        var interval = OnShareScale(fit.ProfileInterval);
        var further = OnShareScale(fit.PredictionInterval);
        return $"{Outcome}: {Phrase.Percent(BinomialNormal.Share(fit.Mean))} % ({Phrase.Number(100 * Level)} % CI {Phrase.Percent(interval.Lower)} to "
            + $"{Phrase.Percent(interval.Upper)} %) in a typical {Unit} ({Over}; {spread}; a further {Unit} is expected between "
            + $"{Phrase.Percent(further.Lower)} and {Phrase.Percent(further.Upper)} %), crude {Phrase.Quote(Crude())}";
    }

    /// <summary>Crude share: all events over all patients, as if there were one study.</summary>
    public Estimate Crude() =>
        Report.Estimates.Proportion(
            new(
                $"pooled-cohorts-{Id}-crude",
                $"{Outcome}, crude pooling",
                $"All events over all patients, as if there were one {Unit}; shown for comparison only.",
                Sources
            ),
            Events,
            Patients,
            Level
        );

    /// <summary>The summary lines of a forest.</summary>
    public IEnumerable<ForestLine> Summary()
    {
        if (Fit is Estimated fit)
        {
            var interval = OnShareScale(fit.ProfileInterval);
            var further = OnShareScale(fit.PredictionInterval);
            yield return new("Pooled (random effects)", ForestChart.Pooled, BinomialNormal.Share(fit.Mean), interval.Lower, interval.Upper);
            yield return new($"Expected in a further {Unit}", ForestChart.Prediction, null, further.Lower, further.Upper);
        }

        if (Crude() is { Value: { } crude, Intervals: [var limits, ..] })
            yield return new("Crude pooling", ForestChart.Crude, crude, limits.Lower, limits.Upper);
    }

    /// <summary>Why there is no pooled estimate, in words.</summary>
    public string Obstacle() =>
        Fit is not RandomInterceptResult.NotEstimable none
            ? throw new InvalidOperationException("There is an estimate.")
            : none.Why switch
            {
                PoolingObstacle.FewerThanTwoStudies => $"fewer than two {Unit}s with a usable count, nothing to pool",
                PoolingObstacle.NoEvents => $"no event in any {Unit}, the share has an upper limit but no pooled estimate",
                PoolingObstacle.OnlyEvents => "everybody has the event",
                PoolingObstacle.VarianceUnbounded =>
                    $"some {Unit}s are all events and the others have none, the spread has no finite estimate",
                _ => throw new InvalidOperationException($"{none.Why}"),
            };

    /// <summary>The same outcome without one study.</summary>
    public Pooling Without(StudyCount study) => new(Id, Outcome, Unit, Studies.Remove(study), Level);

    public static Interval OnShareScale(Interval logit) => new(BinomialNormal.Share(logit.Lower), BinomialNormal.Share(logit.Upper));

    private static RandomInterceptResult Fitted(ImmutableArray<StudyCount> studies, double level) =>
        BinomialNormal.Fit([.. studies.Select(s => (double)s.Events)], [.. studies.Select(s => (double)s.Patients)], level);

    private EstimateName Name(string part, string label, string? note) =>
        new($"pooled-cohorts-{Id}{part}", $"{Outcome}, {label}", note, Sources);

    private Estimate Share(Estimated fit) =>
        Report.Estimates.Value(
            Name(
                string.Empty,
                $"pooled share of a typical {Unit}",
                Over
                    + (
                        fit.AtBoundary
                            ? $". The variance between {Unit}s is estimated as 0: the data show no spread beyond chance."
                            : string.Empty
                    )
            ),
            BinomialNormal.Share(fit.Mean),
            Report.Unit.Share,
            Method,
            Report.Estimates.Named("profile likelihood", Level, OnShareScale(fit.ProfileInterval)),
            Report.Estimates.Named($"Student t, {Studies.Length - 1} degrees of freedom", Level, OnShareScale(fit.StudentInterval))
        );

    private Estimate Prediction(Estimated fit) =>
        Report.Estimates.Value(
            Name("-prediction", $"share expected in a further {Unit}", Over),
            BinomialNormal.Share(fit.Mean),
            Report.Unit.Share,
            "Mean and between-study variance with Student t on the logit scale, back-transformed",
            Report.Estimates.Named("prediction", Level, OnShareScale(fit.PredictionInterval))
        );

    private Estimate Mean(Estimated fit) =>
        Report.Estimates.Value(
            Name("-mean-share", $"mean share over all {Unit}s", $"Above the typical {Unit}'s share where {Unit}s differ. {Over}"),
            BinomialNormal.MarginalShare(fit.Mean, fit.Variance),
            Report.Unit.Share,
            "Mean of the logit-normal distribution of shares by Gauss–Hermite quadrature"
        );

    private Estimate Variance(Estimated fit)
    {
        var bounded = double.IsFinite(fit.VarianceInterval.Upper);
        var name = Name(
            "-variance",
            $"variance between {Unit}s (logit scale)",
            bounded
                ? Over
                : $"{Over}. The upper limit is not bounded by these data; the lower one is {Phrase.Number(fit.VarianceInterval.Lower)}."
        );
        return bounded
            ? Report.Estimates.Value(
                name,
                fit.Variance,
                Report.Unit.None,
                "Maximum likelihood",
                Report.Estimates.Named("profile likelihood", Level, fit.VarianceInterval)
            )
            : Report.Estimates.Value(name, fit.Variance, Report.Unit.None, "Maximum likelihood");
    }

    private Estimate Inconsistency(Estimated fit) =>
        Report.Estimates.Value(
            Name("-inconsistency", "I², share of the spread not due to chance", $"{Over}. With few {Unit}s it is hardly determined."),
            fit.InconsistencyShare,
            Report.Unit.Share,
            "Variance over the sum of itself and the typical within-study variance (Higgins and Thompson)"
        );

    private Estimate Heterogeneity(Estimated fit) =>
        Report.Estimates.Value(
            Name(
                "-heterogeneity",
                $"p value that all {Unit}s share one rate",
                $"Likelihood ratio {Phrase.Number(fit.LikelihoodRatio.Statistic)} on {fit.LikelihoodRatio.DegreesOfFreedom} degrees of freedom. {Over}"
            ),
            fit.LikelihoodRatio.PValue,
            Report.Unit.Probability,
            "Likelihood ratio of separate shares against one common share, chi-squared"
        );
}
