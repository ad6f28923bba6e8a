using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.MultipleTesting;

namespace Longwatch.Statistics.Tests.MultipleTesting;

public sealed class QValueTests
{
    [Fact]
    public void Both_estimates_of_the_null_share_agree_with_qvalue()
    {
        double[] p =
        [
            .. Oracle.Rows("G08_multiple_testing", "p.csv").Select(r => double.Parse(r.Values.Last(), CultureInfo.InvariantCulture)),
        ];
        var expected = Oracle.Expected("G08_multiple_testing");

        Agrees(expected, "pi0", "q", QValue.Smoothed(p));
        Agrees(expected, "pi0_half", "q_half", QValue.At(p, 0.5));
    }

    [Fact]
    public void The_spline_agrees_with_R_on_other_points()
    {
        double[] x = [0, 1, 2.5, 3, 4.25, 5, 7, 8.5, 9, 12];
        double[] y = [1, 3, 2, 5, 4, 6, 9, 7, 8, 8];

        var fitted = SmoothingSpline.Fit(x, y, 4);

        for (var i = 0; i < x.Length; i++)
            Oracle.Equal(SplineOfR[i], fitted[i], 1e-9);
    }

    // R 4.2.2: smooth.spline(c(0, 1, 2.5, 3, 4.25, 5, 7, 8.5, 9, 12), c(1, 3, 2, 5, 4, 6, 9, 7, 8, 8), df = 4)$y
    private static readonly double[] SplineOfR =
    [
        1.29609322349253,
        2.16697071855055,
        3.42678865127672,
        3.88180089687891,
        5.06866722924025,
        5.82185869318887,
        7.44390348010903,
        7.87205352874171,
        7.93753884163975,
        8.08432473688165,
    ];

    [Fact]
    public void With_lambda_0_they_are_Benjamini_and_Hochbergs_values()
    {
        double[] p = [0.01, 0.2, 0.03, 0.9, 0.04];

        Assert.Equal(AdjustedP.BenjaminiHochberg(p), QValue.At(p, 0).Values);
    }

    [Fact]
    public void What_cannot_be_estimated_says_so()
    {
        Assert.Equal(QValueStatus.NoTests, QValue.Smoothed([double.NaN]).Status);
        var small = QValue.At([0.01, 0.02, double.NaN], 0.5);
        Assert.Equal(QValueStatus.NullShareNotPositive, small.Status);
        Assert.All(small.Values, v => Assert.True(double.IsNaN(v)));
        Assert.Equal(QValueStatus.NullShareNotPositive, QValue.Smoothed([0.01, 0.02]).Status);
        Assert.True(double.IsNaN(QValue.At([0.7, double.NaN], 0.5).Values[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => QValue.Smoothed([1.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => QValue.At([0.5], 1));
    }

    private static void Agrees(JsonElement expected, string share, string values, QValues actual)
    {
        Assert.Equal(QValueStatus.Estimated, actual.Status);
        Oracle.Equal(expected.GetProperty(share).GetDouble(), actual.NullShare, 1e-9, share);
        var q = expected.GetProperty(values).Numbers();
        for (var i = 0; i < q.Length; i++)
            Oracle.Equal(q[i], actual.Values[i], 1e-9, values);
    }
}
