using System.Collections.Frozen;
using System.Globalization;

namespace Longwatch.Genomics.Annotation;

/// <summary>
/// One name for one chromosome: <c>chr7</c>, <c>7</c> and the RefSeq accession <c>NC_000007.14</c> of GRCh38 are the same. Accessions of other
/// versions are another assembly and stay as they are, so that they match nothing.
/// </summary>
public static class ContigNames
{
    // Versions of GRCh38 (GCF_000001405.40): chromosome 1 to 22, X and Y are NC_000001 to NC_000024.
    private static readonly int[] Versions = [11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10];

    private static readonly FrozenDictionary<string, string> Accessions = Versions
        .Select(
            (version, index) =>
                KeyValuePair.Create(
                    string.Create(CultureInfo.InvariantCulture, $"NC_{index + 1:000000}.{version}"),
                    index switch
                    {
                        22 => "chrX",
                        23 => "chrY",
                        _ => string.Create(CultureInfo.InvariantCulture, $"chr{index + 1}"),
                    }
                )
        )
        .Append(KeyValuePair.Create("NC_012920.1", "chrM"))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The common name: <c>chr1</c> to <c>chr22</c>, <c>chrX</c>, <c>chrY</c>, <c>chrM</c>; any other name as it is.</summary>
    public static string Common(string name)
    {
        if (Accessions.TryGetValue(name, out var common))
            return common;
        var bare = name.StartsWith("chr", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        if (bare is "X" or "Y" or "M" or "x" or "y")
            return "chr" + bare.ToUpperInvariant();
        if (bare is "MT" or "Mt" or "mt" or "m")
            return "chrM";
        return
            bare.Length is 1 or 2
            && int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= 22
            ? string.Create(CultureInfo.InvariantCulture, $"chr{number}")
            : name;
    }

    /// <summary>
    /// A place on a chromosome for a place on a contig. A contig that is named after a window (<c>chr3:160531003-160541002</c>, first base counted
    /// from 1) is translated to the chromosome.
    /// </summary>
    /// <param name="position">Zero-based on the contig.</param>
    public static (string Contig, long Position) OnChromosome(string contig, long position)
    {
        var colon = contig.LastIndexOf(':');
        var dash = contig.LastIndexOf('-');
        if (
            colon > 0
            && dash > colon
            && long.TryParse(contig.AsSpan(colon + 1, dash - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(contig.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first is >= 1 and < int.MaxValue
            && last >= first
            && position >= 0
            && position <= last - first + 1
        )
            return (Common(contig[..colon]), first - 1 + position);
        return (Common(contig), position);
    }
}
