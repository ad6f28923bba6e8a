namespace Longwatch.Exchange.Faers;

/// <summary>A column in the parts in which it was parsed: put together once, when its length is known.</summary>
internal sealed class Chunks<T>
    where T : unmanaged
{
    private readonly List<RentedList<T>> parts = [];

    internal int Count { get; private set; }

    /// <summary>In the order of the file.</summary>
    internal IReadOnlyList<RentedList<T>> Parts => parts;

    /// <summary>Keeps the part, which must not be given back.</summary>
    internal void Add(RentedList<T> part)
    {
        parts.Add(part);
        Count += part.Count;
    }

    internal T[] ToArray()
    {
        var (all, at) = (GC.AllocateUninitializedArray<T>(Count), 0);
        foreach (var part in parts)
        {
            part.Span.CopyTo(all.AsSpan(at));
            at += part.Count;
        }

        return all;
    }
}
