using System.Globalization;
using System.Text;
using Longwatch.Genomics;
using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics;

/// <summary><c>sites.bed</c>: one line per site, zero-based and end exclusive as BED has it, with six columns of ours behind the usual six.</summary>
internal static class SitesBed
{
    internal const string File = "sites.bed";

    private const string Header =
        "#chrom\tstart\tend\tname\tscore\tstrand\tstatus\tsplit_fragments\tpair_fragments\tduplication\tvector\tq_value\n";

    internal static byte[] Write(GeneticResult result)
    {
        var contigs = new ContigOrder(result);
        var text = new StringBuilder(Header);
        foreach (var site in result.Sites.Sites.OrderBy(s => contigs.OfHost(s.Contig)).ThenBy(s => SiteInterval.Of(s).Start))
        {
            var where = SiteInterval.Of(site);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{contigs.Name(contigs.OfHost(site.Contig))}\t{where.Start}\t{where.End}\t{ContigOrder.Safe(site.Id)}\t{Score(site.Status)}\t{(site.VectorReverse ? '-' : '+')}\t{GeneticCodes.Code(site.Status)}\t{site.SplitFragments}\t{site.PairFragments}\t{site.TargetSiteDuplication?.ToString(CultureInfo.InvariantCulture) ?? "."}\t{contigs.Name(contigs.OfVector(site.Sequence))}\t{Number(site.QValue)}\n"
            );
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Genome browsers shade by it.</summary>
    private static int Score(SiteStatus status) =>
        status switch
        {
            SiteStatus.Confirmed => 1000,
            SiteStatus.Probable => 600,
            _ => 300,
        };

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : ".";
}
