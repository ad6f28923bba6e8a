using System.CommandLine;
using Longwatch.Evaluation.Signals.Simulation;
using Longwatch.Exchange.Faers;

namespace Longwatch.Cli.Signals;

/// <summary><c>longwatch simulate-faers</c>: one quarter of spontaneous reports with known signals and duplicates.</summary>
internal static class SimulateFaersCommand
{
    public static Command Create(Terminal terminal)
    {
        var reports = CommonOptions.Number("--reports", "Number of cases, 1 to 50000000.", "N", 2_000_000, (1, 50_000_000));
        reports.Aliases.Add("-n");
        var output = CommonOptions.Out("Folder to write; it must be absent, empty, or an earlier simulation.");
        output.Required = true;
        var (seed, quiet) = (CommonOptions.Seed(5), CommonOptions.Quiet());
        var command = new Command(
            "simulate-faers",
            "Make a quarter of FAERS with known truth: signals and none, older versions, duplicates, deleted cases. The truth goes into truth.csv and true-duplicates.csv, which signal does not read."
        )
        {
            reports,
            seed,
            output,
            quiet,
        };
        command.SetAction(parsed =>
            Run(terminal, new(parsed.GetValue(reports), parsed.GetValue(seed)), parsed.GetRequiredValue(output), parsed.GetValue(quiet))
        );
        return command;
    }

    private static int Run(Terminal terminal, FaersPlan plan, DirectoryInfo output, bool quiet)
    {
        var line = new ProgressLine(quiet ? terminal with { ShowProgress = false } : terminal);
        line.Report($"simulating {plan.Reports:N0} reports");
        try
        {
            SimulatedQuarterWriter.Write(new FaersSimulator(plan, SignalDataFiles.Read(terminal.SignalData)), plan, output);
        }
        finally
        {
            line.Clear();
        }

        if (!quiet)
            terminal.Output.WriteLine($"{output}: {plan.Reports:N0} cases, seed {plan.Seed}. Next: longwatch signal {output}");
        return ExitCode.Done;
    }
}
