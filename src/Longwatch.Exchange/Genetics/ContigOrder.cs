using System.Text;
using Longwatch.Genomics;
using Longwatch.Genomics.Screening;

namespace Longwatch.Exchange.Genetics;

/// <summary>One reference sequence of the written files.</summary>
/// <param name="Length">Null when neither input nor vectors say it.</param>
internal sealed record WrittenContig(string Name, long? Length);

/// <summary>
/// The contigs of <c>sites.vcf</c> and <c>evidence.bam</c>: those of the input in its order, those that sites name beside them, then the searched
/// sequences. Names are made safe for SAM and VCF, and unique.
/// </summary>
internal sealed class ContigOrder
{
    private readonly Dictionary<string, int> host = new(StringComparer.Ordinal);
    private readonly int[] vectors;
    private readonly List<WrittenContig> all = [];

    internal ContigOrder(GeneticResult result)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var contig in Host(result))
            Host(contig.Name, contig.Length, taken);
        foreach (var site in result.Sites.Sites)
            Host(site.Contig, null, taken);
        foreach (var read in result.Evidence.Fragments.SelectMany(f => f.Reads))
            if (read.Read.Host is { } place)
                Host(place.Contig, null, taken);
        vectors = [.. result.Vectors.Sequences.Select(s => Add(s.Name, s.Length, taken))];
    }

    /// <summary>Of the input where it is aligned, else of the reference that its reads were placed on.</summary>
    internal static IReadOnlyList<ContigInfo> Host(GeneticResult result) =>
        result.Screening.Input.Contigs is { Count: > 0 } contigs ? contigs : result.Setting.ReferenceContigs;

    internal IReadOnlyList<WrittenContig> All => all;

    internal int OfHost(string contig) => host[contig];

    internal int OfVector(int sequence) => vectors[sequence];

    internal string Name(int contig) => all[contig].Name;

    private void Host(string name, long? length, HashSet<string> taken)
    {
        if (!host.ContainsKey(name))
            host[name] = Add(name, length, taken);
    }

    private int Add(string name, long? length, HashSet<string> taken)
    {
        var safe = Safe(name);
        for (var copy = 2; !taken.Add(safe); copy++)
            safe = $"{Safe(name)}_{copy}";
        all.Add(new(safe, length));
        return all.Count - 1;
    }

    /// <summary>The reference names that SAM and VCF allow: printable ASCII without white space, quotes, commas and brackets, and no * or = in front.</summary>
    internal static string Safe(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
            text.Append(c is > ' ' and < '\u007f' && !"\"'`(),<>[]{}\\".Contains(c, StringComparison.Ordinal) ? c : '_');
        if (text.Length == 0)
            return "_";
        if (text[0] is '*' or '=')
            text[0] = '_';
        return text.ToString();
    }
}
