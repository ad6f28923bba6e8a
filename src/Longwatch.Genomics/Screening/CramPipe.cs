using System.IO.Pipes;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Hands standard input to htslib, which opens paths only, after its first bytes were looked at.</summary>
internal sealed class CramPipe : IDisposable
{
    private static ReadOnlySpan<byte> EndMark => [0xE0, 0x45, 0x4F, 0x46];
    private readonly AnonymousPipeServerStream pipe = new(PipeDirection.Out, HandleInheritability.None, 1 << 16);
    private readonly Thread thread;
    private readonly byte[] last = new byte[40];
    private bool isWhole;

    public CramPipe(ByteSource source)
    {
        thread = new Thread(() => Pump(source)) { IsBackground = true };
        thread.Start();
    }

    public string Path => $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";

    /// <summary>What came through ended with the container that marks the end of a CRAM.</summary>
    public bool HasEnd => isWhole && last.AsSpan().IndexOf(EndMark) >= 0;

    public void Dispose()
    {
        pipe.DisposeLocalCopyOfClientHandle(); // a pump that is still writing then meets a broken pipe and ends
        thread.Join();
        pipe.Dispose();
    }

    private void Pump(ByteSource source)
    {
        var bytes = new byte[1 << 16];
        try
        {
            for (int got; (got = source.Read(bytes)) > 0; )
            {
                pipe.Write(bytes, 0, got);
                var kept = Math.Min(got, last.Length);
                last.AsSpan(kept).CopyTo(last);
                bytes.AsSpan(got - kept, kept).CopyTo(last.AsSpan(last.Length - kept));
            }

            isWhole = true;
        }
        catch (IOException)
        {
            // The reader ended before the input did.
        }
        catch (UnreadableInputException)
        {
            // The reader meets the early end.
        }

        pipe.Dispose();
    }
}
