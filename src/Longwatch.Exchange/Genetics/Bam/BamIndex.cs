using System.Buffers.Binary;

namespace Longwatch.Exchange.Genetics.Bam;

/// <summary>A BAI index, filled while the sorted records are written. Section 5.2 of the SAM specification.</summary>
internal sealed class BamIndex(int contigs)
{
    private const int WindowBits = 14;

    /// <summary>Beyond this a BAI cannot point.</summary>
    internal const long Longest = 1L << 29;

    private readonly SortedDictionary<int, List<(ulong Begin, ulong End)>>[] bins =
    [
        .. Enumerable.Range(0, contigs).Select(_ => new SortedDictionary<int, List<(ulong, ulong)>>()),
    ];
    private readonly List<ulong>[] windows = [.. Enumerable.Range(0, contigs).Select(_ => new List<ulong>())];
    private ulong unplaced;

    internal void Add(BamRecord record, ulong begin, ulong end)
    {
        if (record.Contig < 0)
        {
            unplaced++;
            return;
        }
        var bin = Bin(record.Position, record.End);
        if (!bins[record.Contig].TryGetValue(bin, out var chunks))
            bins[record.Contig][bin] = chunks = [];
        if (chunks.Count > 0 && chunks[^1].End == begin)
            chunks[^1] = (chunks[^1].Begin, end);
        else
            chunks.Add((begin, end));
        var linear = windows[record.Contig];
        for (var window = record.Position >> WindowBits; window <= (record.End - 1) >> WindowBits; window++)
        {
            while (linear.Count < window)
                linear.Add(0);
            if (linear.Count == window)
                linear.Add(begin);
            else if (linear[(int)window] == 0)
                linear[(int)window] = begin;
        }
    }

    internal void Write(Stream target)
    {
        target.Write("BAI\u0001"u8);
        Integer(target, bins.Length);
        for (var contig = 0; contig < bins.Length; contig++)
        {
            Integer(target, bins[contig].Count);
            foreach (var (bin, chunks) in bins[contig])
            {
                Integer(target, bin);
                Integer(target, chunks.Count);
                foreach (var (begin, end) in chunks)
                {
                    Offset(target, begin);
                    Offset(target, end);
                }
            }
            Integer(target, windows[contig].Count);
            var last = 0UL; // a window without a record points to where the one before it begins
            foreach (var offset in windows[contig])
                Offset(target, last = offset == 0 ? last : offset);
        }
        Offset(target, unplaced);
    }

    /// <summary>The smallest bin that holds the stretch: <c>reg2bin</c> of the specification.</summary>
    internal static int Bin(long start, long end)
    {
        var last = end - 1;
        (int Bits, int First)[] levels = [(14, 4681), (17, 585), (20, 73), (23, 9), (26, 1)];
        foreach (var (bits, first) in levels)
            if (start >> bits == last >> bits)
                return first + (int)(start >> bits);
        return 0;
    }

    private static void Integer(Stream target, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        target.Write(bytes);
    }

    private static void Offset(Stream target, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        target.Write(bytes);
    }
}
