using Longwatch.Genomics.Vectors;

namespace Longwatch.Exchange.Tests.Genetics;

/// <summary>A provirus of 3,000 made-up bases with the blocks of a CAR vector in their usual order.</summary>
internal static class SampleVector
{
    internal static byte[] Bases { get; } = [.. Enumerable.Range(0, 3_000).Select(i => Base(i, 1))];

    private static readonly (string Name, string Type, int Start, int End, SequenceOrigin Origin)[] Blocks =
    [
        ("5' LTR", "LTR", 0, 234, SequenceOrigin.WildTypeRetrovirus),
        ("psi", "misc_feature", 234, 600, SequenceOrigin.WildTypeRetrovirus),
        ("EF1A promoter", "promoter", 600, 1_400, SequenceOrigin.HumanGenome),
        ("FMC63 scFv", "CDS", 1_400, 2_150, SequenceOrigin.VectorUnique),
        ("4-1BB", "CDS", 2_150, 2_276, SequenceOrigin.HumanTranscript),
        ("CD3 zeta", "CDS", 2_276, 2_610, SequenceOrigin.HumanTranscript),
        ("WPRE", "misc_feature", 2_610, 2_766, SequenceOrigin.VectorUnique),
        ("3' LTR", "LTR", 2_766, 3_000, SequenceOrigin.WildTypeRetrovirus),
    ];

    internal static CompiledVectors Compiled() =>
        new(
            new string('a', 64),
            [
                new(
                    "car19",
                    "car19",
                    SequenceKind.Provirus,
                    VectorFamily.Lentivirus,
                    Bases,
                    [.. Blocks.SelectMany(b => Enumerable.Repeat(b.Origin, b.End - b.Start))],
                    [.. Blocks.Select(b => new SequenceFeature(b.Name, b.Type, b.Start, b.End, Reverse: false))],
                    new(0, 234, 2_766, 3_000),
                    "US9499629 SEQ 1"
                ),
            ],
            [
                new("hg38", SequenceOrigin.HumanGenome, 3_100_000_000, new string('c', 64), WholeGenome: true),
                new("HXB2", SequenceOrigin.WildTypeRetrovirus, 9_719, new string('d', 64), WholeGenome: false),
            ],
            MaskIsComplete: true,
            ["car19 cannot be told from car22 outside the binder."]
        );

    /// <summary>A base that depends on place and stream alone.</summary>
    internal static byte Base(long position, uint stream) =>
        unchecked("ACGT"u8[(int)(((ulong)(position + 1) * 0x9E3779B97F4A7C15UL * (2 * stream + 1)) >> 41 & 3)]);
}
