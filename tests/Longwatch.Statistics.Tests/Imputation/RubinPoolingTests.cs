using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Imputation;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Imputation;

public sealed class RubinPoolingTests
{
    [Fact]
    public void Pooled_regressions_agree_with_mice()
    {
        var expected = Oracle.Expected("G11_rubin_mi");
        var fits = Fits();
        var pooled = expected.GetProperty("pooled").EnumerateArray().ToArray();
        for (var i = 0; i < fits.Length; i++)
        for (var j = 0; j < pooled.Length; j++)
        {
            Oracle.Equal(expected.GetProperty("per_imp_est").GetProperty("values")[i][j].GetDouble(), fits[i].Coefficients[j], 1e-9);
            Oracle.Equal(expected.GetProperty("per_imp_var").GetProperty("values")[i][j].GetDouble(), fits[i].Covariance[j, j], 1e-9);
        }

        for (var j = 0; j < pooled.Length; j++)
        {
            var result = RubinPooling.Pool(
                [.. fits.Select(f => f.Coefficients[j])],
                [.. fits.Select(f => f.Covariance[j, j])],
                pooled[j].GetProperty("dfcom").GetDouble(),
                0.95
            );

            Assert.Equal(pooled[j].GetProperty("m").GetInt32(), fits.Length);
            Equal(pooled[j], "estimate", result.Estimate);
            Equal(pooled[j], "ubar", result.Within);
            Equal(pooled[j], "b", result.Between);
            Equal(pooled[j], "t", result.Total);
            Equal(pooled[j], "df", result.DegreesOfFreedom);
            Equal(pooled[j], "riv", result.RelativeIncrease);
            Equal(pooled[j], "lambda", result.MissingShare);
            Equal(pooled[j], "fmi", result.MissingInformation);
            Assert.Equal(result.Estimate, (result.Interval.Lower + result.Interval.Upper) / 2, 1e-9);
        }
    }

    [Fact]
    public void The_joint_test_agrees_with_D1()
    {
        var expected = Oracle.Expected("G11_rubin_mi").GetProperty("D1_bmi_terms");
        var fits = Fits();
        // The two last coefficients.
        var result = RubinPooling.Test(
            [.. fits.Select(f => f.Coefficients.Skip(2).ToArray())],
            [
                .. fits.Select(f =>
                    new[,]
                    {
                        { f.Covariance[2, 2], f.Covariance[2, 3] },
                        { f.Covariance[3, 2], f.Covariance[3, 3] },
                    }
                ),
            ]
        );

        Equal(expected, "stat", result.Statistic);
        Equal(expected, "df1", result.NumeratorFreedom);
        Equal(expected, "df2", result.DenominatorFreedom);
        Equal(expected, "r", result.RelativeIncrease);
        Equal(expected, "p", result.P);
    }

    [Fact]
    public void Two_imputations_by_hand()
    {
        // Estimates 1 and 3 with variance 4: within 4, between 2, total 4 + 1.5 · 2 = 7, share 3/7, 1/(3/7)² = 49/9 degrees of freedom.
        var result = RubinPooling.Pool([1, 3], [4, 4], double.PositiveInfinity, 0.95);

        Assert.Equal(2, result.Estimate);
        Assert.Equal(7, result.Total, 1e-14);
        Assert.Equal(49.0 / 9, result.DegreesOfFreedom, 1e-12);
        Assert.Equal(0.75, result.RelativeIncrease, 1e-14);
    }

    [Fact]
    public void Without_anything_missing_the_answer_is_that_of_complete_data()
    {
        var result = RubinPooling.Pool([1.5, 1.5, 1.5], [0.25, 0.25, 0.25], 1e9, 0.95);

        Assert.Equal(0.25, result.Total, 1e-14);
        Assert.Equal(0, result.MissingShare);
        // R: 1.5 - qnorm(0.975) * 0.5
        Assert.Equal(0.520018007729973, result.Interval.Lower, 1e-6);
        Assert.True(double.IsNaN(RubinPooling.Pool([1, 1], [0, 0], 10, 0.95).P));
        var test = RubinPooling.Test(
            [
                [1],
                [1],
            ],
            [
                new double[,]
                {
                    { 0.25 },
                },
                new double[,]
                {
                    { 0.25 },
                },
            ]
        );
        // R: pchisq(4, 1, lower.tail = FALSE)
        Oracle.Equal(0.0455002638963584, test.P, 1e-12);
        Assert.True(
            double.IsNaN(
                RubinPooling
                    .Test(
                        [
                            [1],
                            [2],
                        ],
                        [new double[1, 1], new double[1, 1]]
                    )
                    .P
            )
        );
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RubinPooling.Pool([1], [1], 5, 0.95));
        Assert.Throws<ArgumentException>(() => RubinPooling.Pool([1, 2], [1, -1], 5, 0.95));
        Assert.Throws<ArgumentException>(() => RubinPooling.Pool([1, 2], [1, 1], 0, 0.95));
        Assert.Throws<ArgumentException>(() =>
            RubinPooling.Test(
                [
                    [1],
                ],
                [new double[1, 1]]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            RubinPooling.Test(
                [
                    [1],
                    [1, 2],
                ],
                [new double[1, 1], new double[1, 1]]
            )
        );
    }

    private static LeastSquaresFit[] Fits() =>
        [
            .. Oracle
                .Rows("G11_rubin_mi", "imputed.csv")
                .GroupBy(r => r[".imp"], StringComparer.Ordinal)
                .Select(rows =>
                    LeastSquares.Fit(
                        [
                            [.. rows.Select(_ => 1.0)],
                            [.. rows.Select(r => r["age"] is "40-59" ? 1.0 : 0)],
                            [.. rows.Select(r => r["age"] is "60-99" ? 1.0 : 0)],
                            [.. rows.Select(r => Number(r["bmi"]))],
                        ],
                        [.. rows.Select(r => Number(r["chl"]))]
                    )
                ),
        ];

    private static void Equal(JsonElement expected, string name, double actual) =>
        Oracle.Equal(expected.GetProperty(name).GetDouble(), actual, 1e-9, name);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
