using System.Diagnostics;
using System.Globalization;

namespace Longwatch.Benchmarks.Genetics;

/// <summary>One whole process, as the kernel counted it, children included.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakBytes">Largest resident set of the process or of any one child.</param>
internal readonly record struct ProcessCost(double Seconds, double CpuSeconds, long PeakBytes);

/// <summary>Runs the tools of others. A tool that fails stops the study: a table with a hole in it would look like a finding.</summary>
internal static class Shell
{
    /// <summary>Runs one line of bash, with pipefail, and gives its standard output.</summary>
    internal static string Run(string line, string? folder = null)
    {
        using var process = Start(line, folder);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"exit code {process.ExitCode} from: {line}\n{error.Result[Math.Max(0, error.Result.Length - 2000)..]}"
            );
    }

    /// <summary>Standard output line by line, for output that is larger than it is useful.</summary>
    internal static IEnumerable<string> Lines(string line)
    {
        using var process = Start(line, null);
        _ = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } text)
            yield return text;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"exit code {process.ExitCode} from: {line}");
    }

    /// <summary>What one command costs, by GNU time; its output is thrown away.</summary>
    internal static ProcessCost Measure(string line)
    {
        var figures = Path.GetTempFileName();
        try
        {
            _ = Run($"/usr/bin/time -o {Quote(figures)} -f '%e %U %S %M' bash -c {Quote($"set -o pipefail; {line}")} >/dev/null");
            var parts = File.ReadAllText(figures).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var numbers = parts[^4..].Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray();
            return new(numbers[0], numbers[1] + numbers[2], (long)numbers[3] * 1024);
        }
        finally
        {
            File.Delete(figures);
        }
    }

    internal static bool Has(string program) => Directories().Any(d => File.Exists(Path.Combine(d, program)));

    internal static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string[] Directories() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');

    private static Process Start(string line, string? folder)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -o pipefail; {line}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        return Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
    }
}
