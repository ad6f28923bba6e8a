using System.Globalization;
using System.Text;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics;

/// <summary><c>sites.vcf</c>: VCFv4.3 with two breakend records per join, one on the host and one on the vector, mates of each other.</summary>
/// <remarks>The forms of ALT are those of the specification's section 5.4; which join gives which is derived in <see cref="BreakEnds"/>.</remarks>
internal static class SitesVcf
{
    internal const string File = "sites.vcf";

    private const string Meta = """
        ##FILTER=<ID=PASS,Description="Confirmed: both ends with the target-site duplication of the vector family">
        ##FILTER=<ID=probable,Description="One end with two or more distinct fragments, one of them split, or both ends without the right duplication">
        ##FILTER=<ID=candidate,Description="A single fragment, or discordant pairs only">
        ##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Type of structural variant">
        ##INFO=<ID=MATEID,Number=1,Type=String,Description="The record of the other side of this join">
        ##INFO=<ID=EVENT,Number=1,Type=String,Description="The integration site that this join belongs to">
        ##INFO=<ID=CIPOS,Number=2,Type=Integer,Description="Bases by which the join can be shifted, as they fit host and vector">
        ##INFO=<ID=HOMLEN,Number=1,Type=Integer,Description="Length of the bases that fit host and vector">
        ##INFO=<ID=IMPRECISE,Number=0,Type=Flag,Description="Placed by read pairs only">
        ##INFO=<ID=SR,Number=1,Type=Integer,Description="Distinct fragments with a read across the join">
        ##INFO=<ID=PE,Number=1,Type=Integer,Description="Distinct fragments with one mate on each side">
        ##INFO=<ID=DE,Number=1,Type=Integer,Description="Distinct fragment ends">
        ##INFO=<ID=MQ,Number=1,Type=Float,Description="Mean mapping quality of the host parts">
        ##INFO=<ID=TSDLEN,Number=1,Type=Integer,Description="Length of the target-site duplication">
        ##INFO=<ID=TSDSEQ,Number=1,Type=String,Description="The duplicated bases">
        ##INFO=<ID=VEND,Number=1,Type=String,Description="End of the vector: left, right or internal">
        ##INFO=<ID=VORI,Number=1,Type=String,Description="Orientation of the vector on the host's forward strand: + or -">
        ##INFO=<ID=REPEAT,Number=0,Type=Flag,Description="In a repeat: other places fit as well">
        ##INFO=<ID=AF,Number=1,Type=Float,Description="Allele fraction: junction over junction plus spanning fragments">
        ##INFO=<ID=CF,Number=1,Type=Float,Description="Share of all cells with the site, one copy per cell, from purity and ploidy">
        ##INFO=<ID=QV,Number=1,Type=Float,Description="Benjamini-Hochberg q value over all clusters of joins">

        """;

    internal static byte[] Write(GeneticResult result)
    {
        var contigs = new ContigOrder(result);
        var text = new StringBuilder("##fileformat=VCFv4.3\n");
        text.Append(CultureInfo.InvariantCulture, $"##source=Longwatch {Value(result.Version)}\n").Append(Meta.ReplaceLineEndings("\n"));
        foreach (var contig in contigs.All)
            text.Append(CultureInfo.InvariantCulture, $"##contig=<ID={contig.Name}")
                .Append(contig.Length is { } length ? string.Create(CultureInfo.InvariantCulture, $",length={length}") : "")
                .Append(">\n");
        text.Append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
        var records = result.Sites.Sites.SelectMany(site => BreakEnds.Of(result, site, contigs)).ToList();
        foreach (var record in records.OrderBy(r => r.Contig).ThenBy(r => r.Position).ThenBy(r => r.Id, StringComparer.Ordinal))
            Record(text, result, record, contigs);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Record(StringBuilder text, GeneticResult result, BreakEnd record, ContigOrder contigs)
    {
        var (site, junction) = (record.Site, record.Junction);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{contigs.Name(record.Contig)}\t{record.Position + 1}\t{record.Id}\t{record.Reference}\t{record.Alternative}\t{Quality(site.QValue)}\t{Filter(site.Status)}\t"
        );
        text.Append(CultureInfo.InvariantCulture, $"SVTYPE=BND;MATEID={record.Mate};EVENT={Value(site.Id)}");
        if (!junction.Exact)
            text.Append(";IMPRECISE");
        if (junction is { Exact: true, Gap: < 0 })
            text.Append(CultureInfo.InvariantCulture, $";CIPOS={record.Shift(-junction.Gap)};HOMLEN={-junction.Gap}");
        text.Append(CultureInfo.InvariantCulture, $";SR={junction.SplitFragments};PE={junction.PairFragments};DE={junction.DistinctEnds}");
        Number(text, "MQ", junction.MeanMappingQuality < SitesJson.UnknownQuality ? junction.MeanMappingQuality : null);
        if (site.TargetSiteDuplication is { } length)
            text.Append(CultureInfo.InvariantCulture, $";TSDLEN={length}");
        if (site.TargetSiteBases.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $";TSDSEQ={Value(site.TargetSiteBases)}");
        text.Append(CultureInfo.InvariantCulture, $";VEND={GeneticCodes.Code(junction.End)};VORI={(site.VectorReverse ? '-' : '+')}");
        if (site.Alternatives.Count > 0)
            text.Append(";REPEAT");
        var fraction = result.Quantities.Sites.FirstOrDefault(f => f.SiteId == site.Id);
        Number(text, "AF", fraction?.AlleleFraction.Value);
        Number(text, "CF", fraction?.CellFraction.Value);
        Number(text, "QV", site.QValue);
        text.Append('\n');
    }

    private static string Filter(SiteStatus status) => status == SiteStatus.Confirmed ? "PASS" : GeneticCodes.Code(status);

    /// <summary>Phred scale, at most 999.</summary>
    private static string Quality(double q) =>
        double.IsFinite(q) && q is >= 0 and <= 1
            ? Math.Min(999, q.Equals(0d) ? 999 : -10 * Math.Log10(q))
                .ToString("0.##", CultureInfo.InvariantCulture)
                .Replace("-0", "0", StringComparison.Ordinal)
            : ".";

    private static void Number(StringBuilder text, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            text.Append(CultureInfo.InvariantCulture, $";{name}={number:R}");
    }

    /// <summary>Nothing that would end a field or a list; percent signs of the specification's section 1.2.</summary>
    private static string Value(string text)
    {
        var value = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
            if (b is > 32 and < 127 && b is not ((byte)';' or (byte)'=' or (byte)',' or (byte)'%' or (byte)'"'))
                value.Append((char)b);
            else
                value.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return value.ToString();
    }
}
