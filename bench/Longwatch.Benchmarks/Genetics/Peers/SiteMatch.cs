using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;

namespace Longwatch.Benchmarks.Genetics.Peers;

/// <summary>One truth with what the product says of it.</summary>
/// <param name="Site">Null when it was missed.</param>
internal sealed record SiteMatch(Insertion Truth, double Depth, IntegrationSite? Site, SiteFraction? Fraction)
{
    internal bool Called => Site is { Status: <= SiteStatus.Probable };

    internal bool Seen => Site is not null;

    internal bool Confirmed => Site is { Status: SiteStatus.Confirmed };

    /// <summary>Both joins at the base where the vector was put in, up to shifts that give the very same sequence; strand and duplication right.</summary>
    internal bool Exact(IReadOnlyList<Contig> host)
    {
        if (Site is not { Left: { } left, Right: { } right })
            return false;
        var contig = host.First(c => c.Name == Truth.Contig);
        return Site.VectorReverse == Truth.Reverse
            && Range(contig, Truth, left: true, (int)left.HostPosition)
            && Range(contig, Truth, left: false, (int)right.HostPosition);
    }

    internal bool DuplicationRight => Site?.TargetSiteDuplication == Truth.Vector.Duplication;

    internal static SiteMatch[] Of(GeneticResult result, SampleFiles sample)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. sample.Truth.Select(truth =>
            {
                var site = result.Sites.Sites.FirstOrDefault(s =>
                    !taken.Contains(s.Id) && Scoring.Of([Product.Call(s)], [truth]).Right == 1
                );
                if (site is null)
                    return new SiteMatch(truth, sample.Depth, null, null);
                taken.Add(site.Id);
                return new SiteMatch(truth, sample.Depth, site, result.Quantities.Sites.FirstOrDefault(f => f.SiteId == site.Id));
            }),
        ];
    }

    /// <summary>Where the host goes on with the letters that the vector begins with, the join may stand after any of them: the molecule is the same.</summary>
    private static bool Range(Contig contig, Insertion truth, bool left, int position)
    {
        var inserted = truth.Inserted;
        var shift = 0;
        if (left)
        {
            while (contig.Bases[truth.LeftBase + 1 + shift] == inserted[shift])
                shift++;
            return position >= truth.LeftBase && position <= truth.LeftBase + shift;
        }

        while (contig.Bases[truth.RightBase - 1 - shift] == inserted[^(shift + 1)])
            shift++;
        return position <= truth.RightBase && position >= truth.RightBase - shift;
    }
}
