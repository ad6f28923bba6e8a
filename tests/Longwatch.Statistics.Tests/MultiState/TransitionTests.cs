using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.MultiState;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.MultiState;

public sealed class TransitionTests
{
    [Theory]
    [InlineData("from_tx", 0, 0)]
    [InlineData("from_pr", 0, 1)]
    [InlineData("from_tx_s100", 100, 0)]
    [InlineData("from_pr_s100", 100, 1)]
    public void Probabilities_and_greenwood_errors_equal_probtrans_on_ebmt3(string name, double from, int start)
    {
        var curve = TransitionProbabilities.Estimate(Ebmt(), from);
        Agree(Oracle.Expected("B11_multistate_ebmt3").GetProperty(name), curve, start, 3);
    }

    [Fact]
    public void Landmark_probabilities_and_aalen_errors_equal_LMAJ_on_ebmt3()
    {
        // LMAJ fits a Cox model without covariates, whose default are Efron's ties.
        var options = new TransitionOptions { Variance = TransitionVariance.Aalen, SplitTies = true };
        var curve = TransitionProbabilities.Landmark(Ebmt(), 100, 1, options);
        Agree(Oracle.Expected("B11_multistate_ebmt3").GetProperty("lmaj_s100_from_pr"), curve, 0, 3);
    }

    [Fact]
    public void Moves_and_those_at_risk_of_them_equal_msprep_on_ebmt3()
    {
        var expected = Oracle.Expected("B11_multistate_ebmt3");
        var sample = Ebmt();
        var hazards = TransitionHazards.Estimate(sample);
        string[] names = ["1", "2", "3"];
        Assert.Equal([(0, 1), (0, 2), (1, 2)], hazards.Select(h => (h.From, h.To)));
        Assert.Equal(
            names.Select(n => expected.GetProperty("events").GetProperty(n).GetInt32()),
            hazards.Select(h => h.Steps.Sum(s => s.Moves))
        );
        Assert.Equal(
            names.Select(n => expected.GetProperty("n_by_trans").GetProperty(n).GetInt32()),
            hazards.Select(h => sample.Stays.Count(s => s.State == h.From))
        );
    }

    [Theory]
    [InlineData("aidssi_cuminc_times")]
    [InlineData("aidssi_cuminc_tail")]
    public void Competing_risks_equal_Cuminc_on_aidssi(string name)
    {
        var rows = Oracle.Rows("B11_multistate_ebmt3", "aidssi.csv");
        var sample = MultiStateSample.Create(
            3,
            rows.Select(
                (r, i) =>
                    new Stay(
                        i,
                        0,
                        0,
                        Number(r["time"]),
                        r["status"] == "0" ? Stay.Censored : int.Parse(r["status"], CultureInfo.InvariantCulture)
                    )
            )
        );
        Agree(Oracle.Expected("B11_multistate_ebmt3").GetProperty(name), TransitionProbabilities.Estimate(sample, 0), 0, 3);
    }

    [Theory]
    [InlineData("control", "0")]
    [InlineData("exposed", "1")]
    public void Delayed_entry_variance_and_intervals_equal_the_summary_of_etm_on_abortion(string name, string group)
    {
        var rows = Oracle.Rows("B10_etm_left_truncated_cif", "abortion.csv").Where(r => r["group"] == group).ToArray();
        var sample = MultiStateSample.Create(
            4,
            rows.Select(
                (r, i) =>
                    new Stay(
                        i,
                        0,
                        Number(r["entry"]),
                        Number(r["exit"]),
                        int.TryParse(r["to"], CultureInfo.InvariantCulture, out var to) ? to : Stay.Censored
                    )
            )
        );
        var curve = TransitionProbabilities.Estimate(sample, 0);
        var hazards = TransitionHazards.Estimate(sample);
        var compared = 0;
        foreach (var cause in Oracle.Expected("B10_etm_left_truncated_cif").GetProperty(name).EnumerateObject())
        {
            var to = int.Parse(cause.Name.Split(' ')[1], CultureInfo.InvariantCulture);
            var time = cause.Value.GetProperty("time").Numbers();
            for (var i = 0; i < time.Length; i++)
            {
                double Expected(string what) => cause.Value.GetProperty(what)[i].GetDouble();
                var p = Expected("P");
                Oracle.Equal(p, curve.Probability(0, to, time[i]), 1e-9, $"{cause.Name} at {time[i]}");
                Oracle.Equal(Expected("var"), curve.Covariance((0, to), (0, to), time[i]), 1e-9, $"variance of {cause.Name} at {time[i]}");
                var steps = hazards.Where(h => h.To == to).SelectMany(h => h.Steps).Where(s => s.Time == time[i]).ToArray();
                Assert.Equal(Expected("n.event"), steps.Sum(s => s.Moves));
                Assert.All(steps, s => Assert.Equal(Expected("n.risk"), s.AtRisk));
                // etm's summary makes plain intervals, cut to [0, 1].
                Assert.Equal(p > 0, curve.TryInterval((0, to), time[i], 0.95, ProbabilityTransform.Plain, out var interval));
                Assert.Equal(Expected("lower"), interval.Lower, 1e-9);
                Assert.Equal(Expected("upper"), interval.Upper, 1e-9);
                compared++;
            }
        }

        Assert.True(compared > 80);
    }

    [Fact]
    public void Two_states_are_kaplan_meier_with_greenwood_and_three_with_one_start_are_aalen_johansen()
    {
        var random = new System.Random(8);
        int[] days = [.. Enumerable.Range(0, 300).Select(_ => 1 + random.Next(40))];
        byte[] outcomes = [.. days.Select(_ => (byte)random.Next(3))];
        var two = TransitionProbabilities.Estimate(
            MultiStateSample.Create(2, days.Select((d, i) => new Stay(i, 0, 0, d, outcomes[i] > 0 ? 1 : Stay.Censored))),
            0
        );
        foreach (var step in KaplanMeier.EstimateDays(days, [.. outcomes.Select(o => o > 0)]).Steps)
        {
            Oracle.Equal(step.Survival, two.Probability(0, 0, step.Time), 1e-12);
            if (step.Survival > 0)
                Oracle.Equal(step.StandardError, two.StandardError(0, 0, step.Time), 1e-10);
        }

        var three = TransitionProbabilities.Estimate(
            MultiStateSample.Create(3, days.Select((d, i) => new Stay(i, 0, 0, d, outcomes[i] > 0 ? outcomes[i] : Stay.Censored))),
            0
        );
        foreach (var step in AalenJohansen.EstimateDays(days, outcomes, 2, IncidenceVariance.Greenwood).Steps)
        {
            Oracle.Equal(step.Incidence, three.Probability(0, 2, step.Time), 1e-12);
            Assert.Equal(step.Variance, three.Covariance((0, 2), (0, 2), step.Time), 1e-14);
        }
    }

    [Fact]
    public void Rows_sum_to_one_and_so_their_covariances_to_zero()
    {
        var curve = TransitionProbabilities.Estimate(Ebmt(), 50);
        foreach (var time in new[] { 50.0, 51, 365, 2000, 1e5 })
            for (var h = 0; h < 3; h++)
            {
                Assert.Equal(1, Enumerable.Range(0, 3).Sum(j => curve.Probability(h, j, time)), 1e-12);
                for (var other = 0; other < 9; other++)
                    Assert.Equal(0, Enumerable.Range(0, 3).Sum(j => curve.Covariance((h, j), (other / 3, other % 3), time)), 1e-14);
            }
    }

    [Fact]
    public void Occupation_from_the_origin_is_the_first_row_and_without_censoring_the_shares_themselves()
    {
        var sample = Ebmt();
        var (occupation, first) = (TransitionProbabilities.Occupation(sample, 0), TransitionProbabilities.Estimate(sample, 0));
        for (var j = 0; j < 3; j++)
        {
            Assert.Equal(first.Probability(0, j, 500), occupation.Probability(0, j, 500), 1e-14);
            Assert.Equal(first.StandardError(0, j, 500), occupation.StandardError(0, j, 500), 1e-14);
        }

        // Four people, no censoring: 0→1 at 1, →2 at 3; 0→1 at 2, stays to 9; 0→2 at 4; 0 to 9.
        var complete = MultiStateSample.Create(
            3,
            [new(1, 0, 0, 1, 1), new(1, 1, 1, 3, 2), new(2, 0, 0, 2, 1), new(2, 1, 2, 9, -1), new(3, 0, 0, 4, 2), new(4, 0, 0, 9, -1)]
        );
        var shares = TransitionProbabilities.Occupation(complete, 0);
        Assert.Equal([0.5, 0.25, 0.25], Enumerable.Range(0, 3).Select(j => shares.Probability(0, j, 3)));
        Assert.Equal([0.25, 0.25, 0.5], Enumerable.Range(0, 3).Select(j => shares.Probability(0, j, 8)));
        var later = TransitionProbabilities.Occupation(complete, 2);
        Assert.Equal([0.5, 0.5, 0], Enumerable.Range(0, 3).Select(j => later.Probability(0, j, 2)));
        // Shares of 4 people: multinomial.
        Assert.Equal(1.0 / 16, later.Covariance((0, 0), (0, 0), 2), 1e-15);
        Assert.Equal(0.25 * 0.75 / 4, shares.Covariance((0, 0), (0, 0), 8), 1e-15);
    }

    [Fact]
    public void Six_people_by_hand()
    {
        // Illness (1) and death (2): 0→1 at 1, 6, 6, 9; 1→2 at 5, 7, 9, 12; 0→2 at 1 and 8.
        var sample = MultiStateSample.Create(
            3,
            [
                new(1, 0, 0, 1, 1),
                new(1, 1, 1, 5, 2),
                new(2, 0, 0, 1, 2),
                new(3, 0, 0, 6, 1),
                new(3, 1, 6, 9, 2),
                new(4, 0, 0, 6, 1),
                new(4, 1, 6, 7, 2),
                new(5, 0, 0, 8, 2),
                new(6, 0, 0, 9, 1),
                new(6, 1, 9, 12, 2),
            ]
        );
        var curve = TransitionProbabilities.Estimate(sample, 0);
        Assert.Equal([1.0, 5, 6, 7, 8, 9, 12], curve.Times);
        // At 1: one of six to 1, one to 2. At 5 the one in state 1 dies. At 6 two of four go to 1; at 7 one of two dies.
        Assert.Equal([4.0 / 6, 1.0 / 6, 1.0 / 6], Row(1), new Close());
        Assert.Equal([4.0 / 6, 0, 2.0 / 6], Row(5), new Close());
        Assert.Equal([2.0 / 6, 2.0 / 6, 2.0 / 6], Row(6), new Close());
        Assert.Equal([2.0 / 6, 1.0 / 6, 3.0 / 6], Row(7), new Close());
        Assert.Equal([1.0 / 6, 1.0 / 6, 4.0 / 6], Row(8), new Close());
        double[] Row(double time) => [.. Enumerable.Range(0, 3).Select(j => curve.Probability(0, j, time))];
    }

    [Fact]
    public void What_cannot_be_estimated_says_why_and_what_cannot_be_is_refused()
    {
        var sample = MultiStateSample.Create(3, [new(1, 0, 0, 2, 1), new(1, 1, 2, 3, -1)]);
        Assert.Equal(StateProbabilityStatus.NobodyAtStart, TransitionProbabilities.Landmark(sample, 1, 1).Status);
        Assert.Equal(StateProbabilityStatus.NobodyAtStart, TransitionProbabilities.Occupation(sample, 5).Status);
        Assert.Empty(TransitionProbabilities.Estimate(MultiStateSample.Create(2, []), 0).Times);
        Assert.False(TransitionProbabilities.Estimate(sample, 0).TryInterval((0, 2), 9, 0.95, ProbabilityTransform.LogLog, out _));
        Assert.Throws<ArgumentException>(() => MultiStateSample.Create(2, [new(1, 0, 0, 1, 2)]));
        Assert.Throws<ArgumentException>(() => MultiStateSample.Create(2, [new(1, 0, 1, 1, 1)]));
        Assert.Throws<ArgumentException>(() => MultiStateSample.Create(2, [new(1, 0, 0, double.NaN, 1)]));
        Assert.Throws<ArgumentException>(() => MultiStateSample.Create(2, [new(1, 0, 0, 3, 1), new(1, 1, 2, 4, -1)]));
        Assert.Throws<ArgumentException>(() => TransitionProbabilities.Estimate(sample, 0, new() { SplitTies = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransitionProbabilities.Landmark(sample, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransitionProbabilities.Estimate(sample, 1).Probability(0, 0, 0.5));
    }

    private static void Agree(JsonElement expected, StateProbabilities curve, int start, int states)
    {
        for (var i = 0; i < expected.GetProperty("rows").GetArrayLength(); i++)
        {
            var row = expected.GetProperty("values")[i].Numbers();
            for (var j = 0; j < states; j++)
            {
                Oracle.Equal(row[1 + j], curve.Probability(start, j, row[0]), 1e-9, $"state {j} at {row[0]}");
                Oracle.Equal(row[1 + states + j], curve.StandardError(start, j, row[0]), 1e-9, $"error of state {j} at {row[0]}");
            }
        }
    }

    private static MultiStateSample Ebmt() =>
        MultiStateSample.Create(
            3,
            Oracle
                .Rows("B11_multistate_ebmt3", "ebmt3_long.csv")
                .GroupBy(r => (r["id"], r["from"]))
                .Select(g => new Stay(
                    Whole(g.Key.Item1),
                    Whole(g.Key.Item2) - 1,
                    Number(g.First()["Tstart"]),
                    Number(g.First()["Tstop"]),
                    g.Where(r => r["status"] == "1").Select(r => Whole(r["to"]) - 1).FirstOrDefault(Stay.Censored)
                ))
        );

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-14;

        public int GetHashCode(double value) => 0;
    }
}
