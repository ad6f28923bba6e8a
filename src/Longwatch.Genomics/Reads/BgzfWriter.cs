using System.Buffers.Binary;
using System.IO.Compression;

namespace Longwatch.Genomics.Reads;

/// <summary>Packs bytes into BGZF blocks.</summary>
internal sealed class BgzfWriter(Stream output)
{
    private const int MaxBlock = 65280;

    /// <summary>The empty block that marks the end of a BGZF file (SAM specification, section 4.1.2).</summary>
    private static ReadOnlySpan<byte> EndBlock =>
        [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, (byte)'B', (byte)'C', 2, 0, 0x1B, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly byte[] block = new byte[MaxBlock];
    private int used;

    public void WriteInt(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Write(bytes);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var taken = Math.Min(bytes.Length, MaxBlock - used);
            bytes[..taken].CopyTo(block.AsSpan(used));
            used += taken;
            bytes = bytes[taken..];
            if (used == MaxBlock)
                Flush();
        }
    }

    /// <summary>Writes what is left, and the end block.</summary>
    public void Finish()
    {
        Flush();
        output.Write(EndBlock);
    }

    private void Flush()
    {
        if (used == 0)
            return;
        // The platform's gzip has the same deflated data and trailer; only the header needs the length of the block.
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(block, 0, used);
        var packed = member.GetBuffer().AsSpan(10, (int)member.Length - 10);
        Span<byte> header = [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, (byte)'B', (byte)'C', 2, 0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], (ushort)(header.Length + packed.Length - 1));
        output.Write(header);
        output.Write(packed);
        used = 0;
    }
}
