using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Prediction;

namespace Longwatch.Statistics.Tests.Prediction;

public sealed class SurvivalPredictionTests
{
    private static readonly double[] Times = [5, 8, 8, 12, 12, 15, 20, 20, 25, 30, 31, 40, 40, 41, 50];
    private static readonly int[] Causes = [1, 1, 0, 1, 2, 0, 1, 2, 1, 0, 1, 2, 1, 0, 0];
    private static readonly double[] Risk = [.8, .55, .4, .55, .7, .3, .9, .2, .35, .35, .6, .1, .15, .05, .2];

    private static bool[] Events => [.. Causes.Select(c => c == 1)];

    // R, survival 3.5-3: concordance(Surv(t, e == 1) ~ r, reverse = TRUE, timewt = , ymax = ): concordance and sqrt(var)
    [Fact]
    public void Harrells_and_Unos_C_agree_with_R()
    {
        var harrell = Harrell(Risk, Times, Events);
        var uno = UnoConcordance.Of(Risk, Times, Events, double.PositiveInfinity);
        var early = UnoConcordance.Of(Risk, Times, Events, 24);

        Oracle.Equal(0.8305084745762712, harrell.Index, 1e-12);
        Oracle.Equal(0.0648577403790724, harrell.StandardError, 1e-12);
        Assert.Equal(59, Comparable(harrell));
        Oracle.Equal(0.8374431103535608, uno.Index, 1e-12);
        Oracle.Equal(0.0519690614206476, uno.StandardError, 1e-12);
        Oracle.Equal(0.8512873172584918, early.Index, 1e-12);
        Oracle.Equal(0.0738251806947891, early.StandardError, 1e-12);
    }

    // R, riskRegression 2022.11.28: Score(list(matrix(r)), Hist(t, e) ~ 1, times = , cause = 1, metrics = c("auc", "brier"), null.model = TRUE)
    [Theory]
    [InlineData(12, 0.786240786240786, 0.183180555555556, 0.163302469135802)]
    [InlineData(22, 0.89625549057199, 0.124760802469136, 0.204119417771681)]
    [InlineData(40, 0.810447011551984, 0.194134259259259, 0.246561118731901)]
    public void Area_and_Brier_score_with_competing_events_agree_with_R(double horizon, double area, double brier, double nullBrier)
    {
        var accuracy = HorizonPrediction.At(Risk, Times, Causes, horizon);

        Assert.Equal(HorizonStatus.Estimated, accuracy.Status);
        Oracle.Equal(area, accuracy.Area, 1e-12);
        Oracle.Equal(brier, accuracy.Brier, 1e-12);
        Oracle.Equal(nullBrier, accuracy.NullBrier, 1e-12);
        Oracle.Equal(1 - (brier / nullBrier), accuracy.ScaledBrier, 1e-9);
    }

    // The same with Hist(t, e == 1): the competing event taken as a censoring.
    [Theory]
    [InlineData(12, 0.832432432432432, 0.159491666666667, 0.163302469135802)]
    [InlineData(22, 0.932472989195678, 0.100274029982363, 0.207492760249962)]
    [InlineData(40, 0.904951811232968, 0.188848280423280, 0.231278810783573)]
    public void Area_and_Brier_score_without_competing_events_agree_with_R(double horizon, double area, double brier, double nullBrier)
    {
        var accuracy = HorizonPrediction.At(Risk, Times, [.. Causes.Select(c => c == 1 ? 1 : 0)], horizon);

        Oracle.Equal(area, accuracy.Area, 1e-12);
        Oracle.Equal(area, accuracy.AreaEventFree, 1e-12);
        Oracle.Equal(brier, accuracy.Brier, 1e-12);
        Oracle.Equal(nullBrier, accuracy.NullBrier, 1e-12);
    }

    // R: concordance(Surv(t, e == 1) ~ r, reverse = TRUE, timewt = "n/G2", weights = w)
    [Fact]
    public void A_weighted_sample_agrees_with_R_and_with_so_many_persons()
    {
        double[] weights = [1, 1, 3, 1, 1, 2, 1, 1, 1, 4, 1, 1, 1, 2, 3];
        int[] persons = [.. weights.SelectMany((w, i) => Enumerable.Repeat(i, (int)w))];
        double[] Each(double[] values) => [.. persons.Select(i => values[i])];
        int[] causes = [.. persons.Select(i => Causes[i])];

        var uno = UnoConcordance.Of(Risk, Times, Events, double.PositiveInfinity, weights);
        var plain = UnoConcordance.Of(Each(Risk), Each(Times), [.. causes.Select(c => c == 1)], double.PositiveInfinity);
        Oracle.Equal(0.8389955237390754, uno.Index, 1e-12);
        Oracle.Equal(plain.Index, uno.Index, 1e-12);
        foreach (var horizon in new[] { 8.0, 12, 22, 40 })
        {
            var sample = HorizonPrediction.At(Risk, Times, Causes, horizon, weights);
            var all = HorizonPrediction.At(Each(Risk), Each(Times), causes, horizon);
            Oracle.Equal(all.Brier, sample.Brier, 1e-12);
            Oracle.Equal(all.NullBrier, sample.NullBrier, 1e-12);
            Oracle.Equal(all.Area, sample.Area, 1e-12);
            Oracle.Equal(all.AreaEventFree, sample.AreaEventFree, 1e-12);
        }

        Assert.Throws<ArgumentException>(() => HorizonPrediction.At(Risk, Times, Causes, 12, [1, 2]));
        Assert.Throws<ArgumentException>(() => UnoConcordance.Of([1, 2], [1, 2], [true, true], 9, [1, 0]));
    }

    [Fact]
    public void Five_persons_by_hand()
    {
        // Event at 1, censored at 2, competing at 3, free at 4 and 5; horizon 3. G = 1 before 2, 3/4 from 2 on.
        double[] risk = [0.6, 0.5, 0.7, 0.2, 0.1];

        var accuracy = HorizonPrediction.At(risk, [1, 2, 3, 4, 5], [1, 0, 2, 0, 0], 3);

        Assert.Equal((0.16 + ((0.49 + 0.04 + 0.01) / 0.75)) / 5, accuracy.Brier, 1e-15);
        Assert.Equal(2.0 / 3, accuracy.Area, 1e-15);
        Assert.Equal(1, accuracy.AreaEventFree);
        Assert.Equal((1, 1, 2), (accuracy.Cases, accuracy.Competing, accuracy.Free));
    }

    [Fact]
    public void Concordance_equals_the_count_over_all_pairs()
    {
        var random = new System.Random(8);
        double[] times = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(1, 40))];
        bool[] events = [.. times.Select(_ => random.NextDouble() < 0.6)];
        double[] risk = [.. times.Select(_ => (double)random.Next(25))];
        double agree = 0,
            all = 0;
        for (var i = 0; i < times.Length; i++)
        for (var j = 0; j < times.Length; j++)
            if (events[i] && (times[j] > times[i] || (times[j] == times[i] && !events[j])))
                (all, agree) = (
                    all + 1,
                    agree
                        + (
                            risk[i] > risk[j] ? 1
                            : risk[i] == risk[j] ? 0.5
                            : 0
                        )
                );

        var concordance = Harrell(risk, times, events);

        Assert.Equal(all, Comparable(concordance));
        Assert.Equal(agree / all, concordance.Index, 1e-14);
        var order = Enumerable.Range(0, 200).Reverse().ToArray();
        var turned = Harrell([.. order.Select(i => risk[i])], [.. order.Select(i => 3 * times[i])], [.. order.Select(i => events[i])]);
        Assert.Equal(concordance.Index, turned.Index, 1e-14);
        Assert.Equal(concordance.StandardError, turned.StandardError, 1e-14);
    }

    [Fact]
    public void What_cannot_be_judged_says_so()
    {
        Assert.True(double.IsNaN(Harrell([1, 2], [5, 5], [true, true]).Index));
        Assert.True(double.IsNaN(Harrell([], [], []).Index));
        Assert.True(double.IsNaN(UnoConcordance.Of([1, 2], [1, 2], [false, false], 9).Index));
        Assert.True(double.IsNaN(UnoConcordance.Of([1, 2], [5, 6], [true, true], 5).StandardError));
        Assert.Equal(HorizonStatus.BeyondFollowUp, HorizonPrediction.At([0.1, 0.2], [1, 2], [1, 0], 2).Status);
        Assert.Equal(HorizonStatus.OneOutcomeOnly, HorizonPrediction.At([0.1, 0.2], [1, 5], [0, 0], 2).Status);
        Assert.Throws<ArgumentException>(() => HorizonPrediction.At([1.1], [1], [1], 2));
        Assert.Throws<ArgumentException>(() => HorizonPrediction.At([0.1], [1], [1], double.NaN));
        Assert.Throws<ArgumentException>(() => Harrell([double.NaN], [1], [true]));
        Assert.Throws<ArgumentException>(() => UnoConcordance.Of([double.PositiveInfinity], [1], [true], 9));
        Assert.Throws<ArgumentException>(() => UnoConcordance.Of([1, 2], [1], [true], 9));
    }

    private static Concordance Harrell(double[] risk, double[] times, bool[] events) => Concordance.Of(new([], times, events), risk);

    private static double Comparable(Concordance pairs) => pairs.Concordant + pairs.Discordant + pairs.TiedRisk;
}
