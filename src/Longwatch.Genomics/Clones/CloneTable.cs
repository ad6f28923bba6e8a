using Longwatch.Genomics.SiteTables;

namespace Longwatch.Genomics.Clones;

/// <summary>One integration site of one person, after positions within the window were taken together.</summary>
/// <param name="Id"><c>chr1+12345</c>, counted from 1, as INSPIIRED writes it; a barcode as it is.</param>
/// <param name="Position">Zero-based; −1 for a barcode.</param>
public sealed record PersonSite(string Id, string Person, string Contig, long Position, bool Reverse)
{
    public bool HasPlace => Position >= 0;
}

/// <summary>All material of one person, compartment and time.</summary>
/// <param name="Days">Since treatment; null when not stated.</param>
/// <param name="Samples">Names of the samples taken together.</param>
public sealed record Sampling(string Person, string Compartment, double? Days, IReadOnlyList<string> Samples);

/// <summary>How much of one site there is in one sampling.</summary>
public readonly record struct CloneAmount(int Site, int Sampling, double Amount);

/// <summary>Sites and samplings of all persons.</summary>
/// <param name="Samplings">By person, compartment and time.</param>
/// <param name="Sites">By person, contig and position.</param>
/// <param name="Amounts">By site, then sampling; none is 0.</param>
/// <param name="Replicates">Per sampling, the amounts of each of its samples by site: to see how much repeated samples differ.</param>
public sealed record CloneTable(
    IReadOnlyList<Sampling> Samplings,
    IReadOnlyList<PersonSite> Sites,
    IReadOnlyList<CloneAmount> Amounts,
    IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<int, double>>> Replicates
)
{
    /// <summary>
    /// Takes rows of one person together whose places lie within the window on the same strand: the place with the largest amount keeps its name, and
    /// a place joins the largest one that it is near to, so that a chain of places does not run on for ever.
    /// </summary>
    /// <param name="window">Bases; 0 joins equal places only.</param>
    public static CloneTable From(IReadOnlyList<SiteObservation> rows, long window)
    {
        var samplings = rows.GroupBy(r => (r.Person, r.Compartment, r.Days))
            .OrderBy(g => g.Key.Person, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Compartment, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Days ?? double.MaxValue)
            .Select(g => new Sampling(
                g.Key.Person,
                g.Key.Compartment,
                g.Key.Days,
                [.. g.Select(r => r.Sample).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            ))
            .ToList();
        var samplingOf = samplings.Select((s, i) => (s, i)).ToDictionary(p => (p.s.Person, p.s.Compartment, p.s.Days), p => p.i);
        var sites = new List<PersonSite>();
        var siteOf = new Dictionary<(string, string, long, bool), int>();
        foreach (var person in rows.GroupBy(r => r.Person, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        foreach (
            var strand in person
                .GroupBy(r => (r.Contig, r.Reverse, Placed: r.Position >= 0))
                .OrderBy(g => g.Key.Contig, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Reverse)
        )
            Join(person.Key, strand.Key.Contig, strand.Key.Reverse, [.. strand], window, sites, siteOf);
        var amounts = new SortedDictionary<(int Site, int Sampling), double>();
        var replicates = samplings.Select(s => s.Samples.Select(_ => new Dictionary<int, double>()).ToArray()).ToArray();
        var sampleIndex = samplings.Select(s => s.Samples.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i)).ToArray();
        foreach (var row in rows)
        {
            var site = siteOf[(row.Person, row.Contig, row.Position, row.Reverse)];
            var sampling = samplingOf[(row.Person, row.Compartment, row.Days)];
            amounts[(site, sampling)] = amounts.GetValueOrDefault((site, sampling)) + row.Abundance;
            var replicate = replicates[sampling][sampleIndex[sampling][row.Sample]];
            replicate[site] = replicate.GetValueOrDefault(site) + row.Abundance;
        }

        return new(
            samplings,
            sites,
            [.. amounts.Select(a => new CloneAmount(a.Key.Site, a.Key.Sampling, a.Value))],
            [.. replicates.Select(r => (IReadOnlyList<IReadOnlyDictionary<int, double>>)r)]
        );
    }

    private static void Join(
        string person,
        string contig,
        bool reverse,
        IReadOnlyList<SiteObservation> rows,
        long window,
        List<PersonSite> sites,
        Dictionary<(string, string, long, bool), int> siteOf
    )
    {
        var places = rows.GroupBy(r => r.Position).Select(g => (Position: g.Key, Amount: g.Sum(r => r.Abundance))).ToList();
        var centres = new SortedSet<long>();
        var centreOf = new Dictionary<long, long>();
        foreach (var (position, _) in places.OrderByDescending(p => p.Amount).ThenBy(p => p.Position))
        {
            // Earlier centres are larger; the nearest one within the window takes the place, the lower one when two are equally near.
            var near = position < 0 ? [] : centres.GetViewBetween(position - window, position + window).ToList();
            centreOf[position] = near.Count == 0 ? position : near.OrderBy(c => Math.Abs(c - position)).ThenBy(c => c).First();
            if (near.Count == 0)
                centres.Add(position);
        }

        var index = new Dictionary<long, int>();
        foreach (var centre in centres)
        {
            index[centre] = sites.Count;
            var id = centre < 0 ? contig : FormattableString.Invariant($"{contig}{(reverse ? '-' : '+')}{centre + 1}");
            sites.Add(new(id, person, contig, centre, reverse));
        }

        foreach (var (position, centre) in centreOf)
            siteOf[(person, contig, position, reverse)] = index[centre];
    }
}
