using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>One set of chromosomes of a person, before and after integration.</summary>
internal sealed class Haplotype
{
    private const double SnpRate = 0.001; // heterozygosity of people is about 0.8 per kb; doi:10.1038/nature15393
    private readonly Contig[] contigs;

    private Haplotype(Contig[] contigs) => this.contigs = contigs;

    internal IReadOnlyList<Contig> Contigs => contigs;

    /// <summary>Two haplotypes that differ from the reference at substitutions; a third of them on both.</summary>
    internal static (Haplotype First, Haplotype Second) Pair(IReadOnlyList<Contig> reference, Philox random)
    {
        Contig[] first = [.. reference.Select(c => new Contig(c.Name, [.. c.Bases]))];
        Contig[] second = [.. reference.Select(c => new Contig(c.Name, [.. c.Bases]))];
        for (var c = 0; c < reference.Count; c++)
        {
            var count = (int)(reference[c].Length * SnpRate);
            for (var n = 0; n < count; n++)
            {
                var at = random.NextBelow(reference[c].Length);
                var letter = "ACGT"u8[random.NextBelow(4)];
                var where = random.NextBelow(3);
                if (reference[c].Bases[at] == 'N')
                    continue;
                if (where != 1)
                    first[c].Bases[at] = letter;
                if (where != 0)
                    second[c].Bases[at] = letter;
            }
        }

        return (new(first), new(second));
    }

    /// <summary>The haplotype with the vectors in it: the target duplicated on both sides of each.</summary>
    internal Contig[] With(IReadOnlyCollection<Insertion> insertions) =>
        [
            .. contigs.Select(contig =>
            {
                var bases = new List<byte>(contig.Length + (insertions.Count * 6000));
                var from = 0;
                foreach (var insertion in insertions.Where(i => i.Contig == contig.Name).OrderBy(i => i.Position))
                {
                    bases.AddRange(contig.Bases.AsSpan(from, insertion.LeftBase + 1 - from));
                    bases.AddRange(insertion.Inserted.AsSpan());
                    from = insertion.RightBase;
                }

                bases.AddRange(contig.Bases.AsSpan(from));
                return new Contig(contig.Name, [.. bases]);
            }),
        ];
}
