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

    public string PublishedEvidence => Path.Combine(Home, "data", "published");

    public static Terminal OfProcess()
    {
        var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 16384) { AutoFlush = true };
        return new(
            output,
            Console.Error,
            Console.IsOutputRedirected ? 80 : Math.Clamp(Console.WindowWidth, 40, 100),
            !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            !Console.IsErrorRedirected,
            Environment.GetEnvironmentVariable("LONGWATCH_HOME") ?? AppContext.BaseDirectory
        );
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
