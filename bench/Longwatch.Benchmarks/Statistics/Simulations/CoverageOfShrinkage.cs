using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.MetaAnalysis;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Intervals of empirical Bayes, of posteriors and of pooled studies. A posterior is tried on truths drawn from its own prior: there it has to hold its level exactly.</summary>
internal static class CoverageOfShrinkage
{
    private const double Level = 0.95;
    private const int Events = 38;
    private const string Likelihood =
        "Maximum likelihood takes the spread between few cohorts for smaller than it is, and Student's t for eight cohorts widens also where there is none.";
    private const string Profile =
        "The spread between few cohorts is never taken for less than none: too wide where there is none, and too narrow where maximum likelihood takes it for smaller than it is.";

    internal static IEnumerable<EstimateRow> Rows(double effort) =>
        [
            GammaPoissonRow(6, effort),
            GammaPoissonRow(30, effort),
            .. Hierarchy(effort),
            .. Nested(effort),
            .. Screening(effort),
            .. Studies(effort),
            .. Cohorts(effort),
        ];

    /// <summary>Ratios Gamma(3, 3); the interval of one group of each run.</summary>
    private static EstimateRow GammaPoissonRow(int groups, double effort)
    {
        double[] exposure = groups == 6 ? NullRates.Exposure : [.. Enumerable.Range(0, groups).Select(i => (1.0 + (i % 5)) / (3 * groups))];
        var events = groups == 6 ? Events : 8 * groups;
        return EstimateRow.Of(
            new(
                "gamma–Poisson shrinkage",
                Known: "Two parameters estimated from few groups are taken as known; the hierarchical posterior does not do so."
            ),
            $"{events} events expected in {groups} groups, ratios Gamma(3, 3)",
            Simulation.Runs(10_000, effort),
            random =>
            {
                var ratios = new double[groups];
                var counts = new int[groups];
                for (var i = 0; i < groups; i++)
                {
                    ratios[i] = random.NextGamma(3) / 3;
                    counts[i] = random.NextPoisson(events * exposure[i] * ratios[i]);
                }

                var fit = GammaPoisson.Fit(new(counts, exposure), Level);
                var one = random.NextBelow(groups);
                // Against the common rate as it was seen, which the method takes as given.
                var truth = ratios[one] * events / counts.Sum();
                return fit.Status == GammaPoissonStatus.Estimated
                    ? new(truth, fit.Groups[one].Mean, fit.Groups[one].Interval.Lower, fit.Groups[one].Interval.Upper)
                    : new(truth, double.NaN, double.NaN, double.NaN);
            }
        );
    }

    private static IEnumerable<EstimateRow> Hierarchy(double effort) =>
        EstimateRow.Of(
            [
                new("log-normal hierarchy, posterior of a group"),
                new("log-normal hierarchy, posterior of a new group"),
                new("log-normal hierarchy, posterior of the spread"),
            ],
            $"{Events} events expected in six products, spread drawn from its prior",
            Simulation.Runs(600, effort),
            random =>
            {
                var prior = HierarchyPrior.Standard;
                var spread = prior.TauScale * Math.Abs(random.NextNormal());
                var (ratios, counts) = Draw(random, () => spread * random.NextNormal());
                if (counts.Sum() == 0)
                    return [Outcome.None, Outcome.None, Outcome.None];
                var posterior = LogNormalHierarchy.Fit(new(counts, NullRates.Exposure), prior, Level);
                var one = random.NextBelow(counts.Length);
                var scale = (double)Events / counts.Sum();
                return
                [
                    Of(scale * ratios[one], posterior.Groups[one]),
                    Of(scale * Math.Exp(spread * random.NextNormal()), posterior.NewGroup),
                    new(spread, posterior.Tau.Mean, posterior.Tau.Interval.Lower, posterior.Tau.Interval.Upper),
                ];
            }
        );

    private static IEnumerable<EstimateRow> Nested(double effort) =>
        EstimateRow.Of(
            [
                new("nested hierarchy, posterior of a product"),
                new("nested hierarchy, posterior of a target"),
                new("nested hierarchy, posterior of the spread between products"),
            ],
            $"{Events} events expected in six products of two targets of two vector families, spreads drawn from their priors",
            Simulation.Runs(200, effort),
            random =>
            {
                var prior = NestedPrior.Standard;
                double Half(double scale) => scale * Math.Abs(random.NextNormal());
                var (family, target, product) = (Half(prior.FamilyScale), Half(prior.TargetScale), Half(prior.GroupScale));
                // Products 0 to 2 are of target A, 3 to 5 of B; family L makes 0, 1, 3 and 4, family R the others.
                string[] targets = ["A", "A", "A", "B", "B", "B"];
                string[] families = ["L", "L", "R", "L", "L", "R"];
                var ofFamily = families
                    .Distinct(StringComparer.Ordinal)
                    .ToDictionary(f => f, _ => family * random.NextNormal(), StringComparer.Ordinal);
                var ofTarget = families
                    .Zip(targets)
                    .Distinct()
                    .ToDictionary(t => t, t => ofFamily[t.First] + (target * random.NextNormal()));
                var next = 0;
                var (ratios, counts) = Draw(random, () => ofTarget[(families[next], targets[next++])] + (product * random.NextNormal()));
                if (counts.Sum() == 0)
                    return [Outcome.None, Outcome.None, Outcome.None];
                var groups = new NestedGroups(new(counts, NullRates.Exposure), targets, families);
                var posterior = NestedHierarchy.Fit(groups, prior, Level);
                if (posterior.Status != NestedStatus.Estimated)
                    return [Outcome.None, Outcome.None, Outcome.None];
                var one = random.NextBelow(counts.Length);
                var scale = (double)Events / counts.Sum();
                return
                [
                    Of(scale * ratios[one], posterior.Groups[one]),
                    Of(scale * Math.Exp(ofTarget[(families[one], targets[one])]), posterior.Targets[groups.TargetOfGroup[one]]),
                    new(
                        product,
                        posterior.BetweenGroups.Mean,
                        posterior.BetweenGroups.Interval.Lower,
                        posterior.BetweenGroups.Interval.Upper
                    ),
                ];
            }
        );

    private static (double[] Ratios, int[] Counts) Draw(Philox random, Func<double> logRatio)
    {
        var ratios = new double[NullRates.Exposure.Length];
        var counts = new int[ratios.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = Math.Exp(logRatio());
            counts[i] = random.NextPoisson(Events * NullRates.Exposure[i] * ratios[i]);
        }

        return (ratios, counts);
    }

    private static Outcome Of(double truth, RatioPosterior posterior) =>
        new(truth, posterior.Mean, posterior.Interval.Lower, posterior.Interval.Upper);

    /// <summary>EB05 and EB95 of reported pairs, the prior fitted to the same pairs.</summary>
    private static IEnumerable<EstimateRow> Screening(double effort)
    {
        const int sets = 10;
        const int pairs = 5_000;
        GammaMixture prior = new(1.5, 0.4, 3, 3.5, 0.15);
        foreach (var truncation in Enum.GetValues<ZeroTruncation>())
        {
            var bySet = Simulation.Of(
                Simulation.Runs(sets, effort),
                random =>
                {
                    var (ratios, counts, expected) = (new List<double>(), new List<int>(), new List<double>());
                    for (var i = 0; i < pairs; i++)
                    {
                        var ratio =
                            random.NextDouble() < prior.Share
                                ? random.NextGamma(prior.Shape1) / prior.Rate1
                                : random.NextGamma(prior.Shape2) / prior.Rate2;
                        var e = 0.05 * Math.Pow(1000, random.NextDouble());
                        var n = random.NextPoisson(e * ratio);
                        if (n == 0 && truncation != ZeroTruncation.None)
                            continue;
                        ratios.Add(ratio);
                        counts.Add(n);
                        expected.Add(e);
                    }

                    var (n1, e1) = (counts.ToArray(), expected.ToArray());
                    var fit = Mgps.Fit(MgpsPoints.Of(n1, e1, []), new() { Truncation = truncation }, 1);
                    var scores = Mgps.Score(fit.Prior, n1, e1, 0.05, 1);
                    return ratios
                        .Select(
                            (r, i) =>
                                new Outcome(Math.Log(r), Math.Log(scores[i].Ebgm), Math.Log(scores[i].Lower), Math.Log(scores[i].Upper))
                        )
                        .ToArray();
                }
            );
            yield return new EstimateRow(
                new($"EB05 to EB95, prior fitted by {truncation}", Level: 0.9),
                $"{Simulation.Runs(sets, effort)} sets of {pairs:#,0} pairs, ratios of a mixture of two gamma distributions (log scale)",
                [.. bySet.SelectMany(s => s)]
            );
        }
    }

    private static IEnumerable<EstimateRow> Studies(double effort)
    {
        const double spread = 0.3;
        foreach (var studies in new[] { 3, 8 })
        foreach (
            var row in EstimateRow.Of(
                [
                    new("meta-analysis REML, normal", Known: "The estimated variance between few studies is taken as known."),
                    new(
                        "meta-analysis REML, Knapp–Hartung",
                        Known: "With few studies of unequal size the weights are those of an estimated variance that is often 0; nearer than the normal interval."
                    ),
                    new("between-study variance, Q-profile"),
                    new(
                        "meta-analysis REML, Knapp–Hartung, prediction of a further study",
                        Known: "The estimated variance between few studies is taken as known, and is 0 in many samples."
                    ),
                ],
                $"{studies} studies with standard errors 0.2 to 0.8, {spread} between them",
                Simulation.Runs(20_000, effort),
                random =>
                {
                    double[] errors = [.. Enumerable.Range(0, studies).Select(i => 0.2 + (0.6 * i / (studies - 1)))];
                    double[] values = [.. errors.Select(e => random.NextNormal() * Math.Sqrt((e * e) + (spread * spread)))];
                    var effects = EffectSizes.Of(values, Array.ConvertAll(errors, e => e * e));
                    var normal = InverseVariance.Fit(effects, VarianceEstimator.RestrictedLikelihood, Level);
                    var student = InverseVariance.FitHartungKnapp(effects, VarianceEstimator.RestrictedLikelihood, Level);
                    var variance = InverseVariance.VarianceInterval(effects, Level);
                    return
                    [
                        new(0, normal.Mean, normal.ConfidenceInterval.Lower, normal.ConfidenceInterval.Upper),
                        new(0, student.Mean, student.ConfidenceInterval.Lower, student.ConfidenceInterval.Upper),
                        new(spread * spread, normal.Variance, variance.Lower, variance.Upper),
                        new(spread * random.NextNormal(), student.Mean, student.PredictionInterval.Lower, student.PredictionInterval.Upper),
                    ];
                }
            )
        )
            yield return row;
    }

    private static IEnumerable<EstimateRow> Cohorts(double effort)
    {
        double[] sizes = [449, 724, 3066, 783, 355, 246, 236, 2609];
        foreach (var spread in new[] { 0, 0.5 })
        {
            var mean = Math.Log(Events / sizes.Sum());
            foreach (
                var row in EstimateRow.Of(
                    [
                        new("Poisson–normal, Student", Known: Likelihood),
                        new("Poisson–normal, profile", Known: Profile),
                        new("Poisson–normal, Wald", Known: Likelihood),
                    ],
                    $"8 cohorts as published, {Events} events expected, {spread} between them",
                    Simulation.Runs(1_000, effort),
                    random =>
                    {
                        double[] events =
                        [
                            .. sizes.Select(n => (double)random.NextPoisson(n * Math.Exp(mean + (spread * random.NextNormal())))),
                        ];
                        return PoissonNormal.Fit(events, sizes, Level) is RandomInterceptResult.Estimated fit
                            ?
                            [
                                new(mean, fit.Mean, fit.StudentInterval.Lower, fit.StudentInterval.Upper),
                                new(mean, fit.Mean, fit.ProfileInterval.Lower, fit.ProfileInterval.Upper),
                                new(mean, fit.Mean, fit.WaldInterval.Lower, fit.WaldInterval.Upper),
                            ]
                            : [Outcome.None, Outcome.None, Outcome.None];
                    }
                )
            )
                yield return row;
        }
    }
}
