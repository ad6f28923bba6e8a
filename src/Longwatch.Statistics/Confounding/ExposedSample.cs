namespace Longwatch.Statistics.Confounding;

/// <summary>Who was exposed, and what was known of everybody before; checked once.</summary>
/// <remarks>Covariates must have been fixed before the exposure. Missing values are the caller's to decide on; none may remain.</remarks>
public sealed class ExposedSample
{
    /// <summary>Keeps the rows, does not copy them.</summary>
    /// <param name="exposed">One per person.</param>
    /// <param name="covariates">One array per person, all of one length, without an intercept; finite. An empty array per person adjusts for nothing.</param>
    /// <exception cref="ArgumentException">There is nobody, lengths differ, or a value is not finite.</exception>
    public ExposedSample(IReadOnlyList<bool> exposed, IReadOnlyList<double[]> covariates)
    {
        ArgumentNullException.ThrowIfNull(exposed);
        ArgumentNullException.ThrowIfNull(covariates);
        if (exposed.Count == 0 || covariates.Count != exposed.Count)
            throw new ArgumentException($"{exposed.Count} exposures but {covariates.Count} rows of covariates.", nameof(covariates));
        Columns = covariates[0].Length;
        for (var i = 0; i < covariates.Count; i++)
        {
            if (covariates[i].Length != Columns)
                throw new ArgumentException($"Row {i} has {covariates[i].Length} covariates, the first {Columns}.", nameof(covariates));
            foreach (var value in covariates[i])
                if (!double.IsFinite(value))
                    throw new ArgumentException($"Row {i} has a covariate that is not a finite number.", nameof(covariates));
            ExposedCount += exposed[i] ? 1 : 0;
        }

        (Exposed, Covariates) = (exposed, covariates);
    }

    public IReadOnlyList<bool> Exposed { get; }

    public IReadOnlyList<double[]> Covariates { get; }

    /// <summary>Covariates per person.</summary>
    public int Columns { get; }

    public int Count => Exposed.Count;

    public int ExposedCount { get; }

    /// <summary>Whether both groups have people.</summary>
    public bool HasBoth => ExposedCount > 0 && ExposedCount < Count;

    /// <summary>Intercept, then the exposure when asked for, then the covariates.</summary>
    internal double[][] Design(Func<int, double>? exposure)
    {
        var rows = new double[Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = exposure is null ? [1, .. Covariates[i]] : [1, exposure(i), .. Covariates[i]];
        return rows;
    }

    internal void CheckLength(int length, string argument)
    {
        if (length != Count)
            throw new ArgumentException($"{length} values for {Count} people.", argument);
    }
}
