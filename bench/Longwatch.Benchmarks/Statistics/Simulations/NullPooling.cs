using Longwatch.Statistics.BiasAnalysis;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Imputation;
using Longwatch.Statistics.MetaAnalysis;
using Longwatch.Statistics.MultipleTesting;
using Longwatch.Statistics.Prediction;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests that put several results together: studies, negative controls, many hypotheses, imputed data.</summary>
internal static class NullPooling
{
    private const string FewStudies =
        "The variance between few studies is estimated, never below 0, and taken as known: too wide where there is none, too narrow where there is some. Knapp–Hartung is nearer.";
    private const string Unequal =
        "With studies of unequal size the weights are those of an estimated variance that is often 0: nearer than the normal test, and not exact.";
    private const string FewInCohort = "Most of the eight cohorts expect fewer than four events: the likelihood ratio exceeds χ² a little.";
    private const string FewCases =
        "The variance is estimated from 38 cases and taken as known: the tails of a normal distribution are too short for it.";
    private const string FewControls =
        "Mean and spread of the systematic error are estimated from the controls and then taken as known: with 10 controls and with 30 that is too bold, with 100 it hardly is any more.";
    private const string Dependent =
        "The share of true hypotheses is estimated as if tests were independent: under strong dependence use Benjamini–Yekutieli.";

    internal static IEnumerable<NullExperiment> All() =>
        [
            Studies(3, 0),
            Studies(3, 0.3),
            Studies(8, 0.3),
            Counts(),
            Controls(10),
            Controls(30),
            Controls(100),
            Many(0),
            Many(0.5),
            Imputed(),
            Predictions(),
        ];

    /// <param name="spread">Standard deviation between studies of the log ratio.</param>
    private static NullExperiment Studies(int studies, double spread)
    {
        var between = spread > 0;
        VarianceEstimator[] estimators = Enum.GetValues<VarianceEstimator>();
        return new(
            $"{studies} studies with standard errors 0.2 to 0.8, {(between ? $"{spread} between them" : "nothing between them")}",
            20_000,
            [
                .. estimators.Select(e => new NullTest($"meta-analysis {e}, normal", Known: FewStudies)),
                .. estimators.Select(e => new NullTest($"meta-analysis {e}, Knapp–Hartung", Known: between ? Unequal : "")),
                .. between ? Array.Empty<NullTest>() : [new("Cochran's Q")],
            ],
            random =>
            {
                double[] errors = [.. Enumerable.Range(0, studies).Select(i => 0.2 + (0.6 * i / (studies - 1)))];
                double[] values = [.. errors.Select(e => random.NextNormal() * Math.Sqrt((e * e) + (spread * spread)))];
                var effects = EffectSizes.Of(values, Array.ConvertAll(errors, e => e * e));
                InverseVarianceFit[] normal = [.. estimators.Select(e => InverseVariance.Fit(effects, e, 0.95))];
                return
                [
                    .. normal.Select(f => NullCohort.TwoSided(f.Mean / f.StandardError)),
                    .. estimators
                        .Select(e => InverseVariance.FitHartungKnapp(effects, e, 0.95))
                        .Select(f => 2 * StudentT.Cdf(studies - 1, -Math.Abs(f.Mean / f.StandardError))),
                    .. between ? Array.Empty<double>() : [normal[0].Q.PValue],
                ];
            }
        );
    }

    private static NullExperiment Counts() =>
        new(
            "8 cohorts as published with 38 events expected, nothing between them",
            2_000,
            [
                new("Poisson–normal, between-study variance", false),
                new("Poisson–normal, separate rates, likelihood ratio", Known: FewInCohort),
                new("binomial–normal, between-study variance", false),
            ],
            random =>
            {
                double[] sizes = [449, 724, 3066, 783, 355, 246, 236, 2609];
                var rate = 38 / sizes.Sum();
                double[] events = [.. sizes.Select(n => (double)random.NextPoisson(n * rate))];
                var poisson = PoissonNormal.Fit(events, sizes, 0.95) as RandomInterceptResult.Estimated;
                double[] among = [.. sizes.Select(n => (double)random.NextBinomial((int)n, rate))];
                var binomial = BinomialNormal.Fit(among, sizes, 0.95) as RandomInterceptResult.Estimated;
                return
                [
                    poisson?.VarianceTest.PValue ?? double.NaN,
                    poisson?.LikelihoodRatio.PValue ?? double.NaN,
                    binomial?.VarianceTest.PValue ?? double.NaN,
                ];
            }
        );

    private static NullExperiment Controls(int controls) =>
        new(
            $"{controls} negative controls, systematic error 0.2 ± 0.25, standard errors 0.1 to 0.5",
            20_000,
            [new("calibrated by negative controls", Known: FewControls)],
            random =>
            {
                var errors = new LogRatioEstimate[controls + 1];
                for (var i = 0; i <= controls; i++)
                {
                    var own = 0.1 + (0.4 * random.NextDouble());
                    errors[i] = new(0.2 + (0.25 * random.NextNormal()) + (own * random.NextNormal()), own);
                }

                return [NegativeControls.Calibrate(errors[^1], NegativeControls.Fit(errors.AsSpan(0, controls)), 0.95).P];
            }
        );

    /// <summary>A procedure's p value for all hypotheses together is its smallest adjusted one: with nothing to be found, any finding is false.</summary>
    /// <param name="correlation">Of the statistics with one another.</param>
    private static NullExperiment Many(double correlation)
    {
        var apart = correlation == 0;
        return new(
            $"any finding among 1,000 one-sided tests, {(apart ? "independent" : $"correlation {correlation}")}",
            6_000,
            [
                new("Benjamini–Hochberg", apart),
                new("Benjamini–Yekutieli", false),
                new("Storey's q, smoothed", apart, apart ? "" : Dependent),
                new("Storey's q, λ = 0.5", apart, apart ? "" : Dependent),
                new("Bonferroni", false),
                new("Holm", false),
                new("Hochberg", false),
                new("Hommel", apart),
            ],
            random =>
            {
                var common = random.NextNormal();
                var p = new double[1_000];
                for (var i = 0; i < p.Length; i++)
                    p[i] = apart
                        ? random.NextDouble()
                        : NormalDistribution.Survival(
                            (Math.Sqrt(correlation) * common) + (Math.Sqrt(1 - correlation) * random.NextNormal())
                        );
                return
                [
                    AdjustedP.BenjaminiHochberg(p).Min(),
                    AdjustedP.BenjaminiYekutieli(p).Min(),
                    Least(QValue.Smoothed(p)),
                    Least(QValue.At(p, 0.5)),
                    AdjustedP.Bonferroni(p).Min(),
                    AdjustedP.Holm(p).Min(),
                    AdjustedP.Hochberg(p).Min(),
                    AdjustedP.Hommel(p).Min(),
                ];
            }
        );
    }

    private static double Least(QValues q) => q.Status == QValueStatus.Estimated ? q.Values.Min() : double.NaN;

    private static NullExperiment Imputed() =>
        new(
            "linear regression of 300 people, 30 % of two covariates missing depending on the outcome, 10 imputations",
            1_500,
            [new("Rubin's rules, one coefficient, t"), new("Rubin's rules, two coefficients, D1")],
            random =>
            {
                const int n = 300;
                var (y, a, b) = (NullCohort.Normal(random, n), NullCohort.Normal(random, n), NullCohort.Normal(random, n));
                for (var i = 0; i < n; i++)
                {
                    b[i] = (0.5 * a[i]) + (Math.Sqrt(0.75) * b[i]);
                    var miss = 0.6 / (1 + Math.Exp(-y[i]));
                    a[i] = random.NextDouble() < miss ? double.NaN : a[i];
                    b[i] = random.NextDouble() < miss ? double.NaN : b[i];
                }

                var imputed = ChainedEquations.Impute(
                    [new(y, ImputationMethod.Normal), new(a, ImputationMethod.Normal), new(b, ImputationMethod.Normal)],
                    new(10, 5, 5, random.NextUInt64())
                );
                var ones = new double[n];
                Array.Fill(ones, 1);
                LeastSquaresFit[] fits = [.. imputed.Tables.Select(t => LeastSquares.Fit([ones, t[1], t[2]], t[0]))];
                return
                [
                    RubinPooling.Pool([.. fits.Select(f => f.Coefficients[1])], [.. fits.Select(f => f.Covariance[1, 1])], n - 3, 0.95).P,
                    RubinPooling
                        .Test(
                            [.. fits.Select(f => new[] { f.Coefficients[1], f.Coefficients[2] })],
                            [
                                .. fits.Select(f =>
                                    new[,]
                                    {
                                        { f.Covariance[1, 1], f.Covariance[1, 2] },
                                        { f.Covariance[2, 1], f.Covariance[2, 2] },
                                    }
                                ),
                            ]
                        )
                        .P,
                ];
            }
        );

    private static NullExperiment Predictions() =>
        new(
            "4,250 people, 38 events expected at the risks predicted",
            3_000,
            [
                new("two markers alike, difference of AUC (DeLong)", Known: FewCases),
                new("calibration, intercept 0 and slope 1, likelihood ratio"),
                new("calibration, Spiegelhalter"),
            ],
            random =>
            {
                var (linear, one, other) = (NullCohort.Normal(random), NullCohort.Normal(random), NullCohort.Normal(random));
                var (risk, cases) = (new double[linear.Length], new bool[linear.Length]);
                for (var i = 0; i < risk.Length; i++)
                {
                    risk[i] = 1 / (1 + Math.Exp(5.22 - linear[i]));
                    cases[i] = random.NextDouble() < risk[i];
                    (one[i], other[i]) = (one[i] + linear[i], other[i] + linear[i]);
                }

                var calibration = RiskCalibration.Measure(risk, cases);
                return [RocCurve.Compare(one, other, cases).P, calibration.UnreliabilityP, calibration.SpiegelhalterP];
            }
        );
}
