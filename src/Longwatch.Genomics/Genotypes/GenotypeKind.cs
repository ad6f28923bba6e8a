using System.IO.Compression;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Genotypes;

internal enum GenotypeFormat
{
    Table,
    Bed,
    Vcf,
    Bcf,
}

/// <summary>What a file of genotypes is, told by its first bytes.</summary>
internal static class GenotypeKind
{
    private const int Looked = 64 * 1024;

    public static (GenotypeFormat Format, Packing Packing) Of(ByteSource source)
    {
        var head = source.Peek(Looked);
        if (head.IsEmpty)
            throw new UnreadableInputException(source.Name, null, "is empty; genotypes were expected (PLINK .bed, VCF, BCF, or a table)");
        if (head is [0x6C, 0x1B, ..])
            return (GenotypeFormat.Bed, Packing.None);
        if (head is not [0x1F, 0x8B, ..])
            return (OfText(source.Name, head), Packing.None);
        var packing = head.Length > 17 && (head[3] & 4) != 0 && head[12] == 'B' && head[13] == 'C' ? Packing.Bgzf : Packing.Gzip;
        return (OfText(source.Name, Inflate(source.Name, head)), packing);
    }

    private static GenotypeFormat OfText(string name, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("BCF\u0002"u8))
            return GenotypeFormat.Bcf;
        if (text.StartsWith("BCF\u0004"u8))
            throw new UnreadableInputException(name, null, "is a BCF of the old version 1; write it anew with: bcftools view -Ob");
        if (text.StartsWith("##fileformat=VCF"u8))
            return GenotypeFormat.Vcf;
        if (text is [0x6C, not 0x1B and < 0x20, ..])
            throw new UnreadableInputException(name, null, "is PLINK 2 .pgen; write it anew with: plink2 --pfile … --make-bed");
        if (text[..Math.Min(text.Length, 4096)].Contains((byte)0))
            throw new UnreadableInputException(name, null, "is not recognised: PLINK .bed, VCF, BCF or a table with tabs was expected");
        return GenotypeFormat.Table;
    }

    private static byte[] Inflate(string name, ReadOnlySpan<byte> head)
    {
        using var gzip = new GZipStream(new MemoryStream(head.ToArray()), CompressionMode.Decompress);
        var text = new byte[4096];
        var length = 0;
        try
        {
            for (int got; length < text.Length && (got = gzip.Read(text, length, text.Length - length)) > 0; )
                length += got;
        }
        catch (InvalidDataException) when (length > 0)
        {
            // The reader proper meets the same place and names its offset.
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableInputException(name, "byte offset 0", $"begins like gzip but cannot be inflated: {error.Message}");
        }

        return text[..length];
    }
}
