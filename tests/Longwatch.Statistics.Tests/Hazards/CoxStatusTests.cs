using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Tests.Hazards;

public sealed class CoxStatusTests
{
    [Fact]
    public void Data_without_an_answer_have_a_status()
    {
        Assert.Equal(
            CoxStatus.NoEvents,
            Cox.Fit(
                new(
                    [
                        [1, 2],
                    ],
                    [1, 2],
                    [false, false]
                )
            ).Status
        );
        Assert.Equal(
            CoxStatus.NoEvents,
            Cox.Fit(
                new(
                    [
                        [],
                    ],
                    [],
                    []
                )
            ).Status
        );

        var constant = Cox.Fit(
            new(
                [
                    [1, 2, 4],
                    [3, 3, 3],
                ],
                [1, 2, 3],
                [true, false, true]
            )
        );
        Assert.Equal((CoxStatus.Collinear, 1), (constant.Status, Assert.Single(constant.AffectedColumns)));
        var combined = Cox.Fit(
            new(
                [
                    [1, 2, 4, 3],
                    [5, 1, 2, 2],
                    [11, 4, 8, 7],
                ],
                [1, 2, 3, 4],
                [true, true, true, false]
            )
        );
        Assert.Equal((CoxStatus.Collinear, 2), (combined.Status, Assert.Single(combined.AffectedColumns)));
        var byStratum = Cox.Fit(
            new(
                [
                    [1, 1, 2, 2],
                ],
                [1, 2, 3, 4],
                [true, true, true, false]
            )
            {
                Strata = [1, 1, 2, 2],
            }
        );
        Assert.Equal(CoxStatus.Collinear, byStratum.Status);
        Assert.Equal(
            CoxStatus.Collinear,
            Cox.Fit(
                new(
                    [
                        [5],
                    ],
                    [1],
                    [true]
                )
            ).Status
        );
        // All fail at one time: as an order they tell nothing, and by the exact likelihood nothing at all.
        Assert.Equal(
            CoxStatus.Collinear,
            Cox.Fit(
                new(
                    [
                        [1, 2, 4],
                    ],
                    [1, 1, 1],
                    [true, true, true]
                ),
                new(CoxTies.Exact)
            ).Status
        );

        foreach (var ties in Enum.GetValues<CoxTies>())
        {
            var monotone = Cox.Fit(
                new(
                    [
                        [0.3, 0.1, 0.9, 0.4, 0.8, 0.2],
                        [1, 1, 1, 0, 0, 0],
                    ],
                    [1, 2, 2, 4, 5, 6],
                    [true, true, true, false, false, false]
                ),
                new(ties)
            );
            Assert.Equal(CoxStatus.MonotoneLikelihood, monotone.Status);
            Assert.Contains(1, monotone.AffectedColumns);
            Assert.True(double.IsFinite(monotone.LikelihoodRatioTest.Statistic) && double.IsFinite(monotone.ScoreTest.Statistic));
        }
    }

    [Fact]
    public void A_rare_covariate_without_events_among_many_rows_is_monotone()
    {
        var data = SimulatedRows.Make(20_000, delayed: false, days: 1000);
        var carrier = new double[20_000];
        var carriers = 0;
        for (var i = 0; i < carrier.Length && carriers < 5; i++)
            if (!data.Observed[i] && data.Exits[i] > 100)
                carrier[i] = ++carriers > 0 ? 1 : 0;
        var fit = Cox.Fit(new([.. data.Columns, carrier], data.Exits, data.Observed));
        Assert.Equal((CoxStatus.MonotoneLikelihood, 3), (fit.Status, Assert.Single(fit.AffectedColumns)));
    }

    [Fact]
    public void A_model_without_columns_has_a_likelihood()
    {
        var fit = Cox.Fit(new([], [1, 2, 3], [true, true, true]));
        Assert.Equal(CoxStatus.Estimated, fit.Status);
        Assert.Equal(-Math.Log(6), fit.LogLikelihood, 1e-14);
        Assert.Equal(1, fit.LikelihoodRatioTest.PValue);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            new CoxData(
                [
                    [1],
                ],
                [1, 2],
                [true, false]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new CoxData(
                [
                    [1, double.NaN],
                ],
                [1, 2],
                [true, false]
            )
        );
        Assert.Throws<ArgumentException>(() => new CoxData([], [1, double.PositiveInfinity], [true, false]));
        Assert.Throws<ArgumentException>(() => new CoxData([], [1, 2], [true, false]) { Entries = [1, 0] });
        Assert.Throws<ArgumentException>(() => new CoxData([], [1, 2], [true, false]) { Weights = [1, -1] });
        Assert.Throws<ArgumentException>(() =>
            Cox.Fit(
                new(
                    [
                        [1, 2],
                    ],
                    [1, 2],
                    [true, false]
                )
                {
                    Weights = [1, 2],
                },
                new(CoxTies.Exact)
            )
        );
        var data = new CoxData(
            [
                [1, 0, 1],
            ],
            [1, 2, 3],
            [true, true, true]
        );
        Assert.Throws<ArgumentException>(() => CoxResiduals.Martingale(data, Cox.Fit(data, new(CoxTies.Exact))));
        Assert.Throws<ArgumentException>(() => BaselineHazard.Of(data, Cox.Fit(data)).Predict(1, [1], stratum: 9));
        Assert.Throws<ArgumentException>(() => Concordance.Of(data, [1, 2]));
        Assert.True(double.IsNaN(Concordance.Of(new([], [1, 1], [true, true]), [1, 2]).Index));
    }
}
