using Microsoft.Win32.SafeHandles;

namespace Longwatch.Genomics.Reads;

/// <summary>The bytes of one file or of standard input, read once from start to end. The first bytes can be looked at without being taken.</summary>
internal sealed class ByteSource : IDisposable
{
    private readonly SafeFileHandle? handle;
    private readonly Stream? stream;
    private byte[] head = [];
    private int headTaken;

    private ByteSource(string path, SafeFileHandle? handle, Stream? stream, long length)
    {
        Path = path;
        this.handle = handle;
        this.stream = stream;
        Length = length;
    }

    public string Path { get; }

    /// <summary>As messages name it.</summary>
    public string Name => ReadInput.NameOf(Path);

    /// <summary>In bytes; 0 when it cannot be known (a pipe).</summary>
    public long Length { get; }

    /// <summary>Offset of the next byte that <see cref="Read"/> gives.</summary>
    public long Position { get; private set; }

    /// <summary>True for a regular file, which can be opened and read again.</summary>
    public bool CanReopen => Length > 0;

    /// <summary>Opens a file or standard input.</summary>
    /// <exception cref="UnreadableInputException">The file is missing, is a folder, or may not be read.</exception>
    public static ByteSource Open(string path)
    {
        if (path == ReadInput.StandardInput)
            return new(path, null, Console.OpenStandardInput(), 0);
        if (Directory.Exists(path))
            throw new UnreadableInputException(path, null, "is a folder; name the files of reads in it");
        try
        {
            var opened = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = 0L;
            try
            {
                length = RandomAccess.GetLength(opened);
            }
            catch (NotSupportedException)
            {
                // A named pipe has no length; it is read like one.
                return new(path, null, new FileStream(opened, FileAccess.Read, 1), 0);
            }

            return new(path, opened, null, length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = error is FileNotFoundException or DirectoryNotFoundException
                ? "does not exist"
                : $"cannot be opened: {error.Message}";
            throw new UnreadableInputException(path, null, why);
        }
    }

    /// <summary>Up to <paramref name="count"/> bytes from the start, without taking them. Only before the first <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (head.Length < count)
        {
            var longer = new byte[count];
            head.CopyTo(longer, 0);
            var got = head.Length + Fill(longer.AsSpan(head.Length), head.Length);
            head = longer[..got];
        }

        return head.AsSpan(0, Math.Min(count, head.Length));
    }

    /// <summary>Fills the span as far as the input goes; fewer bytes mean the end.</summary>
    public int Read(Span<byte> into)
    {
        var taken = Math.Min(into.Length, head.Length - headTaken);
        if (taken > 0)
        {
            head.AsSpan(headTaken, taken).CopyTo(into);
            headTaken += taken;
        }

        taken += Fill(into[taken..], Position + taken);
        Position += taken;
        return taken;
    }

    /// <summary>Goes on from another place; of a regular file only.</summary>
    public void Seek(long offset)
    {
        (head, headTaken) = ([], 0);
        Position = offset;
    }

    public void Dispose()
    {
        handle?.Dispose();
        stream?.Dispose();
    }

    private int Fill(Span<byte> into, long offset)
    {
        var done = 0;
        try
        {
            while (done < into.Length)
            {
                var got = handle is not null ? RandomAccess.Read(handle, into[done..], offset + done) : stream!.Read(into[done..]);
                if (got == 0)
                    break;
                done += got;
            }
        }
        catch (IOException error)
        {
            throw new UnreadableInputException(Name, $"byte offset {offset + done}", $"cannot be read: {error.Message}");
        }

        return done;
    }
}
