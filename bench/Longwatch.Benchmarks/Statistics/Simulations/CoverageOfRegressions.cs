using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.ExactConditional;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Prediction;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Intervals of log odds and log hazard ratios with 38 events.</summary>
internal static class CoverageOfRegressions
{
    private const double Level = 0.95;
    private const int People = NullCohort.People;
    private const string Skewed =
        "Five exposed cases: their count is skewed, its logarithm more so; Firth's profile interval is the one to quote.";
    private const string NearOne =
        "Near 1 the area of 38 cases is skewed and its variance falls as it rises: the interval, on the scale of the area itself, lies above the truth too often.";
    private static readonly CoxOptions one = new(Threads: 1);

    internal static IEnumerable<EstimateRow> Rows(double effort) =>
        [.. Grouped(2, effort), .. Grouped(0.3, effort), .. Persons(effort), .. Hazards(effort), .. Areas(effort)];

    /// <summary>42,500 people by exposure and one confounding stratum.</summary>
    private static IEnumerable<EstimateRow> Grouped(double ratio, double effort)
    {
        int[] trials = [22_312, 9_563, 5_312, 5_313];
        double[] odds = [1, ratio, 3, 3 * ratio];
        var scale = 38 / trials.Zip(odds, (n, o) => n * o).Sum();
        Method[] methods =
        [
            new("Firth logistic, profile"),
            new("Firth logistic, Wald", Known: Skewed),
            new("logistic, Wald", Known: Skewed),
            new("exact conditional logistic", Exactly: false),
            new("exact conditional logistic, mid-P"),
        ];
        return EstimateRow.Of(
            methods,
            $"38 cases expected of 42,500, odds ratio {ratio}, one confounder",
            Simulation.Runs(6_000, effort),
            random =>
            {
                int[] events = [.. trials.Select((n, i) => random.NextBinomial(n, scale * odds[i] / (1 + (scale * odds[i]))))];
                var sample = BinomialSample.FromRows(
                    [
                        [1, 0, 0],
                        [1, 1, 0],
                        [1, 0, 1],
                        [1, 1, 1],
                    ],
                    Array.ConvertAll(events, e => (double)e),
                    Array.ConvertAll(trials, n => (double)n)
                );
                var firth = FirthRegression.Analyse(sample, Level).Terms[1];
                var plain = LogisticRegression.Fit(sample);
                var exact = ExactLogistic.Analyse(
                    [
                        new([new(0, events[0], trials[0]), new(1, events[1], trials[1])]),
                        new([new(0, events[2], trials[2]), new(1, events[3], trials[3])]),
                    ],
                    Level
                );
                var truth = Math.Log(ratio);
                return
                [
                    new(truth, firth.Estimate, firth.Profile.Lower, firth.Profile.Upper),
                    new(truth, firth.Estimate, firth.Wald.Lower, firth.Wald.Upper),
                    Outcome.Wald(truth, plain.Coefficients[1], plain.StandardError(1)),
                    new(truth, exact.MedianUnbiased, exact.Exact.Lower, exact.Exact.Upper),
                    new(truth, exact.MedianUnbiased, exact.MidP.Lower, exact.MidP.Upper),
                ];
            }
        );
    }

    private static IEnumerable<EstimateRow> Persons(double effort) =>
        EstimateRow.Of(
            [new("Firth logistic, profile"), new("logistic, Wald")],
            $"38 cases expected of {People:#,0}, continuous covariate, log odds ratio 0.7 per standard deviation",
            Simulation.Runs(2_000, effort),
            random =>
            {
                var x = NullCohort.Normal(random);
                var (ones, cases) = (new double[People], new bool[People]);
                for (var i = 0; i < People; i++)
                    (ones[i], cases[i]) = (1, random.NextDouble() < 1 / (1 + Math.Exp(4.95 - (0.7 * x[i]))));
                var sample = BinomialSample.OfPersons([ones, x], cases);
                var firth = FirthRegression.Fit(sample);
                var profile = FirthRegression.ProfileInterval(sample, 1, Level);
                var plain = LogisticRegression.Fit(sample);
                return
                [
                    new(0.7, firth.Coefficients[1], profile.Lower, profile.Upper),
                    Outcome.Wald(0.7, plain.Coefficients[1], plain.StandardError(1)),
                ];
            }
        );

    private static IEnumerable<EstimateRow> Hazards(double effort)
    {
        const double ratio = 2;
        const double at = 5;
        var truth = Math.Log(ratio);
        Method[] methods =
        [
            new("Cox, Wald"),
            new("Cox, robust"),
            new("Cox, weights 1 and 2, robust"),
            new("Firth Cox, profile"),
            new("case-cohort Prentice, Wald"),
            new("case-cohort Lin–Ying, Wald"),
            new("nested case-control, conditional logistic, Wald"),
            new($"Cox, cumulative hazard of the exposed at {at} years, on the log scale"),
        ];
        return EstimateRow.Of(
            methods,
            $"{People:#,0} people, 38 events expected, 30 % exposed, hazard ratio {ratio}; subcohort of 10 %, 4 controls",
            Simulation.Runs(3_000, effort),
            random =>
            {
                var (cohort, baseline) = Draw(random, ratio);
                var data = cohort.Data(cohort.Marker);
                var weighted = new CoxData([cohort.Marker], cohort.Times, cohort.Observed)
                {
                    Weights = [.. Enumerable.Range(0, People).Select(_ => 1.0 + random.NextBelow(2))],
                };
                var (fit, weightedFit) = (Cox.Fit(data, one), Cox.Fit(weighted, one));
                var firth = FirthCox.FitWithProfile(data, Level);
                var member = Array.ConvertAll(new bool[People], _ => random.NextDouble() < 0.1);
                int[] rows = [.. Enumerable.Range(0, People).Where(i => member[i] || cohort.Observed[i])];
                var subcohort = new Subcohort(Array.ConvertAll(rows, i => member[i]), People);
                CaseCohortFit Sample(CaseCohortMethod method) => CaseCohort.Fit(cohort.Of(rows), subcohort, method);
                var (prentice, lin) = (Sample(CaseCohortMethod.Prentice), Sample(CaseCohortMethod.LinYing));
                var sets = MatchedSets.Draw(data, 4, random.NextUInt64());
                var matched = ConditionalLogistic.Fit(
                    [
                        [.. sets.Rows.Select(i => cohort.Marker[i])],
                    ],
                    sets.IsCase,
                    sets.Sets
                );
                var estimated = fit.Status == CoxStatus.Estimated;
                return
                [
                    Outcome.Wald(truth, fit.Coefficients[0], fit.StandardError(0)),
                    estimated ? Outcome.Wald(truth, fit.Coefficients[0], RobustVariance.Of(data, fit).StandardError(0)) : Outcome.None,
                    weightedFit.Status == CoxStatus.Estimated
                        ? Outcome.Wald(truth, weightedFit.Coefficients[0], RobustVariance.Of(weighted, weightedFit).StandardError(0))
                        : Outcome.None,
                    new(truth, firth.Coefficients[0], firth.Intervals[0].Lower, firth.Intervals[0].Upper),
                    Outcome.Wald(truth, prentice.Coefficients[0], prentice.StandardError(0)),
                    Outcome.Wald(truth, lin.Coefficients[0], lin.StandardError(0)),
                    Outcome.Wald(truth, matched.Coefficients[0], matched.StandardError(0)),
                    estimated ? LogHazard(baseline * ratio * at, BaselineHazard.Of(data, fit).Predict(at, [1])) : Outcome.None,
                ];
            }
        );
    }

    private static Outcome LogHazard(double truth, PredictedSurvival predicted) =>
        Outcome.Wald(Math.Log(truth), Math.Log(predicted.CumulativeHazard), predicted.CumulativeHazardError / predicted.CumulativeHazard);

    /// <summary>As the null cohort, with a hazard ratio; and the hazard of those without the marker.</summary>
    private static (NullCohort Cohort, double Baseline) Draw(Philox random, double ratio)
    {
        const double share = 0.3;
        const double meanFollowUp = 8;
        var baseline = NullCohort.Cases / (People * meanFollowUp * (1 - share + (share * ratio)));
        var (marker, times, observed) = (NullCohort.Binary(random, share), new double[People], new bool[People]);
        for (var i = 0; i < People; i++)
        {
            var end = 1 + (14 * random.NextDouble());
            var onset = random.NextExponential() / (baseline * (marker[i] > 0 ? ratio : 1));
            observed[i] = onset < end;
            times[i] = Math.Min(onset, end);
        }

        return (new(marker, times, observed), baseline);
    }

    private static IEnumerable<EstimateRow> Areas(double effort)
    {
        foreach (var shift in new[] { 0.7, 1.8 })
            yield return EstimateRow.Of(
                new("area under the ROC curve, DeLong", Known: NearOne),
                $"38 cases and 1,000 others, markers {shift} standard deviations apart",
                Simulation.Runs(5_000, effort),
                random =>
                {
                    var (marker, cases) = (new double[1_038], new bool[1_038]);
                    for (var i = 0; i < marker.Length; i++)
                        (cases[i], marker[i]) = (i < 38, random.NextNormal() + (i < 38 ? shift : 0));
                    var area = RocCurve.Area(marker, cases, Level);
                    return new(NormalDistribution.Cdf(shift / Math.Sqrt(2)), area.Area, area.Interval.Lower, area.Interval.Upper);
                }
            );
    }
}
