using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Onset;

namespace Longwatch.Statistics.Tests.Onset;

public sealed class RightTruncationTests
{
    private const string Set = "B08_right_truncation";

    [Fact]
    public void Nonparametric_distribution_equals_flexsurv_on_transfusion_aids()
    {
        var expected = Oracle.Expected(Set).GetProperty("npmle_flexsurv");
        var estimate = ReverseHazard.Estimate(Aids("1"));
        var times = expected.GetProperty("time").Numbers();
        for (var i = 0; i < times.Length - 1; i++)
        {
            Assert.Equal(expected.GetProperty("surv")[i].GetDouble(), 1 - estimate.At(times[i]), 1e-12);
            Assert.True(estimate.TryInterval(times[i], 0.95, out var interval));
            Assert.Equal(expected.GetProperty("lower")[i].GetDouble(), 1 - interval.Upper, 1e-12);
            Assert.Equal(expected.GetProperty("upper")[i].GetDouble(), 1 - interval.Lower, 1e-12);
        }
    }

    [Fact]
    public void Risk_sets_and_shares_equal_the_direct_count_on_both_samples()
    {
        Direct(ReverseHazard.Estimate(Aids("1")), Oracle.Expected(Set).GetProperty("npmle_direct"));
        Direct(ReverseHazard.Estimate(Simulated()), Oracle.Expected(Set).GetProperty("sim").GetProperty("npmle_direct"));
        var children = Oracle.Expected(Set).GetProperty("npmle_children");
        var estimate = ReverseHazard.Estimate(Aids("0"));
        Assert.All(
            children.GetProperty("time").Numbers().Zip(children.GetProperty("surv").Numbers()),
            p => Assert.Equal(p.Second, 1 - estimate.At(p.First), 1e-12)
        );
    }

    [Theory]
    [InlineData("weibull", LatencyFamily.Weibull)]
    [InlineData("lnorm", LatencyFamily.LogNormal)]
    [InlineData("llogis", LatencyFamily.LogLogistic)]
    public void Families_equal_R_on_the_simulated_sample(string name, LatencyFamily family)
    {
        var expected = Oracle.Expected(Set).GetProperty("sim").GetProperty(name);
        var par = expected.GetProperty("par_log").Numbers();
        var vcov = expected.GetProperty("vcov_log").GetProperty("values");
        var fit = TruncatedLikelihood.Fit(Simulated(), family);

        Assert.Equal(TruncatedFitStatus.Estimated, fit.Status);
        Oracle.Equal(expected.GetProperty("nll").GetDouble(), -fit.LogLikelihood, 1e-10, "likelihood");
        var (shape, location) = family == LatencyFamily.LogNormal ? (-par[1], par[0]) : (par[0], par[1]);
        var (shapeIndex, locationIndex) = family == LatencyFamily.LogNormal ? (1, 0) : (0, 1);
        Oracle.Equal(location, fit.Location, 1e-7, "location");
        Oracle.Equal(shape, fit.LogShape, 1e-6, "log shape");
        Oracle.Equal(vcov[locationIndex][locationIndex].GetDouble(), fit.LocationVariance, 1e-5, "variance of location");
        Oracle.Equal(vcov[shapeIndex][shapeIndex].GetDouble(), fit.LogShapeVariance, 1e-5, "variance of shape");
        Oracle.Equal(Math.Abs(vcov[0][1].GetDouble()), Math.Abs(fit.Covariance), 1e-5, "covariance");
    }

    [Fact]
    public void Exponential_and_the_corrected_share_equal_R_on_the_simulated_sample()
    {
        var expected = Oracle.Expected(Set).GetProperty("sim");
        var fit = TruncatedLikelihood.Fit(Simulated(), LatencyFamily.Exponential);
        Oracle.Equal(expected.GetProperty("exp").GetProperty("par_log").GetDouble(), -fit.Location, 1e-9, "log rate");
        Oracle.Equal(
            expected.GetProperty("exp").GetProperty("vcov_log").GetProperty("values")[0][0].GetDouble(),
            fit.LocationVariance,
            1e-6,
            "variance"
        );
        Oracle.Equal(expected.GetProperty("exp").GetProperty("nll").GetDouble(), -fit.LogLikelihood, 1e-11, "likelihood");

        var weibull = TruncatedLikelihood.Fit(Simulated(), LatencyFamily.Weibull);
        Oracle.Equal(expected.GetProperty("F12").GetProperty("truncated").GetDouble(), weibull.Cumulative(12), 1e-7, "P(onset <= 12)");
        var interval = weibull.CumulativeInterval(12, 0.95);
        Assert.InRange(expected.GetProperty("F12").GetProperty("true").GetDouble(), interval.Lower, interval.Upper);
    }

    [Theory]
    [InlineData(LatencyFamily.Weibull)]
    [InlineData(LatencyFamily.LogNormal)]
    [InlineData(LatencyFamily.LogLogistic)]
    [InlineData(LatencyFamily.Exponential)]
    public void Transfusion_aids_identifies_no_family(LatencyFamily family)
    {
        var expected = Oracle.Expected(Set);
        var fit = TruncatedLikelihood.Fit(Aids("1"), family);
        Assert.Equal(TruncatedFitStatus.NotIdentified, fit.Status);
        Assert.NotEmpty(fit.Reason);
        Oracle.Equal(expected.GetProperty("aids_power_limit").GetProperty("shape").GetDouble(), fit.PowerLawExponent, 1e-9, "exponent");
        Oracle.Equal(expected.GetProperty("aids_power_limit").GetProperty("nll").GetDouble(), -fit.PowerLawLogLikelihood, 1e-10, "limit");
        Assert.Throws<InvalidOperationException>(() => fit.Cumulative(1));
    }

    [Fact]
    public void The_signed_exponential_rate_of_transfusion_aids_is_negative_as_in_R()
    {
        var expected = Oracle.Expected(Set).GetProperty("aids_trunc_exponential_signed_rate");
        var (rate, logLikelihood, _) = TruncatedLikelihood.SignedExponential(Aids("1"));
        Oracle.Equal(expected.GetProperty("rate").GetDouble(), rate, 1e-7, "rate");
        Oracle.Equal(expected.GetProperty("nll").GetDouble(), -logLikelihood, 1e-10, "likelihood");
    }

    [Theory]
    [InlineData(LatencyFamily.Weibull)]
    [InlineData(LatencyFamily.LogNormal)]
    [InlineData(LatencyFamily.LogLogistic)]
    [InlineData(LatencyFamily.Exponential)]
    public void Changing_the_unit_of_time_moves_the_location_only(LatencyFamily family)
    {
        var sample = Simulated();
        var days = RightTruncatedSample.Of(
            [.. sample.Onset.ToArray().Select(x => x * 30)],
            [.. sample.Limit.ToArray().Select(x => x * 30)]
        );
        var (months, scaled) = (TruncatedLikelihood.Fit(sample, family), TruncatedLikelihood.Fit(days, family));
        Assert.Equal(months.Location + Math.Log(30), scaled.Location, 1e-8);
        Assert.Equal(months.LogShape, scaled.LogShape, 1e-8);
    }

    [Theory]
    [InlineData(LatencyFamily.Weibull)]
    [InlineData(LatencyFamily.LogNormal)]
    [InlineData(LatencyFamily.LogLogistic)]
    [InlineData(LatencyFamily.Exponential)]
    public void Any_sample_gets_a_status_and_an_estimate_beats_every_grid_point(LatencyFamily family)
    {
        var random = new System.Random(11);
        for (var repeat = 0; repeat < 150; repeat++)
        {
            var n = 1 + random.Next(40);
            double[] limit = [.. Enumerable.Range(0, n).Select(_ => 0.5 + (99.5 * random.NextDouble()))];
            double[] onset =
            [
                .. limit.Select(l =>
                    repeat % 3 == 0
                        ? l * random.NextDouble()
                        : Math.Min(l, Math.Round(0.5 + (20 * random.NextDouble() * random.NextDouble()), 1))
                ),
            ];
            var sample = RightTruncatedSample.Of([.. onset.Select(x => Math.Max(x, 1e-3))], limit);
            var fit = TruncatedLikelihood.Fit(sample, family);
            if (fit.Status != TruncatedFitStatus.Estimated)
            {
                Assert.NotEmpty(fit.Reason);
                continue;
            }

            Assert.InRange(fit.Cumulative(12), 0, 1);
            Assert.True(fit.LocationVariance > 0 && fit.LogShapeVariance >= 0);
            if (family != LatencyFamily.Exponential)
                Assert.True(fit.LogLikelihood > fit.PowerLawLogLikelihood);
            foreach (var dl in new[] { -0.3, 0, 0.3 })
            foreach (var ds in family == LatencyFamily.Exponential ? [0.0] : new[] { -0.3, 0, 0.3 })
                Assert.True(Value(sample, family, fit.Location + dl, fit.LogShape + ds) <= fit.LogLikelihood + 1e-9);
        }
    }

    [Fact]
    public void Four_cases_by_hand()
    {
        // Onsets 1, 2, 3, 4 with limits 2, 4, 5, 6. At 4: n = 3 (limits 4, 5, 6), d = 1; at 3: n = 2 (limits 4, 5), d = 1; at 2: n = 2, d = 1.
        var estimate = ReverseHazard.Estimate(RightTruncatedSample.Of([1, 2, 3, 4], [2, 4, 5, 6]));
        Assert.Equal([1, 2, 2, 3], estimate.Steps.Select(s => s.AtRisk));
        Assert.Equal(1.0 / 6, estimate.At(1), 1e-15);
        Assert.Equal(1.0 / 3, estimate.At(2), 1e-15);
        Assert.Equal(2.0 / 3, estimate.At(3.5), 1e-15);
        Assert.Equal(0, estimate.At(0.5));
    }

    [Fact]
    public void Without_effective_truncation_the_share_is_the_empirical_one()
    {
        var estimate = ReverseHazard.Estimate(RightTruncatedSample.Of([3, 1, 2, 5], [99, 99, 99, 99]));
        Assert.Equal([0.25, 0.5, 0.75, 1], estimate.Steps.Select(s => Math.Round(s.Share, 15)));
    }

    [Fact]
    public void Too_few_cases_and_impossible_cases_are_named()
    {
        Assert.Equal(
            TruncatedFitStatus.NoData,
            TruncatedLikelihood.Fit(RightTruncatedSample.Of([1, 2], [3, 4]), LatencyFamily.Weibull).Status
        );
        Assert.Equal(TruncatedFitStatus.NoData, TruncatedLikelihood.Fit(RightTruncatedSample.Of([], []), LatencyFamily.Exponential).Status);
        Assert.Empty(ReverseHazard.Estimate(RightTruncatedSample.Of([], [])).Steps);
        Assert.Contains(
            "index 1",
            Assert.Throws<ArgumentException>(() => RightTruncatedSample.Of([1, 5], [3, 4])).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The truncated log likelihood written out plainly.</summary>
    private static double Value(RightTruncatedSample sample, LatencyFamily family, double location, double logShape)
    {
        var shape = Math.Exp(logShape);
        double sum = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            var z = (Math.Log(sample.Onset[i]) - location) * shape;
            var c = (Math.Log(sample.Limit[i]) - location) * shape;
            sum += family switch
            {
                LatencyFamily.LogNormal => (-z * z / 2)
                    - (0.5 * Math.Log(2 * Math.PI))
                    - Math.Log(Longwatch.Statistics.Distributions.NormalDistribution.Cdf(c)),
                LatencyFamily.LogLogistic => z - (2 * Math.Log(1 + Math.Exp(z))) + Math.Log(1 + Math.Exp(-c)),
                _ => z - Math.Exp(z) - Math.Log(1 - Math.Exp(-Math.Exp(c))),
            };
            sum += logShape - Math.Log(sample.Onset[i]);
        }

        return sum;
    }

    private static void Direct(TruncatedDistribution estimate, System.Text.Json.JsonElement expected)
    {
        var rows = expected.EnumerateArray().Reverse().ToArray();
        Assert.Equal(rows.Length, estimate.Steps.Count);
        foreach (var (row, step) in rows.Zip(estimate.Steps))
        {
            Assert.Equal((row.GetProperty("n_risk").GetInt32(), row.GetProperty("d").GetInt32()), (step.AtRisk, step.Cases));
            Oracle.Equal(row.GetProperty("F_at_time").GetDouble(), step.Share, 1e-12);
        }
    }

    private static RightTruncatedSample Aids(string adult) => Sample("aids.csv", "induct", r => r["adult"] == adult);

    private static RightTruncatedSample Simulated() => Sample("sim.csv", "x", _ => true);

    private static RightTruncatedSample Sample(string file, string onset, Func<IReadOnlyDictionary<string, string>, bool> keep)
    {
        var rows = Oracle.Rows(Set, file).Where(keep).ToArray();
        return RightTruncatedSample.Of([.. rows.Select(r => Number(r[onset]))], [.. rows.Select(r => Number(r["trunc"]))]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
