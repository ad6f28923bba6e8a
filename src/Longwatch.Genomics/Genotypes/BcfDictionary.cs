using System.Globalization;

namespace Longwatch.Genomics.Genotypes;

/// <summary>What the header of a BCF gives numbers to: chromosomes, and the names of FILTER, INFO and FORMAT.</summary>
internal sealed class BcfDictionary
{
    private readonly Dictionary<int, string> contigs = [];

    private BcfDictionary() { }

    public string[] People { get; private set; } = [];

    /// <summary>Number of GT; −1 when the header has none.</summary>
    public int Genotype { get; private set; } = -1;

    public string? Contig(int number) => contigs.GetValueOrDefault(number);

    /// <summary>Bytes of one value of a type; 0 for a type that does not exist.</summary>
    public static int SizeOf(int type) =>
        type switch
        {
            1 or 7 => 1,
            2 => 2,
            3 or 5 => 4,
            _ => 0,
        };

    /// <summary>Reads the text of the header. Numbers are given by IDX, else in the order of first appearance; PASS is 0.</summary>
    public static BcfDictionary Parse(string file, string text)
    {
        var dictionary = new BcfDictionary();
        var names = new Dictionary<string, int>(StringComparer.Ordinal) { ["PASS"] = 0 };
        var line = 0;
        foreach (var row in text.TrimEnd('\0').Split('\n'))
        {
            line++;
            if (row.StartsWith("##contig=", StringComparison.Ordinal))
            {
                if (Value(row, "ID") is { } name)
                    dictionary.contigs[Number(row) ?? dictionary.contigs.Count] = name;
            }
            else if (
                row.StartsWith("##FILTER=", StringComparison.Ordinal)
                || row.StartsWith("##INFO=", StringComparison.Ordinal)
                || row.StartsWith("##FORMAT=", StringComparison.Ordinal)
            )
            {
                if (Value(row, "ID") is { } name && !names.ContainsKey(name))
                    names[name] = Number(row) ?? names.Values.Max() + 1;
            }
            else if (row.StartsWith("#CHROM", StringComparison.Ordinal))
            {
                dictionary.People = row.TrimEnd('\r').Split('\t') is { Length: > 9 } fields ? fields[9..] : [];
            }
        }

        if (dictionary.People.Length == 0)
            throw new UnreadableInputException(
                file,
                FormattableString.Invariant($"header line {line}"),
                "names no person: a BCF with genotypes was expected, not one of sites"
            );
        dictionary.Genotype = names.GetValueOrDefault("GT", -1);
        return dictionary;
    }

    private static int? Number(string row) =>
        int.TryParse(Value(row, "IDX"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Value(string row, string key)
    {
        foreach (var opening in new[] { "<", "," })
        {
            var at = row.IndexOf($"{opening}{key}=", StringComparison.Ordinal);
            if (at < 0)
                continue;
            at += key.Length + 2;
            var end = row.IndexOfAny([',', '>'], at);
            return end < 0 ? row[at..] : row[at..end];
        }

        return null;
    }
}
