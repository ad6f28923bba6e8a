using System.Globalization;
using System.Text;

namespace Longwatch.Genomics.Text;

/// <summary>
/// Lines of a text file that nobody vouches for: plain or gzip (told by content, several members allowed), UTF-8, any line ending.
/// Memory is one line, whatever the file holds.
/// </summary>
/// <exception cref="UnreadableInputException">
/// Cannot be opened, is packed in another way, cut short, not text, or a line or the whole is longer than <see cref="LongestLine"/> or <see cref="LongestText"/>.
/// </exception>
public sealed class LineReader : IDisposable
{
    /// <summary>Characters of one line.</summary>
    public const int LongestLine = 4 << 20;

    /// <summary>Characters of the whole text, unpacked: a packed file of a few kilobytes must not keep a machine busy for days.</summary>
    public const long LongestText = 16L << 30;

    private readonly StreamReader text;
    private readonly string path;
    private char[] buffer = new char[1 << 17];
    private int start;
    private int end;
    private int lineStart;
    private int lineLength;
    private long total;
    private bool finished;

    public LineReader(string path)
    {
        this.path = path;
        text = new StreamReader(Unpacked(path), new UTF8Encoding(false, throwOnInvalidBytes: true), true, 1 << 16);
    }

    /// <summary>Number of the current line, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The current line without its ending; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<char> Line => buffer.AsSpan(lineStart, lineLength);

    /// <summary>Where the current line stands, for a message.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"line {Number}");

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Next()
    {
        var searched = 0;
        while (true)
        {
            var rest = buffer.AsSpan(start + searched, end - start - searched);
            var at = rest.IndexOf('\n');
            if (at >= 0)
                return Take(searched + at, 1);
            searched = end - start;
            if (finished)
                return searched > 0 && Take(searched, 0);
            Fill();
            searched = Math.Min(searched, end - start);
        }
    }

    public void Dispose() => text.Dispose();

    private bool Take(int length, int ending)
    {
        (lineStart, lineLength) = (start, length);
        start += length + ending;
        Number++;
        if (lineLength > 0 && buffer[lineStart + lineLength - 1] == '\r')
            lineLength--;
        if (buffer.AsSpan(lineStart, lineLength).Contains('\0'))
            throw Problem("holds a NUL character: text was expected");
        return true;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            if (buffer.Length >= LongestLine)
            {
                Number++;
                throw Problem(string.Create(CultureInfo.InvariantCulture, $"is longer than {LongestLine} characters"));
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        try
        {
            var read = text.Read(buffer, end, buffer.Length - end);
            finished = read == 0;
            end += read;
            total += read;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Problem($"cannot be unpacked further ({error.Message}): the file is damaged or cut short; fetch it again");
        }
        catch (DecoderFallbackException)
        {
            throw Problem("holds bytes that are not UTF-8 text");
        }

        if (total > LongestText)
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"the text is longer than {LongestText} characters"));
    }

    private UnreadableInputException Problem(string message) => new(path, Number == 0 ? null : Place, message);

    private static Stream Unpacked(string path)
    {
        Stream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableInputException(path, null, $"cannot be opened: {error.Message}");
        }

        if (!file.CanSeek)
            return file;
        Span<byte> magic = stackalloc byte[6];
        var length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        magic = magic[..length];
        if (magic.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new WholeGzip(file);
        var (packer, remedy) =
            magic.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) ? ("xz", "xz -dk")
            : magic.StartsWith("BZh"u8) ? ("bzip2", "bzip2 -dk")
            : magic.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? ("zstd", "zstd -d")
            : magic.StartsWith("PK\x03\x04"u8) ? ("zip (also .xlsx)", "save as text or unzip")
            : (null, null);
        if (packer is null)
            return file;
        file.Dispose();
        throw new UnreadableInputException(
            path,
            null,
            $"is packed with {packer}; plain or gzip text is read. Unpack it first: {remedy} {path}"
        );
    }
}
