using System.CommandLine;
using Longwatch.Genomics;
using Longwatch.Genomics.Pcr;
using Longwatch.Genomics.Rules;

namespace Longwatch.Cli.Genetics;

/// <summary><c>longwatch genetics ddpcr WELLS</c>: vector copies per cell from droplet counts.</summary>
internal static class DdpcrCommand
{
    public static Command Create(Terminal terminal)
    {
        var wells = new Argument<string?>("WELLS")
        {
            Description =
                "Table of wells (CSV or tab): sample, target, positives, accepteddroplets; if any well, role (sample or blank), intermediate. Without it the four counts are given as options.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var counts = new[]
        {
            Count("--positive", "Droplets positive for the vector."),
            Count("--droplets", "Accepted droplets of the vector's wells."),
            Count("--reference-positive", "Droplets positive for the reference gene."),
            Count("--reference-droplets", "Accepted droplets of the reference's wells. Default: as --droplets."),
        };
        var target = new Option<string>("--reference-target")
        {
            Description = "Name of the reference gene in the table.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "RPP30",
        };
        var copies = CommonOptions.Number("--reference-copies", "Copies of the reference gene per cell.", "N", 2.0, (0.5, 100.0));
        var volume = CommonOptions.Number(
            "--droplet-volume",
            "Volume of a droplet in nanolitres (QX200: 0.85).",
            "NL",
            0.85,
            (0.001, 1000.0)
        );
        var dilution = CommonOptions.Number("--dilution", "How many times the DNA was diluted.", "N", 1.0, (1.0, 1e9));
        var reaction = CommonOptions.Number("--reaction-volume", "Volume of a reaction in microlitres.", "UL", 20.0, (0.001, 10_000.0));
        var command = new Command(
            "ddpcr",
            "Vector copies per cell from the droplets of a digital PCR, with intervals, limit of blank and limit of detection."
        )
        {
            wells,
            counts[0],
            counts[1],
            counts[2],
            counts[3],
            target,
            copies,
            volume,
            dilution,
            reaction,
        };
        command.SetAction(parsed =>
        {
            var given = counts.Select(c => parsed.GetValue(c)).ToArray();
            var file = parsed.GetValue(wells);
            if (file is null == given[0] is null || file is not null && given.Any(g => g is not null))
            {
                terminal.Error.WriteLine(
                    "longwatch genetics ddpcr: give either a table of wells, or --positive, --droplets and --reference-positive."
                );
                return ExitCode.WrongUsageOrBug;
            }

            var assay = new DropletAssay(
                parsed.GetValue(volume),
                parsed.GetValue(dilution),
                parsed.GetValue(reaction),
                parsed.GetValue(target)!,
                parsed.GetValue(copies)
            );
            return PcrRun.Refusing(
                terminal,
                "ddpcr",
                () =>
                {
                    var rules = GeneticRules.Read(Path.Combine(terminal.GeneticData, "rules.json"));
                    foreach (
                        var result in DigitalPcr.Analyse(
                            file is null ? Wells(given, assay) : DropletWell.Read(file),
                            assay,
                            rules,
                            file ?? "options"
                        )
                    )
                    foreach (var line in PcrText.Of(result))
                        terminal.Output.WriteLine(line);
                }
            );
        });
        return command;
    }

    private static IReadOnlyList<DropletWell> Wells(int?[] given, DropletAssay assay)
    {
        var (positive, total, reference) = (given[0], given[1], given[2]);
        var referenceTotal = given[3] ?? total;
        if (positive is null || total is null or 0 || reference is null || positive > total || reference > referenceTotal)
            throw new UnreadableInputException(
                "options",
                null,
                "--positive, --droplets and --reference-positive are needed, and no count of positive droplets may exceed its droplets"
            );
        return DropletWell.Of(positive.Value, total.Value, assay.ReferenceTarget, reference.Value, referenceTotal!.Value);
    }

    private static Option<int?> Count(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => CommonOptions.ParseNumber(result, name, 1200, (0, 100_000_000)),
        };
}

/// <summary>What the PCR commands do alike.</summary>
internal static class PcrRun
{
    /// <summary>Runs, and prints every problem of refused input on a line of its own.</summary>
    public static int Refusing(Terminal terminal, string command, Action run)
    {
        try
        {
            run();
            return ExitCode.Done;
        }
        catch (UnreadableInputException refused)
        {
            foreach (var problem in refused.Problems)
                terminal.Error.WriteLine($"longwatch genetics {command}: {problem}");
            return ExitCode.Refused;
        }
    }
}
