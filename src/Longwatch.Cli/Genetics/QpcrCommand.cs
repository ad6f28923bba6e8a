using System.CommandLine;
using Longwatch.Genomics.Pcr;
using Longwatch.Genomics.Rules;

namespace Longwatch.Cli.Genetics;

/// <summary><c>longwatch genetics qpcr WELLS</c>: vector copies per µg of DNA and per cell from quantification cycles and standards.</summary>
internal static class QpcrCommand
{
    public static Command Create(Terminal terminal)
    {
        var wells = new Argument<string>("WELLS")
        {
            Description =
                "Table of wells (CSV or tab): sample, target, role (sample, standard or blank), copies (of standards, per reaction), cq.",
        };
        var dna = new Option<double?>("--dna")
        {
            Description = "DNA of a sample in one reaction, in nanograms; needed for copies per microgram.",
            HelpName = "NG",
            CustomParser = result => CommonOptions.ParseNumber(result, "--dna", 50.0, (1e-6, 1e6)),
        };
        var reference = new Option<string?>("--reference-target")
        {
            Description =
                "Reference gene with two copies per cell and standards of its own; else copies per cell follow from the mass of a diploid genome.",
            HelpName = "NAME",
        };
        var command = new Command("qpcr", "Vector copies from quantification cycles and a standard curve, with intervals.")
        {
            wells,
            dna,
            reference,
        };
        command.SetAction(parsed =>
            PcrRun.Refusing(
                terminal,
                "qpcr",
                () =>
                {
                    var file = parsed.GetValue(wells)!;
                    var rules = GeneticRules.Read(Path.Combine(terminal.GeneticData, "rules.json"));
                    var (curves, results) = QuantitativePcr.Analyse(
                        CycleWell.Read(file),
                        parsed.GetValue(dna),
                        parsed.GetValue(reference),
                        rules,
                        file
                    );
                    foreach (var line in curves.Select(PcrText.Of).Concat(results.SelectMany(PcrText.Of)))
                        terminal.Output.WriteLine(line);
                }
            )
        );
        return command;
    }
}
