using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>The searched sequences with their ends.</summary>
internal sealed class VectorSearch(CompiledVectors vectors, GeneticRules rules, SiteRules sites)
{
    private readonly VectorGeometry[] geometries = [.. vectors.Sequences.Select(s => new VectorGeometry(s, rules.Family(s.Family), sites))];

    public VectorGeometry this[int sequence] => geometries[sequence];

    public int Count => geometries.Length;
}
