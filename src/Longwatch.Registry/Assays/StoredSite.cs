using System.Globalization;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Exchange;
using Longwatch.Exchange.Genetics;

namespace Longwatch.Registry.Assays;

/// <summary>One integration site of a test as a line of text: place, status, gene, whether on a cancer-gene list, share of cells.</summary>
public sealed record StoredSite(string Place, string Status, string Gene, Ternary CancerGene, double? CellFraction)
{
    private const string Confirmed = "confirmed";
    private const char Between = '|';

    /// <summary>Only a confirmed site is read by the ladder.</summary>
    public bool IsConfirmed => Status == Confirmed;

    public IntegrationFinding Finding => new(Gene, CancerGene);

    public static IEnumerable<StoredSite> Of(SequencingSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.Findings.Select(f => new StoredSite(
            string.Create(CultureInfo.InvariantCulture, $"{Clean(site.Contig)}:{site.Position}"),
            Codes.Of(site.Status),
            Clean(f.Gene),
            f.CancerGene,
            site.CellFraction
        ));
    }

    public static StoredSite Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = line.Split(Between);
        return new(
            parts[0],
            parts[1],
            parts[2],
            Codes.Parse<Ternary>(parts[3]),
            parts[4].Length == 0 ? null : double.Parse(parts[4], CultureInfo.InvariantCulture)
        );
    }

    public override string ToString() =>
        string.Join(Between, Place, Status, Gene, Codes.Of(CancerGene), CellFraction?.ToString("R", CultureInfo.InvariantCulture) ?? "");

    private static string Clean(string text) => text.Replace(Between, '/');
}
