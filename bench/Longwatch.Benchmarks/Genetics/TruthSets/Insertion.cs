using System.Globalization;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>One integration that was put in.</summary>
/// <param name="Position">Zero-based first base of the duplicated target; the vector follows base <see cref="LeftBase"/> and is followed by <see cref="RightBase"/>.</param>
/// <param name="AlleleFraction">Share of all chromosomes of this kind that carry it.</param>
internal sealed record Insertion(string Id, string Contig, int Position, IntegratedVector Vector, bool Reverse, double AlleleFraction)
{
    /// <summary>Last host base before the vector.</summary>
    internal int LeftBase => Position + Vector.Duplication - 1;

    /// <summary>First host base after the vector.</summary>
    internal int RightBase => Position;

    internal byte[] Inserted => Reverse ? Strand.ReverseComplement(Vector.Bases) : Vector.Bases;
}

/// <summary>Draws sites: uniformly over the bases that are known, both strands alike, at the target that the vector asks for.</summary>
internal static class Insertions
{
    /// <param name="perFraction">Sites of each allele fraction.</param>
    /// <param name="spacing">Least distance between two sites and from the ends of a contig.</param>
    internal static Insertion[] Draw(
        IReadOnlyList<Contig> host,
        IReadOnlyList<IntegratedVector> vectors,
        IReadOnlyList<double> fractions,
        int perFraction,
        int spacing,
        Philox random
    )
    {
        var taken = new List<(string Contig, int Position)>();
        var all = new List<Insertion>();
        for (var n = 0; n < fractions.Count * perFraction; n++)
        {
            var vector = vectors[n / fractions.Count % vectors.Count];
            var (contig, position) = Site(host, vector, spacing, taken, random);
            taken.Add((contig.Name, position));
            all.Add(new($"T{n + 1}", contig.Name, position, vector, random.NextBelow(2) == 1, fractions[n % fractions.Count]));
        }

        return [.. all];
    }

    internal static void Write(string path, IEnumerable<Insertion> insertions)
    {
        var lines = insertions.Select(i =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{i.Id}\t{i.Contig}\t{i.LeftBase}\t{i.RightBase}\t{i.Vector.Name}\t{(i.Reverse ? '-' : '+')}\t{i.Vector.Duplication}\t{i.AlleleFraction}"
            )
        );
        File.WriteAllLines(path, ["id\tcontig\tleft_base\tright_base\tvector\tstrand\tduplication\tallele_fraction", .. lines]);
    }

    private static (Contig Contig, int Position) Site(
        IReadOnlyList<Contig> host,
        IntegratedVector vector,
        int spacing,
        List<(string Contig, int Position)> taken,
        Philox random
    )
    {
        for (var attempt = 0; attempt < 1_000_000; attempt++)
        {
            var at = random.NextBelow(host.Sum(c => c.Length));
            var contig = host[0];
            foreach (var candidate in host)
            {
                contig = candidate;
                if (at < candidate.Length)
                    break;
                at -= candidate.Length;
            }

            if (at < spacing || at > contig.Length - spacing || contig.Bases.AsSpan(at - 1000, 2000).Contains((byte)'N'))
                continue;
            if (taken.Any(t => t.Contig == contig.Name && Math.Abs(t.Position - at) < spacing))
                continue;
            if (vector.Motif.Length > 0 && !Matches(contig.Bases.AsSpan(at), vector.Motif))
                continue;
            return (contig, at);
        }

        throw new InvalidOperationException("There is no room for so many sites at this distance.");
    }

    private static bool Matches(ReadOnlySpan<byte> bases, string motif)
    {
        for (var i = 0; i < motif.Length; i++)
            if (bases[i] != motif[i])
                return false;
        return true;
    }
}
