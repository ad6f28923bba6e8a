using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Longwatch.Genomics.Evidence;

/// <summary>Random access to the sequences of a FASTA file.</summary>
/// <remarks>
/// Takes the index beside the file (<c>.fai</c>, as <c>samtools faidx</c> writes it) when there is one; else the file is scanned once and nothing is
/// written. Reads are positional, so threads may share one object. Compressed FASTA is refused: a gzip stream cannot be entered in the middle.
/// Checked against <c>samtools faidx</c>.
/// </remarks>
public sealed class HostReference : IDisposable
{
    private const int MostContigs = 5_000_000;
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, Entry> _byName;

    private HostReference(string path, SafeFileHandle file, List<(string Name, Entry Entry)> entries)
    {
        Path = path;
        _file = file;
        Contigs = [.. entries.Select(e => e.Name)];
        _byName = new(entries.Count, StringComparer.Ordinal);
        foreach (var (name, entry) in entries)
            if (!_byName.TryAdd(name, entry))
                throw new UnreadableInputException(path, null, $"holds two sequences named {name}; names must differ");
        TotalLength = entries.Sum(e => e.Entry.Length);
    }

    private readonly record struct Entry(long Length, long Offset, int LineBases, int LineWidth);

    public string Path { get; }

    /// <summary>Names in file order: the first word of each header line.</summary>
    public IReadOnlyList<string> Contigs { get; }

    /// <summary>Bases of all contigs together.</summary>
    public long TotalLength { get; }

    /// <summary>Opens a FASTA file.</summary>
    /// <exception cref="UnreadableInputException">Missing, compressed, not FASTA, lines of uneven length, or an index that does not fit.</exception>
    public static HostReference Open(FileInfo fasta)
    {
        if (!fasta.Exists)
            throw new UnreadableInputException(fasta.FullName, null, "does not exist; a FASTA file of the host genome was expected");
        var file = File.OpenHandle(fasta.FullName, options: FileOptions.RandomAccess);
        try
        {
            Span<byte> start = stackalloc byte[2];
            var read = RandomAccess.Read(file, start, 0);
            if (read == 2 && start[0] == 0x1f && start[1] == 0x8b)
                throw new UnreadableInputException(
                    fasta.FullName,
                    null,
                    "is compressed; places in it cannot be read at random: decompress it (gunzip -k)"
                );
            if (read == 0 || start[0] != (byte)'>')
                throw new UnreadableInputException(fasta.FullName, "byte offset 0", "is not FASTA: the first character must be '>'");
            var index = fasta.FullName + ".fai";
            var entries = File.Exists(index) ? ReadIndex(index, RandomAccess.GetLength(file)) : Scan(fasta.FullName, file);
            return new(fasta.FullName, file, entries);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool Has(string contig) => _byName.ContainsKey(contig);

    /// <summary>Bases of a contig; 0 when the reference does not have it.</summary>
    public long Length(string contig) => _byName.GetValueOrDefault(contig).Length;

    /// <summary>Bases in upper case from a zero-based start; shorter where the contig ends, empty when the reference does not have it.</summary>
    public byte[] Fetch(string contig, long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!_byName.TryGetValue(contig, out var entry))
            return [];
        var from = Math.Clamp(start, 0, entry.Length);
        var to = Math.Clamp(start + length, from, entry.Length);
        if (to == from)
            return [];
        var first = Offset(entry, from);
        var raw = ArrayPool<byte>.Shared.Rent(checked((int)(Offset(entry, to - 1) - first + 1)));
        try
        {
            var span = raw.AsSpan(0, (int)(Offset(entry, to - 1) - first + 1));
            for (var done = 0; done < span.Length; )
            {
                var read = RandomAccess.Read(_file, span[done..], first + done);
                if (read == 0)
                    throw new UnreadableInputException(Path, $"byte offset {first + done}", "ends within a sequence");
                done += read;
            }

            var bases = new byte[to - from];
            var filled = 0;
            foreach (var letter in span)
            {
                if (letter is (byte)'\n' or (byte)'\r')
                    continue;
                if (filled == bases.Length)
                    break;
                bases[filled++] = letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter;
            }

            return filled == bases.Length
                ? bases
                : throw new UnreadableInputException(
                    Path,
                    $"byte offset {first}",
                    "does not fit its index (.fai); remove the index or make it anew"
                );
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    public void Dispose() => _file.Dispose();

    private static long Offset(Entry entry, long place) =>
        entry.Offset + (place / entry.LineBases * entry.LineWidth) + (place % entry.LineBases);

    private static List<(string Name, Entry Entry)> ReadIndex(string path, long fileLength)
    {
        var entries = new List<(string, Entry)>();
        var number = 0;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            var cells = line.Split('\t');
            if (
                cells.Length < 5
                || !Number(cells[1], out var length)
                || !Number(cells[2], out var offset)
                || !Number(cells[3], out var bases)
                || !Number(cells[4], out var width)
                || (length > 0 && (bases == 0 || width < bases || width > bases + 2))
                || bases > int.MaxValue - 2
                || length > fileLength
                || offset > fileLength
            )
                throw new UnreadableInputException(
                    path,
                    $"line {number}",
                    "is not a line of a FASTA index that fits the file; remove the index or make it anew"
                );
            var entry = new Entry(length, offset, Math.Max(1, (int)bases), Math.Max(1, (int)width));
            if (length > 0 && Offset(entry, length - 1) >= fileLength)
                throw new UnreadableInputException(
                    path,
                    $"line {number}",
                    "points past the end of the FASTA file; remove the index or make it anew"
                );
            entries.Add((cells[0], entry));
            if (entries.Count > MostContigs)
                throw new UnreadableInputException(path, $"line {number}", $"has more than {MostContigs} sequences");
        }

        return entries.Count > 0 ? entries : throw new UnreadableInputException(path, null, "is empty; remove it or make it anew");
    }

    private static bool Number(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static List<(string Name, Entry Entry)> Scan(string path, SafeFileHandle file)
    {
        var scan = new FastaScan(path);
        var buffer = new byte[1 << 20];
        long offset = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
            scan.Take(buffer.AsSpan(0, read));
        return [.. scan.Finish().Select(c => (c.Name, new Entry(c.Length, c.Offset, c.LineBases, c.LineWidth)))];
    }
}
