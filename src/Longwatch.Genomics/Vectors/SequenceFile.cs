using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>Bytes of a small sequence or feature file, plain or gzip, up to a limit: a vector file is hostile until it was read.</summary>
internal static class SequenceFile
{
    /// <summary>Longest vector in bases; the largest gene therapy vectors (adenovirus, herpes virus) have 36 and 150 kb.</summary>
    public const int LongestVector = 1_000_000;

    /// <summary>Most records in one file.</summary>
    public const int MostRecords = 1_000;

    /// <summary>Largest file after decompression.</summary>
    public const int LargestFile = 64 << 20;

    /// <summary>Reads one file.</summary>
    /// <exception cref="UnreadableInputException">Missing, no permission, cut or damaged gzip, or larger than the limit.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Decompress(path, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableInputException(path, null, $"cannot be read: {WithoutPath(error)}");
        }
    }

    /// <summary>The content itself, or what its gzip members hold.</summary>
    public static byte[] Decompress(string name, Stream content)
    {
        using var buffered = new BufferedStream(content, 1 << 16);
        var (first, second) = (buffered.ReadByte(), buffered.ReadByte());
        buffered.Position = 0;
        if (first != 0x1f || second != 0x8b)
            return ReadLimited(name, buffered);
        try
        {
            using var inflated = new WholeGzip(buffered);
            return ReadLimited(name, inflated);
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableInputException(name, null, $"is gzip, but damaged or cut short ({error.Message}); copy it again");
        }
    }

    private static byte[] ReadLimited(string name, Stream stream)
    {
        using var result = new MemoryStream();
        var block = new byte[1 << 16];
        for (int read; (read = stream.Read(block)) > 0; )
        {
            result.Write(block, 0, read);
            if (result.Length > LargestFile)
                throw new UnreadableInputException(
                    name,
                    null,
                    $"has more than {LargestFile >> 20} MB after decompression; a vector has at most {LongestVector:N0} bases"
                );
        }
        return result.ToArray();
    }

    private static string WithoutPath(Exception error) =>
        error switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException => "no permission, or a folder",
            _ => error.Message,
        };
}

/// <summary>Lines of a text in memory, with their numbers; ends at LF, CRLF or CR.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>Counted from 1.</summary>
    public int Number { get; private set; }

    public bool Next(out ReadOnlySpan<byte> line)
    {
        if (rest.IsEmpty)
        {
            line = default;
            return false;
        }
        Number++;
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            line = rest;
            rest = default;
            return true;
        }
        line = rest[..end];
        var skip = rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1;
        rest = rest[(end + skip)..];
        return true;
    }
}
