using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Power;

/// <summary>An exact one-sided test of a count and what it can see.</summary>
/// <param name="CriticalCount">The smallest count that rejects.</param>
/// <param name="Size">Probability of rejecting when there is no difference; at most the nominal one.</param>
/// <param name="Power">Probability of rejecting at the ratio asked about.</param>
public readonly record struct ExactPower(int CriticalCount, double Size, double Power);

/// <summary>Exact power to see a raised rate.</summary>
public static class RatePower
{
    /// <summary>One Poisson count against a known expected count.</summary>
    /// <param name="expected">Expected count without any effect, &gt; 0.</param>
    /// <param name="ratio">True rate over background rate, &gt; 0.</param>
    /// <param name="alpha">One-sided size, in (0, 1); a two-sided 5 % test is 0.025 here.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Checked against R (A06, <c>power</c>): same critical counts, power to 1e-12.</remarks>
    public static ExactPower AgainstExpected(double expected, double ratio, double alpha)
    {
        ThrowUnlessPositive(expected, nameof(expected));
        Check(ratio, alpha);
        var critical = Smallest((int)Math.Floor(expected), c => Poisson.Survival(c - 1, expected) <= alpha);
        return new(critical, Poisson.Survival(critical - 1, expected), Poisson.Survival(critical - 1, expected * ratio));
    }

    /// <summary>One group against all others, given the total number of events: the group's count is binomial.</summary>
    /// <param name="total">Events in all groups, ≥ 1.</param>
    /// <param name="share">The group's share of the exposure, in (0, 1).</param>
    /// <param name="ratio">Rate in the group over the rate in the others, &gt; 0.</param>
    /// <param name="alpha">One-sided size, in (0, 1); a two-sided 5 % test is 0.025 here.</param>
    /// <returns>A critical count of <paramref name="total"/> + 1 and no power when even all events in the group would not reject.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Checked against binomial sums in exact rational arithmetic: 38 events, share 5 %, two-fold gives 14.9 %.</remarks>
    public static ExactPower AmongGroups(int total, double share, double ratio, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), "A share of the exposure lies strictly between 0 and 1.");
        Check(ratio, alpha);
        var critical = Smallest((int)Math.Floor(total * share), c => c > total || Binomial.Survival(c - 1, total, share) <= alpha);
        var raised = ratio * share / ((ratio * share) + 1 - share);
        return new(critical, Binomial.Survival(critical - 1, total, share), Binomial.Survival(critical - 1, total, raised));
    }

    /// <summary>The first count from <paramref name="start"/> on that satisfies the condition; below the mean no upper tail is small.</summary>
    private static int Smallest(int start, Func<int, bool> rejects)
    {
        var count = start;
        while (count > 0 && rejects(count - 1))
            count--;
        while (!rejects(count))
            count++;
        return count;
    }

    private static void Check(double ratio, double alpha)
    {
        ThrowUnlessPositive(ratio, nameof(ratio));
        if (!(alpha > 0 && alpha < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), "The size of a test lies strictly between 0 and 1.");
    }

    private static void ThrowUnlessPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, "The value must be positive and finite.");
    }
}
