using Longwatch.Genomics.Text;

namespace Longwatch.Exchange.Faers;

/// <summary>Reads a stream up to a number of bytes; beyond it the file is not what it says, and reading ends with an exception.</summary>
internal sealed class GuardedStream(Stream inner, long most) : ReadOnlyStream
{
    private long done;

    /// <summary>What is closed with the stream.</summary>
    internal IDisposable? Also { get; init; }

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
