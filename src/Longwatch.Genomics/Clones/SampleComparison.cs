using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Sites;
using Longwatch.Statistics;
using Longwatch.Statistics.MultipleTesting;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Tables;

namespace Longwatch.Genomics.Clones;

/// <summary>One site of a sample that is compared.</summary>
/// <param name="Position">Zero-based.</param>
/// <param name="JunctionFragments">Distinct fragments that show the insertion.</param>
/// <param name="SpanningFragments">Distinct fragments that show the place without it; null when not known.</param>
public sealed record ComparedSite(
    string Id,
    string Contig,
    long Position,
    bool Reverse,
    SiteStatus Status,
    int JunctionFragments,
    int? SpanningFragments
)
{
    public static ComparedSite Of(IntegrationSite site) =>
        new(
            site.Id,
            site.Contig,
            site.Position,
            site.VectorReverse,
            site.Status,
            site.SplitFragments + site.PairFragments,
            site.Host.Spanning
        );
}

/// <summary>One sample that is compared.</summary>
/// <param name="Person">Whose; empty when not stated: then it is set beside every other one, and takes no part in the alarm of sites that persons share.</param>
/// <param name="Days">Since treatment; null when not stated.</param>
public sealed record ComparedSample(string Person, string Name, Compartment Compartment, double? Days, IReadOnlyList<ComparedSite> Sites)
{
    internal bool MayBeOf(ComparedSample other) => Person.Length == 0 || other.Person.Length == 0 || Person == other.Person;
}

/// <summary>One site over the samples.</summary>
/// <param name="Shares">Per sample of the comparison: junction over junction and spanning fragments; null where it was not seen or the spanning ones are not known.</param>
/// <param name="Junctions">Per sample; 0 where it was not seen.</param>
/// <param name="Growth">P (one-sided, Fisher) that the share rose from the first sample to the last in which the place was covered; NaN when it cannot be tested.</param>
/// <param name="Q">Of it over all sites.</param>
public sealed record ComparedRow(
    string Contig,
    long Position,
    bool Reverse,
    IReadOnlyList<int> Junctions,
    IReadOnlyList<SharePoint?> Shares,
    double Growth,
    double Q
);

/// <summary>A share with its Clopper–Pearson 95 % interval.</summary>
public sealed record SharePoint(int Junctions, int Covered, Interval Interval)
{
    public double Share => (double)Junctions / Covered;
}

/// <summary>Several samples side by side.</summary>
/// <param name="Facts">What a verdict must know, in words.</param>
/// <param name="Alarms">What must be cleared up before anything else is read.</param>
public sealed record ComparisonResult(
    IReadOnlyList<ComparedSample> Samples,
    IReadOnlyList<ComparedRow> Rows,
    IReadOnlyList<string> Facts,
    IReadOnlyList<string> Alarms
);

/// <summary>Compares results of one person over time and compartments, and notices when two persons share a site.</summary>
public static class SampleComparison
{
    private const double GenomeLength = 3.1e9;

    /// <summary>Compares samples in the order given (oldest first).</summary>
    public static ComparisonResult Compare(IReadOnlyList<ComparedSample> samples, GeneticRules rules)
    {
        var window = (long)rules.Clones["mergeWindow"].Value;
        var rows = Rows(samples, window);
        var q = AdjustedP.BenjaminiHochberg([.. rows.Select(r => r.Growth)]);
        rows = [.. rows.Select((r, i) => r with { Q = q[i] })];
        return new(samples, rows, Facts(samples, rows, rules), Alarms(samples, rows, rules));
    }

    /// <summary>Ids of the sites of a person that samples of other persons have too; null when no sample of another person is there to tell.</summary>
    public static IReadOnlyList<string>? SharedWithOthers(
        string? person,
        IReadOnlyList<IntegrationSite> sites,
        IReadOnlyList<ComparedSample> samples,
        GeneticRules rules
    )
    {
        var others = samples.Where(s => s.Person.Length > 0 && s.Person != person).ToList();
        if (string.IsNullOrEmpty(person) || others.Count == 0)
            return null;
        var window = (long)rules.Clones["mergeWindow"].Value;
        return [.. sites.Where(s => others.Any(o => o.Sites.Any(t => IsOne(s, t, window)))).Select(s => s.Id)];
    }

    private static bool IsOne(IntegrationSite site, ComparedSite other, long window)
    {
        var (here, there) = (ContigNames.OnChromosome(site.Contig, site.Position), ContigNames.OnChromosome(other.Contig, other.Position));
        return here.Contig == there.Contig && site.VectorReverse == other.Reverse && Math.Abs(here.Position - there.Position) <= window;
    }

    private static List<ComparedRow> Rows(IReadOnlyList<ComparedSample> samples, long window)
    {
        var all = samples
            .SelectMany(
                (s, sample) =>
                    s.Sites.Select(site => (Sample: sample, Site: site, Place: ContigNames.OnChromosome(site.Contig, site.Position)))
            )
            .GroupBy(s => (s.Place.Contig, s.Site.Reverse))
            .OrderBy(g => g.Key.Contig, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Reverse);
        var rows = new List<ComparedRow>();
        foreach (var strand in all)
        {
            var centres = new List<(long Position, List<(int Sample, ComparedSite Site)> Members)>();
            foreach (
                var (sample, site, place) in strand
                    .OrderByDescending(s => s.Site.JunctionFragments)
                    .ThenBy(s => s.Place.Position)
                    .ThenBy(s => s.Sample)
            )
            {
                var near = centres
                    .Where(c => Math.Abs(c.Position - place.Position) <= window)
                    .OrderBy(c => Math.Abs(c.Position - place.Position))
                    .FirstOrDefault();
                if (near.Members is null)
                    centres.Add((place.Position, [(sample, site)]));
                else
                    near.Members.Add((sample, site));
            }

            rows.AddRange(
                centres.OrderBy(c => c.Position).Select(c => Row(samples, strand.Key.Contig, c.Position, strand.Key.Reverse, c.Members))
            );
        }

        return rows;
    }

    private static ComparedRow Row(
        IReadOnlyList<ComparedSample> samples,
        string contig,
        long position,
        bool reverse,
        List<(int Sample, ComparedSite Site)> members
    )
    {
        var junctions = samples.Select((_, s) => members.Where(m => m.Sample == s).Sum(m => m.Site.JunctionFragments)).ToArray();
        var shares = samples
            .Select(
                (_, s) =>
                {
                    var here = members.Where(m => m.Sample == s).ToList();
                    if (here.Count == 0 || here.Any(m => m.Site.SpanningFragments is null))
                        return null;
                    var covered = junctions[s] + here.Sum(m => m.Site.SpanningFragments!.Value);
                    return covered == 0
                        ? null
                        : new SharePoint(junctions[s], covered, ProportionInterval.ClopperPearson(junctions[s], covered, 0.95));
                }
            )
            .ToArray();
        // Growth is that of one person's clone: the one of the last sample.
        var known = shares.Where((_, s) => samples[s].MayBeOf(samples[^1])).OfType<SharePoint>().ToList();
        var growth =
            known.Count < 2
                ? double.NaN
                : FisherExact.Test(known[^1].Junctions, known[^1].Covered, known[0].Junctions, known[0].Covered).Greater;
        return new(contig, position, reverse, junctions, shares, growth, double.NaN);
    }

    private static string Name(ComparedRow row) =>
        FormattableString.Invariant($"{row.Contig}{(row.Reverse ? '-' : '+')}{row.Position + 1}");

    private static string Name(ComparedSample sample) =>
        sample.Compartment == Compartment.Unknown ? sample.Name : $"{sample.Name} ({sample.Compartment.ToString().ToLowerInvariant()})";

    private static List<string> Facts(IReadOnlyList<ComparedSample> samples, List<ComparedRow> rows, GeneticRules rules)
    {
        var facts = new List<string>();
        foreach (var row in rows)
        {
            var seen = Enumerable.Range(0, samples.Count).Where(s => row.Junctions[s] > 0).ToList();
            if (seen.Count > 1)
                facts.Add(
                    $"{Name(row)} is in {string.Join(" and ", seen.Select(s => FormattableString.Invariant($"{Name(samples[s])}, {row.Junctions[s]} fragments")))}"
                );
            var tumours = seen.Where(s => samples[s].Compartment == Compartment.Tumour).Select(s => samples[s]).ToList();
            var products = samples.Where(s => s.Compartment == Compartment.Product && tumours.Any(s.MayBeOf)).ToList();
            var inProduct = seen.Where(s => products.Contains(samples[s])).ToList();
            if (products.Count > 0)
                facts.Add(
                    inProduct.Count > 0
                        ? $"{Name(row)} of the tumour is present in the product: the insertion was made at manufacture"
                        : $"{Name(row)} of the tumour was not seen in the product, which a small clone is not expected to be at this depth"
                );
            if (row.Q < rules.Clones["significance"].Value)
                facts.Add(FormattableString.Invariant($"{Name(row)} rose from the first to the last sample, q = {row.Q:0.##E+0}"));
        }

        return facts;
    }

    private static List<string> Alarms(IReadOnlyList<ComparedSample> samples, List<ComparedRow> rows, GeneticRules rules)
    {
        var alarms = new List<string>();
        for (var s = 0; s < samples.Count; s++)
            if (samples[s].Compartment == Compartment.Apheresis && samples[s].Sites.Count > 0)
                alarms.Add(
                    FormattableString.Invariant(
                        $"{Name(samples[s])} was taken before manufacture and shows {samples[s].Sites.Count} integration sites: contamination or exchanged samples must be ruled out"
                    )
                );
        var stated = samples.Count(s => s.Person.Length > 0);
        if (stated > 0 && stated < samples.Count)
            alarms.Add(
                $"Whose sample it is, is not stated for {string.Join(", ", samples.Where(s => s.Person.Length == 0).Select(Name))}: not compared between persons"
            );
        var sites = rows.SelectMany(r =>
                Enumerable
                    .Range(0, samples.Count)
                    .Where(s => r.Junctions[s] > 0 && samples[s].Person.Length > 0)
                    .Select(s => samples[s].Person)
                    .Distinct(StringComparer.Ordinal)
                    .Select(person => new PersonSite(Name(r), person, r.Contig, r.Position, r.Reverse))
            )
            .ToList();
        alarms.AddRange(SiteSharing.Find(sites, GenomeLength, rules).Where(c => c.Alarm).Select(c => c.Text));
        return alarms;
    }
}
