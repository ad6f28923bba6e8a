using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

/// <summary>Known answers of set E06: glmnet on CAERS, one event on forty products.</summary>
public sealed class LassoLogisticTests
{
    private const string Set = "E06_lasso_signal";

    [Fact]
    public void The_path_of_glmnet_agrees()
    {
        var known = Oracle.Expected(Set);
        var (design, events) = Design();
        var lambdas = known.GetProperty("lambda").Numbers();

        var path = LassoLogistic.Fit(design, events, Ones(events.Length), lambdas);

        Assert.Equal(LassoStatus.Estimated, path.Status);
        var beta = known.GetProperty("beta").GetProperty("values").EnumerateArray().Select(row => row.Numbers()).ToArray();
        for (var k = 0; k < lambdas.Length; k++)
        {
            var fit = path.Fits[k];
            // Under the three weakest penalties glmnet stops where its own conditions are met to 1e-9 only; coefficients of rare products then move by 4e-6.
            double[] theirs = [.. beta.Select(row => row[k])];
            var tolerance = Violation(design, events, theirs, known.GetProperty("a0").Numbers()[k], lambdas[k]) < 5e-11 ? 1e-6 : 1e-5;
            Assert.Equal(known.GetProperty("a0").Numbers()[k], fit.Intercept, tolerance);
            for (var j = 0; j < beta.Length; j++)
                Assert.Equal(theirs[j], fit.Coefficients[j], tolerance);
            Oracle.Equal(known.GetProperty("deviance").Numbers()[k], fit.Deviance, 1e-8);
            Oracle.Equal(known.GetProperty("bic").Numbers()[k], fit.Bic, 1e-8);
            Assert.Equal(known.GetProperty("df").Numbers()[k], fit.NonZero);
        }

        Assert.Equal(Array.IndexOf(known.GetProperty("bic").Numbers(), known.GetProperty("bic").Numbers().Min()), path.Best);
    }

    [Fact]
    public void Every_solution_meets_the_conditions_of_a_minimum()
    {
        var (design, events) = Design();

        var path = LassoLogistic.Fit(design, events, Ones(events.Length), [0.004, 0.001, 0.0001]);

        foreach (var fit in path.Fits)
            Assert.True(Violation(design, events, [.. fit.Coefficients], fit.Intercept, fit.Lambda) < 1e-12);
    }

    [Fact]
    public void Grouped_reports_give_the_fit_of_single_ones()
    {
        int[][] columns =
        [
            [0, 1, 2],
            [2, 3],
        ];
        double[] events = [3, 1, 4, 0, 2],
            trials = [9, 5, 6, 7, 30];
        var (rows, outcomes) = (new List<double[]>(), new List<double>());
        for (var i = 0; i < trials.Length; i++)
        for (var t = 0; t < trials[i]; t++)
        {
            rows.Add([columns[0].Contains(i) ? 1 : 0, columns[1].Contains(i) ? 1 : 0]);
            outcomes.Add(t < events[i] ? 1 : 0);
        }

        var grouped = LassoLogistic.Fit(SparseDesign.OfIndicators(5, columns), events, trials, [0.01]).Fits[0];
        var single = LassoLogistic.Fit(SparseDesign.Of(rows), [.. outcomes], Ones(outcomes.Count), [0.01]).Fits[0];

        Oracle.Equal(single.Coefficients[0], grouped.Coefficients[0], 1e-9);
        Oracle.Equal(single.Intercept, grouped.Intercept, 1e-9);
        Oracle.Equal(single.Bic, grouped.Bic, 1e-12);
    }

    [Fact]
    public void The_default_path_begins_where_the_first_column_comes_in()
    {
        var (design, events) = Design();

        var path = LassoLogistic.Fit(design, events, Ones(events.Length));

        Assert.Equal((100, 0), (path.Fits.Length, path.Fits[0].NonZero));
        Assert.True(path.Fits[1].NonZero > 0);
    }

    [Fact]
    public void Separation_twin_columns_and_outcomes_that_do_not_vary_have_answers()
    {
        // The first column predicts the event perfectly: finite under any penalty.
        var separated = LassoLogistic.Fit(
            SparseDesign.Of([
                [1, 1],
                [1, 1],
                [0, 0],
                [0, 0],
                [0, 1],
            ]),
            [1, 1, 0, 0, 0],
            Ones(5),
            [0.1, 0.001]
        );
        var twins = LassoLogistic.Fit(
            SparseDesign.OfIndicators(
                6,
                [
                    [0, 1, 2],
                    [0, 1, 2],
                ]
            ),
            [1, 1, 0, 0, 0, 1],
            Ones(6),
            [0.01]
        );

        Assert.Equal(LassoStatus.Estimated, separated.Status);
        Assert.All(separated.Fits, fit => Assert.All(fit.Coefficients, b => Assert.True(double.IsFinite(b))));
        Assert.Equal(LassoStatus.Estimated, twins.Status);
        Assert.Equal((LassoStatus.NoVariation, -1), Of([0, 0]));
        Assert.Equal((LassoStatus.NoVariation, -1), Of([1, 1]));
        Assert.Throws<ArgumentException>(() =>
            LassoLogistic.Fit(
                SparseDesign.Of([
                    [1],
                    [0],
                ]),
                [1],
                [1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            LassoLogistic.Fit(
                SparseDesign.Of([
                    [1],
                    [0],
                ]),
                [2, 0],
                [1, 1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            LassoLogistic.Fit(
                SparseDesign.Of([
                    [1],
                    [0],
                ]),
                [1, 0],
                [1, 1],
                [-1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            SparseDesign.OfIndicators(
                2,
                [
                    [0, 0],
                ]
            )
        );

        static (LassoStatus, int) Of(double[] events)
        {
            var path = LassoLogistic.Fit(
                SparseDesign.Of([
                    [1],
                    [0],
                ]),
                events,
                Ones(2)
            );
            return (path.Status, path.Best);
        }
    }

    /// <summary>By how much a solution misses the conditions of a minimum: slope 0 for the intercept, ±λ for columns that are in, at most λ for others.</summary>
    private static double Violation(SparseDesign design, double[] events, double[] coefficients, double intercept, double lambda)
    {
        var residuals = new double[events.Length];
        Array.Fill(residuals, intercept);
        for (var j = 0; j < design.Columns; j++)
        {
            design.Column(j, out var rows, out var values);
            for (var i = 0; i < rows.Length; i++)
                residuals[rows[i]] += values[i] * coefficients[j];
        }

        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = events[i] - (1 / (1 + Math.Exp(-residuals[i])));
        var worst = Math.Abs(residuals.Average());
        for (var j = 0; j < design.Columns; j++)
        {
            design.Column(j, out var rows, out var values);
            var slope = 0.0;
            for (var i = 0; i < rows.Length; i++)
                slope += values[i] * residuals[rows[i]] / events.Length;
            worst = Math.Max(
                worst,
                coefficients[j] == 0 ? Math.Abs(slope) - lambda : Math.Abs(slope - (Math.Sign(coefficients[j]) * lambda))
            );
        }

        return worst;
    }

    private static (SparseDesign Design, double[] Events) Design()
    {
        var rows = Oracle.Rows(Set, "design.csv");
        var names = rows[0].Keys.Where(name => name is not ("id" or "y")).ToArray();
        return (
            SparseDesign.Of([.. rows.Select(row => names.Select(name => Number(row[name])).ToArray())]),
            [.. rows.Select(row => Number(row["y"]))]
        );

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1.0);
        return ones;
    }
}
