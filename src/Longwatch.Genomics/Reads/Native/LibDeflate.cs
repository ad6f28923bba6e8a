using System.Runtime.InteropServices;

namespace Longwatch.Genomics.Reads.Native;

/// <summary>libdeflate (MIT): inflates blocks whose size is known beforehand.</summary>
internal static unsafe partial class LibDeflate
{
    private const string Library = "libdeflate.so.0";

    /// <summary>True when the library is there and inflates a known block.</summary>
    public static bool IsAvailable { get; } = NativeTrial.Passes(Library, Inflates);

    [LibraryImport(Library, EntryPoint = "libdeflate_alloc_decompressor")]
    public static partial nint AllocateDecompressor();

    [LibraryImport(Library, EntryPoint = "libdeflate_free_decompressor")]
    public static partial void FreeDecompressor(nint decompressor);

    /// <summary>0 when the data filled the output exactly (with a null <paramref name="written"/>).</summary>
    [LibraryImport(Library, EntryPoint = "libdeflate_deflate_decompress")]
    public static partial int Inflate(nint decompressor, byte* data, nuint length, byte* output, nuint outputLength, nuint* written);

    [LibraryImport(Library, EntryPoint = "libdeflate_crc32")]
    public static partial uint Crc32(uint start, byte* data, nuint length);

    private static bool Inflates()
    {
        var output = stackalloc byte[NativeTrial.PlainLength];
        using var decompressor = new DecompressorHandle();
        fixed (byte* data = NativeTrial.GzipMember)
        {
            var payload = data + NativeTrial.GzipHeaderLength;
            var length = (nuint)(NativeTrial.GzipMember.Length - NativeTrial.GzipHeaderLength - 8);
            return Inflate(decompressor.DangerousGetHandle(), payload, length, output, NativeTrial.PlainLength, null) == 0
                && new ReadOnlySpan<byte>(output, NativeTrial.PlainLength).SequenceEqual(NativeTrial.Plain)
                && Crc32(0, output, NativeTrial.PlainLength) == NativeTrial.PlainCrc32;
        }
    }
}

/// <summary>Owns one libdeflate decompressor. Not for use from two threads at once.</summary>
internal sealed class DecompressorHandle : SafeHandle
{
    public DecompressorHandle()
        : base(0, ownsHandle: true) => SetHandle(LibDeflate.AllocateDecompressor());

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibDeflate.FreeDecompressor(handle);
        return true;
    }
}
