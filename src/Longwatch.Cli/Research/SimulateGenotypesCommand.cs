using System.CommandLine;
using Longwatch.Evaluation.Research;
using Longwatch.Exchange;
using Longwatch.Exchange.Research;

namespace Longwatch.Cli.Research;

/// <summary><c>longwatch simulate-genotypes COHORT</c>: genotypes with known effects for the people of a cohort.</summary>
internal static class SimulateGenotypesCommand
{
    public static Command Create(Terminal terminal)
    {
        var cohort = CommonOptions.Dataset(
            "Folder of CSV files: a patient-level cohort, such as longwatch simulate writes.",
            ArgumentArity.ExactlyOne
        );
        var defaults = new GenotypePlan(20_000, 5, 5);
        var variants = CommonOptions.Number("--variants", "Number of variants.", "N", defaults.Variants, (100, 50_000_000));
        var causal = CommonOptions.Number(
            "--causal",
            "Common variants with an effect; 0: nothing is planted, in genes and mutations neither.",
            "N",
            defaults.Causal,
            (0, 1000)
        );
        var odds = Odds("--odds-ratio", "Of each copy of a causal variant.", defaults.OddsRatio);
        var gene = Odds("--gene-odds-ratio", "Of each copy of a rare allele of the causal gene.", defaults.GeneOddsRatio);
        var carrier = Odds("--carrier-odds-ratio", "Of carriers of a TET2 mutation of clonal haematopoiesis.", defaults.CarrierOddsRatio);
        var (seed, quiet) = (CommonOptions.Seed(defaults.Seed), CommonOptions.Quiet());
        var output = CommonOptions.Out("Folder to write; it must be absent, empty, or an earlier simulation.");
        output.Required = true;
        var command = new Command(
            "simulate-genotypes",
            "Make genotypes for the people of a cohort with effects that are known: PLINK .bed, principal components, genes and calls of clonal haematopoiesis, as research reads them. "
                + "The outcome stays that of the cohort; the truth goes into truth.tsv, which research does not read."
        )
        {
            cohort,
            variants,
            causal,
            odds,
            gene,
            carrier,
            seed,
            output,
            quiet,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(causal) > result.GetValue(variants) / 10)
                result.AddError("--causal: at most a tenth of the variants can have an effect; give more --variants.");
        });
        command.SetAction(parsed =>
        {
            var where = parsed.GetValue(quiet) ? terminal with { ShowProgress = false } : terminal;
            var line = new ProgressLine(where);
            var given = parsed.GetRequiredValue(cohort)!;
            var reading = DatasetReader.Read(given.FullName, terminal.PublishedEvidence, null, line);
            line.Clear();
            terminal.PrintProblems(reading.Problems);
            if (reading is not DatasetReading.CohortSet set)
                return ResearchCommand.Refuse(reading, terminal, "simulate-genotypes");
            var folder = parsed.GetRequiredValue(output);
            var plan = new GenotypePlan(parsed.GetValue(variants), parsed.GetValue(causal), parsed.GetValue(seed))
            {
                OddsRatio = parsed.GetValue(odds),
                GeneOddsRatio = parsed.GetValue(gene),
                CarrierOddsRatio = parsed.GetValue(carrier),
            };
            IReadOnlyList<PlantedEffect> planted;
            try
            {
                planted = SimulatedGenotypesWriter.Write(set.Cohort, plan, folder, line, terminal.Stopping);
            }
            finally
            {
                line.Clear();
            }

            if (parsed.GetValue(quiet))
                return ExitCode.Done;
            foreach (var effect in planted)
                terminal.Output.WriteLine(FormattableString.Invariant($"{effect.Kind} {effect.Id}: odds ratio {effect.OddsRatio}"));
            terminal.Output.WriteLine(
                $"{folder}: {plan.Variants:N0} variants of {set.Cohort.Patients.Length:N0} people, seed {plan.Seed}. Next: longwatch research {given} --genotypes {Path.Combine(folder.ToString(), SimulatedGenotypesWriter.Stem)}.bed"
            );
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<double> Odds(string name, string description, double byDefault) =>
        CommonOptions.Number(name, description, "R", byDefault, (0.001, 1000.0));
}
