using System.IO.Compression;
using Longwatch.Genomics.Reads.Native;

namespace Longwatch.Genomics.Reads;

/// <summary>Text in gzip, inflated by the platform: where ISA-L is absent.</summary>
/// <remarks>
/// The platform ends without a word when its input is cut. So a member with known text is put behind the input: it comes out at the end when the input
/// was whole, and else it does not.
/// </remarks>
internal sealed class GzipText : TextSource
{
    private const int Portion = 64 * 1024;
    private readonly SourceStream packed;
    private readonly GZipStream stream;
    private readonly byte[] held = new byte[Portion];
    private int heldLength;
    private bool ended;

    public GzipText(ByteSource source)
        : base(source)
    {
        packed = new(source);
        stream = new(packed, CompressionMode.Decompress);
    }

    public override int Read(byte[] into, int at, int room)
    {
        while (!ended && heldLength <= NativeTrial.PlainLength)
            Fill();
        if (ended && heldLength == 0)
            return 0;
        var given = Math.Min(room, ended ? heldLength : heldLength - NativeTrial.PlainLength);
        held.AsSpan(0, given).CopyTo(into.AsSpan(at));
        heldLength -= given;
        held.AsSpan(given, heldLength).CopyTo(held);
        return given;
    }

    public override void Dispose()
    {
        stream.Dispose();
        base.Dispose();
    }

    private void Fill()
    {
        try
        {
            var got = stream.Read(held, heldLength, held.Length - heldLength);
            heldLength += got;
            if (got > 0)
                return;
        }
        catch (InvalidDataException) when (packed.IsPastInput)
        {
            // What was put behind the input was taken for a part of it.
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableInputException(
                Name,
                $"byte offset {Source.Position}",
                $"at or before this place the deflated data are broken or their CRC-32 differs ({error.Message}); copy the file again"
            );
        }

        ended = true;
        IsTruncated = !held.AsSpan(0, heldLength).EndsWith(NativeTrial.Plain);
        if (!IsTruncated)
            heldLength -= NativeTrial.PlainLength;
    }

    /// <summary>The input, and behind it a member with known text.</summary>
    private sealed class SourceStream(ByteSource source) : Stream
    {
        private int taken;

        /// <summary>All of the input and a part of what is behind it were taken.</summary>
        public bool IsPastInput => taken > 0;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var got = taken == 0 ? source.Read(buffer) : 0;
            if (got > 0)
                return got;
            var behind = NativeTrial.GzipMember[taken..];
            got = Math.Min(behind.Length, buffer.Length);
            behind[..got].CopyTo(buffer);
            taken += got;
            return got;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
