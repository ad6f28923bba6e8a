using System.CommandLine;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;

namespace Longwatch.Cli.Simulation;

/// <summary><c>longwatch simulate</c>: a registry with known truth, written as the CSV set that <c>evaluate</c> reads.</summary>
internal static class SimulateCommand
{
    public static Command Create(Terminal terminal)
    {
        var patients = new Option<int>("--patients", "-n")
        {
            Description = "Number of treated patients, 1 to 10,000,000.",
            HelpName = "N",
            DefaultValueFactory = _ => 42_500,
        };
        patients.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= 10_000_000))
                result.AddError("--patients must lie between 1 and 10,000,000.");
        });
        var output = new Option<DirectoryInfo>("--out", "-o")
        {
            Description = "Folder to write; it must be absent, empty, or an earlier simulation.",
            HelpName = "DIR",
            Required = true,
        };
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
                $"{output}: {simulated.Cohort.Patients.Length:N0} patients to {simulated.Cohort.DataLock:yyyy-MM-dd}, seed {seed}. Next: longwatch evaluate {output}"
            );
        return ExitCode.Done;
    }
}
