using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Inflates on a thread of its own, a few portions ahead of the reader.</summary>
internal sealed class AheadText : TextSource
{
    private const int Portion = 256 * 1024;
    private const int Portions = 4;
    private readonly TextSource inner;
    private readonly BoundedQueue<Piece> full = new(Portions);
    private readonly BoundedQueue<byte[]> free = new(Portions);
    private readonly Thread thread;
    private Piece current = new([], 0);
    private int taken;
    private Exception? failure;

    /// <summary>Begins to inflate.</summary>
    /// <param name="underlying">The source that <paramref name="inner"/> reads.</param>
    public AheadText(TextSource inner, ByteSource underlying)
        : base(underlying)
    {
        this.inner = inner;
        for (var i = 0; i < Portions; i++)
            free.Add(GC.AllocateUninitializedArray<byte>(Portion, pinned: true));
        thread = new Thread(Inflate) { IsBackground = true };
        thread.Start();
    }

    public override bool IsTruncated => inner.IsTruncated;

    public override int Read(byte[] into, int at, int room)
    {
        while (taken == current.Length)
        {
            if (current.Bytes.Length > 0)
                free.Add(current.Bytes);
            taken = 0;
            if (full.TryTake(out current))
                continue;
            current = new([], 0);
            if (failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            return 0;
        }

        var given = Math.Min(room, current.Length - taken);
        current.Bytes.AsSpan(taken, given).CopyTo(into.AsSpan(at));
        taken += given;
        return given;
    }

    public override void Dispose()
    {
        free.Close();
        full.Close();
        thread.Join();
        inner.Dispose();
        base.Dispose();
    }

    private void Inflate()
    {
        try
        {
            while (free.TryTake(out var bytes))
            {
                int length = 0,
                    got;
                while (length < Portion && (got = inner.Read(bytes, length, Portion - length)) > 0)
                    length += got;
                if (length == 0 || !full.Add(new(bytes, length)))
                    break;
            }
        }
        catch (Exception error)
        {
            failure = error; // thrown to the reader at the place where it happened
        }

        full.Close();
    }

    private readonly record struct Piece(byte[] Bytes, int Length);
}
