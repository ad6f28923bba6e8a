using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;
using static Longwatch.Statistics.Tests.Hazards.HazardOracle;

namespace Longwatch.Statistics.Tests.Hazards;

public sealed class FirthCoxTests
{
    private const string Set = "G03_firth_cox";

    [Theory]
    [InlineData("breast", "breast.csv", "TIME", "CENS")]
    [InlineData("toy", "toy.csv", "t", "d")]
    public void Estimates_profile_limits_and_tests_equal_coxphf(string name, string file, string time, string status)
    {
        var expected = Oracle.Expected(Set).GetProperty(name);
        var rows = Oracle.Rows(Set, file);
        var names = Names(expected);
        var data = new CoxData([.. names.Select(rows.Column)], rows.Column(time), rows.Flags(status));

        var fit = FirthCox.FitWithProfile(data, 0.95);

        Assert.Equal(CoxStatus.Estimated, fit.Status);
        Agree(expected.GetProperty("var"), fit.Covariance, 1e-8, "covariance");
        // coxphf divides the columns by their standard deviation, which shifts the penalty.
        var shift = data.Columns.Sum(c => Math.Log(Deviation(c)));
        Oracle.Equal(expected.GetProperty("loglik")[0].GetDouble(), fit.NullLogLikelihood - shift, 1e-9, "null");
        Oracle.Equal(expected.GetProperty("loglik")[1].GetDouble(), fit.LogLikelihood - shift, 1e-9, "log likelihood");
        for (var j = 0; j < names.Length; j++)
        {
            double Value(string what) => expected.GetProperty(what).GetProperty(names[j]).GetDouble();
            Oracle.Equal(Value("coef"), fit.Coefficients[j], 1e-7, names[j]);
            Oracle.Equal(Value("lo"), Math.Exp(fit.Intervals[j].Lower), 1e-7, $"lower {names[j]}");
            Oracle.Equal(Value("hi"), Math.Exp(fit.Intervals[j].Upper), 1e-7, $"upper {names[j]}");
            Oracle.Equal(Value("p"), fit.PValues[j], 1e-7, $"p {names[j]}");
        }
    }

    [Fact]
    public void Plain_likelihood_of_breast_equals_coxph_and_that_of_the_toy_is_monotone()
    {
        var expected = Oracle.Expected(Set).GetProperty("breast_ml_breslow");
        var rows = Oracle.Rows(Set, "breast.csv");
        string[] names = [.. expected.EnumerateObject().Select(p => p.Name)];
        var fit = Cox.Fit(new([.. names.Select(rows.Column)], rows.Column("TIME"), rows.Flags("CENS")), new(CoxTies.Breslow));
        // No event without G: its coefficient in the reference is where it stopped.
        Assert.Equal(CoxStatus.MonotoneLikelihood, fit.Status);
        Assert.Equal("G", Assert.Single(fit.AffectedColumns.Select(j => names[j])));
        Assert.True(fit.LikelihoodRatioTest.PValue < 0.001 && fit.ScoreTest.PValue < 0.001);

        var toy = Oracle.Rows(Set, "toy.csv");
        var separated = Cox.Fit(new([toy.Column("x"), toy.Column("z")], toy.Column("t"), toy.Flags("d")));
        Assert.Equal(CoxStatus.MonotoneLikelihood, separated.Status);
        Assert.Contains(0, separated.AffectedColumns);
    }

    [Fact]
    public void Two_people_by_hand()
    {
        // The one with x = 1 fails first of two: l = b − log(1 + e^b), I = p(1 − p), so l* = log p + ½ log(p(1 − p)) has its maximum at p = 3/4.
        var fit = FirthCox.Fit(
            new(
                [
                    [1, 0],
                ],
                [1, 2],
                [true, false]
            )
        );
        Assert.Equal(Math.Log(3), fit.Coefficients[0], 1e-10);
        Assert.Equal(16.0 / 3, fit.Covariance[0, 0], 1e-9);
        Assert.Equal(Math.Log(0.5) + (0.5 * Math.Log(0.25)), fit.NullLogLikelihood, 1e-12);
        Assert.Equal(Math.Log(0.75) + (0.5 * Math.Log(0.1875)), fit.LogLikelihood, 1e-12);
    }

    [Fact]
    public void The_score_is_the_slope_of_the_penalised_likelihood_with_every_option()
    {
        int[] i = [.. Enumerable.Range(1, 50)];
        double[] entry = [.. i.Select(k => (double)(k * 29 % 5))];
        var data = new CoxData(
            [
                [.. i.Select(k => k * 37 % 11 / 5.0)],
                [.. i.Select(k => (double)(k * 53 % 7))],
            ],
            [.. i.Select(k => entry[k - 1] + 1 + (k * 31 % 9))],
            [.. i.Select(k => k * 17 % 7 > 4)]
        )
        {
            Entries = entry,
            Weights = [.. i.Select(k => 1 + (k * 13 % 4 / 2.0))],
            Strata = [.. i.Select(k => k * 23 % 2)],
        };
        var penalty = new FirthPenalty(CoxSample.Of(data, threads: 1));
        double[] at = [0.3, -0.2];
        var score = penalty.Evaluate(at)!.Score;
        for (var j = 0; j < 2; j++)
        {
            const double Step = 1e-5;
            double[] up = [.. at],
                down = [.. at];
            up[j] += Step;
            down[j] -= Step;
            var slope = (penalty.Evaluate(up)!.LogLikelihood - penalty.Evaluate(down)!.LogLikelihood) / (2 * Step);
            Assert.Equal(slope, score[j], 1e-6 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Fact]
    public void Without_events_or_with_collinear_columns_the_status_says_so()
    {
        Assert.Equal(
            CoxStatus.NoEvents,
            FirthCox
                .FitWithProfile(
                    new(
                        [
                            [1, 2],
                        ],
                        [1, 2],
                        [false, false]
                    ),
                    0.9
                )
                .Status
        );
        var collinear = FirthCox.Fit(
            new(
                [
                    [1, 2, 3],
                    [2, 4, 6],
                ],
                [1, 2, 3],
                [true, true, false]
            )
        );
        Assert.Equal(CoxStatus.Collinear, collinear.Status);
        Assert.Equal([1], collinear.AffectedColumns);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            FirthCox.FitWithProfile(
                new(
                    [
                        [1, 2],
                    ],
                    [1, 2],
                    [true, false]
                ),
                1
            )
        );
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
