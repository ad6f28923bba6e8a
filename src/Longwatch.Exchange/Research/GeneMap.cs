using Longwatch.Genomics.Genotypes;

namespace Longwatch.Exchange.Research;

/// <summary>Which gene a variant belongs to: by its id, or by its place.</summary>
internal sealed class GeneMap
{
    private readonly Dictionary<string, List<string>> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(long Start, long End, string Gene)>> byPlace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> longest = new(StringComparer.Ordinal);

    public void Add(string id, string gene)
    {
        if (!byId.TryGetValue(id, out var genes))
            byId[id] = genes = [];
        genes.Add(gene);
    }

    public void Add(string chromosome, long start, long end, string gene)
    {
        var name = Plain(chromosome);
        if (!byPlace.TryGetValue(name, out var genes))
            byPlace[name] = genes = [];
        genes.Add((start, end, gene));
        longest[name] = Math.Max(longest.GetValueOrDefault(name), end - start);
    }

    /// <summary>Sorts the places; before the first question.</summary>
    public void Seal()
    {
        foreach (var genes in byPlace.Values)
            genes.Sort();
    }

    public IEnumerable<string> Of(VariantSite site)
    {
        if (byId.TryGetValue(site.Id, out var named))
            foreach (var gene in named)
                yield return gene;
        var chromosome = Plain(site.Chromosome);
        if (!byPlace.TryGetValue(chromosome, out var genes))
            yield break;
        var at = site.Position - 1L;
        var i = genes.BinarySearch((at - longest[chromosome], long.MinValue, ""));
        for (i = i < 0 ? ~i : i; i < genes.Count && genes[i].Start <= at; i++)
            if (at < genes[i].End)
                yield return genes[i].Gene;
    }

    private static string Plain(string chromosome) =>
        chromosome.StartsWith("chr", StringComparison.OrdinalIgnoreCase) ? chromosome[3..] : chromosome;
}
