using System.CommandLine;
using Longwatch.Evaluation;
using Longwatch.Exchange;
using Longwatch.Exchange.Report;

namespace Longwatch.Cli.Evaluation;

/// <summary><c>longwatch evaluate [DATASET]</c>: the regulators' ten questions, and what else could explain the answers, asked of a folder of CSV files.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        var dataset = CommonOptions.Dataset(
            "Folder of CSV files: published evidence, or a patient-level cohort. Default: the published evidence that comes with Longwatch.",
            ArgumentArity.ZeroOrOne
        );
        var output = CommonOptions.Out("Folder for the results.");
        output.DefaultValueFactory = _ => new DirectoryInfo("evaluation");
        var formats = new Option<ReportFormats>("--format")
        {
            Description = "What to write: html, json, csv, or several, as in html,csv. Default: all.",
            HelpName = "LIST",
            CustomParser = result =>
            {
                var list = string.Join(',', result.Tokens.Select(t => t.Value));
                if (
                    Enum.TryParse<ReportFormats>(list, ignoreCase: true, out var chosen)
                    && !list.Any(char.IsDigit)
                    && chosen != ReportFormats.None
                )
                    return chosen;
                result.AddError($"'{list}' names no format: give html, json, csv, all, or several of them with commas between.");
                return ReportFormats.None;
            },
        };
        var level = CommonOptions.Number(
            "--level",
            "Confidence level of the intervals, between 0.5 and 0.999.",
            "P",
            EvaluationOptions.Default.Level,
            (0.5, 0.999)
        );
        var (dataLock, seed, quiet) = (CommonOptions.DataLock(), CommonOptions.Seed(EvaluationOptions.Default.Seed), CommonOptions.Quiet());
        var command = new Command(
            "evaluate",
            "Answer the regulators' questions on a data set: exposure, cases, transgene, onset, rates, pooled cohorts, molecular evidence, class effect, "
                + "benefit and risk, data quality. Writes report.html, evaluation.json and one CSV file per table."
        )
        {
            dataset,
            output,
            formats,
            dataLock,
            level,
            seed,
            quiet,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(quiet) ? terminal with { ShowProgress = false } : terminal,
                new(
                    parsed.GetValue(dataset) ?? new DirectoryInfo(terminal.PublishedEvidence),
                    parsed.GetRequiredValue(output),
                    parsed.GetValue(quiet)
                ),
                parsed.GetResult(formats) is null ? ReportFormats.All : parsed.GetValue(formats),
                new EvaluationOptions(parsed.GetValue(level), parsed.GetValue(dataLock), parsed.GetValue(seed), Terminal.Version)
            )
        );
        return command;
    }

    private static int Run(Terminal terminal, Evaluand what, ReportFormats formats, EvaluationOptions options)
    {
        var progress = new ProgressLine(terminal);
        var reading = DatasetReader.Read(what.Dataset.FullName, terminal.PublishedEvidence, options.DataLock, progress);
        progress.Clear();
        terminal.PrintProblems(reading.Problems);
        var report = reading switch
        {
            DatasetReading.CohortSet set => CohortEvaluation.Evaluate(
                set.Cohort,
                set.Reference,
                new Dataset(set.Cohort.Name, set.Fingerprint),
                options,
                progress
            ),
            DatasetReading.PublishedSet set => PublishedEvaluation.Evaluate(
                set.Evidence,
                new Dataset(set.Evidence.Name, set.Fingerprint),
                options,
                progress
            ),
            _ => null,
        };
        if (report is null)
            return ExitCode.Refused;
        progress.Report("writing the report");
        var written = ReportWriter.Write(report, what.Output, formats);
        progress.Clear();
        if (!what.Quiet)
            terminal.Output.Write(TerminalSummary.Text(report, new(terminal.Width, terminal.Colour), what.Output.ToString(), written));
        return ExitCode.Done;
    }

    private sealed record Evaluand(DirectoryInfo Dataset, DirectoryInfo Output, bool Quiet);
}
