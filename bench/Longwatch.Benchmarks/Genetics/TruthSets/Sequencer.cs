using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>Two reads of one fragment, as a sequencer writes them.</summary>
internal readonly record struct ReadPair(string Name, byte[] First, byte[] FirstQualities, byte[] Second, byte[] SecondQualities);

/// <summary>How a library was made.</summary>
/// <param name="MeanFragment">Bases.</param>
/// <param name="Deamination">Share of C read as T (and of G as A on the other strand), as formalin leaves it.</param>
internal sealed record LibraryKind(double MeanFragment, double FragmentDeviation, double Deamination)
{
    internal static LibraryKind Fresh { get; } = new(420, 90, 0);
    internal static LibraryKind Formalin { get; } = new(170, 50, 0.02);
}

/// <summary>
/// A sequencer in the process, for thousands of small samples: 2 × 150 bases, four quality bins that fall along the read, substitutions at the rate
/// that the quality states, adapter where the fragment is shorter than the read. The large sets are read by ART.
/// </summary>
internal sealed class Sequencer
{
    internal const int ReadLength = 150;
    private const int Templates = 256;
    private const int ShortestFragment = 40;
    private static readonly byte[] FirstAdapter = [.. "AGATCGGAAGAGCACACGTCTGAACTCCAGTCACATTACTCGATCTCGTATGCCGTCTTCTGCTTG"u8];
    private static readonly byte[] SecondAdapter = [.. "AGATCGGAAGAGCGTCGTGTAGGGAAAGAGTGTAGATCTCGGTGGTCGCCGTATCATT"u8];

    private readonly Philox random;
    private readonly byte[][] qualities = new byte[Templates][];
    private readonly double[][] errors = new double[Templates][];
    private long serial;

    internal Sequencer(Philox random)
    {
        this.random = random;
        for (var t = 0; t < Templates; t++)
            (qualities[t], errors[t]) = Template();
    }

    /// <summary>A number of fragments from everywhere in one sequence.</summary>
    internal void Read(Contig from, int fragments, LibraryKind library, string name, List<ReadPair> to)
    {
        for (var n = 0; n < fragments; n++)
        {
            var length = Math.Min(FragmentLength(library), from.Length);
            to.Add(Pair(from.Bases.AsSpan(random.NextBelow(from.Length - length + 1), length), library, name));
        }
    }

    /// <summary>The fragments of a stretch at a depth. Its ends are ends of molecules: the depth holds from a fragment's length inwards.</summary>
    internal void ReadAtDepth(Contig from, double depth, LibraryKind library, string name, List<ReadPair> to) =>
        Read(from, Poisson(depth * Starts(from.Length, library) / (2 * ReadLength)), library, name, to);

    /// <summary>Places where a fragment of mean length can begin.</summary>
    internal static double Starts(int length, LibraryKind library) => Math.Max(1, length - library.MeanFragment + 1);

    /// <summary>A fragment glued together from two that never were neighbours.</summary>
    internal void ReadChimera(Contig left, Contig right, LibraryKind library, string name, List<ReadPair> to)
    {
        var length = FragmentLength(library);
        var cut = 20 + random.NextBelow(Math.Max(1, length - 40));
        byte[] fragment = [.. Piece(left, cut), .. Piece(right, Math.Max(20, length - cut))];
        to.Add(Pair(fragment, library, name));
    }

    internal int Poisson(double mean)
    {
        // By exponential gaps: exact, and the means here are small or the sum is cheap beside the reads.
        var count = 0;
        for (var at = -Math.Log(random.NextDouble()); at < mean; at -= Math.Log(random.NextDouble()))
            count++;
        return count;
    }

    private byte[] Piece(Contig contig, int length)
    {
        length = Math.Min(length, contig.Length);
        var bases = contig.Bases.AsSpan(random.NextBelow(contig.Length - length + 1), length);
        return random.NextBelow(2) == 1 ? Strand.ReverseComplement(bases) : bases.ToArray();
    }

    private int FragmentLength(LibraryKind library)
    {
        var normal = Math.Sqrt(-2 * Math.Log(random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Max(ShortestFragment, (int)Math.Round(library.MeanFragment + (library.FragmentDeviation * normal)));
    }

    private ReadPair Pair(ReadOnlySpan<byte> fragment, LibraryKind library, string name)
    {
        var forward = fragment.ToArray();
        if (library.Deamination > 0)
            Deaminate(forward, library.Deamination);
        var reverse = Strand.ReverseComplement(forward);
        if (random.NextBelow(2) == 1)
            (forward, reverse) = (reverse, forward);
        var (first, firstQualities) = Read(forward, FirstAdapter);
        var (second, secondQualities) = Read(reverse, SecondAdapter);
        return new($"{name}:{serial++}", first, firstQualities, second, secondQualities);
    }

    private (byte[] Bases, byte[] Qualities) Read(ReadOnlySpan<byte> fragment, ReadOnlySpan<byte> adapter)
    {
        var bases = new byte[ReadLength];
        var own = Math.Min(ReadLength, fragment.Length);
        fragment[..own].CopyTo(bases);
        var glued = Math.Min(ReadLength - own, adapter.Length);
        adapter[..glued].CopyTo(bases.AsSpan(own));
        bases.AsSpan(own + glued).Fill((byte)'G'); // a dark cycle is called G
        var template = random.NextBelow(Templates);
        var sum = errors[template];
        for (var n = Poisson(sum[^1]); n > 0; n--)
        {
            var at = Array.BinarySearch(sum, random.NextDouble() * sum[^1]);
            at = at < 0 ? ~at : at;
            if (bases[at] != 'N')
                bases[at] = "ACGT"u8[("ACGT"u8.IndexOf(bases[at]) + 1 + random.NextBelow(3)) % 4];
        }

        return (bases, qualities[template]);
    }

    private void Deaminate(byte[] bases, double rate)
    {
        // On either strand of the molecule, so C>T and G>A alike.
        for (var n = Poisson(rate * bases.Length / 2); n > 0; n--)
        {
            var at = random.NextBelow(bases.Length);
            bases[at] = bases[at] switch
            {
                (byte)'C' => (byte)'T',
                (byte)'G' => (byte)'A',
                var other => other,
            };
        }
    }

    private (byte[] Qualities, double[] Errors) Template()
    {
        var letters = new byte[ReadLength];
        var sum = new double[ReadLength];
        var total = 0.0;
        for (var i = 0; i < ReadLength; i++)
        {
            var bad = 0.01 + (0.06 * i / ReadLength);
            var draw = random.NextDouble();
            var quality =
                draw < bad * 0.15 ? 2
                : draw < bad * 0.5 ? 12
                : draw < bad * 1.6 ? 23
                : 37;
            letters[i] = (byte)('!' + quality);
            total += Math.Pow(10, -quality / 10.0) * (quality == 2 ? 0.5 : 1);
            sum[i] = total;
        }

        return (letters, sum);
    }
}
