using System.Globalization;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.SiteTables;

/// <summary>Columns by meaning, found by the names that the known programs use. Names are compared without case, spaces, dots and underscores.</summary>
internal sealed class Columns
{
    private static readonly string[] Contigs = ["seqnames", "chr", "chrom", "chromosome", "contig", "seqname"];
    private static readonly string[] Positions = ["integrationlocus", "position", "pos", "locus", "start", "site"];
    private static readonly string[] Strands = ["strand", "ort", "orientation"];
    private static readonly string[] SiteIds = ["posid", "siteid"];
    private static readonly string[] Barcodes = ["barcodeseq", "barcode"];
    private static readonly string[] Samples = ["completeamplificationid", "gtsp", "samplename", "sampleid", "sample", "id"];
    private static readonly string[] Persons = ["patient", "subjectid", "subject", "person", "personid", "patientid"];
    private static readonly string[] Compartments = ["celltype", "compartment", "specimen"];
    private static readonly string[] Tissues = ["tissue"];
    private static readonly string[] Markers = ["cellmarker"];
    private static readonly string[] Days = ["timepointdays", "days", "day"];
    private static readonly string[] Months = ["timepointmonths", "months", "month"];
    private static readonly string[] Times = ["timepoint", "time", "visit"];
    private static readonly string[] Assemblies = ["refgenome", "genome", "assembly"];
    private static readonly (string Name, AbundanceUnit Unit)[] Abundances =
    [
        ("umis", AbundanceUnit.Tags),
        ("umicount", AbundanceUnit.Tags),
        ("estabund", AbundanceUnit.Fragments),
        ("fragmentestimate", AbundanceUnit.Fragments),
        ("soniclengths", AbundanceUnit.Fragments),
        ("shscount", AbundanceUnit.Fragments),
        ("abundance", AbundanceUnit.Stated),
        ("value", AbundanceUnit.Stated),
        ("count", AbundanceUnit.Stated),
        ("seqcount", AbundanceUnit.Reads),
        ("reads", AbundanceUnit.Reads),
        ("readcount", AbundanceUnit.Reads),
    ];

    private readonly string[] plain;

    public Columns(IReadOnlyList<string> header)
    {
        Header = header;
        plain = [.. header.Select(Plain)];
        (Contig, Position, Strand) = (Find(Contigs), Find(Positions), Find(Strands));
        (SiteId, Barcode, Sample, Person) = (Find(SiteIds), Find(Barcodes), Find(Samples), Find(Persons));
        (Compartment, Tissue, Marker) = (Find(Compartments), Find(Tissues), Find(Markers));
        (Day, Month, Time, Assembly) = (Find(Days), Find(Months), Find(Times), Find(Assemblies));
    }

    public IReadOnlyList<string> Header { get; }
    public int Contig { get; }
    public int Position { get; }
    public int Strand { get; }
    public int SiteId { get; }
    public int Barcode { get; }
    public int Sample { get; }
    public int Person { get; }
    public int Compartment { get; }
    public int Tissue { get; }
    public int Marker { get; }
    public int Day { get; }
    public int Month { get; }
    public int Time { get; }
    public int Assembly { get; }

    public bool HasPlace => SiteId >= 0 || (Contig >= 0 && Position >= 0);

    /// <summary>The column of the abundance: the one asked for, else the best that is there.</summary>
    public (int Column, AbundanceUnit Unit)? Abundance(string? wanted)
    {
        foreach (var (name, unit) in Abundances)
            if ((wanted is null || Plain(wanted) == name) && Array.IndexOf(plain, name) is >= 0 and var known)
                return (known, unit);
        return wanted is not null && Array.IndexOf(plain, Plain(wanted)) is >= 0 and var other ? (other, AbundanceUnit.Stated) : null;
    }

    /// <summary>Columns that no known name explains: the samples of a wide matrix.</summary>
    public IReadOnlyList<int> Others()
    {
        int[] known = [Contig, Position, Strand, SiteId, Barcode];
        return
        [
            .. Enumerable
                .Range(0, plain.Length)
                .Where(i => !known.Contains(i) && plain[i] is not ("genename" or "genestrand" or "end" or "width" or "")),
        ];
    }

    /// <summary>The compartment of a row: tissue and cell type together.</summary>
    public string CompartmentOf(List<string> cells) =>
        string.Join(
            ' ',
            new[] { Tissue, Compartment, Marker }
                .Where(c => c >= 0 && !Cells.IsMissing(cells[c]))
                .Select(c => cells[c])
                .Distinct(StringComparer.Ordinal)
        );

    /// <summary>Days since treatment, from days, months or a label such as <c>D14</c>, <c>m6</c>, <c>Y8.5</c>; a bare number is days.</summary>
    /// <returns>False when there is a time that is none of these.</returns>
    public bool DaysOf(List<string> cells, out double? days)
    {
        days = null;
        foreach (var (column, length) in new[] { (Day, 1.0), (Month, DaysPerMonth) })
            if (column >= 0 && !Cells.IsMissing(cells[column]))
            {
                if (!Cells.Number(cells[column], out var number))
                    return false;
                days = number * length;
                return true;
            }

        if (Time < 0 || Cells.IsMissing(cells[Time]))
            return true;
        var label = cells[Time];
        var unit = char.ToLowerInvariant(label[0]) switch
        {
            'd' => 1,
            'w' => 7,
            'm' => DaysPerMonth,
            'y' => DaysPerYear,
            _ => 0,
        };
        if (!Cells.Number(unit > 0 ? label.AsSpan(1) : label, out var value))
            return false;
        days = value * (unit > 0 ? unit : 1);
        return true;
    }

    private const double DaysPerYear = 365.25;
    private const double DaysPerMonth = DaysPerYear / 12;

    private int Find(string[] names) => names.Select(n => Array.IndexOf(plain, n)).FirstOrDefault(i => i >= 0, -1);

    private static string Plain(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '_' or '.' or '-'))).ToLower(CultureInfo.InvariantCulture);
}
