using System.Buffers.Binary;
using System.Text;
using Longwatch.Genomics.Reads;

namespace Longwatch.Exchange.Genetics.Bam;

/// <summary>One alignment line. <c>Contig</c> and <c>Mate</c> are -1 where there is no place.</summary>
internal sealed record BamRecord(
    int Contig,
    long Position,
    SamFlag Flags,
    byte MappingQuality,
    string Cigar,
    string Name,
    int MateContig,
    long MatePosition,
    byte[] Bases,
    byte[] Qualities,
    string Tags
)
{
    private const int FixedSize = 32;
    private const int LongestName = 254;
    private static ReadOnlySpan<byte> Operations => "MIDNSHP=X"u8;

    internal long End => Position + Math.Max(1, Cigars.Span(Cigar));

    /// <summary>As BAM has it, with its length in front. Section 4.2 of the SAM specification.</summary>
    internal byte[] Bytes()
    {
        var name = Printable(Name);
        var cigar = Cigars.Parts(Cigar).ToArray();
        var tags = Encoding.UTF8.GetBytes(Tags);
        var size = FixedSize + name.Length + 1 + (4 * cigar.Length) + ((Bases.Length + 1) / 2) + Bases.Length + tags.Length;
        var bytes = new byte[4 + size];
        var at = bytes.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(at, size);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], Contig);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], Contig < 0 ? -1 : (int)Position);
        at[12] = (byte)(name.Length + 1);
        at[13] = MappingQuality;
        BinaryPrimitives.WriteUInt16LittleEndian(at[14..], (ushort)(Contig < 0 ? 4680 : BamIndex.Bin(Position, End)));
        BinaryPrimitives.WriteUInt16LittleEndian(at[16..], (ushort)cigar.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(at[18..], (ushort)Flags);
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], Bases.Length);
        BinaryPrimitives.WriteInt32LittleEndian(at[24..], MateContig);
        BinaryPrimitives.WriteInt32LittleEndian(at[28..], MateContig < 0 ? -1 : (int)MatePosition);
        at = at[36..];
        Encoding.ASCII.GetBytes(name, at);
        at = at[(name.Length + 1)..];
        foreach (var (length, operation) in cigar)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)length << 4 | (uint)Math.Max(0, Operations.IndexOf((byte)operation)));
            at = at[4..];
        }
        for (var i = 0; i < Bases.Length; i++)
            at[i / 2] |= (byte)(Nibble(Bases[i]) << (i % 2 == 0 ? 4 : 0));
        at = at[((Bases.Length + 1) / 2)..];
        if (Qualities.Length == Bases.Length)
            Qualities.CopyTo(at);
        else
            at[..Bases.Length].Fill(0xff);
        tags.CopyTo(at[Bases.Length..]);
        return bytes;
    }

    /// <summary>A tag of text: two letters, its type, the text, its end.</summary>
    internal static string Tag(string name, string text) => $"{name}Z{string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '_'))}\0";

    private static string Printable(string name)
    {
        var safe = string.Concat(name.Select(c => c is > ' ' and <= '~' and not '@' ? c : '_'));
        return safe.Length == 0 ? "*" : safe[..Math.Min(safe.Length, LongestName)];
    }

    private static int Nibble(byte b) =>
        (char)b switch
        {
            'A' => 1,
            'C' => 2,
            'G' => 4,
            'T' => 8,
            _ => 15,
        };
}
