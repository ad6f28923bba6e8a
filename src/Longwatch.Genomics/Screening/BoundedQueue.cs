namespace Longwatch.Genomics.Screening;

/// <summary>A queue between two threads that holds only a few items, so that the faster one waits.</summary>
internal sealed class BoundedQueue<T>(int capacity)
{
    private readonly Queue<T> items = new();
    private readonly object gate = new();
    private bool closed;

    /// <summary>Waits for room.</summary>
    /// <returns>False when the queue was closed: nobody wants the item.</returns>
    public bool Add(T item)
    {
        lock (gate)
        {
            while (items.Count == capacity && !closed)
                Monitor.Wait(gate);
            if (closed)
                return false;
            items.Enqueue(item);
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Waits for an item.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool TryTake(out T item)
    {
        lock (gate)
        {
            while (items.Count == 0 && !closed)
                Monitor.Wait(gate);
            if (items.TryDequeue(out item!))
            {
                Monitor.PulseAll(gate);
                return true;
            }

            return false;
        }
    }

    /// <summary>Nothing is added any more; what is there can still be taken.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }
}
