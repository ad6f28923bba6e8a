using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Sites;

/// <summary>How well a site stands out of the sample's own chimeras.</summary>
/// <param name="LogLikelihoodRatio">Natural logarithm.</param>
/// <param name="PValue">That chimeras alone add as much to a first one.</param>
internal readonly record struct SiteEvidence(double LogLikelihoodRatio, double PValue);

/// <summary>
/// The chance that PCR or ligation chimeras look like a site. Joins with a single fragment and no other side are taken for chimeras; they set the
/// density per host base. Given one join, the others of a false site are a Poisson number in the window that clustering and pairing would accept.
/// </summary>
/// <remarks>Formulae in <c>docs/methods/integration-sites.md</c>.</remarks>
internal sealed class SiteBackground
{
    private readonly VectorSearch search;
    private readonly SiteRules rules;
    private readonly int fragmentLimit;

    /// <summary>Expected chimeras per host base, for one side of the host and one direction of the vector.</summary>
    private readonly double density;

    public SiteBackground(IReadOnlyList<JoinedSides> sites, VectorSearch search, SiteRules rules, int fragmentLimit, double hostLength)
    {
        (this.search, this.rules, this.fragmentLimit) = (search, rules, fragmentLimit);
        var single = sites.Where(s => s.Left is null || s.Right is null).Select(s => s.Any).Where(c => c.Fragments == 1).ToArray();
        Unclustered = single.Length;
        density = (Unclustered + 1) / (4 * hostLength);
        var split = single.Where(c => c.Exact && search[c.Sequence].HasFixedEnds).ToArray();
        EndShare =
            (split.Count(c => c.End is not VectorEnd.Internal) + (rules.EndPriorWeight * rules.EndPriorShare))
            / (split.Length + rules.EndPriorWeight);
    }

    /// <summary>Joins that fit no other.</summary>
    public int Unclustered { get; }

    /// <summary>Share of chimeras that break exactly at an end of the vector.</summary>
    public double EndShare { get; }

    public SiteEvidence Of(JoinedSides site)
    {
        var first = site.Both.OrderByDescending(c => c.SplitFragments).ThenByDescending(c => c.Fragments).First();
        var geometry = search[first.Sequence];
        var onVector = VectorChance(first);
        var (ratio, p) = (0.0, 1.0);
        var splits = first.SplitFragments;
        Count(splits - 1, density * ((2 * rules.ClusterDistance) + 1) * onVector, ref ratio, ref p);
        Count(
            splits > 0 ? first.PairFragments : first.PairFragments - 1,
            density * fragmentLimit * Math.Min(1, (double)fragmentLimit / geometry.Sequence.Length),
            ref ratio,
            ref p
        );
        if (geometry.HasFixedEnds && first.Exact)
        {
            var atEnd = first.End is not VectorEnd.Internal;
            ratio += atEnd ? Math.Log(rules.TrueEndShare / EndShare) : Math.Log((1 - rules.TrueEndShare) / (1 - EndShare));
            p *= atEnd ? EndShare : 1;
        }

        if (site.Both.FirstOrDefault(c => c != first) is { } second)
        {
            var exact = site.Duplication == geometry.Family.Duplication && geometry.HasFixedEnds;
            var window = exact ? 1 : (2 * rules.PairDistance) + 1;
            Count(second.SplitFragments, density * window * (geometry.HasFixedEnds ? VectorChance(second) : 1), ref ratio, ref p);
            var onSecond = second.End is VectorEnd.Internal ? 1 : Math.Min(1, (double)fragmentLimit / geometry.Sequence.Length);
            Count(second.PairFragments, density * fragmentLimit * onSecond, ref ratio, ref p);
        }

        return new(ratio, Math.Min(1, p));
    }

    /// <summary>Chance that a chimera breaks the vector where this join does.</summary>
    private double VectorChance(JunctionCluster cluster) =>
        cluster.End is not VectorEnd.Internal
            ? EndShare
            : Math.Min(1, ((2.0 * rules.VectorClusterDistance) + 1) / search[cluster.Sequence].Sequence.Length);

    private static void Count(int seen, double expected, ref double ratio, ref double p)
    {
        if (seen <= 0)
            return;
        if (seen > expected)
            ratio += (seen * Math.Log(seen / expected)) - seen + expected;
        p *= Poisson.Survival(seen - 1, expected);
    }

    /// <summary>Benjamini–Hochberg: for every p value the smallest false discovery rate at which it is called.</summary>
    public static double[] QValues(IReadOnlyList<double> p)
    {
        var q = new double[p.Count];
        var smallest = 1.0;
        var rank = p.Count;
        foreach (var i in Enumerable.Range(0, p.Count).OrderByDescending(i => p[i]).ThenByDescending(i => i))
        {
            smallest = Math.Min(smallest, p[i] * p.Count / rank--);
            q[i] = smallest;
        }

        return q;
    }
}
