using Longwatch.Genomics.Rules;

namespace Longwatch.Genomics.Sites;

/// <summary>The thresholds of site calling, read once from the rules; meaning, unit and source of each are in <c>data/genomics/rules.json</c>.</summary>
internal sealed record SiteRules(
    int HostMinimum,
    int HostTrimers,
    int VectorMinimum,
    int VectorMinimumInternal,
    int LargestGap,
    int EndExtension,
    int ClusterDistance,
    int SatelliteDistance,
    double SatelliteShare,
    int VectorClusterDistance,
    int MaximumFragment,
    double FragmentFactor,
    int RepeatQuality,
    int RepeatFlank,
    int PairDistance,
    double MaximumQ,
    double EndPriorWeight,
    double EndPriorShare,
    double TrueEndShare,
    double GenomeLength,
    int Overhang,
    int TailMinimum,
    int VectorJoinDistance,
    int SmallestRearrangement,
    double SpanningIdentity
)
{
    public static SiteRules From(GeneticRules rules)
    {
        var sites = rules.Sites;
        return new SiteRules(
            (int)sites["hostMinimumBases"].Value,
            (int)sites["hostMinimumTrimers"].Value,
            (int)sites["vectorMinimumBases"].Value,
            (int)sites["vectorMinimumInternalBases"].Value,
            (int)sites["largestGap"].Value,
            (int)sites["endExtension"].Value,
            (int)sites["clusterDistance"].Value,
            (int)sites["satelliteDistance"].Value,
            sites["satelliteShare"].Value,
            (int)sites["vectorClusterDistance"].Value,
            (int)sites["maximumFragment"].Value,
            sites["fragmentFactor"].Value,
            (int)sites["repeatMappingQuality"].Value,
            (int)sites["repeatFlankBases"].Value,
            (int)sites["pairDistance"].Value,
            sites["maximumQ"].Value,
            sites["endPriorWeight"].Value,
            sites["endPriorShare"].Value,
            sites["trueEndShare"].Value,
            sites["genomeLength"].Value,
            (int)sites["overhang"].Value,
            (int)sites["tailMinimumBases"].Value,
            (int)sites["vectorJoinDistance"].Value,
            (int)sites["smallestRearrangement"].Value,
            sites["spanningIdentity"].Value
        );
    }

    /// <summary>Longest fragment of the library in bases.</summary>
    public int FragmentLimit(double median) =>
        double.IsFinite(median) && median > 0 ? Math.Max(600, (int)Math.Min(median * FragmentFactor, 20_000)) : MaximumFragment;
}
