using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Clones;

/// <summary>Where sites of a vector family fall when no clone has an advantage: from a table of sites, or drawn at random as the family prefers.</summary>
public sealed class SiteBackground
{
    private readonly IReadOnlyList<string> contigs;
    private readonly Func<Philox, (int Contig, double Position)> draw;

    private SiteBackground(
        string description,
        IReadOnlyList<string> contigs,
        Func<Philox, (int, double)> draw,
        IReadOnlyList<double[]>? given
    ) => (Description, this.contigs, this.draw, Given) = (description, contigs, draw, given);

    /// <summary>What it is, for the report.</summary>
    public string Description { get; }

    /// <summary>Positions per contig of a given table; null for a random background.</summary>
    public IReadOnlyList<double[]>? Given { get; }

    /// <summary>Sites of an early, unselected population (in vitro, product) as the background.</summary>
    public static SiteBackground From(IReadOnlyList<PersonSite> sites, IReadOnlyList<string> contigs, string name)
    {
        var known = contigs.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
        var places = sites
            .Where(s => s.HasPlace && known.ContainsKey(s.Contig))
            .Select(s => (Contig: known[s.Contig], Position: (double)s.Position))
            .Distinct()
            .ToList();
        if (places.Count == 0)
            throw new UnreadableInputException(name, null, "holds no site on the chromosomes of the tables: it cannot be their background");
        return new(
            FormattableString.Invariant($"{places.Count} sites of {name}"),
            contigs,
            random => places[random.NextBelow(places.Count)],
            [.. contigs.Select((_, i) => places.Where(p => p.Contig == i).Select(p => p.Position).ToArray())]
        );
    }

    /// <summary>
    /// Random sites as a family prefers them: lentivirus in transcribed regions, gammaretrovirus around transcription starts, others anywhere; the
    /// shares are rules. Finer preferences (gene-dense regions, chromatin) are not in it, so that it finds too many common sites rather than too few.
    /// </summary>
    public static SiteBackground Random(VectorFamily family, GeneTable genes, IReadOnlyList<string> contigs, GeneticRules rules)
    {
        var lengths = contigs.Select(c => (double)genes.Lengths.GetValueOrDefault(c)).ToArray();
        var known = contigs.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
        var window = (int)rules.Clones["gammaretrovirusStartWindow"].Value;
        var (share, stretches, text) = family switch
        {
            VectorFamily.Lentivirus => (
                rules.Clones["lentivirusInGenes"].Value,
                genes.Transcripts.Select(t => (t.Contig, (double)t.Start, (double)t.End)),
                "in transcribed regions"
            ),
            VectorFamily.Gammaretrovirus => (
                rules.Clones["gammaretrovirusNearStart"].Value,
                genes.Transcripts.Select(t =>
                    (t.Contig, (double)Math.Max(0, t.TranscriptionStart - window), (double)t.TranscriptionStart + window)
                ),
                FormattableString.Invariant($"within {window} bases of a transcription start")
            ),
            _ => (0.0, [], ""),
        };
        var inside = Union(stretches.Where(s => known.ContainsKey(s.Contig)).Select(s => (known[s.Contig], s.Item2, s.Item3)));
        var everywhere = lengths.Select((length, i) => (Contig: i, Start: 0.0, End: length)).Where(s => s.End > 0).ToList();
        if (everywhere.Count == 0)
            throw new UnreadableInputException(
                genes.Name,
                null,
                "states no chromosome lengths, so random sites cannot be drawn; give a background table"
            );
        var (insideSums, everywhereSums) = (Sums(inside), Sums(everywhere));
        var covered = insideSums.Length == 0 ? 0 : insideSums[^1] / everywhereSums[^1];
        // Sites drawn anywhere fall inside too: the share drawn inside on purpose makes up the rest.
        var purposely = covered >= share ? 0 : (share - covered) / (1 - covered);
        return new(
            share == 0
                ? "random sites anywhere in the genome"
                : FormattableString.Invariant(
                    $"random sites, {share * 100:0.#} % {text} ({covered * 100:0.#} % of the genome), as {family} prefers"
                ),
            contigs,
            random => random.NextDouble() < purposely ? Pick(inside, insideSums, random) : Pick(everywhere, everywhereSums, random),
            null
        );
    }

    /// <summary>One null sample, by contig.</summary>
    public IReadOnlyList<double[]> Draw(int sites, Philox random)
    {
        var drawn = contigs.Select(_ => new List<double>()).ToArray();
        // Drawing one given site twice would make a cluster of it: places are distinct, as the sites of persons are.
        var taken = new HashSet<(int, double)>();
        for (var tries = 0; taken.Count < sites && tries < 20 * sites; tries++)
        {
            var place = draw(random);
            if (taken.Add(place))
                drawn[place.Contig].Add(place.Position);
        }

        return [.. drawn.Select(d => d.ToArray())];
    }

    private static (int, double) Pick(List<(int Contig, double Start, double End)> stretches, double[] sums, Philox random)
    {
        var at = random.NextDouble() * sums[^1];
        var index = Array.BinarySearch(sums, at);
        index = Math.Min(index < 0 ? ~index : index + 1, stretches.Count - 1);
        return (stretches[index].Contig, Math.Floor(stretches[index].End - (sums[index] - at)));
    }

    private static double[] Sums(List<(int Contig, double Start, double End)> stretches)
    {
        var sum = 0.0;
        return [.. stretches.Select(s => sum += s.End - s.Start)];
    }

    private static List<(int Contig, double Start, double End)> Union(IEnumerable<(int Contig, double Start, double End)> stretches)
    {
        var union = new List<(int Contig, double Start, double End)>();
        foreach (var stretch in stretches.Order())
            if (union.Count > 0 && union[^1].Contig == stretch.Contig && stretch.Start <= union[^1].End)
                union[^1] = union[^1] with { End = Math.Max(union[^1].End, stretch.End) };
            else
                union.Add(stretch);
        return union;
    }
}
