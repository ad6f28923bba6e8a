using System.IO.Compression;
using System.Text;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>A named sequence, upper-case ACGTN.</summary>
internal sealed record Contig(string Name, byte[] Bases)
{
    internal int Length => Bases.Length;

    /// <summary>A piece under a new name; coordinates of a study are those of its pieces.</summary>
    internal Contig Piece(string name, int start, int length) => new(name, Bases[start..(start + length)]);

    internal static Contig[] Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using var text = new StreamReader(
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file
        );
        var contigs = new List<Contig>();
        var bases = new StringBuilder();
        string? name = null;
        while (text.ReadLine() is { } line)
        {
            if (!line.StartsWith('>'))
            {
                bases.Append(line.Trim());
                continue;
            }

            Close();
            name = line[1..].Split(' ', 2)[0];
        }

        Close();
        return [.. contigs];

        void Close()
        {
            if (name is not null)
                contigs.Add(new(name, Encoding.ASCII.GetBytes(bases.ToString().ToUpperInvariant())));
            bases.Clear();
        }
    }

    internal static void Write(string path, IEnumerable<Contig> contigs)
    {
        using var text = new StreamWriter(path);
        foreach (var contig in contigs)
        {
            text.Write($">{contig.Name}\n");
            for (var at = 0; at < contig.Length; at += 80)
                text.Write($"{Encoding.ASCII.GetString(contig.Bases, at, Math.Min(80, contig.Length - at))}\n");
        }
    }
}

/// <summary>Sequence on the other strand.</summary>
internal static class Strand
{
    internal static byte[] ReverseComplement(ReadOnlySpan<byte> bases)
    {
        var other = new byte[bases.Length];
        for (var i = 0; i < bases.Length; i++)
            other[^(i + 1)] = Complement(bases[i]);
        return other;
    }

    internal static byte Complement(byte letter) =>
        letter switch
        {
            (byte)'A' => (byte)'T',
            (byte)'C' => (byte)'G',
            (byte)'G' => (byte)'C',
            (byte)'T' => (byte)'A',
            _ => (byte)'N',
        };
}
