using System.Buffers.Binary;

namespace Longwatch.Genomics.Reads;

/// <summary>Cuts a BGZF file into groups of blocks without inflating them. Not for use from two threads at once: callers take turns.</summary>
internal sealed class BgzfReader(ByteSource source)
{
    /// <summary>Compressed bytes asked for at once.</summary>
    private const int Portion = 160 * 1024;
    private const int FixedHeader = 12;
    private const int Trailer = 8;

    private readonly byte[] rest = new byte[(BgzfGroup.MaxBlocks + 1) * BgzfGroup.MaxBlockLength];
    private int restLength;
    private long restOffset;
    private bool ended;
    private bool lastBlockWasEmpty;
    private long groups;

    /// <summary>The file ended inside a block, or without the empty block that marks its end.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Offset behind the last whole block.</summary>
    public long EndOffset => restOffset;

    public string Name => source.Name;

    /// <summary>Goes on from the block that begins there.</summary>
    public void Seek(long offset)
    {
        source.Seek(offset);
        (restLength, restOffset, ended) = (0, offset, false);
    }

    /// <summary>Reads the next group.</summary>
    /// <returns>False when the last group was given already.</returns>
    /// <exception cref="UnreadableInputException">Something that is no BGZF block; names the byte offset.</exception>
    public bool Next(BgzfGroup group)
    {
        if (ended)
            return false;
        group.Clear();
        group.Number = groups++;
        group.FileOffset = restOffset;
        var packed = group.Packed;
        var have = restLength;
        rest.AsSpan(0, have).CopyTo(packed);
        if (have < Portion)
            have += source.Read(packed.AsSpan(have, Portion - have));
        var atEnd = have < Portion;

        var used = 0;
        while (group.Blocks < BgzfGroup.MaxBlocks)
        {
            var left = packed.AsSpan(used, have - used);
            var length = left.Length < FixedHeader + 6 ? 0 : BlockLength(left, restOffset + used);
            if (length == 0 || length > left.Length)
            {
                if (atEnd)
                {
                    IsTruncated |= left.Length > 0;
                    break;
                }

                // A block may be longer than what was asked for: read on until it is whole.
                if (group.Blocks > 0)
                    break;
                var more = source.Read(packed.AsSpan(have, Math.Min(BgzfGroup.MaxBlockLength, packed.Length - have)));
                have += more;
                atEnd = more == 0;
                continue;
            }

            var inflated = BinaryPrimitives.ReadUInt32LittleEndian(left[(length - 4)..]);
            if (inflated > BgzfGroup.MaxBlockLength)
                throw Broken(restOffset + used, $"it states {inflated} inflated bytes, and a block holds at most 65536");
            lastBlockWasEmpty = inflated == 0;
            group.Add(used, length, FixedHeader + BinaryPrimitives.ReadUInt16LittleEndian(left[10..]), (int)inflated);
            used += length;
        }

        restLength = have - used;
        packed.AsSpan(used, restLength).CopyTo(rest);
        restOffset += used;
        ended = atEnd && (IsTruncated || used == have);
        if (ended)
            IsTruncated |= !lastBlockWasEmpty;
        group.IsLast = ended;
        return true;
    }

    private int BlockLength(ReadOnlySpan<byte> block, long offset)
    {
        if (block[0] != 0x1F || block[1] != 0x8B || block[2] != 8 || block[3] != 4)
            throw Broken(offset, "its first bytes are not 1f 8b 08 04. The file was damaged, or something was appended to it");
        var extra = BinaryPrimitives.ReadUInt16LittleEndian(block[10..]);
        if (FixedHeader + extra + Trailer > BgzfGroup.MaxBlockLength)
            throw Broken(offset, $"it states {extra} bytes of extra fields, more than a block may have");
        var fields = block.Slice(FixedHeader, Math.Min(extra, block.Length - FixedHeader));
        while (fields.Length >= 6)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]);
            if (fields[0] == 'B' && fields[1] == 'C' && size == 2)
            {
                var length = BinaryPrimitives.ReadUInt16LittleEndian(fields[4..]) + 1;
                return length >= FixedHeader + extra + Trailer + 1
                    ? length
                    : throw Broken(offset, $"it states a length of {length} bytes, less than its own header");
            }

            if (fields.Length < 4 + size)
                break;
            fields = fields[(4 + size)..];
        }

        if (FixedHeader + extra > block.Length)
            return 0; // the field may lie in what has not been read yet
        throw Broken(offset, "it has no BC field with its length");
    }

    private UnreadableInputException Broken(long offset, string why) =>
        new(source.Name, $"byte offset {offset}", $"a BGZF block was expected: {why}");
}
