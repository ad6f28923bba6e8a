using System.Globalization;
using Longwatch.Genomics;
using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics;

/// <summary>One breakend record.</summary>
/// <param name="Position">Zero-based.</param>
/// <param name="ShiftsDown">Equal bases allow positions below this one; otherwise above it.</param>
internal sealed record BreakEnd(
    int Contig,
    long Position,
    string Id,
    string Mate,
    char Reference,
    string Alternative,
    IntegrationSite Site,
    Junction Junction,
    bool ShiftsDown
)
{
    internal string Shift(int bases) =>
        ShiftsDown ? $"-{bases.ToString(CultureInfo.InvariantCulture)},0" : $"0,{bases.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>
/// The two records of a join. Read along the host's forward strand, with t the base of REF, h the host's and v the vector's base at the join,
/// i the inserted bases and i' their reverse complement:
/// <code>
/// host left,  vector forward:  host  t i [v...    ALT at h: t i [v[    ALT at v: ]h] i t
/// host left,  vector reverse:  host  t i ...v]    ALT at h: t i ]v]    ALT at v: t i' ]h]
/// host right, vector forward:  ...v] i t  host    ALT at h: ]v] i t    ALT at v: t i [h[
/// host right, vector reverse:  [v... i t  host    ALT at h: [v[ i t    ALT at v: [h[ i' t
/// </code>
/// </summary>
internal static class BreakEnds
{
    internal static IEnumerable<BreakEnd> Of(GeneticResult result, IntegrationSite site, ContigOrder contigs) =>
        Of(result, site, site.Left, contigs).Concat(Of(result, site, site.Right, contigs));

    private static IEnumerable<BreakEnd> Of(GeneticResult result, IntegrationSite site, Junction? junction, ContigOrder contigs)
    {
        if (junction is null)
            yield break;
        var id = $"{ContigOrder.Safe(site.Id)}_{(junction.HostOnLeft ? "left" : "right")}";
        var (host, vector) = (contigs.OfHost(junction.Contig), contigs.OfVector(junction.Sequence));
        var (atHost, atVector) = Alternatives(
            junction,
            Place(contigs.Name(host), junction.HostPosition),
            Place(contigs.Name(vector), junction.VectorPosition),
            HostBase(site, junction),
            VectorBase(result, junction)
        );
        yield return new(
            host,
            junction.HostPosition,
            $"{id}_host",
            $"{id}_vector",
            HostBase(site, junction),
            atHost,
            site,
            junction,
            false
        );
        yield return new(
            vector,
            junction.VectorPosition,
            $"{id}_vector",
            $"{id}_host",
            VectorBase(result, junction),
            atVector,
            site,
            junction,
            junction.VectorReverse
        );
    }

    private static (string AtHost, string AtVector) Alternatives(Junction junction, string host, string vector, char h, char v)
    {
        var inserted = Plain(junction.GapBases);
        var turned = Turned(inserted);
        return (junction.HostOnLeft, junction.VectorReverse) switch
        {
            (true, false) => ($"{h}{inserted}[{vector}[", $"]{host}]{inserted}{v}"),
            (true, true) => ($"{h}{inserted}]{vector}]", $"{v}{turned}]{host}]"),
            (false, false) => ($"]{vector}]{inserted}{h}", $"{v}{inserted}[{host}["),
            (false, true) => ($"[{vector}[{inserted}{h}", $"[{host}[{turned}{v}"),
        };
    }

    private static string Place(string contig, long position) => string.Create(CultureInfo.InvariantCulture, $"{contig}:{position + 1}");

    /// <summary>Known where the duplication is: its last base ends the left-hand host, its first begins the right-hand one. N elsewhere.</summary>
    private static char HostBase(IntegrationSite site, Junction junction)
    {
        if (site.TargetSiteDuplication is not { } length || length == 0 || site.TargetSiteBases.Length != length)
            return 'N';
        var duplication = Plain(site.TargetSiteBases);
        return junction.HostOnLeft ? duplication[^1] : duplication[0];
    }

    private static char VectorBase(GeneticResult result, Junction junction)
    {
        var bases = result.Vectors.Sequences[junction.Sequence].Bases;
        return junction.VectorPosition >= 0 && junction.VectorPosition < bases.Length ? Plain((char)bases[junction.VectorPosition]) : 'N';
    }

    private static string Plain(string bases) => string.Concat(bases.Select(Plain));

    private static char Plain(char given) => char.ToUpperInvariant(given) is 'A' or 'C' or 'G' or 'T' ? char.ToUpperInvariant(given) : 'N';

    private static string Turned(string bases) =>
        string.Concat(
            bases
                .Reverse()
                .Select(b =>
                    b switch
                    {
                        'A' => 'T',
                        'C' => 'G',
                        'G' => 'C',
                        'T' => 'A',
                        _ => 'N',
                    }
                )
        );
}
