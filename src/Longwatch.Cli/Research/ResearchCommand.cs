using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Longwatch.Evaluation.Research;
using Longwatch.Exchange;
using Longwatch.Exchange.Research;

namespace Longwatch.Cli.Research;

/// <summary><c>longwatch research COHORT --genotypes FILE</c>: who is at higher risk of a secondary T-cell malignancy.</summary>
internal static class ResearchCommand
{
    private const int MostThreads = 256;

    public static Command Create(Terminal terminal)
    {
        var cohort = CommonOptions.Dataset("Folder of CSV files: a patient-level cohort.", ArgumentArity.ExactlyOne);
        var genotypes = File(
            "--genotypes",
            "Genotypes of people named by the pseudonyms of the cohort: PLINK .bed (with .bim and .fam beside it), VCF, BCF, or a table with a line for each person and a column for each variant."
        );
        genotypes.Required = true;
        var covariates = File("--covariates", "Table of further covariates, such as principal components: pseudonym, then a column each.");
        var genes = File("--genes", "Which gene a variant belongs to: a BED file of genes, or a table with columns id and gene.");
        var mutations = File(
            "--mutations",
            "Calls of clonal haematopoiesis: columns person, gene, vaf; a person tested without a finding has a line without gene and vaf."
        );
        var defaults = ResearchOptions.Default;
        var vaf = CommonOptions.Number(
            "--vaf",
            "Smallest variant allele fraction that makes a carrier.",
            "F",
            defaults.AlleleFraction,
            (0.0, 1.0)
        );
        var rare = CommonOptions.Number(
            "--burden-frequency",
            "Variants up to this frequency count in the burden of a gene.",
            "F",
            defaults.BurdenFrequency,
            (0.0, 0.5)
        );
        var firthBelow = CommonOptions.Number(
            "--firth-below",
            "Firth's test where the P of the score test is at most this; 1 for every variant.",
            "P",
            defaults.FirthBelow,
            (0.0, 1.0)
        );
        var exactBelow = CommonOptions.Number(
            "--exact-below",
            "Firth's test by passes over everybody where its P is at most this; 1 for every variant.",
            "P",
            defaults.ExactBelow,
            (0.0, 1.0)
        );
        var smallCell = CommonOptions.Number(
            "--small-cell",
            "Counts of people from 1 to one less than this are not written.",
            "N",
            defaults.SmallCell,
            (1, 1000)
        );
        var threads = CommonOptions.Number(
            "--threads",
            "Threads; the result does not depend on them.",
            "N",
            Environment.ProcessorCount,
            (1, MostThreads)
        );
        var riskModel = new Option<bool>("--risk-model")
        {
            Description =
                "Also make a penalised model of each person's risk, judged by nested cross-validation; writes watch-risk.csv (a few minutes for 42,500 people).",
        };
        var seed = CommonOptions.Seed(1);
        var shard = new Option<Shard>("--shard")
        {
            Description = "Test only part I of N of the variants, for many machines; no report is written.",
            HelpName = "I/N",
            DefaultValueFactory = _ => Shard.Whole,
            CustomParser = ParseShard,
        };
        var merge = new Option<string[]>("--merge")
        {
            Description = "Folders written with --shard: put them together and write the report, as one process would have.",
            HelpName = "DIR",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var (dataLock, quiet) = (CommonOptions.DataLock(), CommonOptions.Quiet());
        var output = CommonOptions.Out("Folder for the results.");
        output.DefaultValueFactory = _ => new DirectoryInfo("research");
        var command = new Command(
            "research",
            "Search for people at higher risk of a secondary T-cell malignancy: variants, genes and clonal haematopoiesis against the outcome of the cohort, "
                + "with tests that hold for few cases. Research use. Writes report.html, variants.tsv and one CSV file per table."
        )
        {
            cohort,
            genotypes,
            covariates,
            genes,
            mutations,
            vaf,
            rare,
            firthBelow,
            exactBelow,
            smallCell,
            riskModel,
            seed,
            threads,
            shard,
            merge,
            dataLock,
            output,
            quiet,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(merge) is not null && result.GetResult(shard) is not null && result.GetResult(shard)!.Tokens.Count > 0)
                result.AddError("--merge and --shard: give one of them; parts are put together in a run of its own.");
        });
        command.SetAction(parsed =>
        {
            var quietly = parsed.GetValue(quiet);
            var where = quietly ? terminal with { ShowProgress = false } : terminal;
            var line = new ProgressLine(where);
            var reading = DatasetReader.Read(
                parsed.GetRequiredValue(cohort)!.FullName,
                terminal.PublishedEvidence,
                parsed.GetValue(dataLock),
                line
            );
            line.Clear();
            terminal.PrintProblems(reading.Problems);
            if (reading is not DatasetReading.CohortSet set)
                return Refuse(reading, terminal, "research");
            var folder = parsed.GetRequiredValue(output);
            ResearchOutcome outcome;
            try
            {
                outcome = ResearchStudy.Run(
                    new(
                        set.Cohort,
                        set.Fingerprint,
                        parsed.GetRequiredValue(genotypes)!,
                        parsed.GetValue(covariates),
                        parsed.GetValue(genes),
                        parsed.GetValue(mutations),
                        parsed.GetValue(shard),
                        parsed.GetValue(merge) ?? [],
                        parsed.GetValue(threads),
                        parsed.GetValue(riskModel) ? parsed.GetValue(seed) : null,
                        Terminal.Version
                    ),
                    defaults with
                    {
                        SmallCell = parsed.GetValue(smallCell),
                        ExactBelow = parsed.GetValue(exactBelow),
                        FirthBelow = parsed.GetValue(firthBelow),
                        BurdenFrequency = parsed.GetValue(rare),
                        AlleleFraction = parsed.GetValue(vaf),
                    },
                    folder,
                    line,
                    terminal.Stopping
                );
            }
            finally
            {
                line.Clear();
            }

            if (quietly)
                return ExitCode.Done;
            foreach (var text in outcome.Lines)
            foreach (var wrapped in TerminalText.Wrap(text, terminal.Width))
                terminal.Output.WriteLine(wrapped);
            terminal.Output.WriteLine(FormattableString.Invariant($"{outcome.Files.Count} files in {folder}"));
            return ExitCode.Done;
        });
        return command;
    }

    internal static int Refuse(DatasetReading reading, Terminal terminal, string command)
    {
        if (reading is DatasetReading.PublishedSet)
            terminal.Error.WriteLine(
                $"longwatch {command}: this is published evidence, which has no patients; give the folder of a patient-level cohort."
            );
        return ExitCode.Refused;
    }

    private static Shard ParseShard(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        string[] parts = text.Split('/');
        if (
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1
            && index <= count
        )
            return new(index, count);
        result.AddError($"--shard: '{text}' is no part; give I/N with I from 1 to N, for example 3/8.");
        return Shard.Whole;
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
