using System.Runtime.ExceptionServices;

namespace Longwatch.Genomics.Screening;

/// <summary>
/// Hands the unfinished record at the end of one group of blocks, and the number of records so far, to the thread that has the next group. What one
/// thread does with a group between two handings takes a few hundredths of the time that inflating it took, so threads hardly ever wait.
/// </summary>
internal sealed class RecordChain : IDisposable
{
    private readonly Lock turns = new();
    private readonly ManualResetEventSlim advanced = new();
    private byte[] carried = [];
    private int carriedLength;
    private long next;
    private long failedAt = long.MaxValue;
    private Exception? failure;

    /// <summary>Number of the first record of the group whose turn it is.</summary>
    public long Records { get; private set; }

    public ReadOnlySpan<byte> Carried => carried.AsSpan(0, carriedLength);

    public bool HasFailed => Volatile.Read(ref failedAt) != long.MaxValue;

    /// <summary>Begins with this group and record.</summary>
    public void Start(long group, long records) => (next, Records) = (group, records);

    /// <summary>Waits until the group before has been handed over.</summary>
    /// <returns>False when an earlier group failed: this one is then not looked at.</returns>
    public bool Await(long group)
    {
        var spinner = new SpinWait();
        while (Volatile.Read(ref next) != group)
        {
            if (Volatile.Read(ref failedAt) < group)
                return false;
            if (!spinner.NextSpinWillYield)
            {
                spinner.SpinOnce();
                continue;
            }

            advanced.Reset();
            if (Volatile.Read(ref next) != group && Volatile.Read(ref failedAt) >= group)
                advanced.Wait(1);
        }

        return true;
    }

    /// <summary>Only by the thread whose turn it is.</summary>
    public void HandOver(ReadOnlySpan<byte> rest, int records)
    {
        if (carried.Length < rest.Length)
            carried = new byte[rest.Length * 2];
        rest.CopyTo(carried);
        carriedLength = rest.Length;
        Records += records;
        Volatile.Write(ref next, next + 1);
        advanced.Set();
    }

    /// <summary>The first failure in input order is the one reported, whatever thread met one first.</summary>
    public void Fail(long group, Exception error)
    {
        lock (turns)
            if (group < failedAt)
            {
                failure = error;
                Volatile.Write(ref failedAt, group);
            }

        advanced.Set();
    }

    public void Dispose() => advanced.Dispose();

    public void ThrowIfFailed()
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}
