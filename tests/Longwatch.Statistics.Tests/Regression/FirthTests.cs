using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Regression;

public sealed class FirthTests
{
    private static readonly string[] Covariates = ["age", "oc", "vic", "vicl", "vis", "dia"];

    // R: sqrt(diag(solve(t(X) %*% (X * p * (1 - p))))) at logistf's coefficients. logistf itself adds the leverages to the weights since 1.24.
    private static readonly double[] InformationErrors =
    [
        0.485541505922751,
        0.423660128709229,
        0.443793445906165,
        0.548415958970765,
        0.543082354901506,
        0.417367565775256,
        1.67500841359363,
    ];

    [Fact]
    public void Estimates_tests_and_profile_limits_agree_with_logistf()
    {
        var rows = Oracle.Rows("G01_firth_logistic", "sex2.csv");
        var expected = Oracle.Expected("G01_firth_logistic");
        var design = rows.Select(r => new[] { 1.0 }.Concat(Covariates.Select(c => Number(r[c]))).ToArray()).ToList();
        var events = rows.Select(r => Number(r["case"])).ToList();
        var trials = rows.Select(_ => 1.0).ToList();

        var fit = LogisticRegression.Firth(design, events, trials);

        string[] names = ["(Intercept)", .. Covariates];
        for (var j = 0; j < names.Length; j++)
        {
            Oracle.Equal(expected.GetProperty("coef").GetProperty(names[j]).GetDouble(), fit.Coefficients[j], 1e-9, names[j]);
            Oracle.Equal(InformationErrors[j], fit.StandardError(j), 1e-9, names[j]);
            Oracle.Equal(
                expected.GetProperty("p_plr").GetProperty(names[j]).GetDouble(),
                LogisticRegression.FirthP(design, events, trials, j),
                1e-7,
                names[j]
            );
            var interval = LogisticRegression.FirthInterval(design, events, trials, j, 0.95);
            Oracle.Equal(expected.GetProperty("ci_profile").GetProperty("lo").GetProperty(names[j]).GetDouble(), interval.Lower, 1e-6);
            Oracle.Equal(expected.GetProperty("ci_profile").GetProperty("hi").GetProperty(names[j]).GetDouble(), interval.Upper, 1e-6);
        }

        Oracle.Equal(expected.GetProperty("loglik_null_full")[0].GetDouble(), fit.LogLikelihood, 1e-9);
    }

    [Fact]
    public void Separated_groups_have_no_maximum_but_a_Firth_estimate_that_is_a_hand_calculation()
    {
        // One group 0 of 10, the other 10 of 10: Firth adds one half to every cell of a two-by-two table.
        double[][] design =
        [
            [1, 0],
            [1, 1],
        ];

        Assert.Equal(RegressionStatus.NoFiniteMaximum, LogisticRegression.Fit(design, [0, 10], [10, 10]).Status);
        var fit = LogisticRegression.Firth(design, [0, 10], [10, 10]);
        Assert.Equal(2 * Math.Log(10.5 / 0.5), fit.Coefficients[1], 1e-9);
    }

    [Fact]
    public void Columns_that_depend_on_one_another_are_refused() =>
        Assert.Equal(
            RegressionStatus.Singular,
            LogisticRegression
                .Firth(
                    [
                        [1, 1],
                        [1, 1],
                        [1, 1],
                    ],
                    [0, 1, 1],
                    [1, 1, 1]
                )
                .Status
        );

    [Fact]
    public void Counts_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            LogisticRegression.Fit(
                [
                    [1.0],
                ],
                [2],
                [1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            PoissonRegression.Fit(
                [
                    [1.0],
                ],
                [-1],
                [1]
            )
        );
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
