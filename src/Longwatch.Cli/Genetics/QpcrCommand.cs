using System.CommandLine;
using System.Globalization;
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
            PcrOutput.Refusing(
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
                    foreach (var curve in curves)
                        terminal.Output.WriteLine(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{curve.Target}: slope {curve.Line.Slope:F3}, efficiency {100 * curve.Efficiency:F1} %, r2 {curve.Line.SquaredCorrelation:F4}, {curve.Line.Count} standards from {curve.LowestCopies:G6} to {curve.HighestCopies:G6} copies"
                            )
                        );
                    foreach (var result in results)
                        Print(terminal.Output, result);
                }
            )
        );
        return command;
    }

    private static void Print(TextWriter output, CycleResult result)
    {
        output.WriteLine($"{result.Sample}: {result.Target}, {result.Replicates} well(s)");
        if (result.Copies is { } copies)
            output.WriteLine($"  copies per reaction {PcrOutput.Number(copies)} ({PcrOutput.Range(result.Interval)})");
        if (result.PerMicrogram is { } perMicrogram)
            output.WriteLine($"  copies per ug DNA   {PcrOutput.Number(perMicrogram)}");
        output.WriteLine(
            result.PerCell is { } perCell
                ? $"  copies per cell     {PcrOutput.Number(perCell)} ({PcrOutput.Range(result.PerCellInterval)}), {result.PerCellBy}"
                : $"  copies per cell     {result.PerCellBy}"
        );
        foreach (var warning in result.Warnings)
            output.WriteLine($"  note: {warning}");
    }
}
