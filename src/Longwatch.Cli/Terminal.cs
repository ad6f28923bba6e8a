using System.Reflection;
using Longwatch.Exchange.Csv;

namespace Longwatch.Cli;

/// <summary>Where a command prints, and what it may assume about it.</summary>
/// <param name="Width">Columns to wrap at: the terminal's up to 100; 80 when the output is no terminal.</param>
/// <param name="Colour">The output is a terminal and NO_COLOR is not set.</param>
/// <param name="ShowProgress">Standard error is a terminal: progress may overwrite its line.</param>
/// <param name="Home">Folder that holds <c>data/published</c>.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, int Width, bool Colour, bool ShowProgress, string Home)
{
    public static string Version { get; } =
        typeof(Terminal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Cancelled when the run was interrupted: what fails from then on is not worth a message.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Null where no signal ends the run, as in tests.</summary>
    public Interruption? Interruption { get; init; }

    public string PublishedEvidence => Path.Combine(Home, "data", "published");

    /// <summary>What is shipped for genetic tests: vectors, masks, gene tables, thresholds.</summary>
    public string GeneticData => Path.Combine(Home, "data", "genomics");

    /// <summary>What is shipped for signal detection: names of products, terms, thresholds.</summary>
    public string SignalData => Path.Combine(Home, "data", "signals");

    /// <summary>Compiled vectors by hash; may be deleted at any time.</summary>
    public string GeneticCache => Path.Combine(Home, "artifacts", "vectors");

    public static Terminal OfProcess()
    {
        var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 16384) { AutoFlush = true };
        return new(
            output,
            Console.Error,
            Console.IsOutputRedirected ? 80 : Math.Clamp(Console.WindowWidth, 40, 100),
            !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            !Console.IsErrorRedirected,
            Environment.GetEnvironmentVariable("LONGWATCH_HOME") is { Length: > 0 } home ? home : NearestHome(AppContext.BaseDirectory)
        );
    }

    /// <summary>Started without the script: the folder, upwards from the program, that holds the published evidence.</summary>
    private static string NearestHome(string program)
    {
        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "data", "published")))
                return folder.FullName;
        return program;
    }

    /// <summary>Shows what is being done now, on a terminal only; an empty text clears the line.</summary>
    public void Progress(string text)
    {
        if (ShowProgress)
            Error.Write(text.Length == 0 ? "\r\u001b[K" : $"\r\u001b[K{text[..Math.Min(text.Length, Width - 1)]}");
    }

    /// <summary>Prints each problem on a line of standard error.</summary>
    public void PrintProblems(ProblemReport problems)
    {
        foreach (var line in problems.Lines())
            Error.WriteLine(line);
    }
}
