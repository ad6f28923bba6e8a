using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Hazards;

public sealed class CoxTests
{
    [Fact]
    public void Three_people_by_hand()
    {
        // x = 1, 0, 1 fail at 1, 2, 3. l = b − log(2e^b + 1) − log(1 + e^b), whose slope 1 − 2e/(2e + 1) − e/(1 + e) is 0 at 2e² = 1.
        var fit = Cox.Fit(
            new(
                [
                    [1, 0, 1],
                ],
                [1, 2, 3],
                [true, true, true]
            )
        );
        var b = -0.5 * Math.Log(2);
        var (p, q) = (2 * Math.Exp(b) / ((2 * Math.Exp(b)) + 1), Math.Exp(b) / (1 + Math.Exp(b)));
        Assert.Equal(b, fit.Coefficients[0], 1e-13);
        Assert.Equal(1 / ((p * (1 - p)) + (q * (1 - q))), fit.Covariance[0, 0], 1e-12);
        Assert.Equal(-Math.Log(6), fit.NullLogLikelihood, 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_result_has_the_same_bits_for_any_number_of_threads(bool delayed)
    {
        var data = SimulatedRows.Make(30_000, delayed, days: 3000);
        var once = Cox.Fit(data, new(CoxTies.Efron, Threads: 1));
        foreach (var threads in new[] { 2, 3, 7, 0 })
        {
            var again = Cox.Fit(data, new(CoxTies.Efron, threads));
            Assert.Equal(once.Coefficients, again.Coefficients);
            Assert.Equal(once.Covariance.Cast<double>(), again.Covariance.Cast<double>());
            Assert.Equal(once.LogLikelihood, again.LogLikelihood);
        }
    }

    [Theory]
    [InlineData(CoxTies.Efron, 40)]
    [InlineData(CoxTies.Breslow, 40)]
    [InlineData(CoxTies.Efron, 1_000_000)]
    public void Many_chunks_give_the_derivatives_of_the_plain_formula(CoxTies ties, int days)
    {
        var data = SimulatedRows.Make(6_000, delayed: true, days);
        var with = new CoxData(data.Columns, data.Exits, data.Observed)
        {
            Entries = data.Entries,
            Strata = [.. data.Exits.Select((_, i) => i % 3)],
        };
        foreach (
            var rows in new[]
            {
                with,
                new CoxData(with.Columns, with.Exits, with.Observed) { Strata = with.Strata },
            }
        )
        {
            var sample = CoxSample.Of(rows, threads: 0);
            double[] b = [0.3, -0.2, 0.1];
            var point = new PartialLikelihood(sample, ties).Evaluate(sample.ToStandard(b))!;
            var (value, score, information) = PlainPartialLikelihood.At(rows, ties, b);
            Oracle.Equal(value, point.LogLikelihood, 1e-12, "log likelihood");
            for (var j = 0; j < b.Length; j++)
            {
                Assert.Equal(score[j] / sample.Scale[j], point.Score[j], 1e-8);
                for (var k = 0; k < b.Length; k++)
                    Assert.Equal(information[j, k] / (sample.Scale[j] * sample.Scale[k]), point.Information[j, k], 1e-8);
            }
        }
    }

    [Fact]
    public void A_row_of_weight_two_is_a_row_written_twice_and_one_of_weight_zero_is_none()
    {
        var data = SimulatedRows.Make(200, delayed: true, days: 50);
        int[] twice = [.. Enumerable.Range(0, 200).Where(i => i % 5 != 0).SelectMany(i => Enumerable.Repeat(i, i % 3 == 0 ? 2 : 1))];
        var weighted = new CoxData(data.Columns, data.Exits, data.Observed)
        {
            Entries = data.Entries,
            Weights =
            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(i =>
                        i % 5 == 0 ? 0.0
                        : i % 3 == 0 ? 2
                        : 1
                    ),
            ],
        };
        Same(Cox.Fit(Pick(data, twice), new(CoxTies.Breslow)), Cox.Fit(weighted, new(CoxTies.Breslow)), 1e-11);
    }

    [Theory]
    [InlineData(CoxTies.Efron)]
    [InlineData(CoxTies.Breslow)]
    [InlineData(CoxTies.Exact)]
    public void Order_of_rows_unit_of_time_and_origin_of_covariates_do_not_matter(CoxTies ties)
    {
        var data = SimulatedRows.Make(300, delayed: true, days: 60);
        var fit = Cox.Fit(data, new(ties));
        int[] order = [.. Enumerable.Range(0, 300)];
        new System.Random(3).Shuffle(order);
        var other = Pick(data, order);
        double[][] moved =
        [
            [.. other.Columns[0].Select(v => v + 1e5)],
            other.Columns[1],
            [.. other.Columns[2].Select(v => -v)],
        ];
        var again = Cox.Fit(
            new(moved, [.. other.Exits.Select(t => 4 * t)], other.Observed) { Entries = [.. other.Entries!.Select(t => 4 * t)] },
            new(ties)
        );
        Oracle.Equal(fit.Coefficients[0], again.Coefficients[0], 1e-8);
        Oracle.Equal(fit.Coefficients[1], again.Coefficients[1], 1e-9);
        Oracle.Equal(-fit.Coefficients[2], again.Coefficients[2], 1e-9);
        Oracle.Equal(fit.LogLikelihood, again.LogLikelihood, 1e-11);
    }

    [Fact]
    public void Entry_before_everything_and_a_common_offset_change_nothing()
    {
        var data = SimulatedRows.Make(300, delayed: false, days: 60);
        var fit = Cox.Fit(data);
        var early = new CoxData(data.Columns, data.Exits, data.Observed)
        {
            Entries = [.. data.Exits.Select(_ => -1.0)],
            Offsets = [.. data.Exits.Select(_ => 800.0)],
        };
        Same(fit, Cox.Fit(early), 1e-11);
        Oracle.Equal(
            Math.Exp(-800 + 700) * BaselineHazard.Of(data, fit).Predict(40, [1, 1, 1]).CumulativeHazard,
            BaselineHazard.Of(early, fit).Predict(40, [1, 1, 1], offset: 700).CumulativeHazard,
            1e-9
        );
    }

    [Fact]
    public void A_small_risk_set_after_a_huge_hazard_keeps_its_digits()
    {
        // Rows of a hazard 10^13 times as high leave before the others come: without them the fit is the same.
        double[] x = [0, 1, 0, 1, 1, 0, 1, 0];
        double[] exits = [11, 12, 13, 14, 15, 16, 17, 18];
        bool[] dead = [true, true, false, true, true, true, false, true];
        var alone = Cox.Fit(new([x], exits, dead) { Entries = [.. exits.Select(_ => 10.0)] });
        var together = Cox.Fit(
            new(
                [
                    [.. x, 0, 0, 0],
                ],
                [.. exits, 1, 2, 3],
                [.. dead, false, true, false]
            )
            {
                Entries = [.. exits.Select(_ => 10.0), 0, 0, 0],
                Offsets = [.. x.Select(_ => 0.0), 30, 30.1, 30.2],
            }
        );
        Oracle.Equal(alone.Coefficients[0], together.Coefficients[0], 1e-12);
        Oracle.Equal(alone.Covariance[0, 0], together.Covariance[0, 0], 1e-12);
    }

    [Fact]
    public void The_score_test_of_two_groups_is_the_log_rank_test()
    {
        double[] times = [.. Enumerable.Range(0, 40).Select(i => 1.0 + (i * 17 % 41))];
        bool[] dead = [.. Enumerable.Range(0, 40).Select(i => i % 3 != 0)];
        int[] group = [.. Enumerable.Range(0, 40).Select(i => i * 7 % 5 > 2 ? 1 : 0)];
        var fit = Cox.Fit(
            new(
                [
                    [.. group.Select(g => (double)g)],
                ],
                times,
                dead
            )
        );
        Oracle.Equal(LogRank.Test(times, dead, group).Statistic, fit.ScoreTest.Statistic, 1e-10);
    }

    [Fact]
    public void Exposure_that_begins_later_splits_a_row_there()
    {
        var rows = Landmark.Split([10, 8, 5, 4], [true, false, true, true], [3, double.PositiveInfinity, 0, 4]);
        Assert.Equal([0, 0, 1, 2, 3], rows.Rows);
        Assert.Equal([0, 3, 0, 0, 0], rows.Entries);
        Assert.Equal([3, 10, 8, 5, 4], rows.Exits);
        Assert.Equal([false, true, false, true, true], rows.Observed);
        Assert.Equal([false, true, false, true, false], rows.Exposed);
    }

    private static CoxData Pick(CoxData data, int[] rows) =>
        new(
            [.. data.Columns.Select(c => rows.Select(i => c[i]).ToArray())],
            [.. rows.Select(i => data.Exits[i])],
            [.. rows.Select(i => data.Observed[i])]
        )
        {
            Entries = data.Entries is null ? null : [.. rows.Select(i => data.Entries[i])],
        };

    private static void Same(CoxFit expected, CoxFit actual, double tolerance)
    {
        Assert.Equal(CoxStatus.Estimated, actual.Status);
        for (var j = 0; j < expected.Coefficients.Count; j++)
        {
            Oracle.Equal(expected.Coefficients[j], actual.Coefficients[j], tolerance, $"coefficient {j}");
            Oracle.Equal(expected.Covariance[j, j], actual.Covariance[j, j], tolerance, $"variance {j}");
        }

        Oracle.Equal(expected.LogLikelihood, actual.LogLikelihood, tolerance, "log likelihood");
    }
}
