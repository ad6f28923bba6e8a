using System.Buffers;
using System.Security.Cryptography;

namespace Longwatch.Exchange.Faers;

/// <summary>Cuts a stream into blocks of whole records, has them parsed side by side, and hands the results on in the order of the file.</summary>
/// <remarks>What comes out does not depend on the number of threads: blocks are cut by size alone.</remarks>
internal sealed class Blocks : IDisposable
{
    /// <summary>With this byte DOS ends a text; old programs fill the last block of a file with it.</summary>
    internal const byte EndMark = 0x1A;

    private readonly Stream stream;
    private readonly FaersLimits limits;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task hashed = Task.CompletedTask;
    private byte[] tail = [];
    private bool eof;
    private byte last = (byte)'\n';

    internal Blocks(Stream stream, FaersLimits limits) => (this.stream, this.limits) = (stream, limits);

    /// <summary>Bytes after unpacking.</summary>
    internal long Position { get; private set; }

    /// <summary>Bytes of the blocks that were handed on.</summary>
    internal long Merged { get; private set; }

    /// <summary>What was read so far does not end with a line end; end marks are not counted.</summary>
    internal bool EndsInLine => last != (byte)'\n';

    /// <summary>The first line, without its end; null when the stream is empty. Call once, before the blocks.</summary>
    /// <exception cref="InvalidDataException">The line is longer than the limit.</exception>
    internal byte[]? FirstLine()
    {
        var head = new byte[Math.Min(limits.BlockBytes, 1 << 16)];
        var used = 0;
        while (true)
        {
            var end = head.AsSpan(0, used).IndexOf((byte)'\n');
            if (end >= 0 || eof)
            {
                tail = end >= 0 ? head[(end + 1)..used] : [];
                if (end >= 0)
                    return head[..end];
                var only = head.AsSpan(0, used).TrimEnd(EndMark);
                return only.IsEmpty ? null : only.ToArray();
            }

            if (used == head.Length)
                Array.Resize(ref head, 2 * used);
            if (used > limits.LineBytes)
                throw TooLong(1);
            var read = Fill(head.AsSpan(used));
            hash.AppendData(head.AsSpan(used, read));
            used += read;
        }
    }

    /// <summary>Parses all that is left.</summary>
    /// <param name="parse">Called from several threads.</param>
    /// <param name="merge">Called from this thread, in the order of the file.</param>
    internal void Run<T>(Func<ReadOnlyMemory<byte>, T> parse, Action<T> merge, CancellationToken cancellation)
    {
        var depth = Environment.ProcessorCount + 1;
        var running = new Queue<(Task<T> Parsed, int Bytes)>();
        void Next()
        {
            var (parsed, bytes) = running.Dequeue();
            Merged += bytes;
            merge(parsed.GetAwaiter().GetResult());
        }

        try
        {
            while (Take() is { Buffer: var buffer, Length: var length } cut)
            {
                cancellation.ThrowIfCancellationRequested();
                // One block after the other, as the file has them, but beside reading and parsing.
                var turn = hashed = hashed.ContinueWith(_ => hash.AppendData(cut.Fresh), TaskScheduler.Default);
                var parsed = Task.Run(
                    async () =>
                    {
                        var result = parse(buffer.AsMemory(0, length));
                        await turn.ConfigureAwait(false);
                        ArrayPool<byte>.Shared.Return(buffer);
                        return result;
                    },
                    cancellation
                );
                running.Enqueue((parsed, length));
                if (running.Count > depth)
                    Next();
            }

            while (running.Count > 0)
                Next();
        }
        finally
        {
            Task.WaitAll([.. running.Select(r => r.Parsed.ContinueWith(static _ => { }, TaskScheduler.Default))], CancellationToken.None);
        }
    }

    internal byte[] Hash()
    {
        hashed.Wait(CancellationToken.None);
        return hash.GetCurrentHash();
    }

    public void Dispose()
    {
        hashed.Wait(CancellationToken.None);
        hash.Dispose();
        stream.Dispose();
    }

    /// <summary>A block of whole records.</summary>
    /// <param name="Read">Bytes of the buffer that were read for it, those behind the block included.</param>
    private sealed record Cut(byte[] Buffer, int Length, Range Read)
    {
        internal ReadOnlySpan<byte> Fresh => Buffer.AsSpan(Read);
    }

    private Cut? Take()
    {
        if (eof && tail.Length == 0)
            return null;
        // From one file to the next the same buffers: memory not touched before is dear.
        var buffer = ArrayPool<byte>.Shared.Rent(limits.BlockBytes + Math.Max(tail.Length, 1 << 16));
        tail.CopyTo(buffer, 0);
        var (old, used, wanted) = (tail.Length, tail.Length, limits.BlockBytes);
        while (true)
        {
            while (!eof && used < wanted)
                used += Fill(buffer.AsSpan(used, Math.Min(buffer.Length, wanted) - used));
            if (eof)
            {
                tail = [];
                return used == 0 ? null : new(buffer, used, old..used);
            }

            var cut = LastRecord(buffer.AsSpan(0, used));
            if (cut > 0)
            {
                tail = buffer[cut..used];
                return new(buffer, cut, old..used);
            }

            if (used > limits.LineBytes)
                throw TooLong(0);
            wanted = 2 * Math.Max(used, 1);
            if (buffer.Length >= wanted)
                continue;
            // The pool takes back what it lent, nothing of another length.
            var larger = ArrayPool<byte>.Shared.Rent(wanted);
            buffer.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    /// <summary>Where the last line that begins with a digit begins: a line that does not may be the rest of a broken record.</summary>
    private int LastRecord(ReadOnlySpan<byte> block)
    {
        var from = block.Length;
        for (var end = block.LastIndexOf((byte)'\n'); end >= 0; end = block[..end].LastIndexOf((byte)'\n'))
        {
            if (block.Length - end > limits.LineBytes)
                return from == block.Length ? -1 : from;
            from = end + 1;
            if (from < block.Length && block[from] is >= (byte)'0' and <= (byte)'9')
                return from;
        }

        return from == block.Length ? -1 : from;
    }

    private int Fill(Span<byte> into)
    {
        var read = stream.Read(into);
        eof |= read == 0;
        if (into[..read].TrimEnd(EndMark) is [.., var end])
            last = end;
        Position += read;
        return read;
    }

    private InvalidDataException TooLong(int line) =>
        new(
            FormattableString.Invariant(
                $"a line of more than {limits.LineBytes} bytes{(line > 0 ? $" (line {line})" : $" before byte {Position}")}"
            )
        );
}
