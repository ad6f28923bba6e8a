using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Sites;

/// <summary>A fragment with its primary reads cut into pieces.</summary>
/// <param name="Root">Index of the fragment that this one is a copy of, or its own.</param>
internal sealed record FragmentLayout(int Root, FragmentEvidence Fragment, IReadOnlyList<ReadLayout> Reads)
{
    /// <summary>All reads of the fragment that count: the primary record of each mate, or a supplementary one where the primary is absent.</summary>
    public static FragmentLayout Of(EvidenceResult evidence, int index, VectorSearch search, SiteRules rules)
    {
        var fragment = evidence.Fragments[index];
        var reads = fragment
            .Reads.Where(r => (r.Read.Flags & (SamFlag.QualityFail | SamFlag.Secondary)) == SamFlag.None)
            .GroupBy(r => r.Read.Flags & (SamFlag.First | SamFlag.Last))
            .Select(g => g.OrderBy(r => r.Read.Flags.HasFlag(SamFlag.Supplementary)).ThenBy(r => r.Read.Ordinal).First())
            .OrderBy(r => r.Read.Ordinal)
            .Select(r => ReadLayout.Of(r, search, rules))
            .ToArray();
        var root = index;
        for (var steps = 0; evidence.Fragments[root].DuplicateOf >= 0 && steps < evidence.Fragments.Count; steps++)
            root = evidence.Fragments[root].DuplicateOf;
        return new(root, fragment, reads);
    }

    public string Umi => Reads.Select(r => r.Read.Umi).FirstOrDefault(u => u is not null) ?? "";

    public ReadLayout? MateOf(ReadLayout read) => Reads.FirstOrDefault(r => !ReferenceEquals(r, read));
}
