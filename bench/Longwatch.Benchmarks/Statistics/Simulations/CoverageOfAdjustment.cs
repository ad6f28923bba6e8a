using Longwatch.Statistics;
using Longwatch.Statistics.BiasAnalysis;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Imputation;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Intervals after adjustment for confounding, after imputation, and after calibration by negative controls.</summary>
internal static class CoverageOfAdjustment
{
    private const double Level = 0.95;

    internal static IEnumerable<EstimateRow> Rows(double effort) =>
        [
            .. Weighted(2_125, -5.1, "38 of 2,125", effort),
            .. Weighted(1_000, -1.7, "250 of 1,000", effort),
            .. Imputed(effort),
            .. Calibrated(effort),
        ];

    /// <summary>Exposure depends on two covariates, the outcome on both and on the exposure; targets by averaging over many people.</summary>
    private const string FewEvents =
        "The variance is that of large samples: with 38 events the estimate is skewed and the interval a little narrow; with 250 it holds.";

    private static IEnumerable<EstimateRow> Weighted(int people, double intercept, string events, double effort)
    {
        var (everybody, exposed, overlap) = Targets(intercept);
        Method[] methods =
        [
            new("weights of everybody (ATE)", Exactly: false),
            new("stabilised weights of everybody, cut at 1 and 99 %", Exactly: false),
            new("weights of the exposed (ATT)", Exactly: false),
            new("overlap weights (ATO)", Exactly: false),
            new("standardisation by an outcome model (ATE)"),
            new("augmented weights, doubly robust (ATE)", Known: FewEvents),
        ];
        return EstimateRow.Of(
            methods,
            $"risk difference, {events} with the event, two confounders",
            Simulation.Runs(4_000, effort),
            random =>
            {
                var (exposure, rows, outcome) = (new bool[people], new double[people][], new bool[people]);
                for (var i = 0; i < people; i++)
                {
                    rows[i] = Covariates(random);
                    exposure[i] = random.NextDouble() < Propensity(rows[i]);
                    outcome[i] = random.NextDouble() < Risk(rows[i], exposure[i], intercept);
                }

                var sample = new ExposedSample(exposure, rows);
                var score = PropensityScore.Fit(sample);
                if (score.Status != PropensityStatus.Estimated)
                    return [.. methods.Select(_ => Outcome.None)];
                double[] y = Array.ConvertAll(outcome, o => o ? 1.0 : 0);
                Outcome By(double truth, WeightTarget target, double keep = 1)
                {
                    var means = WeightedDifference.Means(sample, y, BalancingWeights.Of(sample, score.Scores, target, keep).Weights, Level);
                    return new(truth, means.Difference, means.Interval.Lower, means.Interval.Upper);
                }

                var model = OutcomeStandardisation.Risks(sample, outcome, Level);
                var robust = OutcomeStandardisation.Augmented(sample, outcome, score.Scores, Level);
                return
                [
                    By(everybody, WeightTarget.Everybody),
                    By(everybody, WeightTarget.EverybodyStabilised, 0.98),
                    By(exposed, WeightTarget.Exposed),
                    By(overlap, WeightTarget.Overlap),
                    model.Status == OutcomeStatus.Estimated
                        ? new(everybody, model.RiskDifference, model.Difference.Lower, model.Difference.Upper)
                        : Outcome.None,
                    robust.Status == OutcomeStatus.Estimated
                        ? new(everybody, robust.RiskDifference, robust.Interval.Lower, robust.Interval.Upper)
                        : Outcome.None,
                ];
            }
        );
    }

    private static double[] Covariates(Philox random) => [random.NextNormal(), random.NextDouble() < 0.4 ? 1 : 0];

    private static double Propensity(double[] x) => Expit(-0.9 + (0.6 * x[0]) + (0.6 * x[1]));

    private static double Risk(double[] x, bool exposed, double intercept) =>
        Expit(intercept + (0.5 * x[0]) + (0.7 * x[1]) + (exposed ? 0.8 : 0));

    private static double Expit(double x) => 1 / (1 + Math.Exp(-x));

    private static (double Everybody, double Exposed, double Overlap) Targets(double intercept)
    {
        const int steps = 4_000;
        double all = 0,
            exposed = 0,
            exposedWeight = 0,
            overlap = 0,
            overlapWeight = 0;
        // The normal covariate on a grid of ±8, the other by its two values.
        for (var k = 0; k < steps; k++)
        for (var b = 0; b < 2; b++)
        {
            var z = -8 + (16 * (k + 0.5) / steps);
            double[] x = [z, b];
            var mass = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * 16 / steps * (b == 1 ? 0.4 : 0.6);
            var (e, difference) = (Propensity(x), Risk(x, true, intercept) - Risk(x, false, intercept));
            all += mass * difference;
            exposed += mass * e * difference;
            exposedWeight += mass * e;
            overlap += mass * e * (1 - e) * difference;
            overlapWeight += mass * e * (1 - e);
        }

        return (all, exposed / exposedWeight, overlap / overlapWeight);
    }

    /// <summary>A linear model of which two covariates are missing depending on the outcome.</summary>
    private static IEnumerable<EstimateRow> Imputed(double effort)
    {
        const int people = 300;
        foreach (var method in new[] { ImputationMethod.Normal, ImputationMethod.PredictiveMeanMatching, ImputationMethod.Logistic })
        {
            var binary = method == ImputationMethod.Logistic;
            yield return EstimateRow.Of(
                new($"multiple imputation ({method}) and Rubin's rules"),
                $"{people} people, linear model, {(binary ? "a binary covariate" : "two covariates")}, 30 % missing depending on the outcome, 20 imputations",
                Simulation.Runs(1_000, effort),
                random =>
                {
                    var (a, b, y) = (
                        NullCohort.Normal(random, people),
                        NullCohort.Normal(random, people),
                        NullCohort.Normal(random, people)
                    );
                    for (var i = 0; i < people; i++)
                    {
                        b[i] += 0.5 * a[i];
                        a[i] =
                            !binary ? a[i]
                            : random.NextDouble() < Expit(b[i]) ? 1
                            : 0;
                        y[i] += (0.5 * a[i]) + (0.3 * b[i]);
                        var missing = 0.6 * Expit(y[i]);
                        a[i] = random.NextDouble() < missing ? double.NaN : a[i];
                        b[i] = !binary && random.NextDouble() < missing ? double.NaN : b[i];
                    }

                    var imputed = ChainedEquations.Impute(
                        [new(y, ImputationMethod.Normal), new(a, method), new(b, binary ? ImputationMethod.Normal : method)],
                        new(20, 10, 5, random.NextUInt64())
                    );
                    var ones = new double[people];
                    Array.Fill(ones, 1);
                    LeastSquaresFit[] fits = [.. imputed.Tables.Select(t => LeastSquares.Fit([ones, t[1], t[2]], t[0]))];
                    var pooled = RubinPooling.Pool(
                        [.. fits.Select(f => f.Coefficients[1])],
                        [.. fits.Select(f => f.Covariance[1, 1])],
                        people - 3,
                        Level
                    );
                    return new(0.5, pooled.Estimate, pooled.Interval.Lower, pooled.Interval.Upper);
                }
            );
        }
    }

    private static IEnumerable<EstimateRow> Calibrated(double effort)
    {
        foreach (var controls in new[] { 10, 30, 100 })
            yield return EstimateRow.Of(
                new(
                    "calibrated by negative controls",
                    Known: "Mean and spread of the systematic error are estimated from the controls and then taken as known: with 10 controls and with 30 that is too bold, with 100 it hardly is any more."
                ),
                $"log ratio 0.7, {controls} controls, systematic error 0.2 ± 0.25",
                Simulation.Runs(20_000, effort),
                random =>
                {
                    var errors = new LogRatioEstimate[controls + 1];
                    for (var i = 0; i <= controls; i++)
                    {
                        var own = 0.1 + (0.4 * random.NextDouble());
                        errors[i] = new(0.2 + (0.25 * random.NextNormal()) + (own * random.NextNormal()), own);
                    }

                    var seen = errors[^1] with { LogRatio = errors[^1].LogRatio + 0.7 };
                    var result = NegativeControls.Calibrate(seen, NegativeControls.Fit(errors.AsSpan(0, controls)), Level);
                    return new(0.7, result.LogRatio, Math.Log(result.Interval.Lower), Math.Log(result.Interval.Upper));
                }
            );
    }
}
