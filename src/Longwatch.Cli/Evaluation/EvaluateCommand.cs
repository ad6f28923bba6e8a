using System.CommandLine;
using Longwatch.Evaluation;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange;
using Longwatch.Exchange.Analyses;
using Longwatch.Exchange.Report;

namespace Longwatch.Cli.Evaluation;

/// <summary><c>longwatch evaluate [DATASET]</c>: the regulators' questions, asked of a folder of CSV files.</summary>
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
            AnalysisSettingsReader.Levels
        );
        var analyses = new Option<FileInfo?>("--analyses")
        {
            Description =
                "Plan of analyses that was decided upon beforehand (docs/formats/analyses.md), or the analyses.json of an earlier evaluation, to run it again: its settings hold unless an option says otherwise. Default: the plan that comes with Longwatch.",
            HelpName = "FILE",
        };
        var (dataLock, seed, quiet) = (CommonOptions.DataLock(), CommonOptions.Seed(EvaluationOptions.Default.Seed), CommonOptions.Quiet());
        var command = new Command(
            "evaluate",
            "Answer the regulators' questions on a data set: exposure, cases, transgene, onset, rates, pooled cohorts, molecular evidence, class effect, "
                + "benefit and risk, data quality, confounding, sequential history. Writes report.html, evaluation.json and one CSV file per table."
        )
        {
            dataset,
            output,
            formats,
            dataLock,
            level,
            analyses,
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
                settings => new EvaluationOptions(
                    Given(parsed, level) ? parsed.GetValue(level) : settings.Level ?? EvaluationOptions.Default.Level,
                    parsed.GetValue(dataLock) ?? settings.DataLock,
                    Given(parsed, seed) ? parsed.GetValue(seed) : settings.Seed ?? EvaluationOptions.Default.Seed,
                    Terminal.Version
                ),
                parsed.GetValue(analyses)
            )
        );
        return command;
    }

    private static bool Given(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Reads, evaluates, writes; all of it, or what is wrong and nothing.</summary>
    /// <param name="choose">The options of the command line over the settings of the plan.</param>
    private static int Run(
        Terminal terminal,
        Evaluand what,
        ReportFormats formats,
        Func<AnalysisSettings, EvaluationOptions> choose,
        FileInfo? analyses
    )
    {
        if (Plan(terminal, analyses) is not { } plan)
            return ExitCode.Refused;
        var options = choose(plan.Settings) with { Plan = plan };
        var progress = new ProgressLine(terminal);
        var reading = DatasetReader.Read(what.Dataset.FullName, terminal.PublishedEvidence, options.DataLock, progress);
        progress.Clear();
        terminal.PrintProblems(reading.Problems);
        if (analyses is not null && Unusable(reading, plan, analyses) is { Length: > 0 } problems)
        {
            foreach (var problem in problems)
                terminal.Error.WriteLine($"{analyses}: {problem}");
            return ExitCode.Refused;
        }

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
                analyses is null ? options with { Plan = AnalysisPlan.None } : options,
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

    /// <summary>What of the plan cannot be done with this data set.</summary>
    private static string[] Unusable(DatasetReading reading, AnalysisPlan plan, FileInfo file) =>
        reading switch
        {
            DatasetReading.CohortSet set => [.. AnalysisSettingsReader.Unusable(plan.Settings, set.Reference)],
            DatasetReading.PublishedSet set =>
            [
                .. plan.Analyses.IsEmpty
                    ? []
                    : (string[])
                        [
                            $"analyses: {plan.Analyses.Length} comparisons of patients, and this data set holds published evidence only; empty the list, or give a patient-level cohort.",
                        ],
                .. AnalysisSettingsReader.Unusable(plan.Settings, set.Evidence),
            ],
            _ => [],
        };

    /// <summary>The plan of the file, or the one that comes with Longwatch; null after all that is wrong with the file was printed.</summary>
    private static AnalysisPlan? Plan(Terminal terminal, FileInfo? file)
    {
        if (file is null)
            return AnalysisPlanReader.Standard;
        if (!file.Exists)
        {
            terminal.Error.WriteLine($"longwatch: there is no file {file}; give a plan of analyses, or leave --analyses out.");
            return null;
        }

        if (file.Length > AnalysisPlanReader.LargestFile)
        {
            terminal.Error.WriteLine($"{file}: {file.Length} bytes; a plan of analyses has at most {AnalysisPlanReader.LargestFile}.");
            return null;
        }

        var read = AnalysisPlanReader.Read(file.ToString(), File.ReadAllBytes(file.FullName));
        foreach (var line in read.Lines())
            terminal.Error.WriteLine(line);
        return read.Value;
    }

    private sealed record Evaluand(DirectoryInfo Dataset, DirectoryInfo Output, bool Quiet);
}
