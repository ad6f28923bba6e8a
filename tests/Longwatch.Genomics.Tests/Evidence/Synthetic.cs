using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Evidence;

/// <summary>Random sequences, vectors with terminal repeats and reads made from them.</summary>
internal sealed class Synthetic(ulong seed)
{
    private readonly Philox _random = new(seed, 0);

    public static GeneticRules Rules { get; } = GeneticRules.Read(Repository.File("data/genomics/rules.json"));

    public int Below(int limit) => _random.NextBelow(limit);

    public double Uniform() => _random.NextDouble();

    public string Dna(int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
            text.Append("ACGT"[Below(4)]);
        return text.ToString();
    }

    /// <summary>Substitutions, insertions and deletions at the given rate per base, a third each.</summary>
    public string WithErrors(string bases, double rate)
    {
        var text = new StringBuilder();
        foreach (var letter in bases)
        {
            if (Uniform() >= rate)
            {
                text.Append(letter);
                continue;
            }

            switch (Below(3))
            {
                case 0:
                    text.Append("ACGT"["ACGT".IndexOf(letter, StringComparison.Ordinal) is var i ? (i + 1 + Below(3)) % 4 : 0]);
                    break;
                case 1:
                    text.Append(letter).Append("ACGT"[Below(4)]);
                    break;
                default:
                    break;
            }
        }

        return text.ToString();
    }

    public static string Reverse(string bases) =>
        string.Concat(
            bases
                .Reverse()
                .Select(b =>
                    b switch
                    {
                        'A' => 'T',
                        'C' => 'G',
                        'G' => 'C',
                        'T' => 'A',
                        _ => 'N',
                    }
                )
        );

    public static SearchedSequence Sequence(string name, string bases, TerminalRepeats? repeats = null, SequenceOrigin[]? origins = null) =>
        new(
            name,
            name,
            SequenceKind.Provirus,
            VectorFamily.Lentivirus,
            Encoding.ASCII.GetBytes(bases),
            origins ?? [.. Enumerable.Repeat(SequenceOrigin.VectorUnique, bases.Length)],
            [],
            repeats,
            name
        );

    /// <summary>A provirus: repeat, inside, repeat.</summary>
    public static SearchedSequence Provirus(string repeat, string inside) =>
        Sequence(
            "provirus",
            repeat + inside + repeat,
            new(0, repeat.Length, repeat.Length + inside.Length, (2 * repeat.Length) + inside.Length)
        );

    public static CompiledVectors Vectors(params SearchedSequence[] sequences) => new("hash", sequences, [], false, []);

    public static CandidateRead Read(
        string name,
        string bases,
        SamFlag flags = SamFlag.None,
        HostAlignment? host = null,
        byte quality = 37,
        string? umi = null,
        long ordinal = 0
    ) => new(ordinal, 0, name, flags, Encoding.ASCII.GetBytes(bases), [.. Enumerable.Repeat(quality, bases.Length)], host, [], null, umi);

    public static ScreeningResult Screening(IEnumerable<CandidateRead> reads, params ContigInfo[] contigs) =>
        new(
            new(["reads"], [contigs.Length > 0 ? ReadFormat.Bam : ReadFormat.Fastq], contigs.Length > 0, true, contigs, true, null),
            new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 37, 150, 400),
            [.. reads.Select((r, i) => r with { Ordinal = i })],
            1,
            null,
            [],
            []
        );
}
