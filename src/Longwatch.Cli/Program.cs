using System.CommandLine;
using Longwatch.Cli;
using Longwatch.Cli.Datasets;
using Longwatch.Cli.Evaluation;
using Longwatch.Cli.Simulation;

return CommandLine.Run(args, Terminal.OfProcess());

namespace Longwatch.Cli
{
    /// <summary>All commands. Exit codes: 0 done; 1 wrong usage, or a bug; 2 the data or a file were refused, with one line per problem.</summary>
    internal static class CommandLine
    {
        public static int Run(string[] args, Terminal terminal)
        {
            var root = new RootCommand(
                """
                Longwatch keeps the lifelong watch over people treated with CAR T cells.

                Start with:
                  longwatch evaluate                      the regulators' questions on the published evidence
                  longwatch simulate --out cohort         a registry with known truth, to try things on
                  longwatch evaluate cohort               the same questions on patient-level data
                  longwatch check FOLDER                  every problem of your own data, with line and remedy
                  longwatch test | bench                  run the tests, the benchmarks
                """
            )
            {
                EvaluateCommand.Create(terminal),
                CheckCommand.Create(terminal),
                SimulateCommand.Create(terminal),
            };
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            };
            try
            {
                return root.Parse(args).Invoke(configuration);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                terminal.Error.WriteLine($"longwatch: {e.Message}");
                return ExitCode.Refused;
            }
        }
    }
}
