using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Exchange.Tests.Genetics;

/// <summary>Reads that cross made-up joins, with the sites that they support.</summary>
internal sealed record SampleReads(
    IReadOnlyList<FragmentEvidence> Fragments,
    IReadOnlyList<IntegrationSite> Sites,
    IReadOnlyList<VectorJoinCount> Joins
)
{
    private const int Length = 150;
    internal const long First = 67_100_200;
    internal const long Second = 19_800_300;

    private static readonly (string Name, long Length)[] Hg38 =
    [
        ("chr1", 248_956_422),
        ("chr2", 242_193_529),
        ("chr6", 170_805_979),
        ("chr11", 135_086_622),
        ("chr19", 58_617_616),
        ("chrX", 156_040_895),
        ("chrUn_KI270302v1", 2_274),
    ];

    internal static SampleReads None() => new([], [], []);

    internal static SampleReads OneFragment() => new([Inside("r1", 0, 1_500, 1_760)], [], []);

    /// <summary>
    /// IS1 at chr11, vector forward, both ends with a duplication of 5 bases: host to base First + 4, host again from base First (from 0).
    /// IS2 at chr19, vector reverse, left end only: host to base Second, then the end of the vector backwards.
    /// </summary>
    internal static SampleReads TwoSites()
    {
        var fragments = new List<FragmentEvidence>();
        for (var i = 0; i < 9; i++)
            fragments.Add(Left($"left{i}", fragments.Count, "chr11", First + 4, 30 + (i * 11), reverse: false));
        for (var i = 0; i < 8; i++)
            fragments.Add(Right($"right{i}", fragments.Count, "chr11", First, 25 + (i * 12)));
        for (var i = 0; i < 8; i++)
            fragments.Add(Left($"far{i}", fragments.Count, "chr19", Second, 40 + (i * 9), reverse: true));
        for (var i = 0; i < 17; i++)
            fragments.Add(Inside($"in{i}", fragments.Count, 1_400 + (i * 30), 1_650 + (i * 40)));
        string[] Names(string prefix) => [.. fragments.Select(f => f.Name).Where(n => n.StartsWith(prefix, StringComparison.Ordinal))];
        var left = new Junction("chr11", First + 4, true, 0, VectorEnd.Left, 0, false, 0, "", 9, 0, 9, 60, Names("left"), Consensus(), true)
        {
            WindowFragments = 9,
        };
        var right = new Junction(
            "chr11",
            First,
            false,
            0,
            VectorEnd.Right,
            2_999,
            false,
            0,
            "",
            8,
            0,
            8,
            60,
            Names("right"),
            Consensus(),
            true
        )
        {
            WindowFragments = 8,
        };
        var far = new Junction(
            "chr19",
            Second,
            true,
            0,
            VectorEnd.Right,
            2_999,
            true,
            2,
            "GA",
            8,
            0,
            8,
            31.5,
            Names("far"),
            Consensus(),
            true
        )
        {
            WindowFragments = 8,
        };
        return new(
            fragments,
            [
                new("IS1", "chr11", First, 0, false, left, right, 5, "ACGTC", SiteStatus.Confirmed, [], new(23), 61.2, 1e-12),
                new(
                    "IS2",
                    "chr19",
                    Second + 1,
                    0,
                    true,
                    far,
                    null,
                    null,
                    "",
                    SiteStatus.Probable,
                    [new("chr2", 88_000, true)],
                    new(51),
                    12.5,
                    0.003
                ),
            ],
            [new(VectorJoin.ProvirusInternal, 0, 2_765, 0, 2_766, 24), new(VectorJoin.TwoLtrCircle, 0, 2_999, 0, 0, 1)]
        );
    }

    internal EvidenceResult Evidence()
    {
        var depth = new int[SampleVector.Bases.Length];
        foreach (var stretch in Fragments.SelectMany(f => f.Reads).SelectMany(r => r.Stretches))
            for (var i = stretch.Start; i < stretch.End; i++)
                depth[i]++;
        var byOrigin = new long[Enum.GetValues<SequenceOrigin>().Length];
        foreach (var fragment in Fragments)
            byOrigin[(int)fragment.Origin]++;
        return new(Fragments, [new(0, depth, byOrigin)], Fragments.Count(f => f.Origin == SequenceOrigin.VectorUnique));
    }

    internal static ScreeningResult Screening(SampleReads reads) =>
        new(
            new(["tumour.bam"], [ReadFormat.Bam], true, true, [.. Hg38.Select(c => new ContigInfo(c.Name, c.Length))], true, "S17"),
            new(41_300_000, 41_200_118, 6_180_017_700, 80_100, 2_100_300, 0, 90_000, 9_882, 512, 2_500_000_000, 36.1, 150, 402),
            [.. reads.Fragments.SelectMany(f => f.Reads).Select(r => r.Read)],
            1,
            new(1_000, [.. Hg38.Select(c => new int[1])]),
            [],
            []
        );

    private static string Consensus() => "acgtacgtTGGAAGGGC";

    /// <summary>Host up to <paramref name="last"/>, then the vector from its start, or backwards from its end.</summary>
    private static FragmentEvidence Left(string name, int ordinal, string contig, long last, int host, bool reverse)
    {
        var rest = Length - host;
        var vector = reverse ? Reversed(3_000 - rest, 3_000) : SampleVector.Bases[..rest];
        byte[] bases = [.. Enumerable.Range(0, host).Select(i => SampleVector.Base(last - host + 1 + i, 7)), .. vector];
        var stretch = reverse ? Stretch(true, host, Length, 3_000 - rest, 3_000) : Stretch(false, host, Length, 0, rest);
        var mate = reverse ? Stretch(false, 0, Length, 2_600, 2_750) : Stretch(true, 0, Length, 180, 330);
        var mateBases = reverse ? SampleVector.Bases[2_600..2_750] : Reversed(180, 330);
        var place = new HostAlignment(contig, last - host + 1, false, $"{host}M{rest}S", 60);
        return Pair(name, ordinal, (bases, place, stretch), (mateBases, mate));
    }

    /// <summary>The end of the vector, then host from <paramref name="first"/>.</summary>
    private static FragmentEvidence Right(string name, int ordinal, string contig, long first, int host)
    {
        var rest = Length - host;
        byte[] bases = [.. SampleVector.Bases[(3_000 - rest)..], .. Enumerable.Range(0, host).Select(i => SampleVector.Base(first + i, 7))];
        var place = new HostAlignment(contig, first, false, $"{rest}S{host}M", 60);
        return Pair(
            name,
            ordinal,
            (bases, place, Stretch(false, 0, rest, 3_000 - rest, 3_000)),
            (SampleVector.Bases[2_500..2_650], Stretch(false, 0, Length, 2_500, 2_650))
        );
    }

    private static FragmentEvidence Inside(string name, int ordinal, int first, int second) =>
        new(
            name,
            [
                new(
                    Read(name, 2 * ordinal, SamFlag.First, SampleVector.Bases[first..(first + Length)], null),
                    [Stretch(false, 0, Length, first, first + Length)]
                ),
                new(
                    Read(name, (2 * ordinal) + 1, SamFlag.Last, Reversed(second, second + Length), null),
                    [Stretch(true, 0, Length, second, second + Length)]
                ),
            ],
            SequenceOrigin.VectorUnique,
            300,
            -1
        );

    private static FragmentEvidence Pair(
        string name,
        int ordinal,
        (byte[] Bases, HostAlignment Place, VectorAlignment Stretch) split,
        (byte[] Bases, VectorAlignment Stretch) mate
    ) =>
        new(
            name,
            [
                new(Read(name, 2 * ordinal, SamFlag.First, split.Bases, split.Place), [split.Stretch]),
                new(Read(name, (2 * ordinal) + 1, SamFlag.Last, mate.Bases, null), [mate.Stretch]),
            ],
            SequenceOrigin.VectorUnique,
            100,
            -1
        );

    private static CandidateRead Read(string name, long ordinal, SamFlag end, byte[] bases, HostAlignment? place) =>
        new(
            ordinal,
            0,
            name,
            SamFlag.Paired | end | (place is null ? SamFlag.Unmapped : SamFlag.None),
            bases,
            [.. Enumerable.Repeat((byte)37, bases.Length)],
            place,
            [],
            null,
            null
        );

    private static VectorAlignment Stretch(bool reverse, int readStart, int readEnd, int start, int end) =>
        new(0, reverse, readStart, readEnd, start, end, 0, end - start, 40, SequenceOrigin.VectorUnique);

    private static byte[] Reversed(int start, int end) =>
        [
            .. SampleVector
                .Bases[start..end]
                .Reverse()
                .Select(b =>
                    b switch
                    {
                        (byte)'A' => (byte)'T',
                        (byte)'C' => (byte)'G',
                        (byte)'G' => (byte)'C',
                        _ => (byte)'A',
                    }
                ),
        ];
}
