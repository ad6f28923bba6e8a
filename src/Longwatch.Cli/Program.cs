using System.CommandLine;
using System.CommandLine.Invocation;
using System.Data.Common;
using Longwatch.Cli;
using Longwatch.Cli.Datasets;
using Longwatch.Cli.Evaluation;
using Longwatch.Cli.Genetics;
using Longwatch.Cli.Portal;
using Longwatch.Cli.Research;
using Longwatch.Cli.Signals;
using Longwatch.Cli.Simulation;
using Longwatch.Cli.Store;
using Longwatch.Genomics;
using Longwatch.Registry.Store;

using var interruption = new Interruption();
return CommandLine.Run(args, Terminal.OfProcess() with { Stopping = interruption.Token, Interruption = interruption });

namespace Longwatch.Cli
{
    /// <summary>All commands. Exit codes: 0 done; 1 wrong usage, or a bug; 2 the data or a file were refused, with one line per problem; 130 interrupted.</summary>
    internal static class CommandLine
    {
        public static int Run(string[] args, Terminal terminal)
        {
            var root = new RootCommand(
                """
                Longwatch keeps the lifelong watch over people treated with CAR T cells.

                Start with:
                  longwatch evaluate                 the questions on the published evidence
                  longwatch simulate --out cohort    a registry with known truth
                  longwatch evaluate cohort          the questions on patient-level data
                  longwatch check FOLDER             every problem of your own data
                  longwatch genetics READS           is the CAR transgene in a tumour's reads?
                  longwatch signal FAERS_DIR         signals in spontaneous reports
                  longwatch research COHORT          who is at higher risk? (research use)
                  longwatch serve --demo             the registry and its portal, to try
                  longwatch registry import SET      patient-level data into a registry
                  longwatch vectors list             the vectors that are searched for
                  longwatch test | bench             run the tests, the benchmarks
                """
            )
            {
                EvaluateCommand.Create(terminal),
                CheckCommand.Create(terminal),
                SimulateCommand.Create(terminal),
                SignalCommand.Create(terminal),
                SimulateFaersCommand.Create(terminal),
                GeneticsCommand.Create(terminal),
                ResearchCommand.Create(terminal),
                SimulateGenotypesCommand.Create(terminal),
                VectorsCommand.Create(terminal),
                ServeCommand.Create(terminal),
                CodeCommand.Create(terminal),
                RegistryCommand.Create(terminal),
                AuditCommand.Create(terminal),
                BackUpCommands.CreateBackUp(terminal),
                BackUpCommands.CreateRestore(terminal),
            };
            HelpWithExamples.Install(root, terminal.Width);
            CommonOptions.RefuseMissingText(root);
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction)
                return WrongUsage(parsed, terminal);
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            };
            try
            {
                var code = parsed.Invoke(configuration);
                return args.Length == 0 ? ExitCode.WrongUsageOrBug : code;
            }
            catch (Exception) when (terminal.Stopping.IsCancellationRequested)
            {
                return ExitCode.Interrupted; // the output was taken away under the writer; the process is ending with the code of its signal
            }
            catch (UnreadableInputException e)
            {
                foreach (var problem in e.Problems)
                    terminal.Error.WriteLine(problem);
                return ExitCode.Refused;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
            {
                return Refuse(e.Message, terminal);
            }
            catch (DbException e)
            {
                // No word of the database's own: it may hold what a row holds.
                return Refuse(
                    $"The database ended the work ({e.SqlState ?? "the connection broke"}). What was not said to be done is not done, or whole; run the command again.",
                    terminal
                );
            }
#pragma warning disable CA1031 // the outermost edge: a bug is reported whole and ends with exit code 1, not with an abort and a core dump
            catch (Exception e)
#pragma warning restore CA1031
            {
                terminal.Error.WriteLine(
                    $"longwatch: this is a bug in Longwatch {Terminal.Version}; please report it with these lines:\n{e}"
                );
                return ExitCode.WrongUsageOrBug;
            }
        }

        private static int WrongUsage(ParseResult parsed, Terminal terminal)
        {
            var command = HelpWithExamples.FullName(parsed.CommandResult);
            foreach (
                var error in parsed
                    .Errors.Select(e => e.Message)
                    .Where(m => parsed.UnmatchedTokens.Count == 0 || m.Contains('\''))
                    .Distinct(StringComparer.Ordinal)
            )
                terminal.Error.WriteLine($"{command}: {error}");
            terminal.Error.WriteLine($"See: {command} --help");
            return ExitCode.WrongUsageOrBug;
        }

        private static int Refuse(string message, Terminal terminal)
        {
            terminal.Error.WriteLine($"longwatch: {message}");
            return ExitCode.Refused;
        }
    }
}
