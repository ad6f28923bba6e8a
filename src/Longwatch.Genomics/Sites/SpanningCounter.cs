using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>Counts fragments that cross a site without an insertion, with the overhang that a counted split read needs on both sides.</summary>
/// <remarks>
/// The crossing point is the base after the left-hand flank, or the first base of the right-hand one where the left was not seen. A read of length R crosses it with overhang m in R − 2m + 1 ways, as often as it crosses one join of the inserted copy, so junction
/// fragments of one side and spanning fragments are counted on the same scale.
/// </remarks>
public static class SpanningCounter
{
    /// <summary>Spanning fragments from the aligned reads that were kept around candidates. Sites keep null when the input has none.</summary>
    internal static IReadOnlyList<IntegrationSite> FromNeighbours(
        IReadOnlyList<IntegrationSite> sites,
        ScreeningResult screening,
        EvidenceResult evidence,
        SiteRules rules
    )
    {
        if (screening.Neighbours.Count == 0)
            return sites;
        var contigs = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < screening.Input.Contigs.Count; i++)
            contigs.TryAdd(screening.Input.Contigs[i].Name, i);
        var byContig = screening.Neighbours.GroupBy(n => n.Contig).ToDictionary(g => g.Key, g => g.OrderBy(r => r.Start).ToArray());
        var longest = screening.Neighbours.Max(n => n.End - n.Start);
        return
        [
            .. sites.Select(site =>
                contigs.TryGetValue(site.Contig, out var contig)
                    ? site with
                    {
                        Host = new HostSpanning(Count(site, byContig.GetValueOrDefault(contig, []), longest, rules)),
                    }
                    : site
            ),
        ];
    }

    private static int Count(IntegrationSite site, HostRead[] reads, long longest, SiteRules rules)
    {
        const SamFlag leftOut = SamFlag.Secondary | SamFlag.Supplementary | SamFlag.Duplicate | SamFlag.QualityFail | SamFlag.Unmapped;
        var at = CrossingPoint(site);
        var names = new HashSet<ulong>();
        var ends = new HashSet<(long, int, bool)>();
        var (low, high) = (0, reads.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (reads[middle].Start < at - longest)
                low = middle + 1;
            else
                high = middle;
        }

        for (var i = low; i < reads.Length && reads[i].Start <= at - rules.Overhang; i++)
        {
            var read = reads[i];
            if ((read.Flags & leftOut) != SamFlag.None || read.End < at + rules.Overhang || names.Contains(read.NameHash))
                continue;
            names.Add(read.NameHash);
            // Copies that nobody marked have the same ends; a template length of 0 tells nothing, then the read's own ends do.
            var length = read.TemplateLength != 0 ? Math.Abs(read.TemplateLength) : (int)(read.End - read.Start);
            var start = read.TemplateLength < 0 ? read.End + read.TemplateLength : read.Start - read.LeftClip;
            ends.Add((start, length, read.TemplateLength < 0));
        }

        return ends.Count;
    }

    /// <summary>First host base right of the place where the insertion would interrupt the host.</summary>
    internal static long CrossingPoint(IntegrationSite site) =>
        site.Left is { Exact: true } left ? left.HostPosition + 1
        : site.Right is { Exact: true } right ? right.HostPosition
        : site.Position;

    /// <summary>The host's own sequence around every site, for a second pass over reads that are not aligned. Sites whose contig the reference does not have are left out.</summary>
    /// <param name="readLength">Bases on either side of the crossing point.</param>
    public static IReadOnlyList<SearchedSequence> Flanks(IReadOnlyList<IntegrationSite> sites, HostReference reference, int readLength)
    {
        var flanks = new List<SearchedSequence>(sites.Count);
        foreach (var site in sites)
        {
            var at = CrossingPoint(site);
            var start = Math.Max(0, at - readLength);
            var bases = reference.Fetch(site.Contig, start, checked((int)(at - start) + readLength));
            var index = (int)(at - start);
            if (bases.Length <= index)
                continue;
            var origins = new SequenceOrigin[bases.Length];
            Array.Fill(origins, SequenceOrigin.VectorUnique);
            flanks.Add(
                new(
                    site.Id,
                    "host",
                    SequenceKind.Construct,
                    VectorFamily.Other,
                    bases,
                    origins,
                    [new SequenceFeature(CrossingFeature, "site", index, index + 1, false)],
                    null,
                    reference.Path
                )
            );
        }

        return flanks;
    }

    /// <summary>Fills in the spanning fragments from reads screened against <see cref="Flanks"/>. Sites without a flank keep what they had.</summary>
    public static IReadOnlyList<IntegrationSite> Count(
        IReadOnlyList<IntegrationSite> sites,
        ScreeningResult flanksScreened,
        IReadOnlyList<SearchedSequence> flanks,
        GeneticRules rules
    )
    {
        var counts = new FlankReads(flanks, SiteRules.From(rules)).Count(flanksScreened.Candidates);
        var byId = flanks.Select((f, i) => (f.Name, Count: counts[i])).ToDictionary(f => f.Name, f => f.Count, StringComparer.Ordinal);
        // With the number of kept candidates capped by name, what was kept is a sample of known share.
        var share = flanksScreened.KeptShare > 0 ? flanksScreened.KeptShare : 1;
        return
        [
            .. sites.Select(s =>
                byId.TryGetValue(s.Id, out var count) ? s with { Host = new HostSpanning((int)Math.Round(count / share)) } : s
            ),
        ];
    }

    internal const string CrossingFeature = "crossing point";
}
