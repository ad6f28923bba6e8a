using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.ExactConditional;
using Longwatch.Statistics.Tables;

namespace Longwatch.Statistics.Tests.ExactConditional;

public sealed class ExactLogisticTests
{
    [Fact]
    public void A_marker_in_strata_agrees_with_the_hypergeometric_network()
    {
        var expected = Oracle.Expected("G06_exact_logistic");
        var strata = Oracle
            .Rows("G06_exact_logistic", "table.csv")
            .GroupBy(r => r["z"], StringComparer.Ordinal)
            .Select(z => new ExactStratum([
                .. z.GroupBy(r => r["x"], StringComparer.Ordinal)
                    .Select(x => new CovariateLevel(
                        Whole(x.Key),
                        x.Where(r => r["y"] is "1").Sum(r => Whole(r["n"])),
                        x.Sum(r => Whole(r["n"]))
                    )),
            ]))
            .ToList();

        var distribution = ConditionalDistribution.Of(strata);
        var weights = expected.GetProperty("dist").Numbers();
        var support = expected.GetProperty("support").Numbers();
        for (var i = 0; i < support.Length; i++)
            Oracle.Equal(weights[i], Math.Exp(distribution.LogWeight((long)support[i])), 1e-10);

        var result = ExactLogistic.Analyse(strata, 0.95);
        Assert.Equal(expected.GetProperty("t_obs").GetInt64(), result.Sum);
        Oracle.Equal(expected.GetProperty("cmle").GetDouble(), result.LogOddsRatio, 1e-9);
        Oracle.Equal(expected.GetProperty("ci")[0].GetDouble(), result.Exact.Lower, 1e-9);
        Oracle.Equal(expected.GetProperty("ci")[1].GetDouble(), result.Exact.Upper, 1e-9);
        Oracle.Equal(expected.GetProperty("mue").GetDouble(), result.MedianUnbiased, 1e-9);
        // R: mean of the roots of P(T ≥ 7) = 1/2 and P(T ≤ 7) = 1/2 by uniroot at 1e-13.
        Oracle.Equal(2.27151906411, result.MeanOfMedians, 1e-10);
        Oracle.Equal(expected.GetProperty("p_prob").GetDouble(), result.P, 1e-10);
        Oracle.Equal(expected.GetProperty("p_twice").GetDouble(), result.TwiceP, 1e-10);
        Oracle.Equal(expected.GetProperty("p_mid").GetDouble(), result.MidTwiceP, 1e-10);
        // mantelhaen.test stops its root at about 1e-4.
        var peer = expected.GetProperty("mantelhaen");
        Oracle.Equal(peer.GetProperty("or").GetDouble(), Math.Exp(result.LogOddsRatio), 2e-4);
        Oracle.Equal(peer.GetProperty("ci")[0].GetDouble(), Math.Exp(result.Exact.Lower), 1e-3);
        Oracle.Equal(peer.GetProperty("ci")[1].GetDouble(), Math.Exp(result.Exact.Upper), 1e-2);
        Oracle.Equal(peer.GetProperty("p").GetDouble(), result.P, 1e-10);
        Assert.True(result.MidP.Lower > result.Exact.Lower && result.MidP.Upper < result.Exact.Upper);
    }

    [Fact]
    public void Carriers_among_few_cases_in_strata_agree_with_mantelhaen_test()
    {
        // R: mantelhaen.test(array(c(3,5,40,900, 2,7,60,1500, 1,6,30,2000, 0,9,20,2500, 4,3,80,800), c(2, 2, 5)), exact = TRUE);
        // its root ends at 1e-4: estimate and limits by uniroot at 1e-14 on the convolution of dhyper.
        ExactStratum Of(int caseCarriers, int otherCases, int carriers, int others) =>
            new([new(1, caseCarriers, caseCarriers + carriers), new(0, otherCases, otherCases + others)]);
        ExactStratum[] strata = [Of(3, 5, 40, 900), Of(2, 7, 60, 1500), Of(1, 6, 30, 2000), Of(0, 9, 20, 2500), Of(4, 3, 80, 800)];

        var result = ExactLogistic.Analyse(strata, 0.95);

        Assert.Equal(10, result.Sum);
        Oracle.Equal(1.195869896199519e-06, result.P, 1e-10);
        Oracle.Equal(1.3049838393506375e-06, result.MidTwiceP, 1e-10);
        Oracle.Equal(9.78006502956948, Math.Exp(result.LogOddsRatio), 1e-10);
        Oracle.Equal(4.02192760440616, Math.Exp(result.Exact.Lower), 1e-10);
        Oracle.Equal(22.05698987107987, Math.Exp(result.Exact.Upper), 1e-10);
        Oracle.Equal(4.32949963491865, Math.Exp(result.MidP.Lower), 1e-10);
        Oracle.Equal(20.85566784874083, Math.Exp(result.MidP.Upper), 1e-10);
    }

    [Theory]
    [InlineData(8, 4258, 30, 38242)]
    [InlineData(3, 10, 9, 11)]
    [InlineData(0, 50, 4, 60)]
    public void One_table_gives_Fishers_p_values(int x1, int n1, int x0, int n0)
    {
        var result = ExactLogistic.Analyse([new([new(1, x1, n1), new(0, x0, n0)])], 0.95);
        var fisher = FisherExact.Test(x1, n1, x0, n0);

        Oracle.Equal(fisher.TwoSided, result.P, 1e-9);
        Oracle.Equal(Math.Min(1, 2 * Math.Min(fisher.Less, fisher.Greater)), result.TwiceP, 1e-9);
        Assert.Equal(x1 == 0 ? ExactStatus.AtBoundary : ExactStatus.Estimated, result.Status);
    }

    [Fact]
    public void A_count_agrees_with_the_enumeration_by_hand()
    {
        // Four persons with 0, 1, 1, 2 alleles, two cases. Of the 6 pairs the sums are 1 (two ways), 2 (two), 3 (two); seen: 3.
        var result = ExactLogistic.Analyse([new([new(0, 0, 1), new(1, 1, 2), new(2, 1, 1)])], 0.9);

        Assert.Equal(3, result.Sum);
        Assert.Equal(ExactStatus.AtBoundary, result.Status);
        Assert.Equal(double.PositiveInfinity, result.LogOddsRatio);
        Assert.Equal(1, result.P, 1e-12);
        Assert.Equal(2.0 / 3, result.TwiceP, 1e-12);
        // P(T ≥ 3; β) = w²/(1 + w + w²) with w = e^β; one half at w = (1 + √5)/2; 0.05 at 0.95 w² − 0.05 w − 0.05 = 0.
        Assert.Equal(Math.Log((1 + Math.Sqrt(5)) / 2), result.MedianUnbiased, 1e-10);
        Assert.Equal(Math.Log((0.05 + Math.Sqrt(0.0025 + (4 * 0.95 * 0.05))) / 1.9), result.Exact.Lower, 1e-10);
        Assert.Equal(double.PositiveInfinity, result.Exact.Upper);
    }

    [Fact]
    public void A_shifted_or_mirrored_covariate_and_an_empty_stratum_change_nothing_but_the_sign()
    {
        ExactStratum first = new([new(0, 2, 30), new(1, 3, 12), new(3, 4, 9)]);
        ExactStratum second = new([new(0, 1, 20), new(2, 3, 10)]);
        var result = ExactLogistic.Analyse([first, second], 0.95);

        var shifted = ExactLogistic.Analyse(
            [Map(first, v => v + 5), Map(second, v => v - 2), new([new(0, 0, 7), new(1, 0, 5)]), new([new(4, 3, 9)])],
            0.95
        );
        var mirrored = ExactLogistic.Analyse([Map(second, v => -v), Map(first, v => -v)], 0.95);

        Assert.Equal(result.LogOddsRatio, shifted.LogOddsRatio, 1e-10);
        Assert.Equal(result.P, shifted.P, 1e-11);
        Assert.Equal(result.LogOddsRatio, -mirrored.LogOddsRatio, 1e-10);
        Assert.Equal(result.Exact.Lower, -mirrored.Exact.Upper, 1e-10);
        Assert.Equal(result.MedianUnbiased, -mirrored.MedianUnbiased, 1e-10);
        Assert.True(result.Exact.Contains(result.LogOddsRatio));

        static ExactStratum Map(ExactStratum stratum, Func<int, int> to) =>
            new([.. stratum.Levels.Select(l => l with { Value = to(l.Value) })]);
    }

    [Fact]
    public void The_limits_invert_the_test()
    {
        ExactStratum[] strata = [new([new(0, 2, 40), new(1, 4, 25), new(2, 3, 8)]), new([new(0, 1, 15), new(1, 2, 6)])];
        var result = ExactLogistic.Analyse(strata, 0.9);
        var distribution = ConditionalDistribution.Of(strata);

        var low = distribution.Around(result.Sum, result.Exact.Lower);
        var high = distribution.Around(result.Sum, result.Exact.Upper);
        var estimate = distribution.Around(result.Sum, result.LogOddsRatio);

        Assert.Equal(0.05, low.At + low.Above, 1e-10);
        Assert.Equal(0.05, high.At + high.Below, 1e-10);
        Assert.Equal(result.Sum, estimate.Mean, 1e-9);
    }

    [Fact]
    public void What_says_nothing_and_what_is_wrong()
    {
        Assert.Equal(ExactStatus.NotInformative, ExactLogistic.Analyse([new([new(0, 0, 9), new(1, 0, 9)])], 0.95).Status);
        Assert.Equal(ExactStatus.NotInformative, ExactLogistic.Analyse([new([new(0, 9, 9), new(1, 9, 9)])], 0.95).Status);
        Assert.Equal(ExactStatus.NotInformative, ExactLogistic.Analyse([new([new(1, 3, 9)])], 0.95).Status);
        Assert.Throws<ArgumentException>(() => ExactLogistic.Analyse([], 0.95));
        Assert.Throws<ArgumentException>(() => new ExactStratum([new(0, 2, 1)]));
        Assert.Throws<ArgumentException>(() => new ExactStratum([new(0, 0, 1), new(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => ExactLogistic.Analyse([new([new(0, 500, 900), new(1_000_000, 0, 9)])], 0.95));
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
