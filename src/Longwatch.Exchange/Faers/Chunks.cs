namespace Longwatch.Exchange.Faers;

/// <summary>A column in the parts in which it was parsed: put together once, when its length is known.</summary>
internal sealed class Chunks<T>
    where T : unmanaged
{
    private readonly List<T[]> parts = [];

    internal int Count { get; private set; }

    /// <summary>In the order of the file.</summary>
    internal IReadOnlyList<T[]> Parts => parts;

    /// <summary>Takes what the part holds, and gives its memory back.</summary>
    internal void Add(RentedList<T> part)
    {
        if (part.Count > 0)
            parts.Add(part.Span.ToArray());
        Count += part.Count;
        part.Dispose();
    }

    internal T[] ToArray()
    {
        var (all, at) = (GC.AllocateUninitializedArray<T>(Count), 0);
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }
}
