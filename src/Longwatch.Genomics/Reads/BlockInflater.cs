using System.IO.Compression;
using Longwatch.Genomics.Reads.Native;

namespace Longwatch.Genomics.Reads;

/// <summary>Inflates one BGZF block and checks its CRC-32 and length: by libdeflate, or by the platform where that is absent. One per thread.</summary>
internal sealed unsafe class BlockInflater : IDisposable
{
    private readonly DecompressorHandle? decompressor = LibDeflate.IsAvailable ? new() : null;

    /// <summary>Inflates one block.</summary>
    /// <param name="block">The whole block: header, data, CRC-32 and length.</param>
    /// <param name="headerLength">Bytes before the deflated data.</param>
    /// <param name="output">Room for <paramref name="outputLength"/> bytes, the length that the block states.</param>
    /// <returns>Null, or what is wrong.</returns>
    public string? Inflate(byte* block, int blockLength, int headerLength, byte* output, int outputLength)
    {
        if (decompressor is null)
            return InflateByPlatform(block, blockLength, output, outputLength);
        var length = (nuint)(blockLength - headerLength - 8);
        if (LibDeflate.Inflate(decompressor.DangerousGetHandle(), block + headerLength, length, output, (nuint)outputLength, null) != 0)
            return "its deflated data are broken";
        var stated = *(uint*)(block + blockLength - 8);
        var actual = IsaL.IsAvailable ? IsaL.Crc32(0, output, (ulong)outputLength) : LibDeflate.Crc32(0, output, (nuint)outputLength);
        return stated == actual ? null : $"its CRC-32 is {actual:x8}, and {stated:x8} was expected";
    }

    public void Dispose() => decompressor?.Dispose();

    private static string? InflateByPlatform(byte* block, int blockLength, byte* output, int outputLength)
    {
        // A block is a complete gzip member, so the platform checks its CRC-32 and length.
        using var gzip = new GZipStream(new UnmanagedMemoryStream(block, blockLength), CompressionMode.Decompress);
        try
        {
            var span = new Span<byte>(output, outputLength);
            var got = gzip.ReadAtLeast(span, outputLength, throwOnEndOfStream: false);
            return got == outputLength && gzip.ReadByte() < 0 ? null : "its length is not the one it states";
        }
        catch (InvalidDataException)
        {
            return "its deflated data are broken or their CRC-32 differs";
        }
    }
}
