using System.Buffers.Binary;
using System.Text;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>What the header of an alignment file says.</summary>
/// <param name="SampleNames">Distinct SM values of the read groups, in their order.</param>
internal sealed record AlignmentHeader(IReadOnlyList<ContigInfo> Contigs, IReadOnlyList<string> SampleNames, string Text)
{
    /// <summary>Longest header read: several times that of a reference with a hundred thousand decoys.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;
    public const int MaxContigs = 1_000_000;

    /// <summary>Sample names of the @RG lines.</summary>
    public static IReadOnlyList<string> SamplesOf(string text)
    {
        var found = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith("@RG\t"))
                continue;
            foreach (var field in line.Split('\t'))
                if (line[field].StartsWith("SM:") && line[field][3..].ToString() is var name && name.Length > 0 && !found.Contains(name))
                    found.Add(name);
        }

        return found;
    }
}

/// <summary>Reads the header of a BAM from its inflated bytes.</summary>
internal static class BamHeader
{
    /// <summary>Reads the header if it is whole.</summary>
    /// <returns>Null when more bytes are needed; else the header and the bytes it took.</returns>
    /// <exception cref="UnreadableInputException">Lengths that cannot be.</exception>
    public static (AlignmentHeader Header, int Length)? TryRead(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 12)
            return null;
        var textLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        Limit(file, textLength, AlignmentHeader.MaxBytes, "bytes of header text");
        if (bytes.Length < textLength + 12)
            return null;
        var text = Encoding.UTF8.GetString(bytes.Slice(8, textLength)).TrimEnd('\0');
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[(8 + textLength)..]);
        Limit(file, count, AlignmentHeader.MaxContigs, "reference sequences");
        var at = textLength + 12;
        var contigs = new List<ContigInfo>();
        for (var i = 0; i < count; i++)
        {
            if (bytes.Length < at + 4)
                return null;
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            Limit(file, nameLength, 4096, "bytes in the name of a reference sequence");
            if (bytes.Length < at + 8 + nameLength)
                return null;
            var name = Encoding.UTF8.GetString(bytes.Slice(at + 4, nameLength)).TrimEnd('\0');
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4 + nameLength)..]);
            Limit(file, length, int.MaxValue, $"bases in {name}");
            contigs.Add(new(name, length));
            at += 8 + nameLength;
        }

        return (new(contigs, AlignmentHeader.SamplesOf(text), text), at);
    }

    private static void Limit(string file, int value, int most, string what)
    {
        if (value < 0 || value > most)
            throw new UnreadableInputException(file, "byte offset 0", $"the BAM header states {value} {what}; 0 to {most} can be");
    }
}
