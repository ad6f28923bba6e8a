using System.IO.Compression;
using System.Text;

namespace Longwatch.Genomics.Text;

/// <summary>
/// The bytes of a gzip file followed by one more member that unpacks to <see cref="Seal"/>. The platform's decompressor ends a file that was cut
/// in the middle of a member without a word; with the seal, a text is whole exactly when its end is the seal.
/// </summary>
internal sealed class SealedGzip(Stream file) : Stream
{
    /// <summary>Ends every text that was unpacked to its end; no line ending in it, so that it stays in one line.</summary>
    public const string Seal = "\u0001the gzip file was read to its end\u0001";

    private static readonly byte[] Member = Pack();
    private int sealAt;

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
        var read = file.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
            return read;
        var part = Member.AsSpan(sealAt, Math.Min(buffer.Length, Member.Length - sealAt));
        part.CopyTo(buffer);
        sealAt += part.Length;
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.ASCII.GetBytes(Seal));
        return packed.ToArray();
    }
}
