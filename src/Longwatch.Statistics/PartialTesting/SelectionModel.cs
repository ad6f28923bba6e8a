namespace Longwatch.Statistics.PartialTesting;

/// <summary>Whether a testing ratio is possible with the numbers seen.</summary>
public enum SelectionStatus
{
    Feasible,

    /// <summary>The ratio would need fewer positives than were seen, or more than seen and untested together: these data refute it.</summary>
    Infeasible,

    /// <summary>Nobody was tested.</summary>
    NotIdentified,
}

/// <summary>What one ratio of testing probabilities implies.</summary>
/// <param name="Ratio">P(tested | positive) / P(tested | negative).</param>
/// <param name="Total">
/// Number of positives among all cases that the ratio implies. When infeasible it is the solution of the equation, shown to make clear why the ratio
/// is refused, and not an estimate; NaN when not identified.
/// </param>
public readonly record struct SelectionResult(SelectionStatus Status, double Ratio, double Total);

/// <summary>Missing not at random by selection: positive cases are tested <i>ratio</i> times as often as negative ones.</summary>
/// <remarks>
/// With x of n tested positive among N, Bayes' theorem gives K = N x / (x + (n − x) r). Feasible only while x ≤ K ≤ x + N − n.
/// Source: Greenland and Lash, in Modern Epidemiology (3rd ed.) chapter 19, selection bias. Checked against D02: 1e-12.
/// </remarks>
public static class SelectionModel
{
    /// <summary>The number of positives among all cases that one ratio implies.</summary>
    /// <param name="ratio">Positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not positive and finite.</exception>
    public static SelectionResult Total(PartlyTestedCases cases, double ratio)
    {
        if (!(ratio > 0 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio), "The ratio must be positive and finite.");
        if (cases.Tested == 0)
            return new(SelectionStatus.NotIdentified, ratio, double.NaN);
        var total = cases.Cases * (double)cases.Positive / (cases.Positive + (cases.Negative * ratio));
        var (least, most) = cases.Bounds;
        // A relative slack of 1e-12 keeps the end points of the feasible range feasible after rounding.
        var feasible = total >= least * (1 - 1e-12) && total <= most * (1 + 1e-12);
        return new(feasible ? SelectionStatus.Feasible : SelectionStatus.Infeasible, ratio, total);
    }

    /// <summary>The ratios that the data do not refute; 0 to ∞ when every result is equal or nobody was tested.</summary>
    public static Interval FeasibleRatios(PartlyTestedCases cases)
    {
        var (least, most) = cases.Bounds;
        if (cases.Positive == 0 || cases.Negative == 0)
            return new(0, double.PositiveInfinity);
        return new(RatioFor(most), RatioFor(least));

        double RatioFor(int total) => ((cases.Cases * (double)cases.Positive / total) - cases.Positive) / cases.Negative;
    }
}
