using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Longwatch.Genomics.Screening;

/// <summary>Packs bases to two bits each, the first in the lowest bits: A 0, C 1, T 2, G 3, and 0 for what is none of them.</summary>
internal static unsafe class BasePacking
{
    /// <summary>Code of the first base of a byte by its high half; 4 times the code of the second by the low half.</summary>
    private static readonly Vector128<byte> High = Vector128.Create((byte)0, 0, 1, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0);
    private static readonly byte[] Pairs = MakePairs();

    /// <summary>One byte of two bases to four bits.</summary>
    private static byte[] MakePairs()
    {
        var pairs = new byte[256];
        for (var i = 0; i < 256; i++)
            pairs[i] = (byte)(High[i >> 4] | (High[i & 15] << 2));
        return pairs;
    }

    /// <summary>By table; writes (length + 3) / 4 bytes.</summary>
    public static void FromNibbles(byte* bases, int length, byte* to)
    {
        unchecked
        {
            var bytes = (length + 1) >> 1;
            var i = 0;
            for (; i + 2 <= bytes; i += 2)
                to[i >> 1] = (byte)(Pairs[bases[i]] | (Pairs[bases[i + 1]] << 4));
            if (i < bytes)
                to[i >> 1] = Pairs[bases[i]];
        }
    }

    /// <summary>128 bases at a time; reads and writes up to 64 bytes more than there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromNibblesWide(byte* bases, int length, byte* to)
    {
        unchecked
        {
            var first = Vector512.Create(Vector256.Create(High, High), Vector256.Create(High, High));
            var second = Vector512.ShiftLeft(first, 2);
            var low = Vector512.Create((byte)15);
            var weights = Vector512.Create((ushort)0x1001).AsSByte();
            for (var i = 0; i < length; i += 128, bases += 64, to += 32)
            {
                var bytes = Vector512.Load(bases);
                var halves = Vector512.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & low;
                var pair = Avx512BW.Shuffle(first, halves) | Avx512BW.Shuffle(second, bytes & low);
                var fours = Avx512BW.MultiplyAddAdjacent(pair, weights);
                Avx512BW.ConvertToVector256Byte(fours.AsUInt16()).Store(to);
            }
        }
    }

    /// <summary>Letter by letter; writes (length + 3) / 4 bytes.</summary>
    public static void FromLetters(byte* bases, int length, byte* to)
    {
        unchecked
        {
            uint word = 0;
            for (var i = 0; i < length; i++)
            {
                var letter = bases[i];
                word |= (letter == 'N' ? 0 : SeedIndex.Code(letter)) << (2 * (i & 3));
                if ((i & 3) != 3 && i != length - 1)
                    continue;
                to[i >> 2] = (byte)word;
                word = 0;
            }
        }
    }

    /// <summary>64 letters at a time; reads up to 64 bytes and writes up to 16 more than there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromLettersWide(byte* bases, int length, byte* to)
    {
        unchecked
        {
            var three = Vector512.Create((byte)3);
            var none = Vector512.Create((byte)'N');
            var weights = Vector512.Create((ushort)0x0401).AsSByte();
            var pairs = Vector512.Create(0x00100001).AsInt16();
            for (var i = 0; i < length; i += 64, bases += 64, to += 16)
            {
                var letters = Vector512.Load(bases);
                var codes = Vector512.ShiftRightLogical(letters.AsUInt16(), 1).AsByte() & three;
                codes = Vector512.AndNot(codes, Vector512.Equals(letters, none));
                var twos = Avx512BW.MultiplyAddAdjacent(codes, weights);
                var fours = Avx512BW.MultiplyAddAdjacent(twos, pairs);
                Avx512F.ConvertToVector128Byte(fours.AsUInt32()).Store(to);
            }
        }
    }
}

/// <summary>Letters of packed bases.</summary>
internal static unsafe class BaseLetters
{
    private static ReadOnlySpan<byte> Letters => "=ACMGRSVTWYHKDBN"u8;

    /// <summary>ASCII ACGTN: the other codes of BAM become N.</summary>
    public static void FromNibbles(byte* bases, int length, Span<byte> to)
    {
        for (var i = 0; i < length; i++)
        {
            var letter = Letters[(i & 1) == 0 ? bases[i >> 1] >> 4 : bases[i >> 1] & 15];
            to[i] = letter is (byte)'A' or (byte)'C' or (byte)'G' or (byte)'T' ? letter : (byte)'N';
        }
    }
}
