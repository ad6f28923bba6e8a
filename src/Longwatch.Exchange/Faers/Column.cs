using System.Runtime.CompilerServices;

namespace Longwatch.Exchange.Faers;

/// <summary>A column that grows block by block. How long it becomes is judged by the share of the file that was read, so that one file is copied once or never; over many files it grows by half at least.</summary>
internal sealed class Column<T>
    where T : unmanaged
{
    private const int MostBytesAhead = 1 << 28;
    private int before;
    private double lastShare = 1;

    internal int Count { get; private set; }

    internal ReadOnlySpan<T> Span => Items.AsSpan(0, Count);

    /// <summary>The column; there may be room behind its <see cref="Count"/> items.</summary>
    internal T[] Items { get; private set; } = [];

    internal void Add(T item)
    {
        if (Count == Items.Length)
            Extend(1, share: 1)[0] = item;
        else
            Items[Count++] = item;
    }

    /// <summary>Adds the items of a block; where they are now.</summary>
    /// <param name="share">Of the file, this block included.</param>
    internal Span<T> Append(Column<T> block, double share)
    {
        var added = Extend(block.Count, share);
        block.Span.CopyTo(added);
        return added;
    }

    /// <summary>Forgets the items and keeps the room for them.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Room for further items, to be filled by the caller.</summary>
    /// <param name="share">Of the file, this block included.</param>
    internal Span<T> Extend(int count, double share)
    {
        if (share < lastShare) // the next file begins: what came before is not to be multiplied
            before = Count;
        lastShare = share < 1 ? share : 1;
        var total = Count + count;
        if (total > Items.Length)
        {
            var whole = Math.Max(share < 1 ? before + (1.05 * (total - before) / share) : total, 1.5 * Items.Length);
            var most = Math.Min(Array.MaxLength, total + ((long)MostBytesAhead / Unsafe.SizeOf<T>()));
            var larger = GC.AllocateUninitializedArray<T>((int)Math.Clamp(whole, total, Math.Max(total, most)));
            Items.AsSpan(0, Count).CopyTo(larger);
            Items = larger;
        }

        var added = Items.AsSpan(Count, count);
        Count = total;
        return added;
    }

    /// <summary>Leaves only the items of these rows.</summary>
    /// <param name="rows">Ascending.</param>
    internal void Keep(ReadOnlySpan<int> rows)
    {
        var items = Items;
        for (var i = 0; i < rows.Length; i++)
            items[i] = items[rows[i]];
        Count = rows.Length;
    }
}
