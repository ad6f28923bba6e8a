using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Clones;

namespace Longwatch.Statistics.Tests.Clones;

public sealed class CloneDiversityTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Every_index_of_forest_plots_agrees_with_vegan()
    {
        var plots = Oracle.Rows("I01_diversity", "bci.csv");
        var expected = Oracle.Expected("I01_diversity").GetProperty("bci_plots_1_10").EnumerateArray().ToList();
        Assert.Equal(10, expected.Count);
        for (var i = 0; i < expected.Count; i++)
            Agrees(expected[i], [.. plots[i].Where(c => c.Key != "plot").Select(c => int.Parse(c.Value, CultureInfo.InvariantCulture))]);
    }

    [Fact]
    public void Every_index_of_the_samples_of_a_lentiviral_trial_agrees_with_vegan()
    {
        var rows = Oracle.Rows("I01_diversity", "is_counts.csv").ToLookup(r => r["sample"], StringComparer.Ordinal);
        var samples = Oracle.Expected("I01_diversity").GetProperty("is_samples").EnumerateObject().ToList();
        Assert.NotEmpty(samples);
        foreach (var sample in samples)
            Agrees(sample.Value, [.. rows[sample.Name].Select(r => int.Parse(r["seqCount"], CultureInfo.InvariantCulture))]);
    }

    [Theory]
    [InlineData("toy1")]
    [InlineData("mono")]
    [InlineData("even")]
    public void Every_index_of_made_cases_agrees_with_vegan(string name)
    {
        var all = Oracle.Expected("I01_diversity");

        Agrees(
            all.GetProperty("toy").GetProperty(name),
            [.. all.GetProperty("toy_counts").GetProperty(name).Numbers().Select(n => (int)n)]
        );
    }

    [Fact]
    public void A_single_clone_has_no_evenness_and_no_diversity()
    {
        double[] one = [57];

        Assert.Equal(0, CloneDiversity.Shannon(one));
        Assert.Equal(0, CloneDiversity.Simpson(one));
        Assert.True(double.IsNaN(CloneDiversity.Pielou(one)));
        Assert.Equal(1, CloneDiversity.ClonesHolding(one, 0.5));
        Assert.True(double.IsNaN(CloneDiversity.Shannon([])));
        Assert.True(double.IsNaN(CloneDiversity.Shannon([0, 0])));
    }

    [Fact]
    public void Zeros_and_order_and_scale_change_nothing()
    {
        double[] counts = [5, 1, 9, 2, 2];
        double[] same = [0, 2, 9, 0, 2, 1, 5];

        Assert.Equal(CloneDiversity.Shannon(counts), CloneDiversity.Shannon(same));
        Assert.Equal(CloneDiversity.Gini(counts), CloneDiversity.Gini([.. same.Select(c => c * 7)]), 1e-14);
        Assert.Equal(CloneDiversity.Hill(counts, 2), CloneDiversity.Hill([.. same.Select(c => c / 3)], 2), 1e-12);
    }

    [Fact]
    public void Abundances_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CloneDiversity.Shannon([1, -1]));
        Assert.Throws<ArgumentException>(() => CloneDiversity.Gini([double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CloneRichness.Chao1([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CloneRichness.Rarefied([3], 4));
    }

    [Fact]
    public void All_singletons_leave_what_cannot_be_told_open()
    {
        Assert.True(double.IsPositiveInfinity(CloneDiversity.FisherAlpha([1, 1, 1])));
        Assert.True(double.IsNaN(CloneRichness.Ace([1, 1, 1])));
        // S + f1 (f1 - 1) / (2 (f2 + 1)) = 3 + 3 * 2 / 2.
        Assert.Equal(6, CloneRichness.Chao1([1, 1, 1]).Value);
    }

    // Two samples of 200 and 300 with 60 in both: 201 * 301 / 61 - 1; by hand.
    [Fact]
    public void Capture_and_recapture_is_a_hand_calculation()
    {
        var size = CloneRichness.Chapman(200, 300, 60);

        Assert.Equal(990.819672131148, size.Value, 1e-9);
        Assert.Equal(Math.Sqrt(201.0 * 301 * 140 * 240 / (61.0 * 61 * 62)), size.StandardError, 1e-9);
    }

    private static void Agrees(JsonElement expected, int[] counts)
    {
        double[] abundances = [.. counts.Select(c => (double)c)];
        void Is(string name, double value, double tolerance = Tolerance)
        {
            if (expected.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number)
                Near(number.GetDouble(), value, name, tolerance);
        }

        Is("S", CloneDiversity.Richness(abundances));
        Is("shannon", CloneDiversity.Shannon(abundances));
        Is("simpson", CloneDiversity.Simpson(abundances));
        Is("invsimpson", CloneDiversity.Hill(abundances, 2));
        Is("simpson_unbiased", CloneDiversity.SimpsonUnbiased(abundances));
        Is("pielou", CloneDiversity.Pielou(abundances));
        Is("clonality", CloneDiversity.Clonality(abundances));
        Is("gini", CloneDiversity.Gini(abundances));
        // vegan stops its search for this root at 1e-6; the equation itself is checked to the last digits.
        Is("fisher_alpha", CloneDiversity.FisherAlpha(abundances), 1e-5);
        var alpha = CloneDiversity.FisherAlpha(abundances);
        Near(abundances.Count(a => a > 0), alpha * Math.Log(1 + (abundances.Sum() / alpha)), "fisher equation");
        Is("chao1_bc", CloneRichness.Chao1(counts).Value);
        Is("chao1_se", CloneRichness.Chao1(counts).StandardError);
        Is("ace", CloneRichness.Ace(counts));
        if (counts.Sum() >= 50)
            Is("rarefy", CloneRichness.Rarefied(counts, 50));
        Is("good_turing_simple", CloneRichness.GoodTuringCoverage(counts));
        Is("coverage_chao_jost", CloneRichness.Coverage(counts));
        Is("top1", CloneDiversity.TopShare(abundances, 1));
        Is("top10", CloneDiversity.TopShare(abundances, 10));
        Is("uc50", CloneDiversity.ClonesHolding(abundances, 0.5));
        Is("d50", CloneDiversity.D50(abundances));
        double[] orders = [0, 0.5, 1, 2, 4, double.PositiveInfinity];
        for (var i = 0; i < orders.Length && expected.TryGetProperty("hill", out var hill); i++)
        {
            Near(hill[i].GetDouble(), CloneDiversity.Hill(abundances, orders[i]), "hill");
            Near(expected.GetProperty("renyi")[i].GetDouble(), CloneDiversity.Renyi(abundances, orders[i]), "renyi");
        }
    }

    private static void Near(double expected, double actual, string what, double tolerance = Tolerance)
    {
        Deviations.Note(expected, actual, tolerance);
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Max(1e-3, Math.Abs(expected)),
            string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, got {actual:R}")
        );
    }
}
