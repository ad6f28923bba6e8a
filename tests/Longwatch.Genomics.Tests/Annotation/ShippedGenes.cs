using Longwatch.Genomics.Annotation;

namespace Longwatch.Genomics.Tests.Annotation;

/// <summary>The gene table of the product, read once for all tests.</summary>
internal static class ShippedGenes
{
    private static readonly Lazy<GeneTable> Read = new(() => GeneTable.Read(Repository.File("data/genomics/annotation/hg38.genes.tsv.gz")));

    public static GeneTable Table => Read.Value;
}
