using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>Turns paired joins into sites with position, duplication, status and rank.</summary>
internal sealed class SiteReport(VectorSearch search, SiteRules rules, SiteBackground background)
{
    private const int MostAlternatives = 50;

    private readonly record struct Draft(JoinedSides Sides, long Position, string Duplicated, SiteEvidence Evidence);

    public IReadOnlyList<IntegrationSite> Describe(IReadOnlyList<JoinedSides> sides, Dictionary<string, int> contigs)
    {
        var drafts = sides
            .Select(s => new Draft(s, Position(s), Duplicated(s), background.Of(s)))
            .OrderBy(d => contigs.GetValueOrDefault(d.Sides.Any.Contig, int.MaxValue))
            .ThenBy(d => d.Sides.Any.Contig, StringComparer.Ordinal)
            .ThenBy(d => d.Position)
            .ThenBy(d => d.Sides.Any.VectorReverse)
            .ThenBy(d => d.Sides.Any.All.Min(o => o.Ordinal))
            .ToArray();
        var q = SiteBackground.QValues([.. drafts.Select(d => d.Evidence.PValue)]);
        return [.. drafts.Select((d, i) => Site(d, i, q[i]))];
    }

    private IntegrationSite Site(Draft draft, int index, double q)
    {
        var sides = draft.Sides;
        var lead = sides.Both.OrderByDescending(c => c.End is not VectorEnd.Internal).ThenByDescending(c => c.Fragments).First();
        return new(
            $"IS{index + 1}",
            sides.Any.Contig,
            draft.Position,
            lead.Sequence,
            sides.Any.VectorReverse,
            sides.Left is null ? null : Describe(sides.Left),
            sides.Right is null ? null : Describe(sides.Right),
            sides.Duplication,
            draft.Duplicated,
            Status(sides, draft.Duplicated, q),
            Alternatives(sides),
            new HostSpanning(null),
            draft.Evidence.LogLikelihoodRatio,
            q
        );
    }

    /// <summary>
    /// The first host base of the right-hand flank, which is the first duplicated base; with the left side only, where that base would be had the
    /// family's duplication arisen. For families without fixed ends, where bases of the host are missing, the base after the left-hand flank.
    /// </summary>
    private long Position(JoinedSides sides)
    {
        if (sides.Left is not { } left)
            return sides.Right!.Position;
        if (sides.Right is not { } right || (!right.Exact && left.Exact))
            return AfterLeft(left);
        if (!left.Exact)
            return right.Position;
        var geometry = search[left.Sequence];
        if (!geometry.HasFixedEnds || sides.Duplication == geometry.Family.Duplication)
            return Math.Min(left.Position + 1, right.Position);
        // The sides disagree with the family: one was cut or placed wrongly. Bases between host and vector are the sign of it, a place in a tandem
        // repeat that the aligner doubted the next.
        var leftIsBetter = Trust(left).CompareTo(Trust(right)) > 0;
        return leftIsBetter ? AfterLeft(left) : right.Position;
    }

    private static (bool, double, int) Trust(JunctionCluster c) =>
        (c.Gap <= 0, c.Splits.Average(s => (double)s.Observation.MappingQuality), c.SplitFragments);

    private long AfterLeft(JunctionCluster left) => Math.Max(0, left.Position + 1 - search[left.Sequence].Family.Duplication);

    private static string Duplicated(JoinedSides sides)
    {
        if (sides.Duplication is not > 0 and not null || sides.Duplication is not { } length || length == 0)
            return "";
        var left = JoinConsensus.Of(sides.Left!).Host;
        if (left.Length >= length)
            return System.Text.Encoding.ASCII.GetString(left, left.Length - length, length);
        var right = JoinConsensus.Of(sides.Right!).Host;
        return right.Length >= length
            ? System.Text.Encoding.ASCII.GetString(Strand.ReverseComplement(right.AsSpan(right.Length - length)))
            : "";
    }

    private SiteStatus Status(JoinedSides sides, string duplicated, double q)
    {
        var splits = sides.Both.Sum(c => c.SplitFragments);
        var fragments = JunctionCluster.Distinct(sides.Both.SelectMany(c => c.All));
        if (q > rules.MaximumQ || splits == 0 || fragments < 2)
            return SiteStatus.Candidate;
        var family = search[sides.Any.Sequence].Family;
        if (sides.Duplication is { } length)
        {
            var expected = family.Family is VectorFamily.Other || length == family.Duplication;
            if (expected && (family.TargetMotif.Length == 0 || duplicated == family.TargetMotif))
                return SiteStatus.Confirmed;
        }

        return SiteStatus.Probable;
    }

    private AlternativePlace[] Alternatives(JoinedSides sides)
    {
        if (sides.Both.Any(c => c.IsUnique(rules.RepeatQuality)))
            return [];
        // The side whose reads name fewest places says most about where the insertion may be.
        return sides.Both.Select(Alternatives).Where(a => a.Length > 0).MinBy(a => a.Length) ?? [];
    }

    private AlternativePlace[] Alternatives(JunctionCluster cluster) =>
        [
            .. cluster
                .Splits.SelectMany(s => s.Observation.Places.Select(p => (Place: p, s.Observation.Root)))
                .Where(p => p.Place.Contig != cluster.Contig || Math.Abs(p.Place.Position - cluster.Position) > rules.ClusterDistance)
                .GroupBy(p => p.Place)
                .OrderByDescending(g => g.Select(p => p.Root).Distinct().Count())
                .ThenBy(g => g.Key.Contig, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Position)
                .Take(MostAlternatives)
                .Select(g => new AlternativePlace(
                    g.Key.Contig,
                    g.Key.HostOnLeft ? g.Key.Position + 1 - search[cluster.Sequence].Family.Duplication : g.Key.Position,
                    cluster.FacingStart != g.Key.HostOnLeft
                )),
        ];

    private Junction Describe(JunctionCluster cluster)
    {
        var consensus = JoinConsensus.Of(cluster);
        var known = cluster.All.Where(o => o.Places.Count > 0 && o.MappingQuality != 255).ToArray();
        return new(
            cluster.Contig,
            cluster.Position,
            cluster.HostOnLeft,
            cluster.Sequence,
            cluster.End,
            cluster.VectorPosition,
            cluster.VectorReverse,
            cluster.Gap,
            cluster.Gap > 0 ? consensus.InsertedText(cluster.HostOnLeft) : "",
            cluster.SplitFragments,
            cluster.PairFragments,
            cluster.DistinctEnds(),
            known.Length == 0 ? 255 : known.Average(o => (double)o.MappingQuality),
            [.. cluster.All.OrderBy(o => o.Ordinal).Select(o => o.Name).Distinct(StringComparer.Ordinal)],
            cluster.Exact ? consensus.Text(cluster.HostOnLeft) : "",
            cluster.Exact
        )
        {
            WindowFragments = cluster.WindowFragments(rules.Overhang),
        };
    }
}
