using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>
/// Scans reads packed to two bits per base: a 16-mer is then one load of 32 bits, and bases sampled every four are the bytes of the packed read.
/// One per thread; its buffers grow to the longest read.
/// </summary>
internal sealed unsafe class PackedScanner(SeedIndex index)
{
    private const int Padding = 128;
    private byte[] packed = GC.AllocateUninitializedArray<byte>(1024, pinned: true);
    private byte[] letters = GC.AllocateUninitializedArray<byte>(4096, pinned: true);

    /// <summary>Scans bases as BAM has them: four bits each, the first in the high half. The 64 bytes after them must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ScanResult ScanNibbles(byte* bases, int length, Clips clips)
    {
        unchecked
        {
            Reserve(length);
            var to = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(packed));
            if (Avx512BW.IsSupported)
                BasePacking.FromNibblesWide(bases, length, to);
            else
                BasePacking.FromNibbles(bases, length, to);
            var gc = CountGc(to, length);
            if (!Probe(to, length))
                return new(false, false, gc);
            BaseLetters.FromNibbles(bases, length, letters);
            return Confirm(letters.AsSpan(0, length), clips, gc);
        }
    }

    /// <summary>Scans ASCII letters, upper case, ACGTN only. The 64 bytes after them must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ScanResult ScanLetters(byte* bases, int length)
    {
        unchecked
        {
            Reserve(length);
            var to = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(packed));
            if (Avx512BW.IsSupported)
                BasePacking.FromLettersWide(bases, length, to);
            else
                BasePacking.FromLetters(bases, length, to);
            var gc = CountGc(to, length);
            return Probe(to, length) ? Confirm(new(bases, length), default, gc) : new(false, false, gc);
        }
    }

    private void Reserve(int length)
    {
        if ((length / 4) + Padding <= packed.Length && length <= letters.Length)
            return;
        packed = GC.AllocateUninitializedArray<byte>((length / 4) + (length / 8) + Padding, pinned: true);
        letters = GC.AllocateUninitializedArray<byte>(length + (length / 2), pinned: true);
    }

    /// <summary>C is 1 and G is 3, so both have the low bit, and A, T and what is no base have not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountGc(byte* to, int length)
    {
        const ulong low = 0x5555555555555555;
        var gc = 0;
        var words = length >> 5;
        for (var i = 0; i < words; i++)
            gc += BitOperations.PopCount(((ulong*)to)[i] & low);
        var rest = length & 31;
        return gc + BitOperations.PopCount(((ulong*)to)[words] & low & ((1UL << (2 * rest)) - 1));
    }

    /// <summary>True when a sampled 16-mer is a seed. What is no base counts as A here, so the plain scan has the last word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Probe(byte* to, int length)
    {
        var last = (length - SeedIndex.K) >> 2;
        return Avx2.IsSupported ? ProbeWide(to, last) : ProbeOneByOne(to, last);
    }

    private bool ProbeOneByOne(byte* to, int last)
    {
        unchecked
        {
            var filter = (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(index.Filter));
            var shift = index.FilterShift;
            for (var i = 0; i <= last; i++)
            {
                var key = *(uint*)(to + i);
                var hash = SeedIndex.Hash(key);
                var bits = SeedIndex.FilterBits(hash);
                if ((filter[hash >> shift] & bits) == bits && index.Contains(key))
                    return true;
            }

            return false;
        }
    }

    /// <summary>Eight 16-mers at a time: they begin at eight bytes in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ProbeWide(byte* to, int last)
    {
        unchecked
        {
            var filter = (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(index.Filter));
            var shift = Vector128.CreateScalar((uint)index.FilterShift);
            var multiplier = Vector256.Create(SeedIndex.Multiplier);
            var windows = Vector256.Create(
                (byte)0,
                1,
                2,
                3,
                1,
                2,
                3,
                4,
                2,
                3,
                4,
                5,
                3,
                4,
                5,
                6,
                4,
                5,
                6,
                7,
                5,
                6,
                7,
                8,
                6,
                7,
                8,
                9,
                7,
                8,
                9,
                10
            );
            var thirtyOne = Vector256.Create(31u);
            for (var i = 0; i <= last; i += 8)
            {
                var bytes = Avx2.BroadcastVector128ToVector256(to + i);
                var keys = Avx2.Shuffle(bytes, windows).AsUInt32();
                var hashes = Avx2.MultiplyLow(keys, multiplier);
                var words = Avx2.GatherVector256(filter, Avx2.ShiftRightLogical(hashes, shift).AsInt32(), 4);
                // Each of the three bits asked for becomes a sign.
                var signs =
                    Avx2.ShiftLeftLogicalVariable(words, Vector256.AndNot(thirtyOne, hashes))
                    & Avx2.ShiftLeftLogicalVariable(words, Vector256.AndNot(thirtyOne, Avx2.ShiftRightLogical(hashes, 5)))
                    & Avx2.ShiftLeftLogicalVariable(words, Vector256.AndNot(thirtyOne, Avx2.ShiftRightLogical(hashes, 10)));
                var hits = Vector256.ExtractMostSignificantBits(signs);
                if (hits != 0 && AnySeed(to + i, hits, last - i))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The filter says "perhaps" for one read in twenty; the table behind it for one in a thousand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AnySeed(byte* to, uint hits, int last)
    {
        unchecked
        {
            for (; hits != 0; hits &= hits - 1)
            {
                var i = BitOperations.TrailingZeroCount(hits);
                if (i <= last && index.Contains(*(uint*)(to + i)))
                    return true;
            }

            return false;
        }
    }

    /// <summary>There is a seed: looks at every sampled 16-mer exactly, in the order of the plain scan.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScanResult Confirm(ReadOnlySpan<byte> read, Clips clips, int gc)
    {
        var exact = PlainScanner.Scan(index, read, clips);
        return exact with { GcBases = gc };
    }
}
