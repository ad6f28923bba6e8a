using System.Buffers;
using System.IO.Compression;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>How the bytes of an input are packed.</summary>
internal enum Packing : byte
{
    None,
    Gzip,
    Bgzf,
}

/// <summary>What an input is, told by its first bytes and never by its name.</summary>
internal readonly record struct ContentKind(ReadFormat Format, Packing Packing)
{
    private const int Looked = 256 * 1024;

    /// <summary>Looks at the first bytes without taking them.</summary>
    /// <exception cref="UnreadableInputException">Not a file of reads; says what it seems to be and the remedy.</exception>
    public static ContentKind Of(ByteSource source)
    {
        var head = source.Peek(Looked);
        if (head.IsEmpty)
            throw new UnreadableInputException(source.Name, null, "is empty; reads were expected (BAM, CRAM, SAM or FASTQ)");
        if (head.StartsWith("CRAM"u8))
            return new(ReadFormat.Cram, Packing.None);
        if (head is not [0x1F, 0x8B, ..])
            return new(OfText(source.Name, head), Packing.None);
        var packing = head.Length > 17 && (head[3] & 4) != 0 && head[12] == 'B' && head[13] == 'C' ? Packing.Bgzf : Packing.Gzip;
        var plain = Inflate(source.Name, head);
        if (!plain.AsSpan().StartsWith("BAM\u0001"u8))
            return new(OfText(source.Name, plain), packing);
        return packing == Packing.Bgzf
            ? new(ReadFormat.Bam, packing)
            : throw new UnreadableInputException(
                source.Name,
                null,
                "is a BAM in plain gzip, which has no checked blocks; write it anew with: samtools view -b"
            );
    }

    /// <summary>The first bytes of the text, for the recognition of pairs.</summary>
    public byte[] FirstText(ByteSource source) =>
        Packing == Packing.None ? source.Peek(Looked).ToArray() : Inflate(source.Name, source.Peek(Looked));

    private static ReadFormat OfText(string name, ReadOnlySpan<byte> text)
    {
        if (text.Length >= 4 && text[0] == '@' && text[3] == '\t' && SamHeaderCode(text.Slice(1, 2)))
            return ReadFormat.Sam;
        if (text is [(byte)'@', ..])
            return ReadFormat.Fastq;
        var lineEnd = text.IndexOf((byte)'\n');
        if (text[..(lineEnd < 0 ? text.Length : lineEnd)].Count((byte)'\t') >= 10)
            return ReadFormat.Sam;
        throw new UnreadableInputException(name, null, WhatElse(text));
    }

    private static bool SamHeaderCode(ReadOnlySpan<byte> code) =>
        code.SequenceEqual("HD"u8)
        || code.SequenceEqual("SQ"u8)
        || code.SequenceEqual("RG"u8)
        || code.SequenceEqual("PG"u8)
        || code.SequenceEqual("CO"u8);

    private static string WhatElse(ReadOnlySpan<byte> head) =>
        head switch
        {
            [] => "holds nothing once inflated; reads were expected (BAM, CRAM, SAM or FASTQ)",
            [(byte)'>', ..] => "is FASTA, which has no qualities; reads must be BAM, CRAM, SAM or FASTQ (a vector belongs to --vector)",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "is compressed by bzip2; unpack it, or recompress it with gzip or bgzip",
            [0xFD, (byte)'7', (byte)'z', ..] => "is compressed by xz; unpack it, or recompress it with gzip or bgzip",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "is compressed by zstd; unpack it, or recompress it with gzip or bgzip",
            [(byte)'P', (byte)'K', 3, 4, ..] => "is a zip archive; unpack it first",
            [(byte)'B', (byte)'A', (byte)'M', 1, ..] => "is a BAM without its BGZF packing; write it anew with: samtools view -b",
            [(byte)'N', (byte)'C', (byte)'B', (byte)'I', ..] => "is an SRA archive; unpack it with: fasterq-dump --split-files",
            _ => "is not recognised: BAM, CRAM, SAM or FASTQ was expected, the last also in gzip or bgzip",
        };

    private static byte[] Inflate(string name, ReadOnlySpan<byte> head)
    {
        // What is cut off here is cut by the look, not by the file, so an early end is no error.
        using var gzip = new GZipStream(new MemoryStream(head.ToArray()), CompressionMode.Decompress);
        var text = ArrayPool<byte>.Shared.Rent(Looked);
        var length = 0;
        try
        {
            for (int got; length < Looked && (got = gzip.Read(text, length, Looked - length)) > 0; )
                length += got;
        }
        catch (InvalidDataException) when (length > 0 || head.Length == Looked)
        {
            // The reader proper meets the same place and names its offset.
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableInputException(name, "byte offset 0", $"begins like gzip but cannot be inflated: {error.Message}");
        }

        var plain = text.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(text);
        return plain;
    }
}
