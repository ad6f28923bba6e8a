using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.MultipleTesting;

namespace Longwatch.Statistics.Clones;

/// <summary>Insertion sites in one gene.</summary>
/// <param name="Length">Bases of the gene (mean over its transcripts), &gt; 0.</param>
/// <param name="Sites">Distinct sites, ≥ 1.</param>
public readonly record struct GeneSites(double Length, int Sites);

/// <summary>Is one gene hit more often than the others?</summary>
/// <param name="Frequency">Sites per kilobase of gene and flanks.</param>
/// <param name="MinusLog2">−log₂ of it.</param>
/// <param name="Z">Standardised over the genes hit; negative is more often.</param>
/// <param name="T">Grubbs' statistic as a t value, without sign.</param>
/// <param name="P">Two-sided; NaN with fewer than three genes or no spread.</param>
/// <param name="BenjaminiHochberg">Over all genes hit.</param>
/// <param name="Enriched">Hit more often than the mean.</param>
public sealed record GeneHit(double Frequency, double MinusLog2, double Z, double T, double P, double BenjaminiHochberg, bool Enriched);

/// <summary>Common insertion sites gene by gene: Grubbs' test for outliers among the logarithms of sites per kilobase.</summary>
public static class GeneWiseGrubbs
{
    /// <summary>Tests every gene that was hit, in the order given.</summary>
    /// <param name="flank">Bases added to each gene's length so that short genes are not outliers by one site (100,000 is customary).</param>
    /// <exception cref="ArgumentOutOfRangeException">A length, a number of sites or the flank is out of range.</exception>
    /// <remarks>
    /// Biffi and others (2011) Blood 117:5332. Only genes that were hit enter, so the null is that of the genes hit and not of the genome; with few
    /// genes the test has no meaning. Checked against ISAnalytics in R (I02): 1e-9 relative.
    /// </remarks>
    public static IReadOnlyList<GeneHit> Test(IReadOnlyList<GeneSites> genes, double flank)
    {
        if (!(flank >= 0))
            throw new ArgumentOutOfRangeException(nameof(flank));
        if (genes.Any(g => !(g.Length > 0) || g.Sites < 1))
            throw new ArgumentOutOfRangeException(nameof(genes), "A gene has a length and at least one site.");
        var frequencies = genes.Select(g => g.Sites * 1000 / (g.Length + flank)).ToArray();
        var logs = frequencies.Select(f => -Math.Log2(f)).ToArray();
        double count = genes.Count;
        var mean = logs.Sum() / count;
        var deviation = Math.Sqrt(logs.Sum(l => (l - mean) * (l - mean)) / (count - 1));
        var tested = count >= 3 && deviation > 0;
        var z = logs.Select(l => tested ? (l - mean) / deviation : double.NaN).ToArray();
        var t = z.Select(v => Math.Sqrt(count * (count - 2) * v * v / Math.Max(0, ((count - 1) * (count - 1)) - (count * v * v))))
            .ToArray();
        var p = t.Select(v => tested ? Math.Min(1, 2 * StudentT.Cdf(count - 2, -v)) : double.NaN).ToArray();
        var adjusted = AdjustedP.BenjaminiHochberg(p);
        return [.. genes.Select((_, i) => new GeneHit(frequencies[i], logs[i], z[i], t[i], p[i], adjusted[i], z[i] < 0))];
    }
}
