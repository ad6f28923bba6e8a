using System.Runtime.InteropServices;

namespace Longwatch.Genomics.Reads.Native;

/// <summary>ISA-L (BSD-3): inflates gzip streams faster than any other library measured, and its CRC-32 uses the widest registers there are.</summary>
/// <remarks>
/// The state is a C structure without accessors. Its offsets here are those of igzip_lib.h from 2.19 to 2.31; they are tried at start on two
/// joined gzip members, in pieces, and the library is left aside when anything differs.
/// </remarks>
internal static unsafe partial class IsaL
{
    private const string Library = "libisal.so.2";
    private const int NextOut = 0;
    private const int AvailableOut = 8;
    private const int NextIn = 16;
    private const int AvailableIn = 32;
    private const int BlockState = 21160;
    private const int CrcFlag = 21172;
    private const uint GzipWithHeaderAndCheck = 1;
    private const uint Finished = 5;

    /// <summary>The structure has 87,368 bytes in 2.30; more is harmless.</summary>
    private const int StateBytes = 128 * 1024;

    /// <summary>True when the library is there and its state has the expected layout.</summary>
    public static bool IsAvailable { get; } = NativeTrial.Passes(Library, Inflates);

    [LibraryImport(Library, EntryPoint = "crc32_gzip_refl")]
    public static partial uint Crc32(uint start, byte* data, ulong length);

    [LibraryImport(Library, EntryPoint = "isal_inflate_init")]
    private static partial void Initialise(byte* state);

    [LibraryImport(Library, EntryPoint = "isal_inflate")]
    private static partial int Inflate(byte* state);

    /// <summary>What one step did.</summary>
    /// <param name="Taken">Bytes of input used up.</param>
    /// <param name="Given">Bytes of output written.</param>
    /// <param name="MemberEnded">The member is complete and its CRC-32 and length agree.</param>
    /// <param name="Error">0, or the library's code: −6 is a wrong check sum, the other negative ones broken data.</param>
    public readonly record struct Step(int Taken, int Given, bool MemberEnded, int Error);

    /// <summary>The state of one gzip stream. Not for use from two threads at once.</summary>
    public sealed class Stream : SafeHandle
    {
        public Stream()
            : base(0, ownsHandle: true)
        {
            SetHandle((nint)NativeMemory.AlignedAlloc(StateBytes, 64));
            NativeMemory.Clear((void*)handle, StateBytes);
            Restart();
        }

        public override bool IsInvalid => handle == 0;

        /// <summary>Expects the header of a member next.</summary>
        public void Restart()
        {
            var state = (byte*)handle;
            Initialise(state);
            *(uint*)(state + CrcFlag) = GzipWithHeaderAndCheck;
        }

        public Step Inflate(byte* input, int inputLength, byte* output, int outputLength)
        {
            var state = (byte*)handle;
            *(byte**)(state + NextIn) = input;
            *(uint*)(state + AvailableIn) = (uint)inputLength;
            *(byte**)(state + NextOut) = output;
            *(uint*)(state + AvailableOut) = (uint)outputLength;
            var error = IsaL.Inflate(state);
            return new(
                (int)(*(byte**)(state + NextIn) - input),
                (int)(*(byte**)(state + NextOut) - output),
                *(uint*)(state + BlockState) == Finished,
                Math.Min(error, 0)
            );
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree((void*)handle);
            return true;
        }
    }

    private static bool Inflates()
    {
        byte[] twice = [.. NativeTrial.GzipMember, .. NativeTrial.GzipMember];
        var output = stackalloc byte[2 * NativeTrial.PlainLength];
        using var stream = new Stream();
        int taken = 0,
            given = 0,
            members = 0;
        fixed (byte* data = twice)
        {
            // In pieces of 7 in and 5 out, so that a wrong offset cannot pass by luck.
            for (var steps = 0; steps < 100 && members < 2; steps++)
            {
                var step = stream.Inflate(
                    data + taken,
                    Math.Min(7, twice.Length - taken),
                    output + given,
                    Math.Min(5, (2 * NativeTrial.PlainLength) - given)
                );
                if (step.Error != 0 || step.Taken is < 0 or > 7 || step.Given is < 0 or > 5)
                    return false;
                taken += step.Taken;
                given += step.Given;
                if (!step.MemberEnded)
                    continue;
                members++;
                stream.Restart();
            }
        }

        byte[] plainTwice = [.. NativeTrial.Plain, .. NativeTrial.Plain];
        fixed (byte* plain = plainTwice)
        {
            return members == 2
                && taken == twice.Length
                && new ReadOnlySpan<byte>(output, given).SequenceEqual(plainTwice)
                && Crc32(0, plain, NativeTrial.PlainLength) == NativeTrial.PlainCrc32;
        }
    }
}
