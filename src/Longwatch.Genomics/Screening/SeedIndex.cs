using System.Numerics;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Screening;

/// <summary>
/// Every 16-mer of both strands of the searched sequences: a filter that says "perhaps" at once, and an exact table behind it.
/// Built once, then read by all threads.
/// </summary>
/// <remarks>
/// A 16-mer is 32 bits: A 0, C 1, T 2, G 3, the first base in the lowest bits (the code that bits 1 and 2 of the ASCII letters give). 16-mers with other
/// letters, and those with fewer than <see cref="MinDistinct"/> distinct 3-mers (repeats of up to six bases), are no seeds.
/// </remarks>
internal sealed class SeedIndex
{
    public const int K = 16;

    /// <summary>A random 16-mer has about 12 distinct 3-mers; a repeat of six bases has 6.</summary>
    public const int MinDistinct = 7;

    /// <summary>In bits, as powers of two: 128 KB, which stay in the second-level cache while blocks are inflated, to 16 MB.</summary>
    private const int SmallestFilter = 20;
    private const int LargestFilter = 27;
    public const uint Multiplier = 0x9E3779B1;

    private readonly int[] heads;
    private readonly uint[] keys;
    private readonly int[] next;
    private readonly int[] places;
    private readonly int tableShift;

    private SeedIndex(byte[] text, List<(uint Key, int Place)> seeds)
    {
        Text = text;
        var bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(seeds.Count, 1)) + 6, SmallestFilter, LargestFilter);
        FilterShift = 32 - (bits - 5);
        Filter = GC.AllocateArray<uint>(1 << (bits - 5), pinned: true);
        var tableBits = Math.Min(BitOperations.Log2((uint)Math.Max(seeds.Count, 1)) + 2, 28);
        tableShift = 32 - tableBits;
        heads = new int[1 << tableBits];
        Array.Fill(heads, -1);
        keys = new uint[seeds.Count];
        next = new int[seeds.Count];
        places = new int[seeds.Count];
        // From the last to the first, so that every chain runs in the order of the places.
        for (var i = seeds.Count - 1; i >= 0; i--)
        {
            var (key, place) = seeds[i];
            var hash = Hash(key);
            Filter[hash >> FilterShift] |= FilterBits(hash);
            var slot = hash >> tableShift;
            (keys[i], places[i], next[i]) = (key, place, heads[slot]);
            heads[slot] = i;
        }
    }

    /// <summary>All sequences, forward and reverse complement, with a zero byte between and around: ASCII.</summary>
    public byte[] Text { get; }

    /// <summary>A word for each value of the upper bits of the hash, with three bits set for each 16-mer; pinned.</summary>
    public uint[] Filter { get; }
    public int FilterShift { get; }

    public static SeedIndex Build(IReadOnlyList<SearchedSequence> sequences)
    {
        var text = new byte[1 + sequences.Sum(s => 2L * (s.Length + 1))];
        var at = 1;
        foreach (var sequence in sequences)
        {
            sequence.Bases.CopyTo(text, at);
            at += sequence.Length + 1;
            for (var i = 0; i < sequence.Length; i++)
                text[at + i] = Nucleotides.Complement(sequence.Bases[sequence.Length - 1 - i]);
            at += sequence.Length + 1;
        }

        var seeds = new List<(uint, int)>(text.Length);
        uint key = 0;
        var valid = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            valid = letter is (byte)'A' or (byte)'C' or (byte)'G' or (byte)'T' ? valid + 1 : 0;
            key = (key >> 2) | (Code(letter) << 30);
            if (valid >= K && IsComplex(key))
                seeds.Add((key, i - K + 1));
        }

        return new(text, seeds);
    }

    /// <summary>Bits 1 and 2 of the letter: A 0, C 1, T 2, G 3.</summary>
    public static uint Code(byte letter) => ((uint)letter >> 1) & 3;

    public static uint Hash(uint key) => unchecked(key * Multiplier);

    /// <summary>
    /// The bits of a 16-mer in its word, told by the lowest 15 bits of the hash. Three bits in one word let one 16-mer in 700 pass that is no seed, where
    /// one bit in as many lets one in 60 pass, and cost no further access to memory.
    /// </summary>
    public static uint FilterBits(uint hash) =>
        (1u << (int)(hash & 31)) | (1u << (int)((hash >> 5) & 31)) | (1u << (int)((hash >> 10) & 31));

    public bool Contains(uint key)
    {
        var found = Places(key);
        return found.MoveNext();
    }

    /// <summary>Places in <see cref="Text"/> with this 16-mer, in order.</summary>
    public PlaceEnumerator Places(uint key) => new(this, key, heads[Hash(key) >> tableShift]);

    private static bool IsComplex(uint key)
    {
        ulong seen = 0;
        for (var i = 0; i <= K - 3; i++)
            seen |= 1UL << (int)((key >> (2 * i)) & 63);
        return BitOperations.PopCount(seen) >= MinDistinct;
    }

    /// <summary>Walks the places of one 16-mer.</summary>
    internal struct PlaceEnumerator(SeedIndex index, uint key, int first)
    {
        private int entry = first;

        public int Current { get; private set; } = -1;

        public bool MoveNext()
        {
            for (; entry >= 0; entry = index.next[entry])
            {
                if (index.keys[entry] != key)
                    continue;
                Current = index.places[entry];
                entry = index.next[entry];
                return true;
            }

            return false;
        }
    }
}
