using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.Heterogeneity;
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

    /// <summary>Shares below 1 % are said per 10,000.</summary>
    private const double RareBelow = 0.01;

    /// <summary>A prediction for a further study needs more than two.</summary>
    private const int FewestToPredict = 3;

    private const int FewestForSpread = 5;

    private (ulong Seed, ShareHomogeneityTest Test)? drawn;

    public int Events { get; } = Studies.Sum(s => s.Events);

    public int Patients { get; } = Studies.Sum(s => s.Patients);

    public RandomInterceptResult Fit { get; } = Fitted(Studies, Level);

    private ImmutableArray<string> Sources => [.. Studies.SelectMany(s => s.Sources).Distinct(StringComparer.Ordinal)];

    private string Over =>
        $"{Studies.Length} {Unit}{(Studies.Length == 1 ? string.Empty : "s")}, {Phrase.Whole(Events)}/{Phrase.Whole(Patients)}";

    /// <summary>Pooled share, its prediction interval, the spread, the tests and the crude share.</summary>
    /// <param name="seed">Of the random tables of the heterogeneity test.</param>
    public IEnumerable<Estimate> Estimates(ulong seed) =>
        Fit is Estimated fit
            ? [Share(fit), Prediction(fit), Mean(fit), Variance(fit), Inconsistency(fit), Heterogeneity(fit, seed), Crude()]
            : [Report.Estimates.NotIdentified($"pooled-cohorts-{Id}", $"{Outcome}, pooled share", Report.Unit.Share, Obstacle()), Crude()];

    /// <summary>What tells how far the spread between studies can be known.</summary>
    /// <param name="seed">Of the random tables of the heterogeneity test.</param>
    public IEnumerable<AnalysisDiagnostic> Diagnostics(ulong seed) =>
        [
            .. Spread(Unit, [.. Studies.Select(s => s.Events)], Fit, "logit scale"),
            .. Fit is Estimated
                ? [Diagnose.MonteCarlo(Test(seed) is { Tables: > 0 } random ? random.StandardError : 0)]
                : (AnalysisDiagnostic[])[],
        ];

    /// <summary>Whether so many studies can show a spread between them.</summary>
    /// <param name="unit">What a study is.</param>
    /// <param name="events">Of each study.</param>
    /// <param name="scale">Scale of the variance, in words.</param>
    public static IEnumerable<AnalysisDiagnostic> Spread(string unit, int[] events, RandomInterceptResult fit, string scale)
    {
        yield return Diagnose.AtLeast(
            "studies",
            $"Number of {unit}s",
            events.Length,
            FewestForSpread,
            $"below, the variance between {unit}s is hardly determined"
        );
        yield return Diagnose.Events(events.Sum());
        yield return Diagnose.AtMost(
            "without_events",
            $"Share of {unit}s without an event",
            events.Length == 0 ? null : events.Count(e => e == 0) / (double)events.Length,
            0.5,
            "above, most say no more than an upper limit"
        );
        yield return new(
            "variance",
            $"Variance between {unit}s ({scale})",
            (fit as Estimated)?.Variance,
            "above 0: an estimate of 0 does not show that they are alike",
            fit is Estimated estimated ? !estimated.AtBoundary : null
        );
    }

    /// <summary>The pooled result in a few words, with counts; what is rare stands per 10,000. Heterogeneity and prediction are estimates of their own.</summary>
    public string Sentence()
    {
        var name = Phrase.Inside(Outcome);
        if (Studies.IsEmpty)
            return $"{name}: no {Unit} with a usable count";
        var over = $"over {Phrase.Counted(Studies.Length, Unit)}";
        if (Fit is not Estimated fit)
            return $"{name} {Phrase.Quote(Crude())} {over}, {Obstacle()}";
        var share = BinomialNormal.Share(fit.Mean);
        var limits = OnShareScale(fit.StudentInterval);
        var (scale, sign) = share < RareBelow ? (10_000, " per 10,000") : (100, " %");
        string Print(double v) => scale == 100 ? Phrase.Percent(v) : (scale * v).ToString(scale * v < 9.95 ? "0.0" : "#,0");
        return $"{name} {Phrase.Whole(Events)}/{Phrase.Whole(Patients)} {over}, {Print(share)}{sign} ({Phrase.Number(100 * Level)} % CI {Print(limits.Lower)} to "
            + $"{Print(limits.Upper)}{(scale == 100 ? " %" : string.Empty)}) in a typical {Unit}";
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
            var interval = OnShareScale(fit.StudentInterval);
            var further = OnShareScale(fit.PredictionInterval);
            yield return new("Pooled (random effects)", ForestChart.Pooled, BinomialNormal.Share(fit.Mean), interval.Lower, interval.Upper);
            if (Studies.Length >= FewestToPredict)
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
            Report.Estimates.Named($"Student t, {Studies.Length - 1} degrees of freedom", Level, OnShareScale(fit.StudentInterval)),
            Report.Estimates.Named("profile likelihood", Level, OnShareScale(fit.ProfileInterval))
        );

    private Estimate Prediction(Estimated fit)
    {
        var name = Name("-prediction", $"share expected in a further {Unit}", Over);
        if (Studies.Length < FewestToPredict)
            return Report.Estimates.NotIdentified(
                name.Id,
                name.Label,
                Report.Unit.Share,
                $"{Over}: two {Unit}s do not show how far a third may lie from them."
            );
        return Report.Estimates.Value(
            name,
            BinomialNormal.Share(fit.Mean),
            Report.Unit.Share,
            "Mean and between-study variance with Student t on the logit scale, back-transformed",
            Report.Estimates.Named("prediction", Level, OnShareScale(fit.PredictionInterval))
        );
    }

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

    /// <summary>Drawn once for the estimate and its diagnostic: a hundred thousand random tables.</summary>
    private ShareHomogeneityTest Test(ulong seed)
    {
        if (drawn is not { } kept || kept.Seed != seed)
            drawn = kept = (seed, ShareHomogeneity.Test([.. Studies.Select(s => s.Events)], [.. Studies.Select(s => s.Patients)], seed));
        return kept.Test;
    }

    private Estimate Heterogeneity(Estimated fit, ulong seed)
    {
        var test = Test(seed);
        return Report.Estimates.Value(
            Name(
                "-heterogeneity",
                $"p value that all {Unit}s share one rate",
                $"{Over}. Pearson {Phrase.Number(test.Pearson)}, likelihood ratio {Phrase.Number(fit.LikelihoodRatio.Statistic)} on {test.DegreesOfFreedom} degrees of freedom"
                    + (test.Tables > 0 ? $"; Monte Carlo standard error {Phrase.Number(test.StandardError)}." : ".")
            ),
            test.PValue,
            Report.Unit.Probability,
            "Pearson's statistic over random tables with the same margins"
        );
    }
}
