using System.Globalization;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Reads the text of a SAM header.</summary>
internal static class SamHeader
{
    /// <summary>Reads contigs and samples.</summary>
    /// <exception cref="UnreadableInputException">An @SQ line without a name or a length.</exception>
    public static AlignmentHeader Parse(string file, string text)
    {
        var contigs = new List<ContigInfo>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (!line.StartsWith("@SQ\t"))
                continue;
            var name = Field(line, "SN:");
            if (
                name.IsEmpty
                || !long.TryParse(Field(line, "LN:"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length is < 1 or > uint.MaxValue
                || contigs.Count == AlignmentHeader.MaxContigs
            )
                throw new UnreadableInputException(file, $"header line {number}", "@SQ with a name (SN) and a length (LN) was expected");
            contigs.Add(new(name.ToString(), length));
        }

        return new(contigs, AlignmentHeader.SamplesOf(text), text);
    }

    /// <summary>Value of a field of one header line; empty when it has none.</summary>
    public static ReadOnlySpan<char> Field(ReadOnlySpan<char> line, string key)
    {
        foreach (var field in line.Split('\t'))
            if (line[field].StartsWith(key))
                return line[field][key.Length..].TrimEnd('\r');
        return [];
    }
}
