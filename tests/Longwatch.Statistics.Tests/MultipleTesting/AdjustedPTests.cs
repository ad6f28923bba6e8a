using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.MultipleTesting;
using Longwatch.Statistics.Tables;

namespace Longwatch.Statistics.Tests.MultipleTesting;

public sealed class AdjustedPTests
{
    [Fact]
    public void Every_correction_agrees_with_R()
    {
        double[] p =
        [
            .. Oracle.Rows("G08_multiple_testing", "p.csv").Select(r => double.Parse(r.Values.Last(), CultureInfo.InvariantCulture)),
        ];
        var expected = Oracle.Expected("G08_multiple_testing");

        Agrees(expected.GetProperty("bonferroni").Numbers(), AdjustedP.Bonferroni(p));
        Agrees(expected.GetProperty("holm").Numbers(), AdjustedP.Holm(p));
        Agrees(expected.GetProperty("hochberg").Numbers(), AdjustedP.Hochberg(p));
        Agrees(expected.GetProperty("hommel").Numbers(), AdjustedP.Hommel(p));
        Agrees(expected.GetProperty("BH").Numbers(), AdjustedP.BenjaminiHochberg(p));
        Agrees(expected.GetProperty("BY").Numbers(), AdjustedP.BenjaminiYekutieli(p));
    }

    [Fact]
    public void What_was_not_tested_stays_open_and_is_not_counted()
    {
        var adjusted = AdjustedP.BenjaminiHochberg([0.01, double.NaN, 0.04]);

        Assert.Equal([0.02, double.NaN, 0.04], adjusted);
        Assert.Throws<ArgumentOutOfRangeException>(() => AdjustedP.Holm([1.5]));
    }

    // R 4.2.2: fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2), alternative = …)$p.value
    [Theory]
    [InlineData(12, 100, 3, 120, 0.00546834138497678, 0.999123306573946, 0.00658390682315103)]
    [InlineData(0, 50, 4, 60, 1, 0.0844655073412683, 0.124356832493675)]
    [InlineData(700, 1600, 120, 1400, 3.78922673967346e-112, 1, 4.64227741395037e-112)]
    [InlineData(5, 5, 5, 5, 1, 1, 1)]
    [InlineData(1, 100_000, 0, 50_000, 0.666666666666667, 1, 1)]
    [InlineData(3, 10, 9, 11, 0.998281903854659, 0.0241724220052393, 0.0299731228523798)]
    public void Fishers_test_agrees_with_R(int x1, int n1, int x2, int n2, double greater, double less, double twoSided)
    {
        var p = FisherExact.Test(x1, n1, x2, n2);

        Oracle.Equal(greater, p.Greater, 1e-10);
        Oracle.Equal(less, p.Less, 1e-10);
        Oracle.Equal(twoSided, p.TwoSided, 1e-10);
    }

    private static void Agrees(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Oracle.Equal(expected[i], actual[i], 1e-12);
    }
}
