namespace Longwatch.Genomics.Screening;

/// <summary>Calls back a few times a second, from whatever thread comes by.</summary>
internal sealed class ProgressMeter(Action<ScreeningProgress>? report, long bytesTotal, CandidateStore candidates)
{
    private const int IntervalMilliseconds = 200;
    private readonly Lock gate = new();
    private long nextTick = Environment.TickCount64 + IntervalMilliseconds;
    private long bytesBefore;

    /// <summary>A file is finished.</summary>
    public void Finish(long bytes) => bytesBefore += bytes;

    /// <param name="bytes">Of the present file.</param>
    /// <summary>Calls back when it is time.</summary>
    /// <param name="reads">Of all files so far.</param>
    public void Report(long bytes, long reads)
    {
        if (report is null || Environment.TickCount64 < Volatile.Read(ref nextTick) || !gate.TryEnter())
            return;
        try
        {
            nextTick = Environment.TickCount64 + IntervalMilliseconds;
            report(new(bytesBefore + bytes, bytesTotal, reads, candidates.Seen));
        }
        finally
        {
            gate.Exit();
        }
    }
}
