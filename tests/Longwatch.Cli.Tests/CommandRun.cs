using System.Diagnostics;

namespace Longwatch.Cli.Tests;

/// <summary>Runs a command in this process and keeps what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static string Home { get; } = FindHome();

    /// <summary>The program for tests that start it: under <c>./longwatch test</c> the one that users start, compiled ahead of time, else the build beside the tests.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("LONGWATCH_PROGRAM") ?? typeof(CommandLine).Assembly.Location;

    public static CommandRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(args, new Terminal(output, error, 80, Colour: false, ShowProgress: false, Home));
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a line of a document in a shell, in the given folder, with <c>./longwatch</c> standing for this clone's.</summary>
    public static async Task<CommandRun> OfShell(string line, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", line.Replace("./longwatch", $"'{Path.Combine(Home, "longwatch")}'", StringComparison.Ordinal)]
        )
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new(process.ExitCode, await output, await error);
    }

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests run outside the working tree.");
    }
}
