using System.IO.Compression;
using System.Text;

namespace Longwatch.Genomics.Text;

/// <summary>What the members of a gzip file hold, and whether the file is whole.</summary>
/// <remarks>
/// The platform's decompressor ends a file that was cut in the middle of a member without a word. So one more member, the seal, is put behind
/// the file: it comes out at the end exactly when the file is whole.
/// </remarks>
internal sealed class WholeGzip : ReadOnlyStream
{
    private const int Portion = 64 * 1024;
    private static readonly byte[] Seal = Encoding.ASCII.GetBytes("\u0001the gzip file was read to its end\u0001");
    private static readonly byte[] SealMember = Pack();

    private readonly bool refusesCut;
    private readonly SealedFile packed;
    private readonly GZipStream inner;
    private readonly byte[] held = new byte[Portion]; // what was unpacked and not given out; its end may be the seal
    private int start;
    private int end;
    private bool ended;

    /// <summary>Opens a file from where it stands.</summary>
    /// <param name="refusesCut">A cut file throws <see cref="InvalidDataException"/> at its end; else what it holds is given out and <see cref="IsCut"/> is set.</param>
    public WholeGzip(Stream file, bool refusesCut = true)
    {
        this.refusesCut = refusesCut;
        packed = new(file);
        inner = new(packed, CompressionMode.Decompress);
    }

    /// <summary>Known at the end: the file stops in the middle of a member.</summary>
    public bool IsCut { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        while (!ended && end - start <= Seal.Length)
            Fill();
        var given = Math.Min(buffer.Length, end - start - (ended ? 0 : Seal.Length));
        held.AsSpan(start, given).CopyTo(buffer);
        start += given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        held.AsSpan(start, end - start).CopyTo(held);
        (start, end) = (0, end - start);
        var read = 0;
        try
        {
            read = inner.Read(held, end, held.Length - end);
        }
        catch (InvalidDataException) when (packed.IsPastFile)
        {
            // the seal was taken for the rest of a member that was cut
        }
        end += read;
        if (read > 0)
            return;
        ended = true;
        IsCut = !held.AsSpan(0, end).EndsWith(Seal);
        if (IsCut && refusesCut)
            throw new InvalidDataException("the last member has no end");
        if (!IsCut)
            end -= Seal.Length;
    }

    private static byte[] Pack()
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
            gzip.Write(Seal);
        return member.ToArray();
    }

    /// <summary>The file, and behind it the seal.</summary>
    private sealed class SealedFile(Stream file) : ReadOnlyStream
    {
        private int taken;

        public bool IsPastFile => taken > 0;

        public override int Read(Span<byte> buffer)
        {
            var read = taken == 0 ? file.Read(buffer) : 0;
            if (read > 0 || buffer.IsEmpty)
                return read;
            var part = SealMember.AsSpan(taken, Math.Min(buffer.Length, SealMember.Length - taken));
            part.CopyTo(buffer);
            taken += part.Length;
            return part.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
