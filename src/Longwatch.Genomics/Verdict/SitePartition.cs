using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Verdict;

/// <summary>
/// Probability of how fragments share themselves out over sites: few sites with about equal shares (a clone), or many small ones (a polyclonal population).
/// </summary>
internal static class SitePartition
{
    /// <summary>Most sites that one clone is thought to have.</summary>
    private const int MostCopies = 8;

    /// <summary>Concentration of a clone's sites around equal shares: a coefficient of variation of about 0.3 for two sites.</summary>
    private const double Concentration = 5;

    /// <summary>Diversities that a population of CAR T cells is averaged over: Ewens' θ, from oligoclonal to a fresh product.</summary>
    private static readonly double[] Diversities = [10, 30, 100, 300, 1000, 3000, 10000];

    /// <summary>Ln probability of the sizes under a polyclonal population, the mean over diversities of Ewens' sampling formula.</summary>
    /// <param name="sizes">Fragments per site, each ≥ 1.</param>
    public static double LogPolyclonal(ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty)
            return 0;
        var total = Sum(sizes);
        var terms = new double[Diversities.Length];
        var blocks = 0.0;
        foreach (var n in sizes)
            blocks += GammaFunctions.LogGamma(n);
        for (var d = 0; d < terms.Length; d++)
        {
            var theta = Diversities[d];
            terms[d] =
                (sizes.Length * Math.Log(theta))
                + GammaFunctions.LogGamma(theta)
                - GammaFunctions.LogGamma(theta + total)
                + blocks
                - Math.Log(terms.Length);
        }

        return LogSum(terms);
    }

    /// <summary>
    /// Ln probability of the sizes when the greatest 1 to 8 sites are one clone's with about equal shares, and the rest, of any share, a polyclonal
    /// population beside it; the mean over the clone's number of sites.
    /// </summary>
    /// <param name="descending">Fragments per site, each ≥ 1, greatest first.</param>
    public static double LogClone(ReadOnlySpan<int> descending)
    {
        if (descending.IsEmpty)
            return 0;
        var total = Sum(descending);
        var terms = new double[Math.Min(MostCopies, descending.Length)];
        for (var copies = 1; copies <= terms.Length; copies++)
        {
            var own = Sum(descending[..copies]);
            // The clone's share of all fragments is uniform on (0, 1).
            terms[copies - 1] =
                LogEqual(descending[..copies], own)
                + LogPolyclonal(descending[copies..])
                + GammaFunctions.LogBeta(own + 1, total - own + 1)
                - Math.Log(MostCopies);
        }

        return LogSum(terms);
    }

    /// <summary>Symmetric Dirichlet-multinomial over unlabelled sites.</summary>
    private static double LogEqual(ReadOnlySpan<int> sizes, int total)
    {
        var copies = sizes.Length;
        var sum =
            GammaFunctions.LogGamma(copies + 1)
            + GammaFunctions.LogGamma(copies * Concentration)
            - GammaFunctions.LogGamma((copies * Concentration) + total);
        foreach (var n in sizes)
            sum += GammaFunctions.LogGamma(Concentration + n) - GammaFunctions.LogGamma(Concentration);
        return sum;
    }

    internal static double LogSum(ReadOnlySpan<double> terms)
    {
        var greatest = double.NegativeInfinity;
        foreach (var t in terms)
            greatest = Math.Max(greatest, t);
        if (double.IsNegativeInfinity(greatest))
            return greatest;
        var sum = 0.0;
        foreach (var t in terms)
            sum += Math.Exp(t - greatest);
        return greatest + Math.Log(sum);
    }

    private static int Sum(ReadOnlySpan<int> sizes)
    {
        var sum = 0;
        foreach (var n in sizes)
            sum += n;
        return sum;
    }
}
