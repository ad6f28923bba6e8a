using Longwatch.Statistics.Numerics;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.BiasAnalysis;

/// <summary>What is believed of the recording of the exposure.</summary>
/// <param name="Correlation">Between the beliefs for cases and for others, in [0, 1]; 1 with equal distributions is non-differential.</param>
public sealed record RecordingBelief(
    BiasDistribution SensitivityOfCases,
    BiasDistribution SpecificityOfCases,
    BiasDistribution SensitivityOfOthers,
    BiasDistribution SpecificityOfOthers,
    double Correlation
);

/// <summary>What is believed of an unmeasured confounder.</summary>
public sealed record ConfounderBelief(BiasDistribution Ratio, BiasDistribution AmongExposed, BiasDistribution AmongUnexposed);

/// <summary>What is believed of selection: the factor by which it multiplies the odds ratio.</summary>
public sealed record SelectionBelief(BiasDistribution Bias);

/// <summary>The biases to be taken out, in this order: recording, selection, confounding; null leaves one out.</summary>
public sealed record BiasBeliefs(RecordingBelief? Recording, SelectionBelief? Selection, ConfounderBelief? Confounder);

/// <summary>How many draws, and from which seed.</summary>
public readonly record struct DrawPlan(int Draws, ulong Seed);

/// <summary>Median and interval of simulated odds ratios.</summary>
public readonly record struct SimulatedRatio(double Median, Interval Interval);

/// <summary>Whether the beliefs and the table agree.</summary>
public enum ProbabilisticStatus
{
    Estimated,

    /// <summary>A cell of the table is empty: no odds ratio to begin with.</summary>
    NoOdds,

    /// <summary>No draw of the parameters is compatible with the table.</summary>
    NoCompatibleDraw,
}

/// <summary>Odds ratio with the biases taken out.</summary>
/// <param name="Status">Unless estimated, the ratios are of 0 with the interval 0 to ∞.</param>
/// <param name="Conventional">Odds ratio with its random error only (Woolf).</param>
/// <param name="Systematic">With the uncertainty about the biases only.</param>
/// <param name="Total">With both.</param>
/// <param name="Rejected">Draws whose parameters cannot have given the table; many of them mean that the beliefs contradict the data.</param>
/// <param name="Plan">Draws and seed, to repeat it.</param>
public sealed record ProbabilisticResult(
    ProbabilisticStatus Status,
    SimulatedRatio Conventional,
    SimulatedRatio Systematic,
    SimulatedRatio Total,
    int Rejected,
    DrawPlan Plan
);

/// <summary>Probabilistic bias analysis: bias parameters are drawn from what is believed of them, each draw corrects the table, random error is added last.</summary>
/// <remarks>
/// Lash, Fox and Fink (2009) chapter 8; Fox, MacLehose and Lash (2021) Applying quantitative bias analysis, 2nd ed., chapter 8. Draw i uses stream i of the seed,
/// so that the answer does not depend on the number of processors. Checked against the closed forms for constant beliefs, and against the distribution of a
/// single uniform belief by hand.
/// </remarks>
public static class ProbabilisticBias
{
    /// <summary>Simulated odds ratios.</summary>
    /// <exception cref="ArgumentException">A count is negative, a belief leaves its range, the correlation is outside [0, 1], or there is no draw.</exception>
    public static ProbabilisticResult Simulate(FourfoldTable table, BiasBeliefs beliefs, DrawPlan plan, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        table.Check(nameof(table));
        CheckBeliefs(beliefs);
        if (plan.Draws < 1)
            throw new ArgumentException("At least one draw is needed.", nameof(plan));
        var open = new SimulatedRatio(0, new(0, double.PositiveInfinity));
        if (!table.HasOdds)
            return new(ProbabilisticStatus.NoOdds, open, open, open, 0, plan);

        var (systematic, total) = (new double[plan.Draws], new double[plan.Draws]);
        var error = table.LogOddsError;
        Parallel.For(
            0,
            plan.Draws,
            i =>
            {
                var random = new Philox(plan.Seed, (ulong)i);
                var ratio = Corrected(table, beliefs, random);
                (systematic[i], total[i]) = (ratio, ratio * Math.Exp(error * random.NextNormal()));
            }
        );
        var rejected = systematic.Count(double.IsNaN);
        var half = ConfidenceLevel.Deviate(level) * error;
        var conventional = new SimulatedRatio(table.OddsRatio, new(table.OddsRatio * Math.Exp(-half), table.OddsRatio * Math.Exp(half)));
        return rejected == plan.Draws
            ? new(ProbabilisticStatus.NoCompatibleDraw, conventional, open, open, rejected, plan)
            : new(ProbabilisticStatus.Estimated, conventional, Summary(systematic, tail), Summary(total, tail), rejected, plan);
    }

    /// <summary>NaN marks a draw that the table excludes.</summary>
    private static double Corrected(FourfoldTable table, BiasBeliefs beliefs, Philox random)
    {
        var ratio = table.OddsRatio;
        if (beliefs.Recording is { } recording)
        {
            var sensitivity = CorrelatedPair.Draw(random, recording.Correlation);
            var specificity = CorrelatedPair.Draw(random, recording.Correlation);
            var corrected = QuantitativeBias.Misclassification(
                table,
                new(recording.SensitivityOfCases.Quantile(sensitivity.First), recording.SpecificityOfCases.Quantile(specificity.First)),
                new(recording.SensitivityOfOthers.Quantile(sensitivity.Second), recording.SpecificityOfOthers.Quantile(specificity.Second))
            );
            ratio = corrected.Status == CorrectionStatus.Estimated ? corrected.Table.OddsRatio : double.NaN;
        }

        if (beliefs.Selection is { } selection)
            ratio /= selection.Bias.Quantile(random.NextDouble());
        if (beliefs.Confounder is not { } confounder)
            return ratio;
        var drawn = new UnmeasuredConfounder(
            confounder.Ratio.Quantile(random.NextDouble()),
            confounder.AmongExposed.Quantile(random.NextDouble()),
            confounder.AmongUnexposed.Quantile(random.NextDouble())
        );
        return ratio / QuantitativeBias.Confounding(1, drawn).Bias;
    }

    private static SimulatedRatio Summary(double[] draws, double tail)
    {
        var sorted = Array.FindAll(draws, d => !double.IsNaN(d));
        Array.Sort(sorted);
        return new(
            OrderStatistics.Quantile(sorted, 0.5),
            new(OrderStatistics.Quantile(sorted, tail), OrderStatistics.Quantile(sorted, 1 - tail))
        );
    }

    private static void CheckBeliefs(BiasBeliefs beliefs)
    {
        if (beliefs.Recording is { } r)
        {
            foreach (
                var share in (ReadOnlySpan<BiasDistribution>)
                    [r.SensitivityOfCases, r.SpecificityOfCases, r.SensitivityOfOthers, r.SpecificityOfOthers]
            )
                Within(share, 0, 1);
            if (!(r.Correlation is >= 0 and <= 1))
                throw new ArgumentException("The correlation lies between 0 and 1.", nameof(beliefs));
        }

        if (beliefs.Selection is { } s)
            Within(s.Bias, double.Epsilon, double.MaxValue);
        if (beliefs.Confounder is not { } c)
            return;
        Within(c.Ratio, double.Epsilon, double.MaxValue);
        Within(c.AmongExposed, 0, 1);
        Within(c.AmongUnexposed, 0, 1);
    }

    private static void Within(BiasDistribution belief, double least, double most)
    {
        if (belief.Least < least || belief.Most > most)
            throw new ArgumentException($"A belief from {belief.Least} to {belief.Most} leaves the possible range.", nameof(belief));
    }
}
