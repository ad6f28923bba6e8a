using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Longwatch.Genomics.Text;

/// <summary>What the members of a gzip file hold. A file that was cut short throws <see cref="InvalidDataException"/> at its end instead of ending like a whole one.</summary>
internal sealed class WholeGzip(Stream file) : Stream
{
    private static readonly byte[] Seal = Encoding.ASCII.GetBytes(SealedGzip.Seal);

    private readonly GZipStream inner = new(new SealedGzip(file), CompressionMode.Decompress);
    private readonly byte[] held = new byte[Seal.Length]; // the last bytes read: the seal, or not
    private int filled;
    private bool ended;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (!ended && !buffer.IsEmpty)
        {
            if (filled < held.Length)
            {
                var first = inner.Read(held.AsSpan(filled));
                if (first == 0)
                    break;
                filled += first;
                continue;
            }
            var read = inner.Read(buffer);
            if (read == 0)
                break;
            // give out the oldest bytes and hold back as many as the seal has
            var all = ArrayPool<byte>.Shared.Rent(held.Length + read);
            held.CopyTo(all, 0);
            buffer[..read].CopyTo(all.AsSpan(held.Length));
            all.AsSpan(0, read).CopyTo(buffer);
            all.AsSpan(read, held.Length).CopyTo(held);
            ArrayPool<byte>.Shared.Return(all);
            return read;
        }
        if (buffer.IsEmpty || ended)
            return 0;
        ended = true;
        return filled == held.Length && held.AsSpan().SequenceEqual(Seal)
            ? 0
            : throw new InvalidDataException("the last member has no end");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
