using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Longwatch.Cli;

/// <summary>Help wrapped to the terminal, also when it is piped, with lines to copy at its end.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["longwatch evaluate"] =
        [
            "longwatch evaluate",
            "longwatch evaluate --data-lock 2023-12-31 --out as-of-2023",
            "longwatch evaluate cohort --format html,json --out cohort-evaluation",
        ],
        ["longwatch check"] = ["longwatch check cohort", "longwatch check cohort --data-lock 2023-12-31"],
        ["longwatch simulate"] = ["longwatch simulate --out cohort", "longwatch simulate --patients 3000 --seed 7 --out small"],
        ["longwatch signal"] =
        [
            "longwatch signal faers_ascii_2023q4",
            "longwatch signal faers --quarter 2023Q4 --role PS --out signals-2023Q4",
            "longwatch signal faers --meddra MedDRA_27_0 --all-pairs",
        ],
        ["longwatch simulate-faers"] =
        [
            "longwatch simulate-faers --out quarter",
            "longwatch simulate-faers --reports 20000 --seed 7 --out small",
        ],
        ["longwatch genetics"] =
        [
            "longwatch genetics tumour.bam --purity 0.6 --product tisagenlecleucel",
            "longwatch genetics R1.fastq.gz R2.fastq.gz --vector car.fa --reference hg38.fa",
            "longwatch genetics relapse.bam --out relapse --compare product month-3",
            "samtools view -u archive.bam | longwatch genetics - --sample S17",
        ],
        ["longwatch genetics sites"] =
        [
            "longwatch genetics sites intSites.tsv.gz --out clones",
            "longwatch genetics sites matrix.tsv.gz --association association.tsv --assembly hg38",
        ],
        ["longwatch research"] =
        [
            "longwatch research cohort --genotypes cohort.bed --covariates components.tsv",
            "longwatch research cohort --genotypes panel.tsv --genes genes.bed --mutations calls.tsv --out risk",
            "longwatch research cohort --genotypes cohort.bcf --shard 3/8 --out part-3",
            "longwatch research cohort --genotypes cohort.bcf --merge part-* --out risk",
        ],
        ["longwatch vectors"] = ["longwatch vectors list", "longwatch vectors check plasmid.gb"],
        ["longwatch vectors check"] =
        [
            "longwatch vectors check plasmid.gb",
            "longwatch vectors check car.fa:car.gtf --mask hg38.fa",
            "longwatch vectors check tisagenlecleucel-plasmid",
        ],
        ["longwatch vectors compile"] =
        [
            "longwatch vectors compile plasmid.fa --mask hg38.fa.gz --out compiled",
            "longwatch vectors compile car.fa --mask retrovirus=mlv.fa --out compiled",
        ],
    };

    /// <summary>Replaces the help of the command and of all below it.</summary>
    public static void Install(RootCommand root, int width)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is HelpAction help)
            {
                help.MaxWidth = width;
                option.Action = new HelpWithExamples(help);
            }
    }

    /// <summary>As it is typed: <c>longwatch genetics ddpcr</c>.</summary>
    public static string FullName(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FullName(parent)} {command.Command.Name}" : "longwatch";

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (Examples.TryGetValue(FullName(parseResult.CommandResult), out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
        }
        return code;
    }
}
