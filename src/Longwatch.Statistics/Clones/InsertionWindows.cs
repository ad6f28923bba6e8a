using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Tables;

namespace Longwatch.Statistics.Clones;

/// <summary>What chance alone gives when sites fall anywhere with equal probability.</summary>
/// <param name="Subsets">Expected number of sets of k sites that lie within the window, exact on a line (ends of the genome neglected beyond it).</param>
/// <param name="ChenStein">Probability of at least one such set, 1 − exp(−<paramref name="Subsets"/>).</param>
/// <param name="Circle">Expected number of sites that have k − 1 others in the window after them, exact on a circle.</param>
public readonly record struct WindowExpectation(double Subsets, double ChenStein, double Circle);

/// <summary>Sites that lie together.</summary>
/// <param name="Group">Chromosome, as numbered by the caller.</param>
/// <param name="First">Position of the first site; <paramref name="Last"/> of the last.</param>
/// <param name="Sites">Sites from first to last.</param>
/// <param name="Background">Background sites in the same stretch, widened to the window's length.</param>
/// <param name="P">One-sided exact test that the share of sites here is above that of the background; NaN without background.</param>
/// <param name="UniformP">P of at least as many by chance, sites falling uniformly: scan of all windows, by Chen and Stein.</param>
public sealed record SiteCluster(int Group, double First, double Last, int Sites, int Background, double P, double UniformP);

/// <summary>Common insertion sites by windows.</summary>
public static class InsertionWindows
{
    /// <summary>Sets of k among n sites within a window of length d, when all of a genome of length g is equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 0, k &lt; 2, or not 0 &lt; d ≤ g.</exception>
    /// <remarks>
    /// With s = d/g: C(n, k) [k sᵏ⁻¹ − (k − 1) sᵏ] and n P(Bin(n − 1, s) ≥ k − 1). Insertion is not uniform for any vector: this is the least that
    /// is expected, and a background of the same vector family is to be preferred. Checked against closed forms in R (I03): 1e-9 relative.
    /// </remarks>
    public static WindowExpectation Expected(int n, int k, double d, double g)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        if (!(d > 0 && d <= g))
            throw new ArgumentOutOfRangeException(nameof(d));
        if (k > n)
            return new(0, 0, 0);
        var s = d / g;
        var subsets = Math.Exp(GammaFunctions.LogChoose(n, k) + ((k - 1) * Math.Log(s))) * (k - ((k - 1) * s));
        // 1 − exp(−x) without loss for small x.
        var any = subsets < 1e-5 ? subsets * (1 - (subsets / 2 * (1 - (subsets / 3)))) : 1 - Math.Exp(-subsets);
        return new(subsets, any, n * Binomial.Survival(k - 2, n - 1, s));
    }

    /// <summary>Finds every largest set of at least k sites within a window, and compares it with a background.</summary>
    /// <param name="sites">Per chromosome, positions of distinct sites in any order.</param>
    /// <param name="background">Per chromosome, positions of background sites; empty for none.</param>
    /// <param name="genome">Length of the genome in the unit of the positions, for the uniform expectation.</param>
    /// <returns>Clusters that are not part of a larger one, by chromosome and position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k &lt; 2 or not 0 &lt; window ≤ genome.</exception>
    public static IReadOnlyList<SiteCluster> Find(
        IReadOnlyList<double[]> sites,
        IReadOnlyList<double[]> background,
        int k,
        double window,
        double genome
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        if (!(window > 0 && window <= genome))
            throw new ArgumentOutOfRangeException(nameof(window));
        var total = sites.Sum(s => s.Length);
        var backgroundTotal = background.Sum(b => b.Length);
        var clusters = new List<SiteCluster>();
        for (var group = 0; group < sites.Count; group++)
        {
            double[] sorted = [.. sites[group].Order()];
            double[] beside = group < background.Count ? [.. background[group].Order()] : [];
            var end = 0;
            var furthest = 0;
            for (var start = 0; start < sorted.Length; start++)
            {
                end = Math.Max(end, start);
                while (end < sorted.Length && sorted[end] - sorted[start] <= window)
                    end++;
                // A set that ends where an earlier one ended is part of it.
                if (end - start < k || end <= furthest)
                    continue;
                furthest = end;
                var (first, last) = (sorted[start], sorted[end - 1]);
                var margin = (window - (last - first)) / 2;
                var seen = Count(beside, first - margin, last + margin);
                clusters.Add(
                    new(
                        group,
                        first,
                        last,
                        end - start,
                        seen,
                        backgroundTotal == 0 ? double.NaN : FisherExact.Test(end - start, total, seen, backgroundTotal).Greater,
                        Expected(total, end - start, window, genome).ChenStein
                    )
                );
            }
        }

        return clusters;
    }

    private static int Count(double[] ascending, double from, double to) =>
        Below(ascending, Math.BitIncrement(to)) - Below(ascending, from);

    private static int Below(double[] ascending, double limit)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < limit)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
