using System.Text;

namespace Longwatch.Genomics.Sites;

/// <summary>
/// Joins the places of reads that show the same host bases beside the same end of the vector. An aligner puts reads of one insertion in a
/// repeat into any of its copies; the bases beside the join are the same wherever it puts them.
/// </summary>
internal static class RepeatLinks
{
    private const int MostPlaces = 200;

    public static IReadOnlyList<SplitObservation> Share(IReadOnlyList<SplitObservation> splits, VectorSearch search, SiteRules rules)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < splits.Count; i++)
            foreach (var key in Keys(splits[i], search, rules))
                (groups.TryGetValue(key, out var members) ? members : groups[key] = []).Add(i);
        var shared = new Dictionary<int, List<HostPlace>>();
        foreach (var members in groups.Values)
        {
            // One read in a repeat is enough: the others of the group are where it may be too.
            if (members.Count < 2 || !members.Exists(m => splits[m].MappingQuality < rules.RepeatQuality))
                continue;
            var places = members.SelectMany(m => splits[m].Places).Distinct().Take(MostPlaces).ToArray();
            foreach (var member in members.Where(m => splits[m].MappingQuality < rules.RepeatQuality))
                (shared.TryGetValue(member, out var known) ? known : shared[member] = [.. splits[member].Places]).AddRange(places);
        }

        return [.. splits.Select((s, i) => shared.TryGetValue(i, out var places) ? s with { Places = [.. places.Distinct()] } : s)];
    }

    /// <summary>Two windows beside the join, so that one sequencing error leaves one of them whole.</summary>
    private static IEnumerable<string> Keys(SplitObservation split, VectorSearch search, SiteRules rules)
    {
        var end = search[split.Sequence].DistanceFromEnd(split.VectorPosition, split.FacingStart) / (2 * rules.VectorClusterDistance);
        for (var window = 0; window < 2; window++)
        {
            var stop = split.HostStop - (window * rules.RepeatFlank / 2);
            var start = stop - rules.RepeatFlank;
            if (start >= split.HostStart)
                yield return $"{split.FacingStart} {end} {window} {Encoding.ASCII.GetString(split.Bases, start, stop - start)}";
        }
    }
}
