using System.Buffers.Binary;
using System.IO.Compression;

namespace Longwatch.Exchange.Genetics.Bam;

/// <summary>Writes BGZF: blocks of gzip with their length in an extra field, and the empty block that says the file is whole.</summary>
internal sealed class BgzfStream(Stream target) : IDisposable
{
    /// <summary>What htslib puts into a block: it never grows past 64 KiB by compression.</summary>
    private const int BlockSize = 65_280;

    private const int HeaderSize = 18;
    private const int TrailerSize = 8;

    private static readonly byte[] End = Convert.FromHexString("1f8b08040000000000ff0600424302001b0003000000000000000000");

    private readonly byte[] block = new byte[BlockSize];
    private int used;
    private long written;

    /// <summary>Where the next byte goes: the start of its block in the file, and its place in the block.</summary>
    internal ulong VirtualOffset
    {
        get
        {
            if (used == BlockSize)
                Flush();
            return unchecked((ulong)written << 16 | (uint)used);
        }
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (used == BlockSize)
                Flush();
            var count = Math.Min(bytes.Length, BlockSize - used);
            bytes[..count].CopyTo(block.AsSpan(used));
            used += count;
            bytes = bytes[count..];
        }
    }

    public void Dispose()
    {
        Flush();
        target.Write(End);
        target.Dispose();
    }

    private void Flush()
    {
        if (used == 0)
            return;
        using var deflated = new MemoryStream(BlockSize);
        deflated.Write(new byte[HeaderSize]);
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(block, 0, used);
        var size = checked((int)deflated.Length + TrailerSize);
        deflated.Write(new byte[TrailerSize]);
        var bytes = deflated.GetBuffer().AsSpan(0, size);
        ReadOnlySpan<byte> header = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, (byte)'B', (byte)'C', 2, 0];
        header.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], checked((ushort)(size - 1)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^8..], Crc32.Of(block.AsSpan(0, used)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[^4..], used);
        target.Write(bytes);
        written += size;
        used = 0;
    }

    /// <summary>The checksum of gzip: polynomial 0xEDB88320, a table of 256.</summary>
    private static class Crc32
    {
        private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

        internal static uint Of(ReadOnlySpan<byte> bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
                crc = crc >> 8 ^ Table[(crc ^ b) & 0xff];
            return ~crc;
        }

        private static uint Entry(uint value)
        {
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : value >> 1 ^ 0xEDB88320;
            return value;
        }
    }
}
