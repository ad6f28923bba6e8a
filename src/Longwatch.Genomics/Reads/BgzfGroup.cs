namespace Longwatch.Genomics.Reads;

/// <summary>A run of BGZF blocks: as read, and inflated. Reused for many runs.</summary>
internal sealed unsafe class BgzfGroup
{
    /// <summary>Fits the second-level cache of common processors, so that records are walked while they are in it.</summary>
    public const int MaxBlocks = 8;
    public const int MaxBlockLength = 65536;
    private const int DefaultHeadroom = 65536;

    private readonly int[] packedStart = new int[MaxBlocks + 1];
    private readonly int[] headerLength = new int[MaxBlocks];
    private readonly int[] rawStart = new int[MaxBlocks + 1];

    /// <summary>Compressed bytes; pinned, so that native code may read them.</summary>
    public byte[] Packed { get; } = GC.AllocateUninitializedArray<byte>((MaxBlocks + 1) * MaxBlockLength, pinned: true);

    /// <summary>Inflated bytes, with room before them for what the previous group left over.</summary>
    public byte[] Raw { get; private set; } =
        GC.AllocateUninitializedArray<byte>(DefaultHeadroom + (MaxBlocks * MaxBlockLength) + 64, pinned: true);

    public int Headroom { get; private set; } = DefaultHeadroom;

    /// <summary>Number of the group in its file, from 0.</summary>
    public long Number { get; set; }

    /// <summary>Offset in the file of the first block.</summary>
    public long FileOffset { get; set; }

    /// <summary>True for the last group of the file.</summary>
    public bool IsLast { get; set; }

    public int Blocks { get; private set; }

    /// <summary>Inflated bytes that the blocks state.</summary>
    public int RawLength => rawStart[Blocks];

    public void Clear() => Blocks = 0;

    public void Add(int start, int length, int header, int inflated)
    {
        packedStart[Blocks] = start;
        headerLength[Blocks] = header;
        rawStart[Blocks + 1] = rawStart[Blocks] + inflated;
        packedStart[++Blocks] = start + length;
    }

    /// <summary>Inflates all blocks and checks their CRC-32.</summary>
    /// <exception cref="UnreadableInputException">A block is broken; names its byte offset.</exception>
    public void Inflate(BlockInflater inflater, string file)
    {
        fixed (
            byte* packed = Packed,
                raw = Raw
        )
        {
            for (var i = 0; i < Blocks; i++)
            {
                var length = rawStart[i + 1] - rawStart[i];
                if (length == 0)
                    continue;
                var wrong = inflater.Inflate(
                    packed + packedStart[i],
                    packedStart[i + 1] - packedStart[i],
                    headerLength[i],
                    raw + Headroom + rawStart[i],
                    length
                );
                if (wrong is not null)
                    throw new UnreadableInputException(
                        file,
                        $"byte offset {FileOffset + packedStart[i]}",
                        $"the BGZF block is broken: {wrong}. The file was damaged on its way; copy it again"
                    );
            }
        }
    }

    /// <summary>Puts bytes directly before the inflated ones.</summary>
    public void Prepend(ReadOnlySpan<byte> carried)
    {
        if (carried.Length > Headroom)
        {
            var larger = carried.Length + (carried.Length / 4);
            var raw = GC.AllocateUninitializedArray<byte>(larger + (MaxBlocks * MaxBlockLength) + 64, pinned: true);
            Raw.AsSpan(Headroom, RawLength).CopyTo(raw.AsSpan(larger));
            (Raw, Headroom) = (raw, larger);
        }

        carried.CopyTo(Raw.AsSpan(Headroom - carried.Length));
    }

    /// <summary>Offset in the file of the block that holds an inflated byte; before the group's start for carried bytes.</summary>
    public long BlockOffset(int rawIndex)
    {
        var within = rawIndex - Headroom;
        for (var i = Blocks - 1; i >= 0; i--)
            if (within >= rawStart[i])
                return FileOffset + packedStart[i];
        return FileOffset;
    }
}
