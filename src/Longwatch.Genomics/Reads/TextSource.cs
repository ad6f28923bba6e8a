using Longwatch.Genomics.Reads.Native;

namespace Longwatch.Genomics.Reads;

/// <summary>The inflated bytes of a text input (FASTQ, SAM).</summary>
internal abstract class TextSource(ByteSource source) : IDisposable
{
    protected ByteSource Source { get; } = source;

    public string Name => Source.Name;

    /// <summary>Bytes of the file read so far.</summary>
    public virtual long Position => Source.Position;

    /// <summary>The compressed data ended too early.</summary>
    public virtual bool IsTruncated { get; protected set; }

    public static TextSource Open(ByteSource source, Packing packing) =>
        packing switch
        {
            Packing.None => new PlainText(source),
            Packing.Bgzf => new BgzfText(source),
            _ when IsaL.IsAvailable => new IsaLText(source),
            _ => new GzipText(source),
        };

    /// <summary>Up to <paramref name="room"/> bytes; 0 at the end.</summary>
    public abstract int Read(byte[] into, int at, int room);

    public virtual void Dispose() => Source.Dispose();
}

/// <summary>Text that is not compressed.</summary>
internal sealed class PlainText(ByteSource source) : TextSource(source)
{
    public override int Read(byte[] into, int at, int room) => Source.Read(into.AsSpan(at, room));
}

/// <summary>Text in BGZF, inflated block by block.</summary>
internal sealed class BgzfText(ByteSource source) : TextSource(source)
{
    private readonly BgzfReader reader = new(source);
    private readonly BgzfGroup group = new();
    private readonly BlockInflater inflater = new();
    private int taken;
    private int length;

    public override bool IsTruncated => reader.IsTruncated;

    public override int Read(byte[] into, int at, int room)
    {
        while (taken == length)
        {
            if (!reader.Next(group))
                return 0;
            group.Inflate(inflater, Name);
            (taken, length) = (0, group.RawLength);
        }

        var given = Math.Min(room, length - taken);
        group.Raw.AsSpan(group.Headroom + taken, given).CopyTo(into.AsSpan(at));
        taken += given;
        return given;
    }

    public override void Dispose()
    {
        inflater.Dispose();
        base.Dispose();
    }
}

/// <summary>Text in gzip of one or more members, inflated by ISA-L with every check sum verified.</summary>
internal sealed class IsaLText(ByteSource source) : TextSource(source)
{
    private const int Portion = 128 * 1024;
    private readonly IsaL.Stream stream = new();
    private readonly byte[] packed = GC.AllocateUninitializedArray<byte>(Portion, pinned: true);
    private int taken;
    private int length;
    private bool inMember = true;
    private bool ended;

    /// <summary>Inflates up to <paramref name="room"/> bytes; 0 at the end.</summary>
    /// <param name="into">Pinned.</param>
    public override unsafe int Read(byte[] into, int at, int room)
    {
        fixed (
            byte* input = packed,
                output = into
        )
        {
            while (!ended)
            {
                if (taken == length)
                    (taken, length) = (0, Source.Read(packed));
                if (!inMember && !BeginsMember())
                    break;
                var atEnd = length == 0;
                var step = stream.Inflate(input + taken, length - taken, output + at, room);
                taken += step.Taken;
                if (step.Error != 0)
                    throw Broken(step.Error);
                if (step.MemberEnded)
                {
                    inMember = false;
                    stream.Restart();
                }
                else if (atEnd && step.Given == 0)
                {
                    IsTruncated = true;
                    ended = true;
                }

                if (step.Given > 0)
                    return step.Given;
            }

            return 0;
        }
    }

    public override void Dispose()
    {
        stream.Dispose();
        base.Dispose();
    }

    /// <summary>Another member, the end, or zero bytes as tape blocks are filled with.</summary>
    private bool BeginsMember()
    {
        while (length > 0)
        {
            var zeros = packed.AsSpan(taken, length - taken).IndexOfAnyExcept((byte)0);
            taken = zeros < 0 ? length : taken + zeros;
            if (taken < length)
                break;
            (taken, length) = (0, Source.Read(packed));
        }

        if (taken == length)
        {
            ended = true;
            return false;
        }

        if (packed[taken] != 0x1F)
            throw new UnreadableInputException(
                Name,
                $"byte offset {Source.Position - length + taken}",
                "a gzip member ended here, and what follows is not another; the file was damaged, or something was appended to it"
            );
        inMember = true;
        return true;
    }

    private UnreadableInputException Broken(int error)
    {
        var what = error == -6 ? "the CRC-32 or the length of the member is not the stated one" : "the deflated data are broken";
        return new(
            Name,
            $"byte offset {Source.Position - length + taken}",
            $"at or before this place {what}. The file was damaged on its way; copy it again"
        );
    }
}
