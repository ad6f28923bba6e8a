using System.Security.Cryptography;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>Streams a reference FASTA of any size, plain or gzip, record by record in pieces that overlap; memory does not depend on the size.</summary>
internal static class ReferenceStream
{
    private const int Piece = 1 << 22;

    /// <summary>What two pieces of one record share, so that a stretch that crosses their border is followed as a whole.</summary>
    private const int Overlap = 1 << 16;

    private const byte Skip = 254;
    private const byte Header = 255;
    private const byte NoBase = 253;
    private static readonly byte[] Table = MakeTable();

    /// <summary>Receives one piece: codes, how many at its head were seen before, place in the record.</summary>
    public delegate void PieceReader(ReadOnlySpan<byte> codes, int seen, long offset);

    /// <summary>Reads the stream to its end.</summary>
    /// <param name="onRecord">Called before the pieces of each record with its name.</param>
    /// <param name="onEnd">Called after them with the record's length.</param>
    /// <returns>Bases of all records.</returns>
    public static long Read(
        Stream content,
        Action<string> onRecord,
        PieceReader onPiece,
        Action<long> onEnd,
        CancellationToken cancellation
    )
    {
        using var stream = Open(content);
        var block = new byte[1 << 18];
        var piece = new byte[Piece + Overlap];
        var header = new List<byte>();
        var (filled, seen, offset, total) = (0, 0, 0L, 0L);
        var (inHeader, inRecord) = (false, false);
        for (int read; (read = stream.Read(block)) > 0; )
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < read; i++)
            {
                var letter = block[i];
                if (inHeader)
                {
                    if (letter is (byte)'\n' or (byte)'\r')
                    {
                        inHeader = false;
                        onRecord(System.Text.Encoding.UTF8.GetString([.. header]));
                        inRecord = true;
                    }
                    else if (header.Count < 200)
                        header.Add(letter);
                    continue;
                }
                var code = Table[letter];
                if (code < NoBase && inRecord)
                {
                    piece[filled++] = code;
                    if (filled < piece.Length)
                        continue;
                    onPiece(piece.AsSpan(0, filled), seen, offset);
                    piece.AsSpan(filled - Overlap, Overlap).CopyTo(piece);
                    offset += filled - Overlap;
                    (filled, seen) = (Overlap, Overlap);
                }
                else if (code == Header)
                {
                    EndRecord();
                    inHeader = true;
                    header.Clear();
                }
                else if (code != Skip)
                    throw new InvalidDataException(
                        inRecord
                            ? $"the letter '{Shown(letter)}' is no base; a mask reference is FASTA of DNA, plain or gzip"
                            : "it is not FASTA, plain or gzip: the first character must be '>'"
                    );
            }
        }
        EndRecord();
        return total;

        void EndRecord()
        {
            if (!inRecord)
                return;
            if (filled > seen)
                onPiece(piece.AsSpan(0, filled), seen, offset);
            total += offset + filled;
            onEnd(offset + filled);
            (filled, seen, offset, inRecord) = (0, 0, 0, false);
        }
    }

    /// <summary>SHA-256 of a whole file, in lower-case hexadecimal.</summary>
    public static string Hash(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Looks at the first bytes, before anything long is done with a file that is something else: a device, a pipe, reads.</summary>
    /// <exception cref="UnreadableInputException">Neither FASTA nor gzip, or cannot be read twice.</exception>
    public static void RequireFasta(string path, Stream content)
    {
        if (!content.CanSeek)
            throw new UnreadableInputException(path, null, "is a pipe; a mask reference is read twice and must be a file");
        var head = new byte[4096];
        var text = head.AsSpan(0, content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        content.Position = 0;
        if (text.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return;
        if (!text.TrimStart("\uFEFF \t\r\n"u8).StartsWith(">"u8))
            throw new UnreadableInputException(path, "byte offset 0", "is not FASTA, plain or gzip: the first character must be '>'");
    }

    private static char Shown(byte letter) => letter is > 32 and < 127 ? (char)letter : '?';

    private static Stream Open(Stream content)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = content.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        content.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new WholeGzip(content) : content;
    }

    private static byte[] MakeTable()
    {
        var table = new byte[256];
        Array.Fill(table, NoBase);
        foreach (var letter in "ACGTURYSWKMBDHVNacgturyswkmbdhvn-"u8)
            table[letter] = Nucleotides.Code(letter);
        foreach (var letter in " \t\r\n"u8)
            table[letter] = Skip;
        table['>'] = Header;
        return table;
    }
}
