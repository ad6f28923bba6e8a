using Longwatch.Oracles;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Regression;

public sealed class LogisticEdgeTests
{
    [Theory]
    [InlineData(1, 40, 1)]
    [InlineData(2, 300, 3)]
    [InlineData(3, 65, 5)]
    [InlineData(4, 700, 6)]
    [InlineData(5, 257, 2)]
    public void The_fast_version_equals_the_plain_one(int seed, int rows, int columns)
    {
        var random = new System.Random(seed);
        var design = new List<double[]>();
        var (events, trials) = (new List<double>(), new List<double>());
        for (var i = 0; i < rows; i++)
        {
            var row = new double[columns];
            row[0] = 1;
            for (var j = 1; j < columns; j++)
                row[j] = j % 2 == 0 ? random.Next(2) : (random.NextDouble() * 4) - 2;
            design.Add(row);
            trials.Add(random.Next(4));
            events.Add(random.NextDouble() < 0.2 && trials[i] > 0 ? 1 + (random.NextDouble() * (trials[i] - 1)) : 0);
        }

        var analysis = FirthRegression.Analyse(BinomialSample.FromRows(design, events, trials), 0.9);
        var plain = PlainLogistic.Firth(design, events, trials);
        var ml = PlainLogistic.Fit(design, events, trials);
        var fastMl = LogisticRegression.Fit(design, events, trials);

        Assert.Equal(ml.Status, fastMl.Status);
        Oracle.Equal(plain.LogLikelihood, analysis.Fit.LogLikelihood, 1e-12);
        Oracle.Equal(plain.Deviance, analysis.Fit.Deviance, 1e-10);
        Oracle.Equal(plain.Dispersion, analysis.Fit.Dispersion, 1e-9);
        for (var j = 0; j < columns; j++)
        {
            Assert.Equal(ml.Coefficients[j], fastMl.Coefficients[j], 1e-8);
            Assert.Equal(plain.Coefficients[j], analysis.Terms[j].Estimate, 1e-9);
            Oracle.Equal(plain.StandardError(j), analysis.Terms[j].StandardError, 1e-8);
            Oracle.Equal(PlainLogistic.FirthP(design, events, trials, j), analysis.Terms[j].P, 1e-7);
            var interval = PlainLogistic.FirthInterval(design, events, trials, j, 0.9);
            Assert.Equal(interval.Lower, analysis.Terms[j].Profile.Lower, 1e-8);
            Assert.Equal(interval.Upper, analysis.Terms[j].Profile.Upper, 1e-8);
        }
    }

    [Fact]
    public void Limits_far_from_the_estimate_equal_those_of_the_plain_version()
    {
        // A covariate separates all cases: the profiles are far from parabolas.
        double[][] design = [.. Enumerable.Range(0, 60).Select(i => new[] { 1.0, i < 6 ? 1 : 0, i % 7, i % 4 == 1 ? 1 : 0 })];
        double[] events = [.. Enumerable.Range(0, 60).Select(i => i < 6 ? 1.0 : 0)];
        double[] trials = [.. events.Select(_ => 1.0)];

        foreach (var level in new[] { 0.5, 0.9, 0.99 })
        {
            var terms = FirthRegression.Analyse(BinomialSample.FromRows(design, events, trials), level).Terms;
            for (var j = 0; j < 4; j++)
            {
                var interval = PlainLogistic.FirthInterval(design, events, trials, j, level);
                Oracle.Equal(interval.Lower, terms[j].Profile.Lower, 1e-7, $"{level} {j}");
                Oracle.Equal(interval.Upper, terms[j].Profile.Upper, 1e-7, $"{level} {j}");
            }
        }
    }

    [Fact]
    public void Separated_groups_have_no_maximum_but_a_Firth_estimate_that_is_a_hand_calculation()
    {
        // One group 0 of 10, the other 10 of 10: Firth adds one half to every cell of a two-by-two table.
        double[][] design =
        [
            [1, 0],
            [1, 1],
        ];

        Assert.Equal(RegressionStatus.NoFiniteMaximum, LogisticRegression.Fit(design, [0, 10], [10, 10]).Status);
        var fit = LogisticRegression.Firth(design, [0, 10], [10, 10]);
        Assert.Equal(2 * Math.Log(10.5 / 0.5), fit.Coefficients[1], 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Without_events_or_without_others_only_the_penalised_estimate_exists(int events)
    {
        double[][] design =
        [
            [1, 0],
            [1, 1],
        ];
        var sample = BinomialSample.FromRows(design, [events, events], [10, 10]);

        Assert.Equal(RegressionStatus.NoFiniteMaximum, LogisticRegression.Fit(sample).Status);
        Assert.Equal(RegressionStatus.NoFiniteMaximum, FirthPrediction.InterceptCorrected(sample, 0).Status);
        var terms = FirthRegression.Analyse(sample, 0.95).Terms;
        Assert.Equal(Math.Log((events + 0.5) / (10 - events + 0.5)), terms[0].Estimate, 1e-9);
        Assert.Equal(0, terms[1].Estimate, 1e-9);
        Assert.All(terms, t => Assert.True(double.IsFinite(t.Profile.Lower) && double.IsFinite(t.Profile.Upper)));
        Assert.Equal(1, terms[1].P, 1e-9);
    }

    [Fact]
    public void Columns_that_depend_on_one_another_no_trials_and_no_rows_are_singular()
    {
        double[][] twice =
        [
            [1, 1],
            [1, 1],
            [1, 1],
        ];
        Assert.Equal(RegressionStatus.Singular, LogisticRegression.Firth(twice, [0, 1, 1], [1, 1, 1]).Status);
        Assert.Equal(
            RegressionStatus.Singular,
            FirthRegression.Analyse(BinomialSample.FromRows(twice, [0, 0, 0], [0, 0, 0]), 0.95).Fit.Status
        );
        Assert.Equal(RegressionStatus.Singular, MedianBiasReduction.Fit(BinomialSample.FromRows(twice, [0, 1, 1], [1, 1, 1])).Status);
        var none = FirthRegression.Analyse(BinomialSample.FromRows([], [], []), 0.95);
        Assert.Equal(RegressionStatus.Singular, none.Fit.Status);
        Assert.Empty(none.Terms);
        Assert.Empty(FirthRegression.Leverages(BinomialSample.FromRows(twice, [0, 1, 1], [1, 1, 1])));
    }

    [Fact]
    public void The_order_of_rows_a_doubled_row_and_the_unit_of_a_covariate_change_nothing()
    {
        var random = new System.Random(9);
        var design = Enumerable.Range(0, 90).Select(i => new[] { 1, random.NextDouble(), i % 3 }).ToList();
        var events = design.Select(_ => random.NextDouble() < 0.15 ? 1.0 : 0).ToList();
        var ones = events.Select(_ => 1.0).ToList();
        var terms = FirthRegression.Analyse(BinomialSample.FromRows(design, events, ones), 0.95).Terms;

        var order = Enumerable.Range(0, 90).Reverse().ToArray();
        var reversed = BinomialSample.FromRows([.. order.Select(i => design[i])], [.. order.Select(i => events[i])], ones);
        var scaled = BinomialSample.FromRows([.. design.Select(r => new[] { 1, 1000 * r[1], r[2] })], events, ones);
        Same(terms, FirthRegression.Analyse(reversed, 0.95).Terms, 1);
        Same(terms, FirthRegression.Analyse(scaled, 0.95).Terms, 1000);

        var doubled = BinomialSample.FromRows([.. design, .. design], [.. events, .. events], [.. ones, .. ones]);
        var weighted = BinomialSample.FromRows(design, [.. events.Select(e => 2 * e)], [.. ones.Select(_ => 2.0)]);
        Same(FirthRegression.Analyse(doubled, 0.95).Terms, FirthRegression.Analyse(weighted, 0.95).Terms, 1);

        static void Same(IReadOnlyList<FirthTerm> expected, IReadOnlyList<FirthTerm> actual, double unit)
        {
            for (var j = 0; j < expected.Count; j++)
            {
                var factor = j == 1 ? unit : 1;
                Assert.Equal(expected[j].Estimate, factor * actual[j].Estimate, 1e-9);
                Assert.Equal(expected[j].Profile.Lower, factor * actual[j].Profile.Lower, 1e-8);
                Assert.Equal(expected[j].Profile.Upper, factor * actual[j].Profile.Upper, 1e-8);
                Assert.Equal(expected[j].P, actual[j].P, 1e-9);
            }
        }
    }

    [Fact]
    public void An_offset_of_a_column_takes_away_its_coefficient_and_a_far_origin_does_no_harm()
    {
        var random = new System.Random(4);
        var x = Enumerable.Range(0, 400).Select(_ => 2017 + (random.NextDouble() * 7)).ToArray();
        var cases = x.Select(v => random.NextDouble() < 1 / (1 + Math.Exp(2021 - v))).ToArray();
        double[][] columns =
        [
            [.. x.Select(_ => 1.0)],
            x,
        ];
        var sample = BinomialSample.OfPersons(columns, cases);

        var fit = LogisticRegression.Fit(sample);
        var shifted = LogisticRegression.Fit(sample.WithOffset([.. x.Select(v => 0.25 * v)]));

        Assert.Equal(fit.Coefficients[1] - 0.25, shifted.Coefficients[1], 1e-8);
        Oracle.Equal(fit.LogLikelihood, shifted.LogLikelihood, 1e-11);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        double[][] one =
        [
            [1.0],
        ];
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(one, [2], [1]));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(one, [double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(one, [0, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() =>
            BinomialSample.FromRows(
                [
                    [double.NaN],
                ],
                [1],
                [1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            BinomialSample.FromColumns(
                [
                    [1, 2],
                ],
                [1],
                [1]
            )
        );
        Assert.Throws<ArgumentException>(() => PoissonRegression.Fit(one, [-1], [1]));
        var sample = BinomialSample.FromRows(one, [0], [1]);
        Assert.Throws<ArgumentException>(() => FirthRegression.Test(sample));
        Assert.Throws<ArgumentException>(() => FirthRegression.Test(sample, 1));
        Assert.Throws<ArgumentException>(() => FirthRegression.Test(sample, 0, 0));
        Assert.Throws<ArgumentException>(() => sample.WithOffset([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirthRegression.Analyse(sample, 1));
        Assert.Throws<ArgumentException>(() =>
            FirthPrediction.InterceptCorrected(
                BinomialSample.FromRows(
                    [
                        [2.0],
                    ],
                    [0],
                    [1]
                ),
                0
            )
        );
    }
}
