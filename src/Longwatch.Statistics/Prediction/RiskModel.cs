using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Prediction;

/// <summary>How the coefficients of a risk model are found.</summary>
public enum RiskModelKind
{
    /// <summary>Maximum likelihood: only with enough events for each covariate.</summary>
    MaximumLikelihood,

    /// <summary>Firth's method with the intercept corrected (FLIC): finite under separation, but hardly shrunk; the same limit on covariates.</summary>
    Firth,

    /// <summary>Ridge, lasso or elastic net with the penalty chosen by cross-validation.</summary>
    ElasticNet,
}

/// <summary>How a risk model is made and judged. The whole of it is repeated in every fold and every bootstrap sample.</summary>
/// <param name="Kind">The way of fitting.</param>
/// <param name="Mix">Of the elastic net: 0 ridge to 1 lasso.</param>
/// <param name="Folds">Of the outer cross-validation, and of the inner one that chooses the penalty; at least 2.</param>
/// <param name="Bootstraps">Samples for optimism and intervals; 0 for none.</param>
/// <param name="EventsPerCovariate">Fewest events (or non-events) for each covariate without a shrinking penalty: 10 allows 3 covariates for 38 events.</param>
/// <param name="Seed">Names the sequence of random numbers; belongs into the result.</param>
public sealed record RiskModelPlan(RiskModelKind Kind, double Mix, int Folds, int Bootstraps, double EventsPerCovariate, ulong Seed)
{
    /// <summary>Ridge, 10 folds, 200 bootstrap samples, 10 events per covariate.</summary>
    public static RiskModelPlan Ridge(ulong seed) => new(RiskModelKind.ElasticNet, 0, 10, 200, 10, seed);
}

/// <summary>Whether a risk model could be made.</summary>
public enum RiskModelStatus
{
    /// <summary>Made and judged.</summary>
    Estimated,

    /// <summary>More covariates than the events allow without a shrinking penalty.</summary>
    TooManyCovariates,

    /// <summary>Fewer events or non-events than twice the folds: the model could not be judged.</summary>
    TooFewEvents,

    /// <summary>The coefficients are not finite, not unique, or were not found: separation or dependent covariates.</summary>
    NoEstimate,
}

/// <summary>What a prediction is worth, in three numbers.</summary>
/// <param name="C">Area under the ROC curve.</param>
/// <param name="Brier">Mean squared difference.</param>
/// <param name="Slope">Calibration slope; NaN where the predictions do not vary.</param>
public readonly record struct RiskPerformance(double C, double Brier, double Slope);

/// <summary>A risk model with its honest performance.</summary>
/// <param name="Covariates">How many were given.</param>
/// <param name="Allowed">How many the events allow without a shrinking penalty.</param>
/// <param name="Coefficients">Intercept first; empty unless estimated.</param>
/// <param name="Penalty">λ that was chosen; 0 without one.</param>
/// <param name="Risks">Predicted for each person by the model that has seen them: for use on new persons of the same covariates, not for judging.</param>
/// <param name="Intervals">Percentile bootstrap intervals (95 %) of these risks; empty without bootstrap.</param>
/// <param name="Apparent">Performance on the persons that made the model: too good.</param>
/// <param name="CrossValidated">Performance of the predictions for persons who were left out, the penalty chosen without them (nested cross-validation).</param>
/// <param name="Calibration">All measures of the predictions for persons who were left out; null unless estimated.</param>
/// <param name="Corrected">Apparent less the optimism found in bootstrap samples (Harrell); NaN without bootstrap.</param>
/// <param name="FailedSamples">Bootstrap samples in which the model could not be fitted; they are left out.</param>
public sealed record RiskModelResult(
    RiskModelStatus Status,
    int Covariates,
    int Events,
    int Allowed,
    IReadOnlyList<double> Coefficients,
    double Penalty,
    double[] Risks,
    Interval[] Intervals,
    RiskPerformance Apparent,
    RiskPerformance CrossValidated,
    CalibrationMeasures? Calibration,
    RiskPerformance Corrected,
    int FailedSamples
);

/// <summary>Logistic risk models for few events, judged without self-deception. Research use.</summary>
/// <remarks>
/// Nested cross-validation: Varma and Simon (2006) BMC Bioinformatics 7:91. Optimism: Harrell, Lee and Mark (1996) Stat Med 15:361. Limits: Peduzzi et al. (1996); see
/// <see cref="MinimumSampleSize"/> for a better one. Folds are balanced by outcome. Each fold and sample has its own stream of random numbers, so the result does not
/// depend on the number of processors. Checked by simulation without any effect: cross-validated and corrected C near one half, apparent C well above.
/// </remarks>
public static class RiskModel
{
    private const double IntervalTail = 0.025;

    /// <summary>Makes and judges a model.</summary>
    /// <param name="covariates">One array per covariate, without an intercept; finite.</param>
    /// <param name="cases">One per person.</param>
    /// <exception cref="ArgumentException">Lengths differ, no covariate, a number that is not finite, or a plan out of its range.</exception>
    public static RiskModelResult Fit(IReadOnlyList<double[]> covariates, ReadOnlySpan<bool> cases, RiskModelPlan plan)
    {
        Check(covariates, cases.Length, plan);
        var data = new RiskData(covariates, cases.ToArray());
        var scarce = Math.Min(data.Events, data.Cases.Length - data.Events);
        var allowed = (int)Math.Floor(scarce / plan.EventsPerCovariate);
        RiskModelResult None(RiskModelStatus status)
        {
            var unknown = new RiskPerformance(double.NaN, double.NaN, double.NaN);
            return new(status, covariates.Count, data.Events, allowed, [], double.NaN, [], [], unknown, unknown, null, unknown, 0);
        }

        if (scarce < 2 * plan.Folds)
            return None(RiskModelStatus.TooFewEvents);
        if (plan.Kind != RiskModelKind.ElasticNet && covariates.Count > allowed)
            return None(RiskModelStatus.TooManyCovariates);
        if (RiskFit.Of(data, plan, new Philox(plan.Seed, 0)) is not { } fit)
            return None(RiskModelStatus.NoEstimate);
        if (LeftOut(data, plan) is not { } leftOut)
            return None(RiskModelStatus.NoEstimate);
        var risks = fit.Predict(data);
        var apparent = Performance(risks, data.Cases);
        var (optimism, intervals, failed) = Bootstrap(data, plan);
        return new(
            RiskModelStatus.Estimated,
            covariates.Count,
            data.Events,
            allowed,
            fit.Coefficients,
            fit.Penalty,
            risks,
            intervals,
            apparent,
            Performance(leftOut, data.Cases),
            RiskCalibration.Measure(leftOut, data.Cases),
            new(apparent.C - optimism.C, apparent.Brier - optimism.Brier, apparent.Slope - optimism.Slope),
            failed
        );
    }

    /// <summary>Predictions for persons who were left out, by a model that chose its penalty without them.</summary>
    private static double[]? LeftOut(RiskData data, RiskModelPlan plan)
    {
        var folds = data.Folds(plan.Folds, new Philox(plan.Seed, 1));
        var risks = new double[data.Cases.Length];
        var failed = false;
        Parallel.For(
            0,
            plan.Folds,
            fold =>
            {
                var kept = data.Rows(i => folds[i] != fold);
                if (RiskFit.Of(data.Of(kept), plan, new Philox(plan.Seed, 2 + (ulong)fold)) is not { } fit)
                {
                    Volatile.Write(ref failed, true);
                    return;
                }

                var predicted = fit.Predict(data);
                for (var i = 0; i < folds.Length; i++)
                    if (folds[i] == fold)
                        risks[i] = predicted[i];
            }
        );
        return failed ? null : risks;
    }

    private static (RiskPerformance Optimism, Interval[] Intervals, int Failed) Bootstrap(RiskData data, RiskModelPlan plan)
    {
        var n = data.Cases.Length;
        var (predictions, optimism) = (new double[plan.Bootstraps][], new RiskPerformance[plan.Bootstraps]);
        Parallel.For(
            0,
            plan.Bootstraps,
            b =>
            {
                var random = new Philox(plan.Seed, 1_000_000 + (ulong)b);
                var rows = new int[n];
                for (var i = 0; i < n; i++)
                    rows[i] = random.NextBelow(n);
                var sample = data.Of(rows);
                if (Math.Min(sample.Events, n - sample.Events) < plan.Folds || RiskFit.Of(sample, plan, random) is not { } fit)
                    return;
                var onSample = Performance(fit.Predict(sample), sample.Cases);
                predictions[b] = fit.Predict(data);
                var onAll = Performance(predictions[b], data.Cases);
                optimism[b] = new(onSample.C - onAll.C, onSample.Brier - onAll.Brier, onSample.Slope - onAll.Slope);
            }
        );
        var good = Enumerable.Range(0, plan.Bootstraps).Where(b => predictions[b] is not null).ToArray();
        if (good.Length == 0)
            return (new(double.NaN, double.NaN, double.NaN), [], plan.Bootstraps);
        var intervals = new Interval[n];
        var values = new double[good.Length];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < good.Length; k++)
                values[k] = predictions[good[k]][i];
            Array.Sort(values);
            intervals[i] = new(Percentile(values, IntervalTail), Percentile(values, 1 - IntervalTail));
        }

        // A sample whose predictions do not vary has no slope; it says nothing about its optimism.
        var slopes = good.Select(b => optimism[b].Slope).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        return (
            new(good.Average(b => optimism[b].C), good.Average(b => optimism[b].Brier), slopes),
            intervals,
            plan.Bootstraps - good.Length
        );
    }

    private static RiskPerformance Performance(double[] risks, bool[] cases)
    {
        var measures = RiskCalibration.Measure(risks, cases);
        return new(measures.C, measures.Brier, measures.Slope);
    }

    private static double Percentile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static void Check(IReadOnlyList<double[]> covariates, int persons, RiskModelPlan plan)
    {
        if (covariates.Count == 0)
            throw new ArgumentException("There is no covariate.", nameof(covariates));
        if (
            covariates.Any(c => c.Length != persons || c.AsSpan().ContainsAny(double.NaN, double.PositiveInfinity, double.NegativeInfinity))
        )
            throw new ArgumentException($"Covariates need {persons} finite numbers.", nameof(covariates));
        if (plan.Folds < 2 || plan.Bootstraps < 0 || !(plan.EventsPerCovariate > 0) || !(plan.Mix is >= 0 and <= 1))
            throw new ArgumentException("Folds ≥ 2, bootstraps ≥ 0, events per covariate > 0, mix in 0 … 1.", nameof(plan));
    }
}
