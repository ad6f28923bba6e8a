using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Regression;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

public sealed class PseudoValueTests
{
    private static readonly int[] Chosen = [0, 1, 9, 499, 1383];

    [Theory]
    [InlineData(
        60,
        new[] { -6.99656683265867e-05, -5.07638063279789e-05, -1.92350106134574e-04, -1.92350106134574e-04, -2.62274737453105e-05 }
    )]
    [InlineData(
        120,
        new[] { -1.54504939017627e-04, -1.01332849262947e-04, -7.78885170857517e-03, 2.48675150439429e-02, -4.90055581283955e-05 }
    )]
    [InlineData(
        240,
        new[] { -2.57520208905043e-04, -1.62953721590239e-04, -3.87265248702706e-02, 9.39907256118985e-02, -7.67617771146589e-05 }
    )]
    public void Jackknife_values_of_an_incidence_equal_pseudo_on_mgus2(double month, double[] expected)
    {
        // R 4.2.2, survival 3.5-3: pseudo(survfit(Surv(etime, factor(ev)) ~ 1, mgus2), times = …), subjects 1, 2, 10, 500 and 1384, first cause.
        var (times, outcomes, _) = Mgus();
        var values = PseudoValues.Incidence(times, outcomes, 1, month, PseudoValueMethod.InfinitesimalJackknife);
        foreach (var (subject, value) in Chosen.Zip(expected))
            Oracle.Equal(value, values[subject], 1e-9, $"subject {subject}");
    }

    [Fact]
    public void Jackknife_values_of_survival_and_of_mean_times_equal_pseudo_on_mgus2()
    {
        // The same with Surv(etime, ev == 2), times = 120; type = "RMST", times = 240; and type = "auc" of the three states.
        var (times, outcomes, _) = Mgus();
        bool[] died = [.. outcomes.Select(o => o == 2)];
        Compare(
            [-0.01254610759458891, -0.01099288967456635, 1.09469047064548985, 0.80890965119279734, -0.00182614490197414],
            PseudoValues.Survival(times, died, 120, PseudoValueMethod.InfinitesimalJackknife)
        );
        Compare(
            [27.40934632761379, 22.62404053574771, 105.23407386807230, 185.71847103938359, 5.53620654923655],
            PseudoValues.RestrictedMean(times, died, 240, PseudoValueMethod.InfinitesimalJackknife)
        );
        Compare(
            [-0.0342295582568415, -0.0224865947895818, -3.1592459553106469, 8.0638289446506519, -0.0109132465643977],
            PseudoValues.TimeLost(times, outcomes, 1, 240, PseudoValueMethod.InfinitesimalJackknife)
        );
        Compare(
            [210.2724566817417, 215.1715489336446, 127.5249067833835, 54.0528161160308, 234.0914640715699],
            PseudoValues.TimeLost(times, outcomes, 2, 240, PseudoValueMethod.InfinitesimalJackknife)
        );
        static void Compare(double[] expected, double[] values)
        {
            foreach (var (subject, value) in Chosen.Zip(expected))
                Oracle.Equal(value, values[subject], 1e-9, $"subject {subject}");
        }
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 25)]
    [InlineData(3, 60)]
    [InlineData(4, 0.5)]
    public void Leave_one_out_values_equal_leaving_each_subject_out(int seed, double at)
    {
        var random = new System.Random(seed);
        var n = 40;
        double[] times = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(30))];
        byte[] outcomes = [.. times.Select(_ => (byte)random.Next(3))];
        bool[] observed = [.. outcomes.Select(o => o == 1)];
        double Survival(double[] t, byte[] o) => KaplanMeier.Estimate(t, [.. o.Select(c => c == 1)]).At(at);
        double Mean(double[] t, byte[] o) => KaplanMeier.Estimate(t, [.. o.Select(c => c == 1)]).RestrictedMean(at).Mean;
        double Incidence(double[] t, byte[] o) => AalenJohansen.Estimate(t, o, 1).At(at);
        double Lost(double[] t, byte[] o)
        {
            var curve = AalenJohansen.Estimate(t, o, 1);
            double[] grid = [.. curve.Steps.Select(s => s.Time).Where(s => s < at), at];
            return Enumerable.Range(0, grid.Length - 1).Sum(k => curve.At(grid[k]) * (grid[k + 1] - grid[k]));
        }

        Compare(PseudoValues.Survival(times, observed, at), Survival);
        Compare(PseudoValues.RestrictedMean(times, observed, at), Mean);
        Compare(PseudoValues.Incidence(times, outcomes, 1, at), Incidence);
        Compare(PseudoValues.TimeLost(times, outcomes, 1, at), Lost);

        void Compare(double[] values, Func<double[], byte[], double> estimate)
        {
            for (var i = 0; i < n; i++)
            {
                double[] others = [.. times.Where((_, j) => j != i)];
                byte[] codes = [.. outcomes.Where((_, j) => j != i)];
                Assert.Equal((n * estimate(times, outcomes)) - ((n - 1) * estimate(others, codes)), values[i], 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(PseudoValueMethod.LeaveOneOut)]
    [InlineData(PseudoValueMethod.InfinitesimalJackknife)]
    public void Without_censoring_the_value_is_what_happened(PseudoValueMethod method)
    {
        double[] times = [1, 2, 2, 5, 7];
        byte[] outcomes = [1, 2, 1, 2, 1];
        Same([1, 0, 1, 0, 0], PseudoValues.Incidence(times, outcomes, 1, 4, method));
        Same([0, 0, 0, 1, 1], PseudoValues.Survival(times, [true, true, true, true, true], 4, method));
        Same([1, 2, 2, 4, 4], PseudoValues.RestrictedMean(times, [true, true, true, true, true], 4, method));
        Same([3, 0, 2, 0, 0], PseudoValues.TimeLost(times, outcomes, 1, 4, method));
        Same([1], PseudoValues.Survival([9], [true], 4, method));
        Assert.Empty(PseudoValues.Survival([], [], 4, method));
        static void Same(double[] expected, double[] actual) =>
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void A_time_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PseudoValues.Survival([1], [true], double.NaN));
        Assert.Throws<ArgumentException>(() => PseudoValues.Survival([double.NaN], [true], 3));
        Assert.Throws<ArgumentException>(() => PseudoValues.Incidence([1, 2], [1], 1, 3));
    }

    [Theory]
    [InlineData(
        PseudoLink.Identity,
        new[] { 0.0699349800601686, 0.000054552016484924, -0.0184800779705775 },
        new[] { 0.00111685504404212, 1.83277516940830e-07, 1.93994971227078e-04 }
    )]
    [InlineData(
        PseudoLink.ComplementaryLogLog,
        new[] { -2.552537126317144, -0.000213228572893855, -0.300413740563778509 },
        new[] { 0.292570998311523, 4.96300273976469e-05, 0.0495582547801591 }
    )]
    public void Regression_equals_least_squares_and_glm_with_a_sandwich(PseudoLink link, double[] coefficients, double[] variances)
    {
        // R 4.2.2: lm, and least squares through cloglog by Gauss and Newton (glm with quasi stops at 1e-5), of pseudo(…)[, "120", "p"] on 1, age, male; the sandwich by hand.
        var (times, outcomes, rows) = Mgus();
        var values = PseudoValues.Incidence(times, outcomes, 1, 120, PseudoValueMethod.InfinitesimalJackknife);
        double[][] design =
        [
            .. rows.Select(r => new[] { 1, double.Parse(r["age"], CultureInfo.InvariantCulture), r["sex"] == "M" ? 1 : 0 }),
        ];
        var fit = PseudoRegression.Fit(values, design, link);
        Assert.Equal(RegressionStatus.Estimated, fit.Status);
        for (var j = 0; j < 3; j++)
        {
            Oracle.Equal(coefficients[j], fit.Coefficients[j], 1e-8, $"coefficient {j}");
            Oracle.Equal(variances[j], fit.Covariance[j, j], 1e-9, $"variance {j}");
        }

        // Each subject twice in one cluster is each subject once.
        var twice = PseudoRegression.Fit(
            [.. values, .. values],
            [.. design, .. design],
            link,
            [.. Enumerable.Range(0, 2 * values.Length).Select(i => i % values.Length)]
        );
        Assert.All([0, 1, 2], j => Oracle.Equal(fit.StandardError(j), twice.StandardError(j), 1e-7));
    }

    [Theory]
    [InlineData(PseudoLink.Log)]
    [InlineData(PseudoLink.Logit)]
    [InlineData(PseudoLink.ComplementaryLogLog)]
    [InlineData(PseudoLink.LogLog)]
    public void With_one_group_indicator_every_link_gives_the_group_means(PseudoLink link)
    {
        double[] values = [0.1, 0.5, 0.3, 0.9, 0.7];
        double[][] design =
        [
            [1, 0],
            [1, 0],
            [1, 0],
            [1, 1],
            [1, 1],
        ];
        var fit = PseudoRegression.Fit(values, design, link);
        Assert.Equal(RegressionStatus.Estimated, fit.Status);
        Assert.Equal(0.3, Mean(fit.Coefficients[0]), 1e-9);
        Assert.Equal(0.8, Mean(fit.Coefficients[0] + fit.Coefficients[1]), 1e-9);
        Assert.Equal(0.08 + 0.02, fit.SumOfSquares, 1e-12);
        double Mean(double eta) =>
            link switch
            {
                PseudoLink.Log => Math.Exp(eta),
                PseudoLink.Logit => 1 / (1 + Math.Exp(-eta)),
                PseudoLink.ComplementaryLogLog => 1 - Math.Exp(-Math.Exp(eta)),
                _ => Math.Exp(-Math.Exp(eta)),
            };
    }

    [Fact]
    public void A_regression_that_cannot_be_made_says_why()
    {
        Assert.Equal(
            RegressionStatus.Singular,
            PseudoRegression
                .Fit(
                    [1, 2, 3],
                    [
                        [1, 2],
                        [1, 2],
                        [1, 2],
                    ],
                    PseudoLink.Identity
                )
                .Status
        );
        Assert.Equal(RegressionStatus.Singular, PseudoRegression.Fit([], [], PseudoLink.Identity).Status);
        // A group whose mean lies below 0 has no predictor on the log scale.
        Assert.Equal(
            RegressionStatus.NoFiniteMaximum,
            PseudoRegression
                .Fit(
                    [0.5, 0.4, -0.2, -0.1],
                    [
                        [1, 0],
                        [1, 0],
                        [1, 1],
                        [1, 1],
                    ],
                    PseudoLink.Log
                )
                .Status
        );
        Assert.Throws<ArgumentException>(() =>
            PseudoRegression.Fit(
                [1],
                [
                    [1],
                    [1],
                ],
                PseudoLink.Identity
            )
        );
        Assert.Throws<ArgumentException>(() =>
            PseudoRegression.Fit(
                [double.NaN],
                [
                    [1],
                ],
                PseudoLink.Identity
            )
        );
    }

    private static (double[] Times, byte[] Outcomes, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows) Mgus()
    {
        var rows = Oracle.Rows("B02_aalen_johansen_gray", "mgus2.csv");
        return (
            [.. rows.Select(r => double.Parse(r["etime"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => byte.Parse(r["ev"], CultureInfo.InvariantCulture))],
            rows
        );
    }
}
