using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.ExactConditional;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;
using Longwatch.Statistics.Tables;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of odds ratios of one binary exposure with 38 cases of 42,500 people; persons who are alike are one row of the regression.</summary>
internal static class NullTables
{
    private const int Cases = 38;
    private const double Level = 0.95;

    /// <summary>Not exposed and exposed, of two strata; the second has three times the risk and more who are exposed.</summary>
    private static readonly int[][] people =
    [
        [22_312, 9_563],
        [5_312, 5_313],
    ];
    private const double RiskRatio = 3;
    private const string FewInCells =
        "Of the 38 cases fewer than six are expected in the smallest of the four cells: χ² is an approximation.";

    internal static IEnumerable<NullExperiment> All() => [Stratified(), Fourfold(0.3), Fourfold(0.05), Shares()];

    private static NullExperiment Stratified() =>
        new(
            "38 cases of 42,500, two strata confounded with the exposure",
            10_000,
            [
                new("Firth logistic, penalised likelihood ratio"),
                new("Firth logistic, Wald"),
                new("logistic, likelihood ratio"),
                new("logistic, Wald"),
                new("median-bias-reduced logistic, Wald"),
                new("exact conditional logistic, by probability", false),
                new("exact conditional logistic, twice the tail", false),
                new("exact conditional logistic, mid-P", false),
                new("stratified exact 2×2", false),
                new("Mantel–Haenszel, continuity-corrected", false),
                new("homogeneity of odds ratios, Breslow–Day–Tarone", Known: FewInCells),
            ],
            StratifiedP
        );

    private static double[] StratifiedP(Philox random)
    {
        var cases = new int[][] { [0, 0], [0, 0] };
        double[] risk = [people[0].Sum(), RiskRatio * people[1].Sum()];
        for (var i = 0; i < Cases; i++)
        {
            var s = random.NextCategory(risk);
            cases[s][random.NextDouble() * people[s].Sum() < people[s][0] ? 0 : 1]++;
        }

        (int S, int E)[] cells = [(0, 0), (0, 1), (1, 0), (1, 1)];
        double[] events = [.. cells.Select(c => (double)cases[c.S][c.E])];
        double[] trials = [.. cells.Select(c => (double)people[c.S][c.E])];
        var sample = BinomialSample.FromRows([.. cells.Select(c => new double[] { 1, c.E, c.S })], events, trials);
        var without = BinomialSample.FromRows([.. cells.Select(c => new double[] { 1, c.S })], events, trials);
        var firth = FirthRegression.Analyse(sample, Level);
        var plain = LogisticRegression.Fit(sample);
        var median = MedianBiasReduction.Fit(sample);
        var exact = ExactLogistic.Analyse(
            [.. cases.Select((c, s) => new ExactStratum([new(0, c[0], people[s][0]), new(1, c[1], people[s][1])]))],
            Level
        );
        TwoByTwo[] tables = [.. cases.Select((c, s) => new TwoByTwo(c[1], people[s][1] - c[1], c[0], people[s][0] - c[0]))];
        var pooled = MantelHaenszel.Pool(tables, Level);
        return
        [
            firth.Terms[1].P,
            firth.Terms[1].WaldP,
            plain.Status == RegressionStatus.Estimated
                ? ChiSquared.Survival(1, Math.Max(0, 2 * (plain.LogLikelihood - LogisticRegression.Fit(without).LogLikelihood)))
                : double.NaN,
            NullCohort.TwoSided(plain.Coefficients[1] / plain.StandardError(1)),
            NullCohort.TwoSided(median.Coefficients[1] / median.StandardError(1)),
            exact.P,
            exact.TwiceP,
            exact.MidTwiceP,
            ExactCommonOddsRatio.Of(tables, Level).P,
            pooled.P,
            pooled.HomogeneityP,
        ];
    }

    private static NullExperiment Fourfold(double share)
    {
        var exposed = (int)(42_500 * share);
        // Everything depends on the exposed among the cases.
        double[][] known =
        [
            .. Enumerable
                .Range(0, Cases + 1)
                .Select(both =>
                {
                    var table = TwoByTwo.FromMargins(both, exposed, Cases, 42_500);
                    var fisher = FisherExact.Test(both, exposed, Cases - both, 42_500 - exposed);
                    var exact = ExactOddsRatio.Of(table, Level);
                    return new[]
                    {
                        fisher.TwoSided,
                        fisher.Greater,
                        exact.CentralP,
                        exact.MinimumLikelihoodP,
                        exact.BlakerP,
                        exact.CentralMidP,
                        HypergeometricTail.MidP(table),
                    };
                }),
        ];
        return new(
            $"38 cases of 42,500, {share:P0} exposed",
            200_000,
            [
                new("Fisher, two-sided", false),
                new("Fisher, one-sided", false),
                new("exact odds ratio, central", false),
                new("exact odds ratio, minimum likelihood", false),
                new("exact odds ratio, Blaker", false),
                new("exact odds ratio, mid-P", false, NullRates.HalfCounted),
                new("pair of drug and event, one-sided mid-P", false),
            ],
            random =>
            {
                // The exposed among the cases given the margins: hypergeometric, one case after the other.
                var both = 0;
                for (var i = 0; i < Cases; i++)
                    both += random.NextBelow(42_500 - i) < exposed - both ? 1 : 0;
                return known[both];
            }
        );
    }

    private static NullExperiment Shares() =>
        new(
            "38 cases of 42,500 in six products of unequal size",
            2_000,
            [new("homogeneity of shares, Pearson by random tables")],
            random =>
            {
                double[] weights = [.. NullRates.Exposure];
                int[] totals = [.. weights.Select(w => (int)(w * 42_500))];
                var events = new int[totals.Length];
                for (var i = 0; i < Cases; i++)
                    events[random.NextCategory(weights)]++;
                return [ShareHomogeneity.Test(events, totals, random.NextUInt64()).PValue];
            }
        );
}
