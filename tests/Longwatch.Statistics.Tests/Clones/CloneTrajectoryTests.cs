using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Clones;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Clones;

public sealed class CloneTrajectoryTests
{
    private static readonly Dictionary<string, double> ExactErrors = new(StringComparer.Ordinal)
    {
        ["A"] = 0.01455323632719308,
        ["B"] = 0.009492274097404137,
        ["C"] = 0.006525488571520267,
        ["D"] = 0.01136945113180047,
    };

    [Fact]
    public void Slopes_errors_and_dominance_agree_with_R()
    {
        var table = Oracle.Rows("I04_clone_trajectory", "clones.csv");
        var rows = Oracle.Expected("I04_clone_trajectory").GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(4, rows.Count);
        foreach (var row in rows)
        {
            var samples = table
                .Select(r => new CloneCount(
                    Number(r["time"]),
                    (int)Number(r[row.GetProperty("clone").GetString()!]),
                    (int)Number(r["total"])
                ))
                .ToList();
            var fit = CloneTrajectory.Fit(samples, 0.95);
            Pair(row.GetProperty("poisson"), fit.Poisson.Coefficients);
            Pair(row.GetProperty("logit"), fit.Logit.Coefficients);
            Pair(row.GetProperty("firth"), fit.Firth.Coefficients);
            // glm() takes the errors from the step before its last: 1e-8 off. The exact ones are from mpmath at 30 digits.
            Oracle.Equal(row.GetProperty("poisson_se").GetDouble(), fit.Poisson.StandardError(1), 1e-7);
            Oracle.Equal(ExactErrors[row.GetProperty("clone").GetString()!], fit.Poisson.StandardError(1), 1e-12);
            Oracle.Equal(row.GetProperty("dispersion").GetDouble(), fit.Poisson.Dispersion, 1e-7);
            Oracle.Equal(row.GetProperty("quasi_se").GetDouble(), fit.QuasiError, 1e-7);
            Oracle.Equal(row.GetProperty("logit_se").GetDouble(), fit.Logit.StandardError(1), 1e-7);
            Oracle.Equal(row.GetProperty("doubling_months").GetDouble(), fit.DoublingTime, 1e-9);
            Oracle.Equal(row.GetProperty("deviance").GetDouble(), fit.Poisson.Deviance, 1e-9);
            var last = samples[^1];
            Oracle.Equal(row.GetProperty("p_gt20pct").GetDouble(), CloneTrajectory.DominanceP(last.Count, last.Total, 0.2), 1e-9);
            var limits = row.GetProperty("last_share_cp").Numbers();
            Oracle.Equal(limits[0], fit.LastInterval.Lower, 1e-9);
            Oracle.Equal(limits[1], fit.LastInterval.Upper, 1e-9);
        }
    }

    [Fact]
    public void A_clone_that_appears_only_at_the_end_has_a_finite_slope_by_Firth()
    {
        var fit = CloneTrajectory.Fit([new(0, 0, 500), new(6, 0, 500), new(12, 40, 500)], 0.95);

        Assert.Equal(RegressionStatus.NoFiniteMaximum, fit.Poisson.Status);
        Assert.Equal(RegressionStatus.Estimated, fit.Firth.Status);
        Assert.True(fit.Slope > 0);
        Assert.True(fit.FirthP < 1e-6);
    }

    [Fact]
    public void An_absent_clone_has_no_slope_by_maximum_likelihood()
    {
        var fit = CloneTrajectory.Fit([new(0, 0, 500), new(6, 0, 500)], 0.95);

        Assert.Equal(RegressionStatus.NoFiniteMaximum, fit.Poisson.Status);
        Assert.True(fit.FirthP > 0.9);
    }

    [Fact]
    public void One_time_is_refused() => Assert.Throws<ArgumentException>(() => CloneTrajectory.Fit([new(1, 1, 10), new(1, 2, 10)], 0.95));

    // R 4.2.2: fisher.test(matrix(c(12, 88, 3, 117), 2)); optimize() over p for each and both samples, chi-squared 1 of twice the gain.
    [Theory]
    [InlineData(3, 120, 12, 100, 0.00546834138497678, 0.00658390682315103, 0, 0.00448088143345102)]
    [InlineData(3, 120, 12, 100, 0.00546834138497678, 0.00658390682315103, 0.01, 0.0480518647691793)]
    [InlineData(3, 120, 12, 100, 0.00546834138497678, 0.00658390682315103, 0.1, 0.422810317833152)]
    [InlineData(120, 1400, 700, 1600, 3.78922673967346e-112, 4.64227741395037e-112, 0.02, 3.1292125298848e-05)]
    [InlineData(4, 60, 0, 50, 1, 0.124356832493675, double.NaN, 0)]
    public void Expansion_between_two_samples_agrees_with_R(
        int first,
        int firstTotal,
        int second,
        int secondTotal,
        double greater,
        double twoSided,
        double correlation,
        double betaBinomial
    )
    {
        var result = CloneExpansion.Test(
            new(0, first, firstTotal),
            new(1, second, secondTotal),
            double.IsNaN(correlation) ? 0 : correlation
        );

        Oracle.Equal(greater, result.FisherGreater, 1e-9);
        Oracle.Equal(twoSided, result.FisherTwoSided, 1e-9);
        if (!double.IsNaN(correlation))
            Oracle.Equal(betaBinomial, result.BetaBinomialP, 1e-6);
    }

    [Fact]
    public void The_correlation_of_replicates_is_found_again_in_simulated_ones()
    {
        var random = new Philox(20, 1);
        int[] totals = [2_000, 2_000, 2_000];
        const double correlation = 0.02;
        const double size = (1 - correlation) / correlation;
        var counts = Enumerable
            .Range(0, 400)
            .Select(_ => totals.Select(t => random.NextBinomial(t, random.NextBeta(0.05 * size, 0.95 * size))).ToArray())
            .ToList();
        var binomial = Enumerable.Range(0, 400).Select(_ => totals.Select(t => random.NextBinomial(t, 0.05)).ToArray()).ToList();

        Assert.Equal(correlation, CloneExpansion.Correlation(counts, totals), 0.003);
        Assert.Equal(0, CloneExpansion.Correlation(binomial, totals), 0.0003);
    }

    private static void Pair(JsonElement expected, IReadOnlyList<double> actual)
    {
        var values = expected.EnumerateObject().Select(p => p.Value.GetDouble()).ToList();
        Oracle.Equal(values[0], actual[0], 1e-9);
        Oracle.Equal(values[1], actual[1], 1e-9);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
