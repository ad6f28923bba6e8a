using System.CommandLine;
using System.Text.RegularExpressions;
using Longwatch.Evaluation.Signals;
using Longwatch.Evaluation.Signals.Sections;
using Longwatch.Exchange.Faers;

namespace Longwatch.Cli.Signals;

/// <summary><c>longwatch signal FAERS_DIR</c>: disproportionality of second cancers with CAR T cells in spontaneous reports.</summary>
internal static partial class SignalCommand
{
    private const int MostShown = 8;

    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("FAERS_DIR")
        {
            Description =
                "Folder (or zip) with quarterly ASCII files of FAERS or LAERS; or one table of case, drug and event (CSV, plain or gzip); or openFDA counts by product (JSON).",
        };
        var output = CommonOptions.Out("Folder for the results.");
        output.DefaultValueFactory = _ => new DirectoryInfo("signals");
        var meddra = new Option<string?>("--meddra")
        {
            Description = "Folder with llt.asc, pt.asc and mdhier.asc of the MedDRA version that you hold. Default: terms as reported.",
            HelpName = "DIR",
        };
        var role = new Option<DrugRoles>("--role")
        {
            Description = "Roles in which a drug counts, separated by commas: PS, SS, I, C. Default: PS,SS.",
            HelpName = "ROLES",
            CustomParser = result => Roles(result.Tokens.Count == 1 ? result.Tokens[0].Value : "", result.AddError),
        };
        var quarter = new Option<string[]>("--quarter")
        {
            Description = "Read these quarters only, for example 2023Q4. Default: all that are there.",
            HelpName = "QUARTER",
            AllowMultipleArgumentsPerToken = true,
        };
        quarter.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!QuarterName().IsMatch(token.Value))
                    result.AddError($"--quarter: '{token.Value}' is not a quarter; for example 2023Q4.");
        });
        var keep = new Option<bool>("--keep-duplicates") { Description = "Count every report; do not look for duplicates." };
        var all = new Option<bool>("--all-pairs")
        {
            Description = "Also write the scores of every drug and event into tables/all-pairs.csv.",
        };
        var quiet = CommonOptions.Quiet();
        var command = new Command(
            "signal",
            "Find what is reported with CAR T-cell products more often than expected: latest versions, duplicates as one case, products under all their names, the disease treated left out, all measures side by side. A disproportionality number is never a risk."
        )
        {
            source,
            meddra,
            role,
            quarter,
            keep,
            all,
            output,
            quiet,
        };
        command.SetAction(parsed =>
            Run(
                terminal,
                parsed.GetRequiredValue(source),
                new(
                    parsed.GetResult(role) is null ? DrugRoles.PrimarySuspect | DrugRoles.SecondarySuspect : parsed.GetValue(role),
                    !parsed.GetValue(keep),
                    Dictionary(parsed.GetValue(meddra)),
                    parsed.GetValue(all)
                ),
                parsed.GetValue(quarter) ?? [],
                parsed.GetRequiredValue(output),
                parsed.GetValue(quiet)
            )
        );
        return command;
    }

    private static int Run(Terminal terminal, string source, SignalOptions options, string[] quarters, DirectoryInfo output, bool quiet)
    {
        var line = new ProgressLine(quiet ? terminal with { ShowProgress = false } : terminal);
        var knowledge = SignalDataFiles.Read(terminal.SignalData);
        SignalWriter.Require(output);
        FaersReading reading;
        IReadOnlyList<string> written;
        string[] lines;
        try
        {
            reading = FaersReader.Read(
                source,
                new([.. quarters.Select(q => q.ToUpperInvariant()).Distinct(StringComparer.Ordinal)])
                {
                    Limits = FaersLimits.Default with { BrokenLines = knowledge.Rules.BrokenLines },
                    Progress = line,
                    Cancellation = terminal.Stopping,
                }
            );
            (written, lines) = reading switch
            {
                FaersReading.Reports r => Study(r, knowledge, options with { Progress = line }, output, line),
                FaersReading.Counts c => (
                    SignalWriter.Write(c.Data, c.Ledger, knowledge, Terminal.Version, output),
                    [AggregateSection.Of(c.Data, c.Ledger, knowledge).Answer]
                ),
                _ => ([], []),
            };
        }
        finally
        {
            line.Clear();
        }

        terminal.PrintProblems(reading.Problems);
        if (reading is FaersReading.Refused)
        {
            terminal.Error.WriteLine(
                $"longwatch signal: {source} was refused: {reading.Problems.Errors:N0} {(reading.Problems.Errors == 1 ? "error" : "errors")}. Nothing was written."
            );
            return ExitCode.Refused;
        }

        if (!quiet)
        {
            foreach (var text in lines.SelectMany(l => TerminalText.Wrap(l, terminal.Width)))
                terminal.Output.WriteLine(text);
            terminal.Output.WriteLine(FormattableString.Invariant($"{written.Count} files in {output}"));
        }

        return ExitCode.Done;
    }

    private static (IReadOnlyList<string>, string[]) Study(
        FaersReading.Reports reports,
        SignalKnowledge knowledge,
        SignalOptions options,
        DirectoryInfo output,
        ProgressLine line
    )
    {
        var result = SignalStudy.Run(reports.Data, reports.Ledger, knowledge, options);
        line.Report("writing the report");
        var written = SignalWriter.Write(result, Terminal.Version, output);
        return (
            written,
            [
                SignalSections.Of(result)[0].Answer,
                .. result.Pairs.Where(p => p.Group is not null && p.Criteria.Length > 0).Take(MostShown).Select(p => $"- {p.Summary}"),
            ]
        );
    }

    private static MedicalDictionary? Dictionary(string? folder) => folder is null ? null : MeddraFolder.Read(folder);

    private static DrugRoles Roles(string text, Action<string> refuse)
    {
        var roles = DrugRoles.None;
        foreach (var code in text.Split(',', StringSplitOptions.TrimEntries))
            switch (code.ToUpperInvariant())
            {
                case "PS":
                    roles |= DrugRoles.PrimarySuspect;
                    break;
                case "SS":
                    roles |= DrugRoles.SecondarySuspect;
                    break;
                case "I":
                    roles |= DrugRoles.Interacting;
                    break;
                case "C":
                    roles |= DrugRoles.Concomitant;
                    break;
                default:
                    refuse($"--role: '{code}' is not one of PS, SS, I, C; for example PS,SS.");
                    return DrugRoles.None;
            }

        return roles;
    }

    [GeneratedRegex(
        "^(19|20)[0-9]{2}[qQ][1-4]$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex QuarterName();
}
