namespace Longwatch.Statistics.PartialTesting;

/// <summary>Cases of which only some have a valid test result. <c>default</c> is no case at all.</summary>
public readonly record struct PartlyTestedCases
{
    /// <summary>Counts that are parts of each other.</summary>
    /// <param name="cases">All cases, tested or not.</param>
    /// <param name="tested">Cases with a valid result, 0 to <paramref name="cases"/>.</param>
    /// <param name="positive">Tested cases with a positive result, 0 to <paramref name="tested"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or larger than the count it is a part of.</exception>
    public PartlyTestedCases(int cases, int tested, int positive)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positive);
        ArgumentOutOfRangeException.ThrowIfLessThan(tested, positive);
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, tested);
        (Cases, Tested, Positive) = (cases, tested, positive);
    }

    public int Cases { get; }

    public int Tested { get; }

    public int Positive { get; }

    public int Negative => Tested - Positive;

    public int Untested => Cases - Tested;

    /// <summary>Least and largest number of positive cases among all: the untested all negative, or all positive. Holds without any assumption.</summary>
    /// <remarks>Source: Manski (1989) J Hum Resour 24:343–360. Checked against D02.</remarks>
    public (int Least, int Most) Bounds => (Positive, Positive + Untested);
}

/// <summary>Beta prior of the probability that a case is positive. <c>default</c> is <see cref="Haldane"/>.</summary>
public readonly record struct BetaPrior
{
    /// <summary>A prior worth a + b earlier results.</summary>
    /// <param name="a">Prior positives, finite, ≥ 0.</param>
    /// <param name="b">Prior negatives, finite, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is negative or not finite.</exception>
    public BetaPrior(double a, double b)
    {
        if (!(a >= 0 && double.IsFinite(a)))
            throw new ArgumentOutOfRangeException(nameof(a));
        if (!(b >= 0 && double.IsFinite(b)))
            throw new ArgumentOutOfRangeException(nameof(b));
        (A, B) = (a, b);
    }

    public double A { get; }

    public double B { get; }

    public static BetaPrior Jeffreys => new(0.5, 0.5);

    public static BetaPrior Uniform => new(1, 1);

    /// <summary>Improper: it predicts only from at least one positive and one negative result.</summary>
    public static BetaPrior Haldane => new(0, 0);

    /// <summary>Beta parameters after the tested cases; false when they are not both positive, so that there is no proper posterior to integrate over.</summary>
    internal bool TryUpdate(PartlyTestedCases cases, out double a, out double b)
    {
        (a, b) = (A + cases.Positive, B + cases.Negative);
        return a > 0 && b > 0;
    }
}
