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
        result.Sites.Sites.Where(s => s.Status <= atLeast).Select(Call);

    internal static SiteCall Call(IntegrationSite site) => new(site.Contig, (int)site.Position, site.SplitFragments + site.PairFragments);
}
