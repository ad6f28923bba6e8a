using System.CommandLine;
using Longwatch.Exchange;

namespace Longwatch.Cli.Datasets;

/// <summary><c>longwatch check DATASET</c>: every problem of a data set in one pass, each with file, line and remedy.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var dataset = new Argument<DirectoryInfo>("DATASET")
        {
            Description = "Folder of CSV files: published evidence, or a patient-level cohort.",
        };
        var dataLock = CommonOptions.DataLock();
        var command = new Command(
            "check",
            "Validate a data set and say every problem with file, line and remedy. Exit code 2 when the set would be refused."
        )
        {
            dataset,
            dataLock,
        };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(dataset), parsed.GetValue(dataLock)));
        return command;
    }

    private static int Run(Terminal terminal, DirectoryInfo dataset, DateOnly? dataLock)
    {
        var progress = new ProgressLine(terminal);
        var reading = DatasetReader.Read(dataset.FullName, terminal.PublishedEvidence, dataLock, progress);
        progress.Clear();
        terminal.PrintProblems(reading.Problems);
        var (errors, warnings) = (reading.Problems.Errors, reading.Problems.Warnings);
        terminal.Output.WriteLine(
            reading is DatasetReading.Refused
                ? $"{dataset}: refused, {Count(errors, "error")}, {Count(warnings, "warning")}."
                : $"{dataset}: accepted, {Count(warnings, "warning")}. {Contents(reading)}"
        );
        return reading is DatasetReading.Refused ? ExitCode.Refused : ExitCode.Done;
    }

    private static string Contents(DatasetReading reading) =>
        reading switch
        {
            DatasetReading.CohortSet { Cohort: var c } =>
                $"{Count(c.Patients.Length, "patient")}, {Count(c.Infusions.Length, "infusion")}, {Count(c.Visits.Length, "visit")}, "
                    + $"{Count(c.Neoplasms.Length, "neoplasm")}, {Count(c.Tests.Length, "test")}; data lock {c.DataLock:yyyy-MM-dd} ({c.DataLockBasis}).",
            DatasetReading.PublishedSet { Evidence: var e } =>
                $"{Count(e.Counts.Length, "count")} of regulators, {Count(e.Cohorts.Length, "cohort")}, {Count(e.Cases.Length, "case report")}, "
                    + $"{Count(e.Products.Length, "product")}.",
            _ => "",
        };

    private static string Count(int n, string word) => n == 1 ? $"1 {word}" : $"{n:N0} {word}s";
}
