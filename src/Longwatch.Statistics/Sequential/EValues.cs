namespace Longwatch.Statistics.Sequential;

/// <summary>How e-values of several sources become one. All values are logarithms; −∞ is an e-value of 0.</summary>
/// <remarks>Source: Vovk and Wang (2021) Ann Stat 49:1736–1754. A product of dependent e-values is not an e-value; their mean always is.</remarks>
public static class EValues
{
    /// <summary>ln of the product: sources that are independent, such as registries without common patients.</summary>
    /// <param name="logValues">At least one; none NaN or +∞.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not a number or infinite.</exception>
    public static double LogProduct(ReadOnlySpan<double> logValues)
    {
        Check(logValues);
        var sum = 0.0;
        foreach (var value in logValues)
            sum += value;
        return sum;
    }

    /// <summary>ln of the mean: sources that may share patients or reports, in any way.</summary>
    /// <param name="logValues">At least one; none NaN or +∞.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not a number or infinite.</exception>
    public static double LogMean(ReadOnlySpan<double> logValues)
    {
        Check(logValues);
        var largest = double.NegativeInfinity;
        foreach (var value in logValues)
            largest = Math.Max(largest, value);
        if (double.IsNegativeInfinity(largest))
            return largest;
        var sum = 0.0;
        foreach (var value in logValues)
            sum += Math.Exp(value - largest);
        return largest + Math.Log(sum / logValues.Length);
    }

    /// <summary>Whether an e-value reaches 1/α: a false alarm at any time at all has probability α at most.</summary>
    /// <param name="logValue">Logarithm of the e-value.</param>
    /// <param name="alpha">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static bool Signals(double logValue, double alpha) =>
        alpha is > 0 and < 1
            ? logValue >= -Math.Log(alpha)
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A false-alarm probability lies strictly between 0 and 1.");

    private static void Check(ReadOnlySpan<double> logValues)
    {
        if (logValues.IsEmpty)
            throw new ArgumentException("Give at least one e-value.", nameof(logValues));
        for (var i = 0; i < logValues.Length; i++)
            if (double.IsNaN(logValues[i]) || double.IsPositiveInfinity(logValues[i]))
                throw new ArgumentException($"The logarithm at index {i} is {logValues[i]}.", nameof(logValues));
    }
}
