using System.Globalization;
using System.Text;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Cli.Tests.Genetics;

/// <summary>
/// The example of the README, made from nothing but the shipped vector and a seed: a host of two random contigs, the provirus of
/// tisagenlecleucel in three of ten copies of the first one (a heterozygous insertion in every tumour cell at a purity of 0.6), read pairs of 2×100.
/// </summary>
internal static class ExampleSet
{
    internal const string Vector = "tisagenlecleucel-plasmid";

    /// <summary>Zero-based first of the five duplicated bases on contigA.</summary>
    internal const int Site = 5_000;

    private const int Duplication = 5;
    private const int ReadLength = 100;
    private const double Depth = 40;
    private const double AlleleFraction = 0.3;
    private const double ErrorRate = 0.002;

    /// <summary>Content by file name; the reads are not compressed.</summary>
    internal static IReadOnlyDictionary<string, string> Files()
    {
        var (first, second) = (Random(9_000, 1), Random(5_000, 2));
        var provirus = VectorCompiler
            .Compile([VectorLibrary.Read(Vector)], [], null, CancellationToken.None)
            .Sequences.Single(s => s.Kind == SequenceKind.Provirus);
        byte[] inserted = [.. first[..(Site + Duplication)], .. provirus.Bases, .. first[Site..]];
        var random = new Philox(2026, 3);
        var (left, right) = (new StringBuilder(), new StringBuilder());
        (byte[] Bases, double Share)[] templates = [(first, 1 - AlleleFraction), (inserted, AlleleFraction), (second, 1)];
        var number = 0;
        foreach (var (bases, share) in templates)
            for (var i = 0; i < Depth * share * bases.Length / (2 * ReadLength); i++)
                Pair(++number, bases, random, left, right);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host.fa"] = Fasta("contigA", first) + Fasta("contigB", second),
            ["tumour_R1.fastq"] = left.ToString(),
            ["tumour_R2.fastq"] = right.ToString(),
        };
    }

    private static byte[] Random(int length, ulong stream)
    {
        var random = new Philox(2026, stream);
        return [.. Enumerable.Range(0, length).Select(_ => "ACGT"u8[random.NextBelow(4)])];
    }

    private static void Pair(int number, byte[] template, Philox random, StringBuilder left, StringBuilder right)
    {
        var length = Math.Clamp((int)Math.Round(300 + (40 * random.NextNormal())), ReadLength, 450);
        var start = random.NextBelow(template.Length - length + 1);
        var fragment = template.AsSpan(start, length);
        var forward = Sequenced(fragment[..ReadLength].ToArray(), random);
        var backward = Sequenced(Turned(fragment[^ReadLength..].ToArray()), random);
        var swap = random.NextBelow(2) == 1;
        Record(left, number, 1, swap ? backward : forward);
        Record(right, number, 2, swap ? forward : backward);
    }

    private static void Record(StringBuilder text, int number, int end, byte[] bases) =>
        text.Append(CultureInfo.InvariantCulture, $"@pair{number}/{end}\n{Encoding.ASCII.GetString(bases)}\n+\n")
            .Append('F', bases.Length)
            .Append('\n');

    private static byte[] Sequenced(byte[] bases, Philox random)
    {
        for (var i = 0; i < bases.Length; i++)
            if (random.NextDouble() < ErrorRate)
                bases[i] = "ACGT"u8[random.NextBelow(4)];
        return bases;
    }

    private static byte[] Turned(byte[] bases) =>
        [
            .. bases
                .Reverse()
                .Select(b =>
                    (char)b switch
                    {
                        'A' => (byte)'T',
                        'C' => (byte)'G',
                        'G' => (byte)'C',
                        _ => (byte)'A',
                    }
                ),
        ];

    private static string Fasta(string name, byte[] bases)
    {
        var text = new StringBuilder($">{name}\n");
        foreach (var line in bases.Chunk(80))
            text.Append(Encoding.ASCII.GetString(line)).Append('\n');
        return text.ToString();
    }
}
