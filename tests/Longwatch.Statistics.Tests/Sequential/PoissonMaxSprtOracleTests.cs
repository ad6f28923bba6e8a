using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Statistics.Tests.Sequential;

/// <summary>Known answers of set F01: R's Sequential, and an independent recursion.</summary>
public sealed class PoissonMaxSprtOracleTests
{
    private static JsonElement expected => Oracle.Expected("F01_maxsprt_poisson");

    [Fact]
    public void Critical_values_agree_and_are_missing_where_R_has_none()
    {
        foreach (var known in expected.GetProperty("cv").EnumerateArray().Concat(expected.GetProperty("cv01").EnumerateArray()))
        {
            var alpha = known.TryGetProperty("alpha", out var given) ? given.GetDouble() : 0.05;
            // R ends its search within 1e-8 of the probability, and the value moves about as ln(probability): at R's value we find where R stopped.
            Check(known, Plan(known), alpha, 1e-7 + (1.1e-8 / alpha));
            if (known.GetProperty("cv").ValueKind != JsonValueKind.Null)
                Assert.Equal(alpha, PoissonMaxSprt.SignalProbability(Plan(known), known.GetProperty("cv").GetDouble()), 1.1e-8);
        }
    }

    [Fact]
    public void A_delayed_start_agrees_to_the_digits_that_R_prints()
    {
        foreach (var known in expected.GetProperty("cv_delay").EnumerateArray())
        {
            var plan = new PoissonSurveillance(
                known.GetProperty("T").GetDouble(),
                known.GetProperty("M").GetInt32(),
                known.GetProperty("D").GetDouble()
            );
            var boundary = PoissonMaxSprt.CriticalValue(plan, 0.05);
            // Six decimals, rounded up where the probability jumps.
            Assert.Equal(known.GetProperty("cv").GetDouble(), boundary.CriticalValue!.Value, 1e-6);
            Assert.True(boundary.Attained <= 0.05 * (1 + 1e-12));
            Assert.Equal(boundary.Attained, PoissonMaxSprt.SignalProbability(plan, boundary.CriticalValue.Value), 1e-15);
        }
    }

    [Fact]
    public void An_independent_recursion_agrees()
    {
        foreach (var known in expected.GetProperty("own_recursion").EnumerateArray())
        {
            var length = known.GetProperty("T").GetDouble();
            Check(known, new(length, known.GetProperty("M").GetInt32()), 0.05, 1e-10);
            Check(known, new(length, 4), 0.05, 1e-10, "M4");
        }
    }

    [Fact]
    public void Power_and_times_agree()
    {
        foreach (var known in expected.GetProperty("performance").EnumerateArray())
        {
            var result = known.GetProperty("result").Numbers();
            var performance = PoissonMaxSprt.Performance(
                Plan(known),
                known.GetProperty("cv").GetDouble(),
                known.GetProperty("RR").GetDouble()
            );
            Oracle.Equal(result[0], performance.Power, 1e-9, "power");
            Oracle.Equal(result[1], performance.TimeToSignal!.Value, 1e-9, "time to signal");
            Oracle.Equal(result[2], performance.Length, 1e-9, "length");
        }
    }

    [Fact]
    public void The_length_for_a_power_agrees()
    {
        foreach (var known in expected.GetProperty("samplesize").EnumerateArray())
        {
            var result = known.GetProperty("result");
            var (ratio, power) = (known.GetProperty("RR").GetDouble(), known.GetProperty("power").GetDouble());
            var length = result.GetProperty("Sample Size").GetDouble();
            // R ends its search at a power that is 5 to 8e-7 too large: at its length and value ours is the same power, and our own length is exact.
            var theirs = new PoissonSurveillance(length);
            Oracle.Equal(
                result.GetProperty("Critical value").GetDouble(),
                PoissonMaxSprt.CriticalValue(theirs, 0.05).CriticalValue!.Value,
                1e-7
            );
            Oracle.Equal(
                result.GetProperty("Actual power").GetDouble(),
                PoissonMaxSprt.SignalProbability(theirs, result.GetProperty("Critical value").GetDouble(), ratio),
                1e-8
            );
            var ours = PoissonMaxSprt.LengthFor(ratio, power, 0.05);
            Oracle.Equal(power, ours.Performance.Power, 1e-9);
            Oracle.Equal(length, ours.Length, 1e-5);
        }
    }

    private static PoissonSurveillance Plan(JsonElement known) =>
        new(known.GetProperty("T").GetDouble(), known.GetProperty("M").GetInt32());

    private static void Check(JsonElement known, PoissonSurveillance plan, double alpha, double relative, string name = "cv")
    {
        var boundary = PoissonMaxSprt.CriticalValue(plan, alpha);
        var what = $"length {plan.Length}, at least {plan.MinimumEvents}, alpha {alpha}";
        if (known.GetProperty(name).ValueKind == JsonValueKind.Null)
        {
            Assert.True(boundary is { Status: BoundaryStatus.ProbabilityOutOfReach, CriticalValue: null }, what);
            return;
        }

        Oracle.Equal(known.GetProperty(name).GetDouble(), boundary.CriticalValue!.Value, relative, what);
        Oracle.Equal(alpha, boundary.Attained, 1e-11, what);
        Assert.Equal(BoundaryStatus.Exact, boundary.Status);
    }
}
