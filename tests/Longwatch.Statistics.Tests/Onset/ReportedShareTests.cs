using Longwatch.Oracles;
using Longwatch.Statistics.Onset;

namespace Longwatch.Statistics.Tests.Onset;

public sealed class ReportedShareTests
{
    private const string Set = "B09_ema_67pct_truncation";

    [Fact]
    public void Forward_shares_equal_numerical_integration_in_R()
    {
        var rows = Oracle.Expected(Set).GetProperty("forward").EnumerateArray().ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var (shape, death, scale) = (
                row.GetProperty("shape").GetDouble(),
                row.GetProperty("death_rate").GetDouble(),
                row.GetProperty("scale").GetDouble()
            );
            var share = new ReportedShare(UptakeOf(row.GetProperty("kind").GetString()!), DeathHazard.Constant(death), 1);
            Oracle.Equal(row.GetProperty("expected_reported_share_le_1y").GetDouble(), share.Weibull(shape, scale), 1e-8, row.ToString());
        }
    }

    [Fact]
    public void Solved_latencies_and_their_limits_equal_uniroot_in_R()
    {
        var rows = Oracle.Expected(Set).GetProperty("inverse").EnumerateArray().ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var share = new ReportedShare(
                UptakeOf(row.GetProperty("kind").GetString()!),
                DeathHazard.Constant(row.GetProperty("death_rate").GetDouble()),
                1
            );
            var shape = row.GetProperty("shape").GetDouble();
            // The set takes a scale of 500 years for "infinite"; the true limit lies a little below.
            Oracle.Equal(row.GetProperty("limit_share_scale_inf").GetDouble(), share.Weibull(shape, 500), 1e-6, $"limit of {row}");
            Assert.InRange(share.RareEvent(shape), 0.98 * share.Weibull(shape, 500), share.Weibull(shape, 500));
            var solved = share.Scale(shape, row.GetProperty("observed_share").GetDouble());
            if (row.GetProperty("scale_solved").ValueKind != System.Text.Json.JsonValueKind.Number)
            {
                Assert.Equal(LatencyStatus.Unbounded, solved.Status);
                continue;
            }

            Assert.Equal(LatencyStatus.Solved, solved.Status);
            Oracle.Equal(row.GetProperty("scale_solved").GetDouble(), solved.ScaleYears, 1e-6, row.ToString());
            Oracle.Equal(row.GetProperty("true_F1_uncond").GetDouble(), solved.EarlyProbability, 1e-6, row.ToString());
        }
    }

    [Fact]
    public void Shares_under_the_mortality_of_a_trial_equal_the_midpoint_rule_in_R()
    {
        var expected = Oracle.Expected(Set);
        var death = DeathHazard.FromDeaths(101, [40, 10, 4, 4, 3, 1]);
        Assert.All(expected.GetProperty("zuma1_hazards").Numbers().Take(6).Zip(death.PerYear), p => Oracle.Equal(p.First, p.Second, 1e-12));
        foreach (var row in expected.GetProperty("zuma1_mortality_rare_event").EnumerateArray())
        {
            var share = new ReportedShare(UptakeOf(row.GetProperty("kind").GetString()!), death, 1);
            var shape = row.GetProperty("hazard_shape").GetDouble();
            Oracle.Equal(row.GetProperty("expected_share_le_1y").GetDouble(), share.RareEvent(shape), 1e-5, row.ToString());
        }
    }

    [Fact]
    public void A_flat_hazard_under_uniform_uptake_without_death_has_a_closed_form()
    {
        // ∫₀^c (T − x) dx / ∫₀^T (T − x) dx = 1 − (1 − c/T)²; linear uptake gives the cube.
        Assert.Equal(1 - (36.0 / 49), new ReportedShare(Uptake.Uniform(7), DeathHazard.None, 1).RareEvent(1), 1e-12);
        Assert.Equal(1 - (216.0 / 343), new ReportedShare(Uptake.Linear(7), DeathHazard.None, 1).RareEvent(1), 1e-12);
    }

    [Fact]
    public void The_shape_that_explains_a_share_gives_it_back()
    {
        var share = new ReportedShare(Uptake.Exponential(7, 0.35), DeathHazard.Constant(0.35), 1);
        Assert.Equal(0.67, share.RareEvent(share.RareEventShape(0.67)), 1e-10);
    }

    [Fact]
    public void Exponential_uptake_tends_to_uniform_as_growth_vanishes()
    {
        var slow = new ReportedShare(Uptake.Exponential(7, 1e-9), DeathHazard.None, 1).RareEvent(1);
        Assert.Equal(1 - (36.0 / 49), slow, 1e-8);
    }

    [Fact]
    public void A_share_that_endless_latency_already_gives_is_unbounded()
    {
        var share = new ReportedShare(Uptake.Uniform(7), DeathHazard.None, 1);
        Assert.Equal(LatencyStatus.Unbounded, share.Scale(1, 0.2).Status);
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Uptake.Uniform(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeathHazard.Constant(-0.1));
        Assert.Throws<ArgumentException>(() => DeathHazard.FromDeaths(10, [4, 6]));
        var share = new ReportedShare(Uptake.Uniform(7), DeathHazard.None, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => share.Scale(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => share.Weibull(0, 1));
        Assert.Throws<InvalidOperationException>(() => new ReportedShare(Uptake.Uniform(1), DeathHazard.None, 1).RareEvent(1));
    }

    private static Uptake UptakeOf(string kind) =>
        kind switch
        {
            "uniform" => Uptake.Uniform(7),
            "linear" => Uptake.Linear(7),
            "expo" => Uptake.Exponential(7, 0.35),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an uptake of the set."),
        };
}
