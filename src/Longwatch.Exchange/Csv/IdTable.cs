using System.Text;

namespace Longwatch.Exchange.Csv;

/// <summary>Identifiers as bytes, numbered 0, 1, 2… in the order in which they came. No string for each look-up.</summary>
/// <remarks>Open addressing; amortised O(1); about 20 bytes and the identifier itself for each entry.</remarks>
internal sealed class IdTable
{
    private byte[] pool = new byte[1 << 10];
    private int[] ends = new int[64];
    private int[] hashes = new int[64];
    private int[] slots = new int[128];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index] =>
        pool.AsSpan(index == 0 ? 0 : ends[index - 1], ends[index] - (index == 0 ? 0 : ends[index - 1]));

    /// <summary>Number of the identifier, or -1. Tries <paramref name="hint"/> and its successor first: files mostly keep one order.</summary>
    public int Find(ReadOnlySpan<byte> id, int hint = 0)
    {
        for (var i = hint; i < Math.Min(hint + 2, Count); i++)
            if (id.SequenceEqual(this[i]))
                return i;
        var hash = Hash(id);
        for (var slot = hash & (slots.Length - 1); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
            if (hashes[slots[slot] - 1] == hash && id.SequenceEqual(this[slots[slot] - 1]))
                return slots[slot] - 1;
        return -1;
    }

    /// <summary>Number of the identifier; adds it when it is new.</summary>
    public int Add(ReadOnlySpan<byte> id, out bool added)
    {
        var index = Find(id, Math.Max(Count - 1, 0));
        added = index < 0;
        if (!added)
            return index;
        if (Count == ends.Length)
            Grow();
        var from = Count == 0 ? 0 : ends[Count - 1];
        if (from + id.Length > pool.Length)
            Array.Resize(ref pool, Math.Max(2 * pool.Length, from + id.Length));
        id.CopyTo(pool.AsSpan(from));
        ends[Count] = from + id.Length;
        hashes[Count] = Hash(id);
        Place(Count);
        return Count++;
    }

    private void Grow()
    {
        Array.Resize(ref ends, 2 * ends.Length);
        Array.Resize(ref hashes, 2 * hashes.Length);
        slots = new int[2 * slots.Length];
        for (var i = 0; i < Count; i++)
            Place(i);
    }

    private void Place(int index)
    {
        var slot = hashes[index] & (slots.Length - 1);
        while (slots[slot] != 0)
            slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = index + 1;
    }

    /// <summary>Seeded anew in each process, so that no file can be made to collide; no result depends on it.</summary>
    private static int Hash(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return hash.ToHashCode();
    }
}

/// <summary>One string for each distinct text.</summary>
internal sealed class TextPool
{
    private readonly IdTable table = new();
    private readonly List<string> texts = [];

    public string Get(ReadOnlySpan<byte> text)
    {
        var index = table.Add(text, out var added);
        if (added)
            texts.Add(Encoding.UTF8.GetString(text));
        return texts[index];
    }
}
