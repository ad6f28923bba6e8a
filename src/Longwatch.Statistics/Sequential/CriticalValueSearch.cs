using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Sequential;

/// <summary>The smallest critical value whose false-alarm probability does not exceed the wanted one.</summary>
internal static class CriticalValueSearch
{
    /// <summary>Likelihood ratios that differ by less than this, relative, are the same number computed in two ways.</summary>
    public const double SameRatio = 1e-12;

    /// <summary>Beyond this difference, relative to the wanted probability, the attained one has jumped over it.</summary>
    private const double Jump = 1e-9;

    private const double Accuracy = 1e-13;

    /// <summary>Searches.</summary>
    /// <param name="falseAlarms">P(signal) as a function of the critical value; does not rise, and falls below any probability.</param>
    /// <param name="ratioBelow">
    /// The largest attainable log-likelihood ratio that does not exceed a critical value, where the probability moves in steps; null where it is continuous.
    /// </param>
    public static MaxSprtBoundary Find(Func<double, double> falseAlarms, Func<double, double>? ratioBelow, double alpha)
    {
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A false-alarm probability lies strictly between 0 and 1.");
        var most = falseAlarms(0);
        if (most <= alpha)
            return new(BoundaryStatus.ProbabilityOutOfReach, null, most);
        var high = 1.0;
        while (falseAlarms(high) > alpha)
            high *= 2;
        if (ratioBelow is null)
        {
            var root = SignChange.Find(cv => Math.Log(Math.Max(double.Epsilon, falseAlarms(cv)) / alpha), 0, high, Accuracy);
            return new(BoundaryStatus.Exact, root, falseAlarms(root));
        }

        var value = SignChange.Bisect(cv => falseAlarms(cv) - alpha, new(0, high), rising: false, Accuracy);
        // At a step the value is an attainable ratio: a signal must exceed it.
        var step = ratioBelow(value * (1 + (10 * Accuracy)));
        if (falseAlarms(step) <= alpha)
            value = step;
        var attained = falseAlarms(value);
        return attained == 0
            ? new(BoundaryStatus.NoOutcomeRareEnough, null, 0)
            : new(Math.Abs(attained - alpha) <= Jump * alpha ? BoundaryStatus.Exact : BoundaryStatus.Conservative, value, attained);
    }
}
