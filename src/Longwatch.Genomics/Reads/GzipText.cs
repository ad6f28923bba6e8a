using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Reads;

/// <summary>Text in gzip, inflated by the platform: where ISA-L is absent.</summary>
internal sealed class GzipText : TextSource
{
    private readonly WholeGzip inflated;

    public GzipText(ByteSource source)
        : base(source) => inflated = new(new SourceStream(source), refusesCut: false);

    public override int Read(byte[] into, int at, int room)
    {
        try
        {
            var given = inflated.Read(into.AsSpan(at, room));
            IsTruncated = inflated.IsCut;
            return given;
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableInputException(
                Name,
                $"byte offset {Source.Position}",
                $"at or before this place the deflated data are broken or their CRC-32 differs ({error.Message}); copy the file again"
            );
        }
    }

    public override void Dispose()
    {
        inflated.Dispose();
        base.Dispose();
    }

    private sealed class SourceStream(ByteSource source) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => source.Read(buffer);
    }
}
