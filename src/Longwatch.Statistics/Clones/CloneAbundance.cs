namespace Longwatch.Statistics.Clones;

/// <summary>Abundances estimated from the lengths of sheared fragments.</summary>
/// <param name="Cells">Per clone, the expected number of sheared molecules that carried it.</param>
/// <param name="Lengths">The lengths seen, ascending.</param>
/// <param name="LengthShare">Share of molecules that shear to each length; sums to 1.</param>
/// <param name="Converged">False when the steps ended before the estimate stood still.</param>
public sealed record SonicEstimate(
    IReadOnlyList<double> Cells,
    IReadOnlyList<int> Lengths,
    IReadOnlyList<double> LengthShare,
    bool Converged
);

/// <summary>How many molecules carried a clone, when equal ones cannot be told apart.</summary>
public static class CloneAbundance
{
    private const int MostSteps = 20_000;

    /// <summary>Maximum-likelihood abundance from distinct fragment lengths: two cells whose DNA broke at one place count once, and are put back.</summary>
    /// <param name="lengths">Per clone, the distinct lengths seen (repeats are counted once); at least one each.</param>
    /// <exception cref="ArgumentException">A clone without a length.</exception>
    /// <remarks>
    /// Molecules of clone i and length l are Poisson with mean θᵢφₗ, seen as present or absent; EM over θ and φ (Berry and others, 2012,
    /// Bioinformatics 28:755, there with a smoothed φ). A clone that has every length has no finite estimate: θ is then bounded by the number of
    /// steps and the result says that it did not converge. Checked against a direct maximum found in R and by simulation.
    /// </remarks>
    public static SonicEstimate Sonic(IReadOnlyList<IReadOnlyCollection<int>> lengths)
    {
        if (lengths.Any(l => l.Count == 0))
            throw new ArgumentException("Every clone was seen with at least one length.", nameof(lengths));
        var distinct = lengths.Select(l => l.Distinct().ToArray()).ToArray();
        int[] known = [.. distinct.SelectMany(l => l).Distinct().Order()];
        var index = known.Select((length, i) => (length, i)).ToDictionary(p => p.length, p => p.i);
        var seen = distinct.Select(l => l.Select(length => index[length]).ToArray()).ToArray();
        var theta = seen.Select(l => (double)l.Length).ToArray();
        var phi = new double[known.Length];
        foreach (var length in seen.SelectMany(l => l))
            phi[length]++;
        var sum = phi.Sum();
        for (var l = 0; l < phi.Length; l++)
            phi[l] /= sum;
        var converged = known.Length == 0;
        for (var step = 0; step < MostSteps && !converged; step++)
        {
            var nextPhi = new double[phi.Length];
            var moved = 0.0;
            for (var i = 0; i < theta.Length; i++)
            {
                var cells = 0.0;
                foreach (var l in seen[i])
                {
                    // Molecules behind a length that is present: Poisson, known not to be 0.
                    var mean = theta[i] * phi[l];
                    var behind = mean < 1e-8 ? 1 + (mean / 2) : mean / (1 - Math.Exp(-mean));
                    cells += behind;
                    nextPhi[l] += behind;
                }

                moved = Math.Max(moved, Math.Abs(cells - theta[i]) / cells);
                theta[i] = cells;
            }

            sum = nextPhi.Sum();
            for (var l = 0; l < phi.Length; l++)
                phi[l] = nextPhi[l] / sum;
            converged = moved < 1e-10;
        }

        return new(theta, known, phi, converged);
    }

    /// <summary>Molecules behind distinct tags (UMIs) drawn from a pool of equally frequent ones: −m ln(1 − d/m).</summary>
    /// <param name="distinct">Tags seen, 0 ≤ d ≤ m. Infinite when all were seen.</param>
    /// <param name="pool">Number of possible tags m, for example 4 to the power of the tag's length.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ d ≤ m.</exception>
    public static double FromTags(int distinct, double pool)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(distinct);
        if (!(pool >= distinct && pool > 0))
            throw new ArgumentOutOfRangeException(nameof(pool));
        return distinct == pool ? double.PositiveInfinity : -pool * Math.Log((pool - distinct) / pool);
    }
}
