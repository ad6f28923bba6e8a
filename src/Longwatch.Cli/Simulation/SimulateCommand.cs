using System.CommandLine;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;

namespace Longwatch.Cli.Simulation;

/// <summary><c>longwatch simulate</c>: a registry with known truth, written as the CSV set that <c>evaluate</c> reads.</summary>
internal static class SimulateCommand
{
    public static Command Create(Terminal terminal)
    {
        var patients = CommonOptions.Number("--patients", "Number of treated patients, 1 to 10000000.", "N", 42_500, (1, 10_000_000));
        patients.Aliases.Add("-n");
        var output = CommonOptions.Out("Folder to write; it must be absent, empty, or an earlier simulation.");
        output.Required = true;
        var (seed, quiet) = (CommonOptions.Seed(8), CommonOptions.Quiet());
        var command = new Command(
            "simulate",
            "Make a registry with known truth: products and accrual, prior therapy, death and relapse, transgene-driven and background T-cell malignancies, "
                + "incomplete testing, loss to follow-up. The truth goes into truth.csv, which evaluate does not read."
        )
        {
            patients,
            seed,
            output,
            quiet,
        };
        command.SetAction(parsed =>
            Run(terminal, parsed.GetValue(patients), parsed.GetValue(seed), parsed.GetRequiredValue(output), parsed.GetValue(quiet))
        );
        return command;
    }

    private static int Run(Terminal terminal, int patients, ulong seed, DirectoryInfo output, bool quiet)
    {
        var progress = new ProgressLine(quiet ? terminal with { ShowProgress = false } : terminal);
        progress.Report($"simulating {patients:N0} patients");
        var simulated = Simulator.Simulate(new SimulationPlan(patients, seed));
        progress.Report($"writing {output}");
        SimulatedSetWriter.Write(simulated, output);
        progress.Clear();
        if (!quiet)
            terminal.Output.WriteLine(
                $"{output}: {simulated.Cohort.Patients.Length:N0} {(simulated.Cohort.Patients.Length == 1 ? "patient" : "patients")} to {simulated.Cohort.DataLock:yyyy-MM-dd}, seed {seed}. Next: longwatch evaluate {output}"
            );
        return ExitCode.Done;
    }
}
