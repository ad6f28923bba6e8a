using System.Diagnostics;
using System.Globalization;
using Longwatch.Genomics;

namespace Longwatch.Cli.Genetics;

/// <summary>Progress of a genetic test on one line: step, share, rate, time left.</summary>
internal sealed class ReadingProgress(ProgressLine line)
{
    private const double Interval = 0.1;

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private double shown = double.NegativeInfinity;
    private double started = double.NaN;

    internal void Report(GeneticProgress progress)
    {
        lock (gate)
        {
            var now = watch.Elapsed.TotalSeconds;
            if (progress.Reading is not { } reading)
            {
                (shown, started) = (double.NegativeInfinity, double.NaN);
                line.Report(progress.Step);
                return;
            }
            if (double.IsNaN(started))
                started = now;
            if (now - shown < Interval)
                return;
            shown = now;
            line.Report(Text(progress.Step, reading.BytesDone, reading.BytesTotal, reading.Reads, now - started));
        }
    }

    /// <summary><c>reading 43 %, 12.1 million reads, 5.1 million/s, 9 s left</c>; without share and time left when the size is not known (a pipe).</summary>
    internal static string Text(string step, long done, long total, long reads, double seconds)
    {
        var share = total > 0 ? Math.Clamp((double)done / total, 0, 1) : double.NaN;
        var text = step + (double.IsNaN(share) ? "" : share.ToString(" 0 %", CultureInfo.InvariantCulture));
        text += $", {Short(reads)} reads";
        if (seconds < 0.5)
            return text;
        text += $", {Short(reads / seconds)}/s";
        return share is > 0.01 and < 1 ? text + $", {Left(seconds * (1 - share) / share)} left" : text;
    }

    private static string Short(double number) =>
        number >= 1e6
            ? (number / 1e6).ToString("0.0 million", CultureInfo.InvariantCulture)
            : number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Left(double seconds) =>
        seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s")
        : seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
