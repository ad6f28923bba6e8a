using System.Buffers;

namespace Longwatch.Exchange.Faers;

/// <summary>A list whose memory is used again: what is parsed of a block lives until it is merged, and fresh memory for each block costs more than the parsing.</summary>
internal sealed class RentedList<T>(int room) : IDisposable
    where T : unmanaged
{
    private T[] items = ArrayPool<T>.Shared.Rent(Math.Max(room, 16));

    internal int Count { get; private set; }

    internal Span<T> Span => items.AsSpan(0, Count);

    internal void Add(T item)
    {
        if (Count == items.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(2 * Count);
            Span.CopyTo(larger);
            ArrayPool<T>.Shared.Return(items);
            items = larger;
        }

        items[Count++] = item;
    }

    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(items);
        (items, Count) = ([], 0);
    }
}
