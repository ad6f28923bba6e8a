using System.Runtime.InteropServices;

namespace Longwatch.Genomics.Reads.Native;

/// <summary>Tries a native library before it is trusted: it must be there and give the known answer for a known input.</summary>
internal static class NativeTrial
{
    public const int GzipHeaderLength = 10;
    public const int PlainLength = 33;

    /// <summary>CRC-32 of <see cref="Plain"/>, as Python's zlib.crc32 gives it.</summary>
    public const uint PlainCrc32 = 3395813759;

    public static ReadOnlySpan<byte> Plain => "ACGTACGTTTGACCAGATTACAGATTACAACGT"u8;

    /// <summary><see cref="Plain"/> as Python's gzip writes it, without name and time.</summary>
    public static ReadOnlySpan<byte> GzipMember =>
        [
            0x1F,
            0x8B,
            0x08,
            0x00,
            0x00,
            0x00,
            0x00,
            0x00,
            0x02,
            0xFF,
            0x73,
            0x74,
            0x76,
            0x0F,
            0x71,
            0x04,
            0xE2,
            0x90,
            0x10,
            0x77,
            0x47,
            0x67,
            0x67,
            0x47,
            0x77,
            0xC7,
            0x10,
            0x20,
            0x17,
            0x46,
            0x81,
            0x24,
            0x00,
            0x7F,
            0x01,
            0x68,
            0xCA,
            0x21,
            0x00,
            0x00,
            0x00,
        ];

    /// <summary>LONGWATCH_NATIVE=none leaves all native libraries aside, to try what replaces them.</summary>
    private static bool Forbidden { get; } = Environment.GetEnvironmentVariable("LONGWATCH_NATIVE") == "none";

    public static bool Passes(string library, Func<bool> trial)
    {
        if (Forbidden || !NativeLibrary.TryLoad(library, typeof(NativeTrial).Assembly, null, out _))
            return false;
        try
        {
            return trial();
        }
        catch (EntryPointNotFoundException)
        {
            return false; // another version of the library
        }
    }
}
