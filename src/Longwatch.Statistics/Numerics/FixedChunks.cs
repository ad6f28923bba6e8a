namespace Longwatch.Statistics.Numerics;

/// <summary>
/// Work on a range of items in chunks that depend on the data alone. Each chunk leaves a partial result of its own; the caller adds the partial results in
/// the order of the chunks, so that a sum has the same bits whatever the number of threads.
/// </summary>
internal static class FixedChunks
{
    /// <summary>How many chunks of at most <paramref name="size"/> items cover the items.</summary>
    public static int Count(int items, int size) => (items / size) + (items % size == 0 ? 0 : 1);

    /// <summary>Runs the work for every chunk number, on at most the given number of threads.</summary>
    /// <param name="threads">0: as many as there are processors.</param>
    public static void Run(int chunks, int threads, Action<int> work)
    {
        if (chunks <= 1 || threads == 1)
        {
            for (var chunk = 0; chunk < chunks; chunk++)
                work(chunk);
            return;
        }

        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads }, work);
    }
}
