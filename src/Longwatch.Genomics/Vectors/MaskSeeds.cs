using System.Numerics;

namespace Longwatch.Genomics.Vectors;

/// <summary>All 16-mers of the searched sequences, both strands, behind a bitmap that fits the second-level cache.</summary>
internal sealed class MaskSeeds
{
    public const int Seed = 16;

    /// <summary>A 16-mer that one strand holds more often is not looked up: what has only such seeds is too repetitive to say anything.</summary>
    public const int MostPlaces = 64;

    private const byte Border = 5; // between sequences: equal to no base

    private readonly ulong[] bitmap;
    private readonly int shift;
    private readonly uint[] keys;
    private readonly int[] heads;
    private readonly int[] next;
    private readonly int mask;

    public MaskSeeds(IReadOnlyList<byte[]> sequences)
    {
        var text = new List<byte>();
        var strands = new List<Strand>();
        for (var s = 0; s < sequences.Count; s++)
            foreach (var reverse in new[] { false, true })
            {
                text.AddRange(Enumerable.Repeat(Border, CompiledVectors.K));
                strands.Add(new Strand(s, reverse, text.Count, sequences[s].Length));
                text.AddRange(Nucleotides.Encode(reverse ? Nucleotides.ReverseComplement(sequences[s]) : sequences[s]));
            }
        text.AddRange(Enumerable.Repeat(Border, CompiledVectors.K));
        Text = [.. text];
        Strands = strands;
        Indexed = new bool[Text.Length];
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Text.Length * 2, 1024));
        mask = size - 1;
        keys = new uint[size];
        heads = new int[size];
        next = new int[Text.Length];
        var bits = Math.Clamp(BitOperations.Log2((uint)size) + 3, 21, 27);
        shift = 32 - bits;
        bitmap = new ulong[(1 << bits) / 64];
        foreach (var strand in Strands)
            Add(strand);
    }

    public IReadOnlyList<Strand> Strands { get; }

    /// <summary>Codes of every strand with borders between them.</summary>
    public byte[] Text { get; }

    /// <summary>Whether the seed that starts here is looked up.</summary>
    public bool[] Indexed { get; }

    /// <summary>False for nearly every seed that no sequence has.</summary>
    public bool MayContain(uint code)
    {
        var hash = Hash(code) >> shift;
        return (bitmap[hash >> 6] & (1UL << (int)(hash & 63))) != 0;
    }

    /// <summary>First place of a seed in <see cref="Text"/>, or -1.</summary>
    public int First(uint code) => heads[Slot(code)] - 1;

    /// <summary>Next place of the same seed, or -1.</summary>
    public int Next(int place) => next[place] - 1;

    public Strand StrandAt(int place)
    {
        var (low, high) = (0, Strands.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Strands[middle].Start <= place)
                low = middle;
            else
                high = middle - 1;
        }
        return Strands[low];
    }

    private void Add(Strand strand)
    {
        var counts = new Dictionary<uint, int>(strand.Length);
        foreach (var (_, code) in Seeds(strand))
            counts[code] = counts.GetValueOrDefault(code) + 1;
        foreach (var (place, code) in Seeds(strand))
        {
            if (counts[code] > MostPlaces)
                continue;
            var slot = Slot(code);
            keys[slot] = code;
            next[place] = heads[slot];
            heads[slot] = place + 1;
            Indexed[place] = true;
            var hash = Hash(code) >> shift;
            bitmap[hash >> 6] |= 1UL << (int)(hash & 63);
        }
    }

    private IEnumerable<(int Place, uint Code)> Seeds(Strand strand)
    {
        var (code, run) = (0u, 0);
        for (var i = strand.Start; i < strand.Start + strand.Length; i++)
        {
            run = Text[i] == Nucleotides.Unknown ? 0 : run + 1;
            code = unchecked((code << 2) | (uint)(Text[i] & 3));
            if (run >= Seed)
                yield return (i - Seed + 1, code);
        }
    }

    private int Slot(uint code)
    {
        var slot = (int)(Hash(code) & (uint)mask);
        while (heads[slot] != 0 && keys[slot] != code)
            slot = (slot + 1) & mask;
        return slot;
    }

    // multiplicative hashing is arithmetic modulo 2^32 by nature
    private static uint Hash(uint code)
    {
        unchecked
        {
            code ^= code >> 15;
            code *= 0x2C1B3C6D;
            code ^= code >> 12;
            code *= 0x297A2D39;
            return code ^ (code >> 15);
        }
    }

    /// <summary>One strand of one sequence.</summary>
    /// <param name="Start">In <see cref="Text"/>.</param>
    internal readonly record struct Strand(int Sequence, bool Reverse, int Start, int Length);
}
