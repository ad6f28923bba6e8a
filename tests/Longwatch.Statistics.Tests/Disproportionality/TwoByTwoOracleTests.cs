using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

/// <summary>Known answers of set E05, and exact roots made in R where the packages of the set stop early.</summary>
public sealed class TwoByTwoOracleTests
{
    private const string Set = "E05_2x2_mh";

    // Roots of the noncentral hypergeometric distribution in R (dhyper weights, uniroot with tol = 1e-15): conditional estimate, exact and mid-P limits.
    // fisher.test and exact2x2 search 1/OR on (0, 1) with tol = 1.2e-4 and are up to 2.5 % off (row "two": 2887 for 2962).
    private static readonly Dictionary<string, double[]> roots = new(StringComparer.Ordinal)
    {
        ["FAERS_Tcell"] = [18.64202423030087, 11.18572659232840, 29.23518872193372, 11.52089863117576, 28.68259504439441],
        ["rofecoxib_like"] = [6.666579892771978, 4.241598932156410, 10.046722282053166, 4.341431141396119, 9.881843427052395],
        ["small"] = [11.681077835184958, 1.788298018360945, 61.037517961682653, 2.269775760494403, 51.293658299043237],
        ["zero"] = [0, 0, 45.90560649875430, 0, 35.77494417229538],
        ["two"] = [46.409262507283096, 2.212874269984838, 2961.730759270449198, 3.260009950629470, 1476.564946090765034],
    };

    // datasets::UCBAdmissions (Bickel, Hammel and O'Connell 1975): admitted and rejected men, admitted and rejected women, of six departments.
    private static readonly TwoByTwo[] admissions =
    [
        new(512, 313, 89, 19),
        new(353, 207, 17, 8),
        new(120, 205, 202, 391),
        new(138, 279, 131, 244),
        new(53, 138, 94, 299),
        new(22, 351, 24, 317),
    ];

    [Fact]
    public void Every_measure_of_every_table_agrees()
    {
        foreach (var row in Oracle.Expected(Set).GetProperty("rows").EnumerateArray())
        {
            var name = row.GetProperty("name").GetString()!;
            int Cell(string cell) => row.GetProperty(cell).GetInt32();
            double Known(string what) => row.GetProperty(what).GetDouble();
            var table = new TwoByTwo(Cell("a"), Cell("b"), Cell("c"), Cell("d"));

            Near(Known("E"), table.Expected);
            Near(Known("prr"), table.Prr(0.95).Value);
            Limits(row.GetProperty("prr_ci"), table.Prr(0.95).Interval);
            Near(Known("ror"), table.Ror(0.95).Value);
            Limits(row.GetProperty("ror_ci"), table.Ror(0.95).Interval);
            Near(Known("chisq_yates"), table.YatesChiSquared);
            Near(Known("chisq"), table.ChiSquared);
            Near(Known("haldane_ror"), table.HaldaneRor);
            Assert.Equal(row.GetProperty("evans_signal").GetBoolean(), EvansCriteria.Published.Met(table));
            var ic = InformationComponent.Of(table.Both, table.Expected, 0.95);
            Near(Known("ic"), ic.Value);
            Near(Known("ic025"), ic.Interval.Lower);
            Near(Known("ic975"), ic.Interval.Upper);
            var exact = ExactOddsRatio.Of(table, 0.95);
            Near(Known("fisher_p"), exact.MinimumLikelihoodP);
            Near(Known("fisher_midp_p"), exact.CentralMidP);
            Near(Known("blaker_p"), exact.BlakerP);
            Assert.Equal(Known("fisher_or_cmle"), exact.MaximumLikelihood, 0.03 * exact.MaximumLikelihood);
            Rough(row.GetProperty("fisher_ci"), exact.Exact);
            Rough(row.GetProperty("fisher_midp_ci"), exact.MidP);
            if (roots.TryGetValue(name, out var root))
            {
                double[] ours = [exact.MaximumLikelihood, exact.Exact.Lower, exact.Exact.Upper, exact.MidP.Lower, exact.MidP.Upper];
                for (var i = 0; i < root.Length; i++)
                    Oracle.Equal(root[i], ours[i], 1e-10, $"{name} root {i}");
            }
        }

        // The statistic of table "zero" is 1e-27 in R by rounding, 0 here.
        static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-20 + (1e-9 * Math.Abs(expected)));

        static void Limits(JsonElement known, Interval actual)
        {
            Near(known[0].GetDouble(), actual.Lower);
            // R: 0 × e^∞ is not a number.
            Near(known[1].ValueKind == JsonValueKind.Null ? double.PositiveInfinity : known[1].GetDouble(), actual.Upper);
        }

        static void Rough(JsonElement known, Interval actual)
        {
            Assert.Equal(known[0].GetDouble(), actual.Lower, 0.03 * actual.Lower);
            Assert.Equal(known[1].GetDouble(), actual.Upper, 0.03 * actual.Upper);
        }
    }

    [Fact]
    public void The_pooled_odds_ratio_and_its_tests_agree()
    {
        var known = Oracle.Expected(Set);
        var mh = known.GetProperty("mh");
        var bd = known.GetProperty("bd");

        var pooled = MantelHaenszel.Pool(admissions, 0.95);

        Oracle.Equal(mh.GetProperty("or").GetDouble(), pooled.Ror.Value, 1e-12);
        Oracle.Equal(mh.GetProperty("ci").Numbers()[0], pooled.Ror.Interval.Lower, 1e-12);
        Oracle.Equal(mh.GetProperty("ci").Numbers()[1], pooled.Ror.Interval.Upper, 1e-12);
        Oracle.Equal(mh.GetProperty("stat").GetDouble(), pooled.Statistic, 1e-12);
        Oracle.Equal(mh.GetProperty("p").GetDouble(), pooled.P, 1e-12);
        Oracle.Equal(bd.GetProperty("breslow_day").GetDouble(), pooled.BreslowDay, 1e-9);
        Oracle.Equal(bd.GetProperty("tarone").GetDouble(), pooled.Tarone, 1e-9);
        Assert.Equal(bd.GetProperty("df").GetInt32(), pooled.DegreesOfFreedom);
        // Closed form of Greenland and Robins in R.
        Oracle.Equal(0.9449050225959290, pooled.Prr.Value, 1e-12);
        Oracle.Equal(0.8664522326830039, pooled.Prr.Interval.Lower, 1e-12);
        Oracle.Equal(1.0304613088274714, pooled.Prr.Interval.Upper, 1e-12);
    }

    [Fact]
    public void The_exact_common_odds_ratio_agrees()
    {
        var known = Oracle.Expected(Set).GetProperty("mh");

        var exact = ExactCommonOddsRatio.Of(admissions, 0.95);

        Oracle.Equal(known.GetProperty("exact_p").GetDouble(), exact.P, 1e-9);
        // mantelhaen.test stops at 1.2e-4; roots with tol = 1e-15 of the same convolution in R.
        Oracle.Equal(known.GetProperty("exact_or").GetDouble(), exact.MaximumLikelihood, 5e-5);
        Oracle.Equal(0.9050699613409715, exact.MaximumLikelihood, 1e-10);
        Oracle.Equal(0.7697303585258307, exact.Exact.Lower, 1e-10);
        Oracle.Equal(1.0634292280898210, exact.Exact.Upper, 1e-10);
    }
}
