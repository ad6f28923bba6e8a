using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Statistics.Tests.Sequential;

public sealed class CusumTests
{
    [Fact]
    public void Average_run_lengths_are_those_of_Lucas()
    {
        // Lucas (1985), tables 2 and 3: h = 10, k = 0.25, mean 0.25: 438, with a head start of half the threshold 333.
        var chart = new CusumChart(1, 40, 4);
        Assert.Equal(438, PoissonCusum.AverageRunLength(chart, 0.25), 0.5);
        Assert.Equal(333, PoissonCusum.AverageRunLength(chart, 0.25, 20), 0.5);
    }

    [Theory]
    [InlineData(0.5, 3, 17, 4, 233.894087398814)]
    [InlineData(4, 9, 20, 2, 112.780223798554)]
    [InlineData(0.012, 1, 150, 60, 1060.88234046615)]
    [InlineData(1, 3, 20, 2, 13066.8023552703)]
    [InlineData(3, 7, 50, 2, 21808.107576809)]
    public void Average_run_lengths_are_those_of_another_program(double mean, int reference, int threshold, int scale, double expected) =>
        // pois.cusum.arl of R's spc 0.6.7, which alarms beyond the threshold: called with threshold − 1.
        Assert.Equal(expected, PoissonCusum.AverageRunLength(new(reference, threshold, scale), mean), 1e-9 * expected);

    [Fact]
    public void A_chart_without_memory_is_a_run_of_single_counts()
    {
        // k = 3, h = 1, whole counts: an alarm is a count of 4 or more, whatever came before.
        var p = Poisson.Survival(3, 1.3);
        Assert.Equal(1 / p, PoissonCusum.AverageRunLength(new(3, 1, 1), 1.3), 1e-12 / p);
    }

    [Fact]
    public void Two_states_are_solved_by_hand()
    {
        // k = 1, h = 2: from 0 to 0 with p₀ + p₁, to 1 with p₂; from 1 to 0 with p₀, to 1 with p₁.
        const double mean = 0.9;
        double P(int k) => Poisson.Probability(k, mean);
        var determinant = ((1 - P(0) - P(1)) * (1 - P(1))) - (P(2) * P(0));
        Assert.Equal((1 - P(1) + P(2)) / determinant, PoissonCusum.AverageRunLength(new(1, 2, 1), mean), 1e-11);
        Assert.Equal((1 - P(0) - P(1) + P(0)) / determinant, PoissonCusum.AverageRunLength(new(1, 2, 1), mean, 1), 1e-11);
    }

    [Theory]
    [InlineData(3, 17, 4, 0.5)]
    [InlineData(9, 20, 2, 4)]
    [InlineData(1, 150, 60, 0.012)]
    public void Average_run_lengths_are_those_of_a_simulation(int reference, int threshold, int scale, double mean)
    {
        const int runs = 20_000;
        var (sum, squares) = (0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var random = new Philox(7, (ulong)run);
            var (s, length) = (0, 0);
            for (; s < threshold; length++)
                s = Math.Max(0, s + (random.NextPoisson(mean) * scale) - reference);
            sum += length;
            squares += (double)length * length;
        }

        var error = Math.Sqrt(((squares / runs) - (sum / runs * sum / runs)) / runs);
        Assert.Equal(sum / runs, PoissonCusum.AverageRunLength(new(reference, threshold, scale), mean), 4 * error);
    }

    [Fact]
    public void Scaling_changes_nothing_and_a_larger_mean_alarms_sooner()
    {
        Assert.Equal(PoissonCusum.AverageRunLength(new(3, 20, 2), 1), PoissonCusum.AverageRunLength(new(9, 60, 6), 1), 1e-7);
        var lengths = new[] { 0.5, 1, 2, 4 }.Select(m => PoissonCusum.AverageRunLength(new(3, 20, 2), m)).ToArray();
        Assert.Equal(lengths.OrderDescending(), lengths);
        Assert.Equal(double.PositiveInfinity, PoissonCusum.AverageRunLength(new(3, 20, 2), 0));
    }

    [Theory]
    [InlineData(0.01, 2, 240)]
    [InlineData(0.3, 2, 240)]
    [InlineData(2.1, 1.5, 500)]
    [InlineData(40, 1.2, 100)]
    public void A_designed_chart_has_the_lowest_threshold_that_will_do(double mean, double ratio, double wanted)
    {
        var chart = PoissonCusum.Design(mean, ratio, wanted)!;
        Assert.True(PoissonCusum.AverageRunLength(chart, mean) >= wanted);
        if (chart.Threshold > 1)
            Assert.True(PoissonCusum.AverageRunLength(new(chart.Reference, chart.Threshold - 1, chart.Scale), mean) < wanted);
        var k = PoissonCusum.Reference(mean, ratio);
        Assert.InRange((double)chart.Reference / chart.Scale, 0.98 * k, k);
        Assert.True(PoissonCusum.AverageRunLength(chart, ratio * mean) < PoissonCusum.AverageRunLength(chart, mean));
    }

    [Fact]
    public void Where_one_event_is_rare_in_the_wanted_time_the_first_one_alarms() =>
        Assert.Equal(new CusumChart(0, 1, 1), PoissonCusum.Design(0.004, 2, 240));

    [Fact]
    public void The_bound_of_false_alarms_holds_a_simulation_from_above_and_closely()
    {
        double[] means = [.. Enumerable.Range(1, 120).Select(i => 0.002 * i)];
        const int runs = 100_000;
        var alarms = 0;
        for (var run = 0; run < runs; run++)
        {
            var random = new Philox(11, (ulong)run);
            var s = 0.0;
            foreach (var mean in means)
            {
                s = Math.Max(0, s + random.NextPoisson(mean) - (mean / Math.Log(2)));
                if (s < 4)
                    continue;
                alarms++;
                break;
            }
        }

        var bound = PoissonCusum.FalseAlarmBound(means, 2, 4);
        var share = (double)alarms / runs;
        var error = Math.Sqrt(share * (1 - share) / runs);
        Assert.InRange(bound, share - (4 * error), (1.02 * share) + (4 * error));
        Assert.Equal(0, PoissonCusum.FalseAlarmBound([0, 0], 2, 4));
    }

    [Fact]
    public void What_is_no_chart_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CusumChart(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonCusum.AverageRunLength(new(1, 5, 1), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonCusum.AverageRunLength(new(1, 5, 1), 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonCusum.AverageRunLength(new(1, 5000, 1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonCusum.Design(1, 1, 100));
        Assert.Null(PoissonCusum.Design(1e-4, 2, 1e6));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonCusum.FalseAlarmBound([-1], 2, 4));
    }
}
