using Longwatch.Genomics.Quantity;

namespace Longwatch.Genomics;

/// <summary>What one genetic test is asked to do. Paths are as the user gave them; nothing was opened yet.</summary>
/// <param name="Reads">One sample's files in the order given; <c>-</c> is standard input.</param>
/// <param name="Vectors">FASTA or GenBank, a GTF beside a FASTA with its features; empty: the library in <see cref="DataFolder"/>.</param>
/// <param name="Masks">References that label what is not unique to the vector, beside those of the library.</param>
/// <param name="Reference">Host genome: places reads that are not aligned, decodes CRAM, and corrects depth for GC; null when not given.</param>
/// <param name="Genes">Gene table; null: the one in <see cref="DataFolder"/>.</param>
/// <param name="CancerGenes">Cancer-gene lists; empty: those in <see cref="DataFolder"/>.</param>
/// <param name="Assay">Null: told from the input.</param>
/// <param name="SampleId">Null: as the input says, or the name of its first file.</param>
/// <param name="GenomeLength">In bases; null: from the contigs of the input or of the reference.</param>
/// <param name="Rules">Thresholds; null: those in <see cref="DataFolder"/>.</param>
/// <param name="Threads">At least 1; the result does not depend on it.</param>
/// <param name="Version">Of the program, as written into the result.</param>
/// <param name="DataFolder">What is shipped for genetic tests: <c>data/genomics</c>.</param>
/// <param name="CacheFolder">Compiled vectors by hash; null: nothing is cached.</param>
public sealed record GeneticTestOptions(
    IReadOnlyList<string> Reads,
    IReadOnlyList<string> Vectors,
    IReadOnlyList<string> Masks,
    string? Reference,
    string? Genes,
    IReadOnlyList<string> CancerGenes,
    double? Purity,
    double Ploidy,
    string? Product,
    AssayKind? Assay,
    MoleculeKind Molecule,
    string? SampleId,
    Compartment Compartment,
    long? GenomeLength,
    string? Rules,
    int Threads,
    string Version,
    DirectoryInfo DataFolder,
    DirectoryInfo? CacheFolder
)
{
    /// <summary>What is known of the run and of the person beside the reads.</summary>
    public RunFacts Known { get; init; } = new();

    /// <summary>Earlier samples; of these, those of other persons tell which sites are shared with them.</summary>
    public IReadOnlyList<Clones.ComparedSample> Earlier { get; init; } = [];
}

/// <summary>What a laboratory knows of a run and of a person. Null always means not known, never zero.</summary>
/// <param name="Person">Whose specimen it is; tells persons apart when samples are compared.</param>
/// <param name="RunFragments">Fragments of the vector in all other libraries of the run together.</param>
/// <param name="HopRate">Measured share of fragments that are read under another library's index, 0 to 1.</param>
/// <param name="TCellFraction">Share of T cells in the specimen, 0 to 1.</param>
/// <param name="DaysSinceInfusion">Days from the infusion to the specimen; negative before it.</param>
/// <param name="PositiveControl">What a positive control of the run showed, in words.</param>
/// <param name="BlankControl">What a blank of the run showed, in words.</param>
public sealed record RunFacts(
    string? Person = null,
    long? RunFragments = null,
    double? HopRate = null,
    double? TCellFraction = null,
    int? DaysSinceInfusion = null,
    string? PositiveControl = null,
    string? BlankControl = null
);

/// <summary>What a genetic test is doing now.</summary>
/// <param name="Step">In words: <c>compiling vectors</c>, <c>reading</c>, <c>placing 812 reads</c>.</param>
/// <param name="Reading">While the reads are read, how far; else null.</param>
public sealed record GeneticProgress(string Step, Screening.ScreeningProgress? Reading);
