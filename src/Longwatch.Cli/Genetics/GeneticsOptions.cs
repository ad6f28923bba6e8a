using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;

namespace Longwatch.Cli.Genetics;

/// <summary>The arguments and options of <c>longwatch genetics</c>, each with what it does when left out.</summary>
internal sealed class GeneticsOptions
{
    public Argument<string[]> Reads { get; } =
        new("READS")
        {
            Description =
                "Reads of one sample: BAM, CRAM, SAM or FASTQ, compressed or not, told by content; one, two or interleaved FASTQ files, several lanes; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };

    public Option<string[]> Vectors { get; } =
        Files(
            "--vector",
            "Vector sequence: FASTA or GenBank, or one vectors.lwvectors of 'longwatch vectors compile'; a GTF of the same name beside a FASTA gives its features. Default: the library that comes with Longwatch (with --product, its part for that product).",
            "FILE"
        );

    public Option<string?> Reference { get; } =
        File(
            "--reference",
            "Host genome (FASTA): places reads that are not aligned and decodes CRAM. Without it unaligned reads answer whether and how much, not where.",
            "FILE"
        );

    public Option<string[]> Masks { get; } =
        Files(
            "--mask",
            "Reference (FASTA) whose sequence is not unique to the vector: a human genome, transcripts, viruses. Without a whole human genome the mask is said to be incomplete.",
            "FILE"
        );

    public Option<string?> Genes { get; } =
        File("--genes", "Gene table for annotation: UCSC refGene or GTF. Default: the one that comes with Longwatch (hg38).", "FILE");

    public Option<string[]> CancerGenes { get; } =
        Files("--cancer-genes", "List of cancer genes, one symbol per line. Default: the list that comes with Longwatch.", "FILE");

    public Option<double?> Purity { get; } =
        OptionalNumber(
            "--purity",
            "Share of tumour cells in the specimen, 0 to 1; needed for copies per tumour cell and for the power to see a clonal site.",
            "P",
            0.6,
            (0.0, 1.0)
        );

    public Option<double> Ploidy { get; } =
        CommonOptions.Number("--ploidy", "Mean copies of the genome in a tumour cell.", "N", 2.0, (0.5, 12.0));

    public Option<string?> Product { get; } =
        new("--product")
        {
            Description = "International non-proprietary name of the product given, for example tisagenlecleucel.",
            HelpName = "INN",
        };

    public Option<AssayKind?> Assay { get; } =
        Codes<AssayKind?>(
            "--assay",
            "How the reads were made: wgs, targeted, amplicon, rna, or auto (the default: told from the input). Decides what depth can mean.",
            ("auto", null),
            ("wgs", AssayKind.WholeGenome),
            ("targeted", AssayKind.Targeted),
            ("amplicon", AssayKind.Amplicon),
            ("rna", AssayKind.Rna)
        );

    public Option<MoleculeKind> Molecule { get; } =
        Codes("--molecule", "What was sequenced: dna (the default) or rna.", ("dna", MoleculeKind.Dna), ("rna", MoleculeKind.Rna));

    public Option<string?> Sample { get; } =
        new("--sample")
        {
            Description = "Name of the sample in the results. Default: as the input says, or the name of its first file.",
            HelpName = "ID",
        };

    public Option<Compartment?> Compartment { get; } =
        Codes<Compartment?>(
            "--compartment",
            "Where the specimen was taken: tumour, blood, marrow, apheresis or product. Default: not stated.",
            ("tumour", Longwatch.Genomics.Compartment.Tumour),
            ("blood", Longwatch.Genomics.Compartment.Blood),
            ("marrow", Longwatch.Genomics.Compartment.Marrow),
            ("apheresis", Longwatch.Genomics.Compartment.Apheresis),
            ("product", Longwatch.Genomics.Compartment.Product)
        );

    public Option<string?> Person { get; } =
        new("--person")
        {
            Description =
                "Whose specimen it is, as a pseudonym; with --compare tells persons apart, so that a site that two of them share raises the alarm.",
            HelpName = "ID",
        };

    public Option<long?> RunFragments { get; } =
        OptionalNumber(
            "--run-fragments",
            "Fragments of the vector in all other libraries of the sequencing run together: how much may have come by index hopping. Default: not known.",
            "N",
            4000L,
            (0L, 1_000_000_000_000L)
        );

    public Option<double?> HopRate { get; } =
        OptionalNumber(
            "--hop-rate",
            "Measured share of fragments that are read under another library's index, 0 to 1. Default: the usual range of the rules. Needs --run-fragments.",
            "P",
            0.001,
            (0.0, 1.0)
        );

    public Option<double?> TCells { get; } =
        OptionalNumber("--t-cells", "Share of T cells in the specimen, 0 to 1. Default: not known.", "P", 0.05, (0.0, 1.0));

    public Option<int?> Days { get; } =
        OptionalNumber("--days", "Days from the infusion to the specimen; negative before it.", "N", 400, (-36_500, 36_500));

    public Option<string?> PositiveControl { get; } =
        Control("--positive-control", "What a positive control of the run showed, in words; stated with the verdict.");

    public Option<string?> BlankControl { get; } =
        Control("--blank-control", "What a blank of the run showed, in words; stated with the verdict.");

    public Option<long?> GenomeLength { get; } =
        OptionalNumber(
            "--genome-length",
            "Length of the host genome in bases, for unaligned reads. Default: from the reference, or from the header of the input.",
            "N",
            3_100_000_000L,
            (10_000L, 1_000_000_000_000L)
        );

    public Option<string?> Rules { get; } = File("--rules", "Thresholds. Default: data/genomics/rules.json.", "FILE");

    public Option<int> Threads { get; } =
        CommonOptions.Number(
            "--threads",
            "Threads to use; the result is the same for any number. Default: one per processor.",
            "N",
            Environment.ProcessorCount,
            (1, 256)
        );

    public Option<DirectoryInfo> Out { get; } = Folder();

    public Option<string[]> Compare { get; } =
        Files(
            "--compare",
            "Earlier results (verdict.json, or the folder that holds it), oldest first: shared sites and clone trajectories of the person; with --person in each, an alarm when two persons share a site.",
            "FILE_OR_DIR"
        );

    public Option<bool> Quiet { get; } = CommonOptions.Quiet();

    public IEnumerable<Option> All =>
        [
            Vectors,
            Product,
            Reference,
            Masks,
            Genes,
            CancerGenes,
            Purity,
            Ploidy,
            Assay,
            Molecule,
            Sample,
            Compartment,
            Person,
            Days,
            TCells,
            RunFragments,
            HopRate,
            PositiveControl,
            BlankControl,
            GenomeLength,
            Rules,
            Threads,
            Compare,
            Out,
            Quiet,
        ];

    /// <summary>What the test is asked, from a command line without errors.</summary>
    public GeneticTestOptions Test(ParseResult parsed, Terminal terminal) =>
        new(
            parsed.GetValue(Reads) ?? [],
            parsed.GetValue(Vectors) ?? [],
            parsed.GetValue(Masks) ?? [],
            parsed.GetValue(Reference),
            parsed.GetValue(Genes),
            parsed.GetValue(CancerGenes) ?? [],
            parsed.GetValue(Purity),
            parsed.GetValue(Ploidy),
            parsed.GetValue(Product),
            parsed.GetValue(Assay),
            parsed.GetValue(Molecule),
            parsed.GetValue(Sample),
            parsed.GetValue(Compartment) ?? Longwatch.Genomics.Compartment.Unknown,
            parsed.GetValue(GenomeLength),
            parsed.GetValue(Rules),
            parsed.GetValue(Threads),
            Terminal.Version,
            new DirectoryInfo(terminal.GeneticData),
            new DirectoryInfo(terminal.GeneticCache)
        )
        {
            Known = new(
                parsed.GetValue(Person),
                parsed.GetValue(RunFragments),
                parsed.GetValue(HopRate),
                parsed.GetValue(TCells),
                parsed.GetValue(Days),
                parsed.GetValue(PositiveControl),
                parsed.GetValue(BlankControl)
            ),
        };

    private static Option<DirectoryInfo> Folder()
    {
        var option = CommonOptions.Out("Folder for the results.");
        option.DefaultValueFactory = _ => new DirectoryInfo("genetics");
        return option;
    }

    private static Option<string?> Control(string name, string description) => new(name) { Description = description, HelpName = "TEXT" };

    private static Option<string?> File(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    private static Option<string[]> Files(string name, string description, string helpName) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };

    /// <summary>A number that may be left out; what is none, or lies outside the range, is a usage error that says the range.</summary>
    private static Option<T?> OptionalNumber<T>(string name, string description, string helpName, T example, (T Lowest, T Highest) range)
        where T : struct, INumber<T> =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => CommonOptions.ParseNumber(result, name, example, range),
        };

    /// <summary>One of a few words; the default value of the type when left out.</summary>
    private static Option<T> Codes<T>(string name, string description, params (string Code, T Value)[] codes) =>
        new(name)
        {
            Description = description,
            HelpName = string.Join('|', codes.Select(c => c.Code)),
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                foreach (var (code, value) in codes)
                    if (string.Equals(code, text, StringComparison.OrdinalIgnoreCase))
                        return value;
                result.AddError(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name}: '{text}' is not one of {string.Join(", ", codes.Select(c => c.Code))}."
                    )
                );
                return default!;
            },
        };
}
