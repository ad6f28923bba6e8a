using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;

namespace Longwatch.Benchmarks.Genetics;

/// <summary>The genetic test in this process: the code that <c>longwatch genetics</c> runs, without its writing of files.</summary>
internal static class Product
{
    private const double FalseDiscovery = 0.01;

    /// <param name="genomeLength">For reads without alignment: the length of what was sequenced.</param>
    internal static GeneticResult Test(
        IReadOnlyList<string> reads,
        IReadOnlyList<string> vectors,
        string? reference,
        long? genomeLength,
        double? purity = null,
        int threads = 2,
        AssayKind? assay = AssayKind.WholeGenome
    ) =>
        GeneticTest.Run(
            new GeneticTestOptions(
                reads,
                vectors,
                [],
                reference,
                null,
                [],
                purity,
                2.0,
                null,
                assay,
                MoleculeKind.Dna,
                "sample",
                Compartment.Tumour,
                genomeLength,
                null,
                threads,
                "bench",
                new DirectoryInfo(Path.Combine(Home.Root, "data", "genomics")),
                new DirectoryInfo(Path.Combine(Home.Root, "artifacts", "bench", "vector-cache"))
            ),
            null,
            CancellationToken.None
        );

    internal static IEnumerable<SiteCall> Calls(GeneticResult result, SiteStatus atLeast) =>
        result.Sites.Sites.Where(s => s.Status <= atLeast && HasPosition(s)).Select(Call);

    /// <summary>Confirmed and probable sites, and candidates that the test's own statistics set apart from the chimeras of the sample.</summary>
    internal static IEnumerable<SiteCall> Significant(GeneticResult result) =>
        result.Sites.Sites.Where(s => HasPosition(s) && (s.Status <= SiteStatus.Probable || s.QValue <= FalseDiscovery)).Select(Call);

    /// <summary>False for a site that pairs alone suggest: the product says itself that its position is an estimate, and no window of bases suits it.</summary>
    private static bool HasPosition(IntegrationSite site) => site.Left is { Exact: true } || site.Right is { Exact: true };

    internal static SiteCall Call(IntegrationSite site) => new(site.Contig, (int)site.Position, site.SplitFragments + site.PairFragments);
}
