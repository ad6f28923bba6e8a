namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>
/// Probability that sampling leaves enough fragments at a site to call it, whatever the caller: Poisson counts of fragments that are split (a read with
/// <see cref="Overhang"/> bases or more on each side of the join) and of fragments that span it between their reads. A site is called when one end has two
/// fragments of which one is split, or both ends have a split one (the definition of <c>SiteStatus.Probable</c> and better).
/// </summary>
internal static class Power
{
    private const int ReadLength = 150;
    private const double MeanFragment = 420;
    internal const int Overhang = 20;

    internal static double Call(double depth, double alleleFraction)
    {
        var starts = depth * alleleFraction / (2 * ReadLength); // fragments per base
        var split = starts * 2 * (ReadLength - (2 * Overhang) + 1);
        var spanning = starts * (MeanFragment - (2 * Overhang) + 1);
        var pair = Math.Max(0, spanning - split);
        var none = Math.Exp(-split); // no split fragment at an end
        var lonely = split * Math.Exp(-split - pair); // one split fragment, and nothing with it
        // The two ends are a vector apart, so no fragment sees both.
        return 1 - (none * none) - (2 * none * lonely);
    }
}
