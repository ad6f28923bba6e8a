using Longwatch.Genomics.Rules;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Clones;

/// <summary>Sites that two persons share, and what chance alone would give.</summary>
/// <param name="Shared">Pairs of sites within the window on one strand: index of the first and of the second person's.</param>
/// <param name="Uniform">Expected number if sites fell anywhere: n₁ n₂ (2w + 1) / (2 G).</param>
/// <param name="Local">Expected number from how often sites of the two persons, and of all others, lie near one another outside the window.</param>
/// <param name="Chance">P of at least as many by chance, Poisson with the larger of the two expectations.</param>
/// <param name="Alarm">The chance is below the rule.</param>
public sealed record PersonCollision(
    string First,
    string Second,
    int FirstSites,
    int SecondSites,
    IReadOnlyList<(int First, int Second)> Shared,
    double Uniform,
    double Local,
    double Chance,
    bool Alarm
)
{
    public string Text =>
        FormattableString.Invariant(
            $"{First} ({FirstSites} sites) and {Second} ({SecondSites} sites) share {Shared.Count}; chance gives {Math.Max(Uniform, Local):0.##E+0} (birthday problem), P = {Chance:0.##E+0}: {(Alarm ? "contamination, index hopping or exchanged samples must be ruled out" : "chance explains it")}"
        );
}

/// <summary>Sites shared between persons: no two persons have one integration, so a shared site is contamination, exchange, or chance among many.</summary>
public static class SiteSharing
{
    /// <summary>Compares every pair of persons. Pairs that share nothing are left out; barcodes have no place and are left out too.</summary>
    /// <param name="genomeLength">Of the haploid genome in bases.</param>
    public static IReadOnlyList<PersonCollision> Find(IReadOnlyList<PersonSite> sites, double genomeLength, GeneticRules rules)
    {
        var window = (long)rules.Clones["mergeWindow"].Value;
        var reference = (long)rules.Clones["collisionReference"].Value;
        var counts = sites
            .Where(s => s.HasPlace)
            .GroupBy(s => s.Person, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var shared = new Dictionary<(string, string), List<(int, int)>>();
        var near = 0L;
        foreach (
            var strand in sites
                .Select((site, index) => (site, index))
                .Where(p => p.site.HasPlace)
                .GroupBy(p => (p.site.Contig, p.site.Reverse))
                .Select(g => g.OrderBy(p => p.site.Position).ThenBy(p => p.site.Person, StringComparer.Ordinal).ToList())
        )
            for (var i = 0; i < strand.Count; i++)
            for (var j = i + 1; j < strand.Count && strand[j].site.Position - strand[i].site.Position <= reference; j++)
            {
                if (strand[i].site.Person == strand[j].site.Person)
                    continue;
                if (strand[j].site.Position - strand[i].site.Position <= window)
                    Add(strand[i], strand[j]);
                else
                    near++;
            }

        var allPairs = Pairs(counts.Values);
        // Distances w + 1 … R on both sides; a pair inside is 2w + 1 places.
        var perPair = allPairs == 0 || reference <= window ? 0 : near / (2.0 * (reference - window)) / allPairs * ((2 * window) + 1);
        return
        [
            .. shared
                .OrderBy(s => s.Key.Item1, StringComparer.Ordinal)
                .ThenBy(s => s.Key.Item2, StringComparer.Ordinal)
                .Select(s => Collision(s.Key, s.Value)),
        ];

        void Add((PersonSite site, int index) a, (PersonSite site, int index) b)
        {
            if (string.CompareOrdinal(a.site.Person, b.site.Person) > 0)
                (a, b) = (b, a);
            var key = (a.site.Person, b.site.Person);
            if (!shared.TryGetValue(key, out var list))
                shared[key] = list = [];
            list.Add((a.index, b.index));
        }

        PersonCollision Collision((string First, string Second) key, List<(int, int)> pairs)
        {
            var (n1, n2) = (counts[key.First], counts[key.Second]);
            var uniform = (double)n1 * n2 * ((2 * window) + 1) / (2 * genomeLength);
            var local = (double)n1 * n2 * perPair;
            var chance = Poisson.Survival(pairs.Count - 1, Math.Max(uniform, local));
            return new(key.First, key.Second, n1, n2, pairs, uniform, local, chance, chance < rules.Clones["collisionChance"].Value);
        }
    }

    private static double Pairs(IEnumerable<int> counts)
    {
        double sum = 0,
            squares = 0;
        foreach (var count in counts)
        {
            sum += count;
            squares += (double)count * count;
        }

        return ((sum * sum) - squares) / 2;
    }
}
