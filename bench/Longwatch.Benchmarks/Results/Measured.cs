using System.Diagnostics;

namespace Longwatch.Benchmarks.Results;

/// <summary>One run of a program.</summary>
/// <param name="Seconds">Wall time from start to exit.</param>
/// <param name="CpuSeconds">Time on all processors; unlike wall time hardly changed by what else the machine does.</param>
/// <param name="PeakBytes">Largest resident set that was seen; looked at every few milliseconds.</param>
/// <param name="Finished">False: stopped at the time limit.</param>
internal readonly record struct Measured(double Seconds, double CpuSeconds, long PeakBytes, bool Finished, int ExitCode)
{
    internal bool Good => Finished && ExitCode == 0;

    internal static Measured Run(string program, string[] arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var seen = (Peak: 0L, Cpu: 0.0);
        while (!process.WaitForExit(3))
        {
            seen = Look(process, seen);
            if (watch.Elapsed <= limit)
                continue;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new(watch.Elapsed.TotalSeconds, seen.Cpu, seen.Peak, false, -1);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        process.WaitForExit();
        if (process.ExitCode != 0)
            Console.Error.WriteLine(
                $"{Path.GetFileName(program)} {arguments[0]} ended with {process.ExitCode}:\n{error.Result}{output.Result}"
            );
        return new(seconds, seen.Cpu, seen.Peak, true, process.ExitCode);
    }

    /// <summary>Median wall time of several runs, after one that is not counted.</summary>
    internal static double MedianSeconds(string program, string[] arguments, int runs)
    {
        _ = Run(program, arguments, TimeSpan.FromMinutes(5));
        return Median(Enumerable.Range(0, runs).Select(_ => Run(program, arguments, TimeSpan.FromMinutes(5)).Seconds));
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static (long Peak, double Cpu) Look(Process process, (long Peak, double Cpu) before)
    {
        try
        {
            process.Refresh();
            return (Math.Max(before.Peak, process.PeakWorkingSet64), Math.Max(before.Cpu, process.TotalProcessorTime.TotalSeconds));
        }
        catch (InvalidOperationException)
        {
            return before; // it ended between the two looks
        }
    }
}
