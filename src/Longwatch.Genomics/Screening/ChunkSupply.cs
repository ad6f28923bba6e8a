namespace Longwatch.Genomics.Screening;

/// <summary>Chunks of one FASTQ file in order, read on a thread of its own when asked to read ahead.</summary>
internal sealed class ChunkSupply : IDisposable
{
    private readonly FastqReader reader;
    private readonly CancellationToken cancel;
    private readonly BoundedQueue<FastqChunk>? full;
    private readonly BoundedQueue<FastqChunk>? free;
    private readonly Thread? thread;
    private FastqChunk? only = new();
    private Exception? failure;

    /// <summary>Begins to read.</summary>
    /// <param name="ahead">Chunks read ahead; 0 reads on the calling thread.</param>
    public ChunkSupply(FastqReader reader, int ahead, CancellationToken cancel)
    {
        this.reader = reader;
        this.cancel = cancel;
        if (ahead == 0)
            return;
        full = new(ahead);
        free = new(ahead + 1);
        for (var i = 0; i <= ahead; i++)
            free.Add(new());
        thread = new Thread(Read) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Null behind the last one.</summary>
    public FastqChunk? Next()
    {
        if (full is null)
        {
            cancel.ThrowIfCancellationRequested();
            only ??= new();
            return reader.Next(only) ? only : null;
        }

        if (full.TryTake(out var chunk))
            return chunk;
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return null;
    }

    /// <summary>The chunk may be used again.</summary>
    public void Return(FastqChunk? chunk)
    {
        if (chunk is not null)
            free?.Add(chunk);
    }

    public void Dispose()
    {
        free?.Close();
        full?.Close();
        thread?.Join();
    }

    private void Read()
    {
        try
        {
            while (!cancel.IsCancellationRequested && free!.TryTake(out var chunk))
                if (!reader.Next(chunk) || !full!.Add(chunk))
                    break;
        }
        catch (Exception error)
        {
            failure = error; // thrown to the taker behind the chunks that were whole
        }

        full!.Close();
    }
}
