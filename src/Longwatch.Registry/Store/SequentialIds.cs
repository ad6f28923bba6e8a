using System.Buffers.Binary;

namespace Longwatch.Registry.Store;

/// <summary>Version 7 UUIDs that ascend strictly, so that many rows made at once keep their order.</summary>
internal sealed class SequentialIds
{
    private readonly byte[] bytes = new byte[16];

    public SequentialIds()
    {
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[8] = 0x80; // the variant, and room to count up in
        bytes[9] = 0;
    }

    public Guid Next()
    {
        var tail = bytes.AsSpan(8);
        BinaryPrimitives.WriteUInt64BigEndian(tail, BinaryPrimitives.ReadUInt64BigEndian(tail) + 1);
        return new Guid(bytes, bigEndian: true);
    }
}
