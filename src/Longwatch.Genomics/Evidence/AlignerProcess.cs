using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Longwatch.Genomics.Evidence;

/// <summary>Runs an aligner as a process: no shell, arguments as a list, output line by line.</summary>
internal static class AlignerProcess
{
    /// <summary>The end of standard error that is shown when the program fails.</summary>
    private const int ShownError = 2_000;

    /// <summary>True when the program can be started.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end and hands on every line of its output.</summary>
    /// <exception cref="UnreadableInputException">The program is missing or fails; says why and what to install.</exception>
    public static void Run(string program, IReadOnlyList<string> arguments, Action<string> line, CancellationToken cancellation)
    {
        using var process = new Process();
        process.StartInfo = new(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
            process.StartInfo.ArgumentList.Add(argument);
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, data) =>
        {
            lock (error)
            {
                error.Append(data.Data).Append('\n');
                if (error.Length > 4 * ShownError)
                    error.Remove(0, error.Length - ShownError);
            }
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new UnreadableInputException(program, null, Missing(program));
        }

        using var stop = cancellation.Register(() => Kill(process));
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        try
        {
            while (process.StandardOutput.ReadLine() is { } text)
                line(text);
        }
        catch
        {
            Kill(process);
            throw;
        }

        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
            return;
        lock (error)
        {
            var shown = error.ToString().Trim();
            shown = shown.Length > ShownError ? "…" + shown[^ShownError..] : shown;
            throw new UnreadableInputException(program, null, $"ended with exit code {process.ExitCode}: {shown}");
        }
    }

    public static string Missing(string program) => $"is not installed, and it is needed to place reads on the host: apt install {program}";

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
