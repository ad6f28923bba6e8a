using System.Runtime.InteropServices;

namespace Longwatch.Cli;

/// <summary>Ctrl-C, a closed terminal and a polite kill end the process in good order: half-written output is taken away by whoever writes it, when the process exits.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(20);
    private readonly PosixSignalRegistration[] registrations;
    private volatile Task ending = Task.CompletedTask;

    public Interruption() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCode.HungUp)),
        ];

    public CancellationToken Token => stopping.Token;

    /// <summary>A command that has to end in its own order, such as a server: the process waits for it, but not for ever.</summary>
    public void EndAfter(Task task) => ending = task;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        stopping.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        stopping.Cancel();
        ending.Wait(LongestEnding);
        Environment.Exit(exitCode);
    }
}
