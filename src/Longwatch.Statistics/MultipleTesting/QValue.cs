namespace Longwatch.Statistics.MultipleTesting;

/// <summary>Storey's q values.</summary>
/// <param name="NullShare">Estimated share π₀ of true null hypotheses, at most 1; NaN when it cannot be estimated.</param>
/// <param name="Values">In the order of the input; NaN stays NaN; all NaN when π₀ cannot be estimated.</param>
public sealed record QValues(QValueStatus Status, double NullShare, double[] Values);

/// <summary>Whether q values could be made.</summary>
public enum QValueStatus
{
    /// <summary>Estimated.</summary>
    Estimated,

    /// <summary>No p value was given.</summary>
    NoTests,

    /// <summary>The estimated share of null hypotheses is not positive: hardly any p value is large. Use Benjamini–Hochberg.</summary>
    NullShareNotPositive,
}

/// <summary>q values: the share of false findings among all that are at least as striking, with the share of null hypotheses estimated.</summary>
/// <remarks>Storey and Tibshirani (2003) PNAS 100:9440. Checked against Bioconductor qvalue 2.30 (G08): 1e-9 relative.</remarks>
public static class QValue
{
    /// <summary>π₀ by a smoothing spline with 3 degrees of freedom through #{p ≥ λ}/(m(1 − λ)), λ = 0.05, 0.10, …, 0.95, read at its end.</summary>
    /// <param name="p">Each in 0 … 1, or NaN for a test that was not made.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p value outside 0 … 1.</exception>
    public static QValues Smoothed(ReadOnlySpan<double> p)
    {
        var tested = Tested(p);
        var lambdas = new double[19];
        var shares = new double[lambdas.Length];
        for (var i = 0; i < lambdas.Length; i++)
        {
            lambdas[i] = 0.05 + (i * 0.05);
            shares[i] = Share(tested, lambdas[i]);
        }

        return From(p, tested, tested.Length == 0 ? double.NaN : SmoothingSpline.Fit(lambdas, shares, 3)[^1]);
    }

    /// <summary>π₀ = #{p ≥ λ}/(m(1 − λ)) at one λ.</summary>
    /// <param name="p">Each in 0 … 1, or NaN for a test that was not made.</param>
    /// <param name="lambda">In [0, 1); 0.5 is usual, 0 gives Benjamini–Hochberg.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p value outside 0 … 1, or λ outside [0, 1).</exception>
    public static QValues At(ReadOnlySpan<double> p, double lambda)
    {
        if (!(lambda >= 0 && lambda < 1))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ lies in [0, 1).");
        var tested = Tested(p);
        return From(p, tested, Share(tested, lambda));
    }

    private static QValues From(ReadOnlySpan<double> p, double[] tested, double share)
    {
        var none = new double[p.Length];
        Array.Fill(none, double.NaN);
        if (tested.Length == 0)
            return new(QValueStatus.NoTests, double.NaN, none);
        if (!(share > 0))
            return new(QValueStatus.NullShareNotPositive, double.NaN, none);
        share = Math.Min(1, share);
        var values = AdjustedP.BenjaminiHochberg(p);
        for (var i = 0; i < values.Length; i++)
            values[i] *= share;
        return new(QValueStatus.Estimated, share, values);
    }

    private static double Share(double[] tested, double lambda)
    {
        var count = 0;
        foreach (var p in tested)
            if (p >= lambda)
                count++;
        return count / (tested.Length * (1 - lambda));
    }

    private static double[] Tested(ReadOnlySpan<double> p)
    {
        var tested = new List<double>(p.Length);
        foreach (var value in p)
            if (value is >= 0 and <= 1)
                tested.Add(value);
            else if (!double.IsNaN(value))
                throw new ArgumentOutOfRangeException(nameof(p), "A p value lies between 0 and 1.");
        return [.. tested];
    }
}
