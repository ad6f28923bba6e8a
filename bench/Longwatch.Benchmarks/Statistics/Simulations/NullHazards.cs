using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Survival;
using static Longwatch.Benchmarks.Statistics.Simulations.NullCohort;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of hazard ratios, of whole cohorts and of samples from them.</summary>
internal static class NullHazards
{
    private const string FewExposed =
        "About four of the events are exposed: a discrete, skewed count, for which χ² is an approximation. Firth's test is the one to quote.";
    private static readonly CoxOptions one = new(Threads: 1);

    internal static IEnumerable<NullExperiment> All() =>
        [OneMarker(0.5, 4_000), OneMarker(0.1, 4_000), FourCovariates(), WholeCohort(), CaseCohorts(), NestedCaseControl()];

    private static NullExperiment OneMarker(double share, int runs)
    {
        return new(
            $"{People:#,0} people, {Cases} events expected, {share:P0} exposed",
            runs,
            [
                new("Cox, score"),
                new("Cox, likelihood ratio", Known: share < 0.3 ? FewExposed : ""),
                new("Cox, Wald", Known: share < 0.3 ? FewExposed : ""),
                new("Cox, robust Wald", Known: share < 0.3 ? FewExposed : ""),
                new("Firth Cox, penalised likelihood ratio"),
                new("log-rank"),
                new("Peto–Peto"),
                new("proportional hazards (zph), Kaplan–Meier"),
                new("proportional hazards (zph), rank"),
            ],
            random =>
            {
                var cohort = Draw(random, People, share);
                var data = cohort.Data(cohort.Marker);
                var fit = Cox.Fit(data, one);
                var estimated = fit.Status == CoxStatus.Estimated;
                int[] groups = Array.ConvertAll(cohort.Marker, m => (int)m);
                return
                [
                    fit.ScoreTest.PValue,
                    fit.LikelihoodRatioTest.PValue,
                    estimated ? fit.WaldTest.PValue : double.NaN,
                    estimated ? RobustVariance.Of(data, fit).WaldTest.PValue : double.NaN,
                    FirthCox.Fit(data).LikelihoodRatioTest.PValue,
                    LogRank.Test(cohort.Times, cohort.Observed, groups).PValue,
                    LogRank.Test(cohort.Times, cohort.Observed, groups, rho: 1).PValue,
                    estimated ? ProportionalHazardsTest.Of(data, fit, TimeTransform.KaplanMeier).Global.PValue : double.NaN,
                    estimated ? ProportionalHazardsTest.Of(data, fit, TimeTransform.Rank).Global.PValue : double.NaN,
                ];
            }
        );
    }

    private static NullExperiment FourCovariates() =>
        new(
            $"{People:#,0} people, {Cases} events expected, 4 covariates at once",
            2_000,
            [
                new("Cox, score"),
                new("Cox, likelihood ratio"),
                new("Cox, Wald"),
                new("Firth Cox, penalised likelihood ratio"),
                new("proportional hazards (zph), global"),
            ],
            random =>
            {
                var cohort = Draw(random, People, 0.3);
                var data = cohort.Data(cohort.Marker, Normal(random), Normal(random), Binary(random, 0.2));
                var fit = Cox.Fit(data, one);
                var estimated = fit.Status == CoxStatus.Estimated;
                return
                [
                    fit.ScoreTest.PValue,
                    fit.LikelihoodRatioTest.PValue,
                    estimated ? fit.WaldTest.PValue : double.NaN,
                    FirthCox.Fit(data).LikelihoodRatioTest.PValue,
                    estimated ? ProportionalHazardsTest.Of(data, fit, TimeTransform.KaplanMeier).Global.PValue : double.NaN,
                ];
            }
        );

    private static NullExperiment WholeCohort() =>
        new(
            $"42,500 people, {Cases} events expected, 30 % exposed",
            1_000,
            [new("Cox, score"), new("Cox, likelihood ratio"), new("Cox, Wald"), new("log-rank")],
            random =>
            {
                var cohort = Draw(random, 42_500, 0.3);
                var fit = Cox.Fit(cohort.Data(cohort.Marker), one);
                return
                [
                    fit.ScoreTest.PValue,
                    fit.LikelihoodRatioTest.PValue,
                    fit.Status == CoxStatus.Estimated ? fit.WaldTest.PValue : double.NaN,
                    LogRank.Test(cohort.Times, cohort.Observed, Array.ConvertAll(cohort.Marker, m => (int)m)).PValue,
                ];
            }
        );

    private static NullExperiment CaseCohorts()
    {
        CaseCohortMethod[] methods = Enum.GetValues<CaseCohortMethod>();
        return new(
            $"{People:#,0} people, {Cases} events expected, 30 % exposed, subcohort of 10 %, drawn within two strata for Borgan's",
            3_000,
            [.. methods.Select(m => new NullTest($"case-cohort {m}, Wald"))],
            random =>
            {
                var cohort = Draw(random, People, 0.3);
                // A surrogate of the marker, known of everybody: right in four of five.
                int[] surrogate = Array.ConvertAll(cohort.Marker, m => random.NextDouble() < 0.8 ? (int)m : 1 - (int)m);
                var simple = Members(random, [.. Enumerable.Range(0, People)]);
                var stratified = new bool[People];
                var sizes = new Dictionary<int, int>();
                for (var s = 0; s < 2; s++)
                {
                    int[] of = [.. Enumerable.Range(0, People).Where(i => surrogate[i] == s)];
                    sizes[s] = of.Length;
                    var drawn = Members(random, of);
                    for (var i = 0; i < People; i++)
                        stratified[i] |= drawn[i];
                }

                return
                [
                    .. methods.Select(method =>
                    {
                        var borgan = method is CaseCohortMethod.BorganOne or CaseCohortMethod.BorganTwo;
                        var members = borgan ? stratified : simple;
                        int[] rows = [.. Enumerable.Range(0, People).Where(i => members[i] || cohort.Observed[i])];
                        var data = cohort.Of(rows);
                        bool[] of = Array.ConvertAll(rows, i => members[i]);
                        var fit = CaseCohort.Fit(
                            data,
                            borgan ? new(of, Array.ConvertAll(rows, i => surrogate[i]), sizes) : new(of, People),
                            method
                        );
                        return TwoSided(fit.Coefficients[0] / fit.StandardError(0));
                    }),
                ];
            }
        );
    }

    private const string WaldOfRatio =
        "The logarithm of an odds ratio of 38 sets is skewed and its error grows with it: Wald rejects too seldom. The score test is the one to quote.";

    private static NullExperiment NestedCaseControl() =>
        new(
            $"{People:#,0} people, {Cases} events expected, 30 % exposed, 4 controls for each",
            10_000,
            [
                new("conditional logistic, score"),
                new("conditional logistic, likelihood ratio"),
                new("conditional logistic, Wald", Known: WaldOfRatio),
            ],
            random =>
            {
                var cohort = Draw(random, People, 0.3);
                var sets = MatchedSets.Draw(cohort.Data(cohort.Marker), 4, random.NextUInt64());
                var fit = ConditionalLogistic.Fit(
                    [
                        [.. sets.Rows.Select(i => cohort.Marker[i])],
                    ],
                    sets.IsCase,
                    sets.Sets
                );
                return
                [
                    fit.ScoreTest.PValue,
                    fit.LikelihoodRatioTest.PValue,
                    fit.Status == CoxStatus.Estimated ? fit.WaldTest.PValue : double.NaN,
                ];
            }
        );

    /// <summary>A tenth of those named.</summary>
    private static bool[] Members(Philox random, int[] of)
    {
        var members = new bool[People];
        for (int left = of.Length, wanted = of.Length / 10, i = 0; wanted > 0; i++, left--)
            if (random.NextBelow(left) < wanted)
            {
                members[of[i]] = true;
                wanted--;
            }

        return members;
    }
}
