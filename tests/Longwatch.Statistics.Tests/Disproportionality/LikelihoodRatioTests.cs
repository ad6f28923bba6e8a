using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

public sealed class LikelihoodRatioTests
{
    private const string Set = "E04_lrt_huang_pvlrt";

    [Fact]
    public void The_statistics_of_pvLRT_and_of_Huang_agree()
    {
        var known = Oracle.Expected(Set);
        var rows = Oracle.Rows(Set, "statin46.csv");
        foreach (
            var (element, form) in new[]
            {
                ("pvlrt_lrstat", LikelihoodRatioForm.Poisson),
                ("poisson_llr", LikelihoodRatioForm.Poisson),
                ("huang2011_llr", LikelihoodRatioForm.Huang),
            }
        )
        {
            var names = known.GetProperty(element).GetProperty("rows").EnumerateArray().Select(name => name.GetString()).ToArray();
            var values = known.GetProperty(element).GetProperty("values").EnumerateArray().ToArray();
            foreach (
                var (j, drug) in known.GetProperty(element).GetProperty("cols").EnumerateArray().Select(name => name.GetString()!).Index()
            )
            {
                var result = Column(rows, drug, form);
                for (var i = 0; i < names.Length; i++)
                {
                    var row = rows.Index().Single(r => r.Item["AE"] == names[i]).Index;
                    // In R three terms of the size of the drug's reports cancel, and leave their rounding.
                    if (values[i][j].ValueKind == JsonValueKind.Number)
                        Assert.Equal(
                            values[i][j].GetDouble(),
                            result.Statistics[row],
                            (1e-9 * Math.Max(1, result.Statistics[row]))
                                + (1e-15 * rows.Sum(r => double.Parse(r[drug], CultureInfo.InvariantCulture)))
                        );
                }
            }
        }

        foreach (var maximum in known.GetProperty("max_llr_by_drug_huang").EnumerateObject())
            Oracle.Equal(maximum.Value.GetDouble(), Column(rows, maximum.Name, LikelihoodRatioForm.Huang).Maximum, 1e-9);
        foreach (var maximum in known.GetProperty("max_llr_by_drug_poisson").EnumerateObject())
            Oracle.Equal(maximum.Value.GetDouble(), Column(rows, maximum.Name, LikelihoodRatioForm.Poisson).Maximum, 1e-9);
    }

    [Fact]
    public void A_small_ratio_of_a_large_drug_keeps_its_digits()
    {
        // Three statistics of "Other" (60 million reports) with forty decimal digits in Python; R keeps eight of the first and four of the last.
        var result = Column(Oracle.Rows(Set, "statin46.csv"), "Other", LikelihoodRatioForm.Huang);

        Oracle.Equal(0.13972507716609567, result.Statistics[18], 1e-11);
        Oracle.Equal(0.8703506569513337, result.Statistics[41], 1e-11);
        Oracle.Equal(0.0001143564632347149, result.Statistics[43], 1e-9);
    }

    [Fact]
    public void Signals_of_a_statin_are_taken_out_one_after_the_other()
    {
        var result = Column(Oracle.Rows(Set, "statin46.csv"), "Lovastatin", LikelihoodRatioForm.Huang);

        Assert.Equal(1.0 / 200, result.P);
        Assert.True(result.Steps.Length > 1);
        Assert.All(result.Steps.SkipLast(1), step => Assert.True(step.P <= 0.05));
        Assert.Equal(result.Statistics.IndexOf(result.Maximum), result.Steps[0].Event);
        Assert.Equal(result.Steps.Length, result.Steps.Select(step => step.Event).Distinct().Count());
        Assert.Equal(result.Steps.Select(step => step.P).Order(), result.Steps.Select(step => step.P));
    }

    [Fact]
    public void The_drawn_p_value_agrees_with_enumeration_of_a_small_table()
    {
        // 6 reports of the drug over events with totals 10, 20 and 30: every split with its multinomial probability.
        int[] counts = [4, 1, 1],
            totals = [10, 20, 30];
        var statistic = Enumerable.Range(0, 3).Max(i => Huang(counts[i], totals[i]));
        var exact = 0.0;
        for (var x = 0; x <= 6; x++)
        for (var y = 0; y <= 6 - x; y++)
        {
            int[] split = [x, y, 6 - x - y];
            if (Enumerable.Range(0, 3).Max(i => Huang(split[i], totals[i])) >= statistic - 1e-12)
                exact += Ways(split) * Math.Pow(1 / 6.0, x) * Math.Pow(1 / 3.0, y) * Math.Pow(0.5, 6 - x - y);
        }

        var drawn = LikelihoodRatioTest.Test(counts, totals, LikelihoodRatioForm.Huang, new(40_000, 3, 0.05));

        Assert.Equal(statistic, drawn.Maximum, 1e-12);
        Assert.Equal(exact, drawn.P, 4 * Math.Sqrt(exact * (1 - exact) / 40_000));

        // The formula as published, with its logarithms apart.
        static double Huang(double n, double row)
        {
            var (p, q, p0) = (n / row, (6 - n) / (60 - row), 6 / 60.0);
            return n == 0 || p <= q ? 0 : (n * Math.Log(p)) + (n == 6 ? 0 : (6 - n) * Math.Log(q)) - (6 * Math.Log(p0));
        }

        static double Ways(int[] split) => split.Aggregate(720.0, (ways, n) => ways / Enumerable.Range(1, n).Aggregate(1, (a, b) => a * b));
    }

    [Theory]
    [InlineData(LikelihoodRatioForm.Huang)]
    [InlineData(LikelihoodRatioForm.Poisson)]
    [InlineData(LikelihoodRatioForm.ZeroInflatedPoisson)]
    public void The_p_values_do_not_depend_on_the_number_of_threads(LikelihoodRatioForm form)
    {
        int[] counts = [3, 0, 5, 0, 0, 1, 2],
            totals = [30, 12, 20, 40, 9, 33, 25];
        var effort = new LikelihoodRatioEffort(2_000, 11, 0.05);

        var (one, two) = (
            LikelihoodRatioTest.Test(counts, totals, form, effort, 1),
            LikelihoodRatioTest.Test(counts, totals, form, effort, 3)
        );

        Assert.Equal(one.EventP, two.EventP);
        Assert.Equal(one.Steps, two.Steps);
        Assert.Equal(one.EventP.Min(), one.P);
    }

    [Fact]
    public void The_share_of_impossible_pairs_is_the_one_that_R_finds()
    {
        // uniroot in R on the derivative of the likelihood, tol = 1e-15.
        var share = ZeroInflation.Share([0, 0, 0, 0, 3, 1, 0, 2, 0, 5], [0.5, 1.2, 2.5, 0.1, 1.4, 0.9, 3, 1, 0.7, 2]);

        Oracle.Equal(0.405697060523085, share, 1e-10);
        Assert.Equal(0, ZeroInflation.Share([1, 0, 2], [1, 0.1, 2]));
        Assert.Equal(1, ZeroInflation.Share([0, 0], [1, 2]));
        Assert.Equal(0, ZeroInflation.Share([], []));
    }

    [Fact]
    public void Without_inflation_and_without_reports_there_is_a_result_and_no_signal()
    {
        var empty = LikelihoodRatioTest.Test([0, 0], [4, 5], LikelihoodRatioForm.Huang, new(99, 1, 0.05));

        Assert.Equal((0.0, 1.0, 1), (empty.Maximum, empty.P, empty.Steps.Length));
        Assert.Equal(1, LikelihoodRatioTest.Test([], [], LikelihoodRatioForm.Poisson, new(9, 1, 0.05)).P);
        Assert.Throws<ArgumentException>(() => LikelihoodRatioTest.Test([5], [4], LikelihoodRatioForm.Huang, new(9, 1, 0.05)));
        Assert.Throws<ArgumentException>(() => LikelihoodRatioTest.Test([1], [4], LikelihoodRatioForm.Huang, new(0, 1, 0.05)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LikelihoodRatio.Poisson(1, double.NaN));
    }

    private static LikelihoodRatioResult Column(
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows,
        string drug,
        LikelihoodRatioForm form
    )
    {
        int[] counts = [.. rows.Select(row => Count(row[drug]))];
        int[] totals = [.. rows.Select(row => row.Where(cell => cell.Key != "AE").Sum(cell => Count(cell.Value)))];
        return LikelihoodRatioTest.Test(counts, totals, form, new(199, 5, 0.05));

        static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
