using System.Diagnostics;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>Times of work in this process.</summary>
/// <param name="First">Wall time of the first run, in which the code is also compiled.</param>
/// <param name="Best">Smallest wall time of the runs after it.</param>
/// <param name="Cpu">Smallest time on all processors of the runs after the first; hardly changed by what else the machine does.</param>
internal readonly record struct Timed(double First, double Best, double Cpu)
{
    internal static Timed Run(int runs, Action work)
    {
        var (first, best, cpu) = (0.0, double.PositiveInfinity, double.PositiveInfinity);
        using var process = Process.GetCurrentProcess();
        for (var run = 0; run <= runs; run++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            process.Refresh();
            var (used, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
            work();
            var seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            if (run == 0)
                first = seconds;
            else
                (best, cpu) = (Math.Min(best, seconds), Math.Min(cpu, (process.TotalProcessorTime - used).TotalSeconds));
        }

        return new(first, best, cpu);
    }
}
