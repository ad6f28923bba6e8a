using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>Writes read pairs as two FASTQ files, and an alignment of them where one is wanted.</summary>
internal static class FastqPair
{
    internal static (string First, string Second) Write(string stem, IReadOnlyList<ReadPair> pairs)
    {
        var (first, second) = ($"{stem}_R1.fq", $"{stem}_R2.fq");
        using (var one = File.Create(first))
        using (var two = File.Create(second))
            Append(one, two, pairs);
        return (first, second);
    }

    internal static void Append(Stream first, Stream second, IReadOnlyList<ReadPair> pairs)
    {
        foreach (var pair in pairs)
        {
            Append(first, pair.Name, pair.First, pair.FirstQualities);
            Append(second, pair.Name, pair.Second, pair.SecondQualities);
        }
    }

    private static void Append(Stream to, string name, byte[] bases, byte[] qualities)
    {
        to.WriteByte((byte)'@');
        to.Write(System.Text.Encoding.ASCII.GetBytes(name));
        to.WriteByte((byte)'\n');
        to.Write(bases);
        to.Write("\n+\n"u8);
        to.Write(qualities);
        to.WriteByte((byte)'\n');
    }
}

/// <summary>A person's genome in small, with fresh sites for every fragment that is drawn across a border of the vector.</summary>
internal sealed class SmallSample(Contig host, double depth, ulong seed, ulong stream)
{
    private const int Flank = 1000;
    private readonly Philox random = new(seed, stream);
    private readonly Sequencer sequencer = new(new Philox(seed, stream + (1UL << 40)));

    private double added;

    internal List<ReadPair> Reads { get; } = [];

    /// <summary>What was sequenced, in bases of a haploid genome. In a whole genome the vector would not count; beside 100 kb it does.</summary>
    internal long GenomeLength => host.Length + (long)Math.Round(added);

    internal Sequencer Sequencer => sequencer;

    internal Philox Random => random;

    internal double Depth => depth;

    internal Contig Host => host;

    internal SmallSample WithHost(LibraryKind? library = null)
    {
        sequencer.ReadAtDepth(host, depth, library ?? LibraryKind.Fresh, "host", Reads);
        return this;
    }

    /// <summary>Adds a vector in many clones, each at its own place and each too small to be seen twice: what a bystander T cell leaves in a tumour.</summary>
    /// <param name="copiesPerCell">Mean over all cells.</param>
    internal SmallSample WithPolyclonal(IntegratedVector vector, double copiesPerCell, LibraryKind? library = null)
    {
        library ??= LibraryKind.Fresh;
        var stretch = vector.Bases.Length + (2 * Flank);
        var fragments = sequencer.Poisson(copiesPerCell * depth / 2 * Sequencer.Starts(stretch, library) / (2.0 * Sequencer.ReadLength));
        added += copiesPerCell / 2 * stretch;
        var drawn = new List<ReadPair>(1);
        for (var n = 0; n < fragments; n++)
        {
            var at = Flank + random.NextBelow(host.Length - (2 * Flank) - vector.Duplication);
            var inserted = random.NextBelow(2) == 1 ? Strand.ReverseComplement(vector.Bases) : vector.Bases;
            byte[] bases = [.. host.Bases.AsSpan(at + vector.Duplication - Flank, Flank), .. inserted, .. host.Bases.AsSpan(at, Flank)];
            drawn.Clear();
            sequencer.Read(new("clone", bases), 1, library, "vector", drawn);
            Reads.AddRange(drawn);
        }

        return this;
    }

    /// <summary>Adds an integrated sequence at one place in a share of chromosomes.</summary>
    internal SmallSample WithClone(IntegratedVector vector, double alleleFraction)
    {
        var at = (2 * Flank) + random.NextBelow(host.Length - (4 * Flank));
        byte[] bases = [.. host.Bases.AsSpan(at + vector.Duplication - Flank, Flank), .. vector.Bases, .. host.Bases.AsSpan(at, Flank)];
        added += alleleFraction * bases.Length;
        sequencer.ReadAtDepth(new("clone", bases), alleleFraction * depth, LibraryKind.Fresh, "clone", Reads);
        return this;
    }
}
