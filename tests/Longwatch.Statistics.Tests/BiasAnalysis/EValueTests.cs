using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.BiasAnalysis;

namespace Longwatch.Statistics.Tests.BiasAnalysis;

public sealed class EValueTests
{
    [Fact]
    public void Every_ratio_with_limits_agrees_with_the_EValue_package()
    {
        var known = Oracle.Expected("H01_evalue");
        foreach (
            var set in known
                .EnumerateObject()
                .Where(s => s.Value.ValueKind == JsonValueKind.Object && s.Value.TryGetProperty("values", out _))
        )
        {
            var rows = set.Value.GetProperty("values");
            var ratios = rows[0].Numbers();
            // The only supposed true values other than 1 carry it in the name: RR_true2.
            var supposed = set.Name.Contains("true", StringComparison.Ordinal)
                ? double.Parse(set.Name.Split("true")[1], System.Globalization.CultureInfo.InvariantCulture)
                : 1;
            var actual = EValue.OfEstimate(ratios[0], new(ratios[1], ratios[2]), supposed);
            Oracle.Equal(rows[1][0].GetDouble(), actual.OfEstimate, 1e-12, set.Name);
            var limit = rows[1].EnumerateArray().Skip(1).Single(e => e.ValueKind == JsonValueKind.Number).GetDouble();
            Oracle.Equal(limit, actual.OfLimit, 1e-12, set.Name);
        }
    }

    [Fact]
    public void Common_odds_and_hazard_ratios_and_mean_differences_are_converted_as_the_package_does()
    {
        var known = Oracle.Expected("H01_evalue");
        double[] Ratios(string set) => known.GetProperty(set).GetProperty("values")[0].Numbers();
        foreach (var (rare, common) in Ratios("OR_rare").Zip(Ratios("OR_common")))
            Oracle.Equal(common, EValue.RatioOfCommonOdds(rare), 1e-12);
        foreach (var (rare, common) in Ratios("HR_rare").Zip(Ratios("HR_common")))
            Oracle.Equal(common, EValue.RatioOfCommonHazards(rare), 1e-12);
        // The known call has d = 0.5 with standard error 0.2.
        var means = EValue.OfMeanDifference(0.5, 0.2);
        Oracle.Equal(Ratios("OLS")[0], means.Ratio, 1e-12);
        Oracle.Equal(Ratios("OLS")[1], means.Interval.Lower, 1e-12);
        Oracle.Equal(Ratios("OLS")[2], means.Interval.Upper, 1e-12);
        Oracle.Equal(known.GetProperty("bias_factor_RRud2_RReu3").GetDouble(), EValue.BiasFactor(3, 2), 1e-15);
    }

    [Fact]
    public void A_risk_difference_has_the_E_value_of_the_risk_ratio_and_the_published_limit()
    {
        // H01: the bias factor that gives the known E-value is the risk ratio 7/6; 35 of 100 against 30 of 100 has it, and its interval holds 0.
        var known = Oracle.Expected("H01_evalue").GetProperty("RD");
        var small = EValue.OfRiskDifference(new(35, 30, 65, 70), 0.95);
        Oracle.Equal(known.GetProperty("est").GetDouble(), small.OfEstimate, 1e-12);
        Assert.Equal(known.GetProperty("lo").GetDouble(), small.OfLimit);

        // Hammond and Horn 1958, the example of evalues.RD: 20.94733 and, on its grid of 1e-4, 15.95703.
        var smoking = EValue.OfRiskDifference(new(397, 51, 78_557, 108_778), 0.95);
        Assert.Equal(20.94733, smoking.OfEstimate, 1e-5);
        Assert.Equal(15.95703, smoking.OfLimit, 3e-4);
    }

    [Fact]
    public void The_E_value_of_a_ratio_and_of_its_inverse_are_one_and_a_confounder_that_strong_just_explains_it()
    {
        Oracle.Equal(EValue.OfRatio(0.25), EValue.OfRatio(4), 1e-14);
        Assert.Equal(1, EValue.OfRatio(1));
        Assert.Equal(double.PositiveInfinity, EValue.OfRatio(0));
        var e = EValue.OfRatio(3.9);
        Oracle.Equal(3.9, EValue.BiasFactor(e, e), 1e-13);
        Assert.Equal(1, EValue.OfEstimate(1.2, new(0.8, 1.7)).OfLimit);
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EValue.OfRatio(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => EValue.OfRatio(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => EValue.OfEstimate(3, new(1, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EValue.BiasFactor(0.5, 2));
        Assert.Throws<ArgumentException>(() => EValue.OfRiskDifference(new(1, 2, 99, 8), 0.95));
        Assert.Throws<ArgumentException>(() => EValue.OfRiskDifference(new(1, 0, 9, 10), 0.95));
    }
}
