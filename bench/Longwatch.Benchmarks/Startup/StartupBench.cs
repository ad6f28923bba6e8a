using System.Globalization;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Startup;

/// <summary>How long the program takes to do nothing, and what share of each command that is.</summary>
internal static class StartupBench
{
    private const double LimitSeconds = 0.4;

    internal static bool Run()
    {
        var work = Home.Work("startup");
        var cohort = Path.Combine(work, "cohort");
        var idle = Measured.MedianSeconds(Home.Script, ["--version"], 20);
        (string Name, string[] Arguments, int Runs)[] commands =
        [
            ("--help", ["--help"], 20),
            ("simulate --patients 42500", ["simulate", "--patients", "42500", "--seed", "1", "--out", cohort, "--quiet"], 5),
            ("check (42,500 patients)", ["check", cohort], 5),
            ("evaluate (published evidence)", ["evaluate", "--out", Path.Combine(work, "published"), "--quiet"], 5),
            ("evaluate (42,500 patients)", ["evaluate", cohort, "--out", Path.Combine(work, "report"), "--quiet"], 5),
        ];
        var rows = commands
            .Select(c => (c.Name, Seconds: Measured.MedianSeconds(Home.Script, c.Arguments, c.Runs)))
            .Select(c => new[] { $"`{c.Name}`", Number(c.Seconds), $"{Math.Min(1, idle / c.Seconds):P0}" });

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Start-up",
            $"""
            Median wall time, script included, after one run that is not counted. The start-up share is the time of `--version` over that of the command.

            {ResultFile.Table(
                ["command", "seconds", "start-up share"],
                [
                    ["`--version`", Number(idle), "100%"],
                    .. rows,
                ]
            )}
            `--version` has to stay under {LimitSeconds} s on two cores: {(idle < LimitSeconds ? "it does" : "it does not")}.
            """
        );
        return idle < LimitSeconds;
    }

    private static string Number(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);
}
