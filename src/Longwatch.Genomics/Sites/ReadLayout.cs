using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>One piece of a read: host or vector, in the coordinates of its bases.</summary>
internal sealed record ReadPiece(int ReadStart, int ReadEnd, HostPart? Host, VectorAlignment? Vector);

/// <summary>A read cut into the pieces that host and vector explain, in read order.</summary>
/// <param name="Pieces">Only pieces with enough bases that nothing else explains.</param>
/// <param name="Explained">Per base of the read: bit 1 host, bit 2 vector.</param>
internal sealed record ReadLayout(ReadEvidence Evidence, IReadOnlyList<ReadPiece> Pieces, byte[] Explained)
{
    private const byte HostBit = 1;
    private const byte VectorBit = 2;

    public CandidateRead Read => Evidence.Read;

    public bool HasVector => Pieces.Any(p => p.Vector is not null);

    public bool HasHost => Pieces.Any(p => p.Host is not null);

    public static ReadLayout Of(ReadEvidence evidence, VectorSearch search, SiteRules rules)
    {
        var read = evidence.Read;
        var length = read.Bases.Length;
        var explained = new byte[length];
        var hosts = HostPart
            .Of(read)
            .Where(p => !p.Alignment.Secondary)
            .Select(p => new ReadPiece(Math.Max(0, p.ReadStart), Math.Min(length, p.ReadEnd), p, null))
            .Where(p => p.ReadEnd > p.ReadStart)
            .ToArray();
        foreach (var host in hosts)
            Mark(explained, host.ReadStart, host.ReadEnd, HostBit);
        foreach (
            var stretch in evidence.Stretches.Where(s => s.Origin is not SequenceOrigin.LowComplexity || search[s.Sequence].CanTouchHost(s))
        )
            Mark(explained, stretch.ReadStart, stretch.ReadEnd, VectorBit);

        var pieces = new List<ReadPiece>();
        foreach (var host in hosts)
            if (
                Alone(explained, host.ReadStart, host.ReadEnd, HostBit) >= rules.HostMinimum
                && IsComplex(read.Bases, explained, host, rules.HostTrimers)
            )
                pieces.Add(host);
        foreach (var stretch in evidence.Stretches)
            if (
                search[stretch.Sequence].CanTouchHost(stretch)
                && Alone(explained, stretch.ReadStart, stretch.ReadEnd, VectorBit) >= rules.VectorMinimum
            )
                pieces.Add(new(stretch.ReadStart, stretch.ReadEnd, null, stretch));
        pieces.Sort((a, b) => (a.ReadStart + a.ReadEnd).CompareTo(b.ReadStart + b.ReadEnd));
        return new(evidence, pieces, explained);
    }

    private static void Mark(byte[] explained, int start, int end, byte bit)
    {
        for (var i = start; i < end; i++)
            explained[i] |= bit;
    }

    private static int Alone(byte[] explained, int start, int end, byte bit) => explained.AsSpan(start, end - start).Count(bit);

    private static bool IsComplex(byte[] bases, byte[] explained, ReadPiece part, int least)
    {
        ulong seen = 0;
        for (var i = part.ReadStart; i + 3 <= part.ReadEnd; i++)
            if (explained[i] == HostBit && explained[i + 2] == HostBit && Code(bases, i) is >= 0 and var code)
                seen |= 1UL << code;
        return System.Numerics.BitOperations.PopCount(seen) >= least;
    }

    private static int Code(byte[] bases, int at)
    {
        var code = 0;
        for (var i = at; i < at + 3; i++)
        {
            var letter = "ACGT".IndexOf((char)bases[i]);
            if (letter < 0)
                return -1;
            code = (code << 2) | letter;
        }

        return code;
    }
}
