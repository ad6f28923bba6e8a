namespace Longwatch.Genomics.SiteTables;

/// <summary>What one unit of an abundance is; decides which statistics mean anything.</summary>
public enum AbundanceUnit : byte
{
    /// <summary>Distinct molecular tags (UMI).</summary>
    Tags,

    /// <summary>Distinct sheared fragments, or cells estimated from them.</summary>
    Fragments,

    /// <summary>Stated by the table without saying what it counts; taken for cells.</summary>
    Stated,

    /// <summary>Sequencing reads: copies of copies. Shares can be shown, but nothing can be tested with them.</summary>
    Reads,
}

/// <summary>One row of a site table: one clone in one sample.</summary>
/// <param name="Compartment">Cell type, tissue or both, as the table has it; empty when not stated.</param>
/// <param name="Days">Since treatment; null when not stated.</param>
/// <param name="Contig">Common name; for tables of barcodes the barcode itself.</param>
/// <param name="Position">Zero-based; −1 for a barcode, which has no place.</param>
/// <param name="Reverse">The provirus lies on the reverse strand.</param>
/// <param name="Line">Of the file, from 1.</param>
public sealed record SiteObservation(
    string Person,
    string Sample,
    string Compartment,
    double? Days,
    string Contig,
    long Position,
    bool Reverse,
    double Abundance,
    int Line
);

/// <summary>One table as read.</summary>
/// <param name="Format">In words, for example <c>INSPIIRED</c>.</param>
/// <param name="AbundanceColumn">Which column gave the abundance.</param>
/// <param name="Assembly">As the table says; empty when it does not.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record SiteTable(
    string File,
    string Format,
    string AbundanceColumn,
    AbundanceUnit Unit,
    string Assembly,
    IReadOnlyList<SiteObservation> Rows,
    IReadOnlyList<string> Notes
)
{
    /// <summary>False when neither table nor association file says whose the samples are: each is then carried as a person of its own.</summary>
    public bool PersonsKnown { get; init; } = true;
}

/// <summary>What is known of one sample outside the site table.</summary>
public sealed record SampleFacts(string Person, string Compartment, double? Days);
