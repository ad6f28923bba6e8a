namespace Longwatch.Exchange.Faers;

/// <summary>Reads a stream up to a number of bytes; beyond it the file is not what it says, and reading ends with an exception.</summary>
internal sealed class GuardedStream(Stream inner, long most) : Stream
{
    private long done;

    /// <summary>What is closed with the stream.</summary>
    internal IDisposable? Also { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => done;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        done += read;
        return done <= most
            ? read
            : throw new InvalidDataException(
                FormattableString.Invariant($"more than {most} bytes after unpacking, which no FAERS table has")
            );
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            Also?.Dispose();
        }

        base.Dispose(disposing);
    }
}
