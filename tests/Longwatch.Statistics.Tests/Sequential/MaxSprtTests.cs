using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Statistics.Tests.Sequential;

public sealed class MaxSprtTests
{
    [Fact]
    public void A_surveillance_that_one_event_ends_has_a_boundary_by_hand()
    {
        // So short that the second event in it is a signal whenever the first is: P(signal) = P(first event before t₁) = 1 − e^(−t₁), as long as
        // t₂ lies beyond the end and two events within it are a signal too: 1 − P(0) − P(1 event, after t₁).
        const double length = 0.1;
        var boundary = PoissonMaxSprt.CriticalValue(new(length), 0.05);
        var first = Root(t => t - 1 - Math.Log(t) - boundary.CriticalValue!.Value);
        var none = Math.Exp(-length) + (Math.Exp(-first) * (length - first) * Math.Exp(-(length - first)));
        Assert.Equal(0.05, 1 - none, 1e-13);
    }

    [Fact]
    public void Two_looks_are_what_summing_over_both_counts_gives()
    {
        double[] looks = [0.8, 2.5];
        var plan = PoissonSurveillance.AtLooks(looks, 2);
        var boundary = PoissonMaxSprt.CriticalValue(plan, 0.05);
        var signal = 0.0;
        for (var n = 0; n < 60; n++)
        for (var more = 0; more < 60; more++)
        {
            bool Signals(int count, double expected) =>
                count >= 2 && PoissonMaxSprt.LogLikelihoodRatio(count, expected) > boundary.CriticalValue * (1 + 1e-12);
            if (Signals(n, looks[0]) || Signals(n + more, looks[1]))
                signal += Poisson.Probability(n, looks[0]) * Poisson.Probability(more, looks[1] - looks[0]);
        }

        Assert.Equal(signal, boundary.Attained, 1e-14);
        Assert.True(signal <= 0.05);
        // The value is an attainable ratio, and letting it signal too would spend more than 0.05.
        Assert.Contains(
            boundary.CriticalValue!.Value,
            looks.SelectMany(look => Enumerable.Range(2, 20).Select(n => PoissonMaxSprt.LogLikelihoodRatio(n, look)))
        );
        Assert.True(PoissonMaxSprt.SignalProbability(plan, boundary.CriticalValue.Value * (1 - 1e-9)) > 0.05);
    }

    [Fact]
    public void Ever_more_looks_approach_looking_at_every_event()
    {
        double At(int looks) =>
            PoissonMaxSprt.SignalProbability(
                PoissonSurveillance.AtLooks([.. Enumerable.Range(1, looks).Select(i => 5.0 * i / looks)]),
                3.29718279728781
            );
        // 3.297… is the value for every event and a length of 5 (Kulldorff et al. 2011, table 1: 3.297183).
        Assert.True(At(10) < At(100) && At(100) < At(5000) && At(5000) < 0.05);
        Assert.Equal(0.05, At(5000), 1e-3);
    }

    [Fact]
    public void More_events_asked_for_and_a_smaller_probability_move_the_boundary_as_they_must()
    {
        double Value(double length, int least, double alpha) =>
            PoissonMaxSprt.CriticalValue(new(length, least), alpha).CriticalValue!.Value;
        Assert.True(Value(10, 1, 0.05) > Value(10, 2, 0.05) && Value(10, 2, 0.05) > Value(10, 5, 0.05));
        Assert.True(Value(10, 1, 0.01) > Value(10, 1, 0.05) && Value(20, 1, 0.05) > Value(10, 1, 0.05));
        var plan = new PoissonSurveillance(10, 4);
        var powers = new[] { 1, 1.5, 2, 3, 6 }.Select(r => PoissonMaxSprt.SignalProbability(plan, 2.92156132979269, r)).ToArray();
        Assert.Equal(0.05, powers[0], 1e-12);
        Assert.Equal(powers.Order(), powers);
    }

    [Fact]
    public void A_long_surveillance_and_a_tiny_probability_stay_exact()
    {
        Assert.Equal(1e-6, PoissonMaxSprt.CriticalValue(new(60, 3), 1e-6).Attained, 1e-17);
        Assert.Equal(0.05, PoissonMaxSprt.CriticalValue(new(400, 1), 0.05).Attained, 1e-13);
    }

    [Fact]
    public void A_delay_as_long_as_the_surveillance_is_one_look_at_its_end()
    {
        var late = PoissonMaxSprt.CriticalValue(new(7, 1, 7), 0.05);
        // P(N ≥ 12 | 7) = 0.0533, P(N ≥ 13 | 7) = 0.0270 (tables of the Poisson distribution).
        Assert.Equal(Poisson.Survival(12, 7), late.Attained, 1e-14);
        Assert.Equal(PoissonMaxSprt.LogLikelihoodRatio(12, 7), late.CriticalValue!.Value, 1e-12);
        Assert.Equal(BoundaryStatus.Conservative, late.Status);
    }

    [Fact]
    public void Binomial_probabilities_are_those_of_all_sequences()
    {
        const int events = 12;
        var plan = new BinomialSurveillance(events, 1.7, 2);
        var boundary = BinomialMaxSprt.CriticalValue(plan, 0.1);
        foreach (var ratio in new[] { 1, 2.5 })
        {
            var (signals, time) = (0.0, 0.0);
            for (var sequence = 0; sequence < 1 << events; sequence++)
            {
                var (cases, probability, at) = (0, 1.0, 0);
                for (var n = 1; n <= events; n++)
                {
                    var exposed = ((sequence >> (n - 1)) & 1) == 1;
                    cases += exposed ? 1 : 0;
                    probability *= exposed ? ratio / (ratio + 1.7) : 1.7 / (ratio + 1.7);
                    if (at == 0 && cases >= 2 && BinomialMaxSprt.LogLikelihoodRatio(cases, n, 1.7) > boundary.CriticalValue * (1 + 1e-12))
                        at = n;
                }

                signals += at > 0 ? probability : 0;
                time += at * probability;
            }

            var performance = BinomialMaxSprt.Performance(plan, boundary.CriticalValue!.Value, ratio);
            Assert.Equal(signals, performance.Power, 1e-13);
            Assert.Equal(time / signals, performance.TimeToSignal!.Value, 1e-12);
            Assert.Equal(time + ((1 - signals) * events), performance.Length, 1e-12);
        }

        Assert.True(boundary.Attained <= 0.1);
        Assert.True(BinomialMaxSprt.SignalProbability(plan, boundary.CriticalValue!.Value * (1 - 1e-9)) > 0.1);
    }

    [Fact]
    public void Without_a_boundary_the_status_says_which_way()
    {
        // Three heads of three: 1/8 is more than 0.05; four cases in five events at 1:9 are rarer than it.
        Assert.Equal(new(BoundaryStatus.NoOutcomeRareEnough, null, 0), BinomialMaxSprt.CriticalValue(new BinomialSurveillance(3, 1), 0.05));
        var rare = BinomialMaxSprt.CriticalValue(new BinomialSurveillance(5, 9, 4), 0.05);
        Assert.Equal(BoundaryStatus.ProbabilityOutOfReach, rare.Status);
        Assert.Equal(5 * 1e-4 * 0.9 + 1e-5, rare.Attained, 1e-15);
        var shortOne = PoissonMaxSprt.CriticalValue(new(1, 4), 0.05);
        Assert.Equal(BoundaryStatus.ProbabilityOutOfReach, shortOne.Status);
        Assert.Equal(Poisson.Survival(3, 1), shortOne.Attained, 1e-14);
    }

    [Fact]
    public void A_history_without_end_is_a_known_rate()
    {
        const int history = 100_000_000;
        var known = PoissonMaxSprt.SignalProbability(new(5, 2), 3);
        var conditional = ConditionalMaxSprt.SignalProbability(ConditionalSurveillance.UntilTime(history, 5.0 / history, 2), 3);
        Assert.Equal(known, conditional, 1e-7);
        Assert.Equal(PoissonMaxSprt.LogLikelihoodRatio(9, 5), ConditionalMaxSprt.LogLikelihoodRatio(9, history, 5.0 / history), 1e-6);
    }

    [Theory]
    [InlineData(HistoryEnd.AtLastEvent)]
    [InlineData(HistoryEnd.BetweenEvents)]
    [InlineData(HistoryEnd.BeforeNextEvent)]
    public void The_conditional_probability_is_that_of_a_simulation_of_history_and_surveillance(HistoryEnd end)
    {
        var plan = ConditionalSurveillance.UntilEvents(6, 12, 2) with { HistoryEnds = end };
        const double value = 2;
        const int runs = 200_000;
        var signals = 0;
        for (var run = 0; run < runs; run++)
        {
            var random = new Philox(20240411, (ulong)run);
            var (history, time) = (random.NextGamma(6), 0.0);
            history += end switch
            {
                HistoryEnd.AtLastEvent => 0,
                HistoryEnd.BetweenEvents => random.NextDouble() * random.NextExponential(),
                _ => random.NextExponential(),
            };
            for (var k = 1; k <= 12; k++)
            {
                time += random.NextExponential();
                if (k >= 2 && ConditionalMaxSprt.LogLikelihoodRatio(k, 6, time / history) > value)
                {
                    signals++;
                    break;
                }
            }
        }

        var p = ConditionalMaxSprt.SignalProbability(plan, value);
        Assert.InRange((double)signals / runs, p - (4 * Math.Sqrt(p * (1 - p) / runs)), p + (4 * Math.Sqrt(p * (1 - p) / runs)));
    }

    [Fact]
    public void A_delayed_conditional_surveillance_is_that_of_a_simulation()
    {
        var plan = ConditionalSurveillance.UntilTime(20, 0.5, 1, 0.1) with { HistoryEnds = HistoryEnd.AtLastEvent };
        var boundary = ConditionalMaxSprt.CriticalValue(plan, 0.05);
        const int runs = 200_000;
        var signals = 0;
        for (var run = 0; run < runs; run++)
        {
            var random = new Philox(31, (ulong)run);
            var (history, time, k) = (random.NextGamma(20), random.NextExponential(), 0);
            for (; time < 0.1 * history; k++)
                time += random.NextExponential();
            var signal = ConditionalMaxSprt.LogLikelihoodRatio(k, 20, 0.1) > boundary.CriticalValue;
            for (; !signal && time < 0.5 * history; time += random.NextExponential())
                signal = ConditionalMaxSprt.LogLikelihoodRatio(++k, 20, time / history) > boundary.CriticalValue;
            signals += signal ? 1 : 0;
        }

        Assert.True(boundary.Attained <= 0.05 * (1 + 1e-12));
        var error = Math.Sqrt(boundary.Attained * (1 - boundary.Attained) / runs);
        Assert.InRange((double)signals / runs, boundary.Attained - (4 * error), boundary.Attained + (4 * error));
    }

    [Fact]
    public void The_longer_the_history_is_taken_to_be_the_larger_the_probability()
    {
        double At(HistoryEnd end) =>
            ConditionalMaxSprt.SignalProbability(ConditionalSurveillance.UntilTime(10, 2, 3) with { HistoryEnds = end }, 2.5);
        Assert.True(
            At(HistoryEnd.AtLastEvent) < At(HistoryEnd.BetweenEvents) && At(HistoryEnd.BetweenEvents) < At(HistoryEnd.BeforeNextEvent)
        );
    }

    [Fact]
    public void What_is_no_plan_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonSurveillance(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonSurveillance(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonSurveillance(1, 1, 2));
        Assert.Throws<ArgumentException>(() => PoissonSurveillance.AtLooks([]));
        Assert.Throws<ArgumentException>(() => PoissonSurveillance.AtLooks([1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonMaxSprt.CriticalValue(new(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonMaxSprt.SignalProbability(new(1), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonMaxSprt.LengthFor(1, 0.9, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialMaxSprt.LogLikelihoodRatio(3, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConditionalSurveillance.UntilEvents(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConditionalSurveillance.UntilEvents(5, 3, 4));
        Assert.Equal(double.PositiveInfinity, PoissonMaxSprt.LogLikelihoodRatio(1, 0));
    }

    private static double Root(Func<double, double> falling)
    {
        var (low, high) = (1e-9, 1.0);
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (falling(middle) > 0)
                low = middle;
            else
                high = middle;
        }

        return low;
    }
}
