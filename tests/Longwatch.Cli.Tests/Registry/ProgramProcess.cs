using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>The program as a process of its own, which can be killed; what it printed is kept.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, e) => Note(e.Data);
        process.ErrorDataReceived += (_, e) => Note(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a command of the program.</summary>
    /// <param name="program">Path of longwatch.dll, or of the script that sets up and starts it.</param>
    /// <param name="server">Connection string for LONGWATCH_DB; null: the private cluster.</param>
    public static ProgramProcess Start(string program, string[] arguments, string? server = null, string? asUser = null)
    {
        string[] command = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program, .. arguments] : [program, .. arguments];
        if (asUser is not null)
            command = ["runuser", "-u", asUser, "--", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Remove("LONGWATCH_DB");
        if (server is not null)
            start.Environment["LONGWATCH_DB"] = server;
        return new(Process.Start(start)!);
    }

    /// <summary>Starts the portal at a free port of loopback and waits until it answers.</summary>
    public static async Task<ProgramProcess> Serve(
        string program,
        string data,
        string? server = null,
        string? asUser = null,
        bool demo = false
    )
    {
        string[] arguments = ["serve", "--data", data, "--urls", "http://127.0.0.1:0"];
        var portal = Start(program, demo ? [.. arguments, "--demo"] : arguments, server, asUser);
        try
        {
            portal.Address = new Uri(await portal.address.Task.WaitAsync(Patience));
            return portal;
        }
        catch
        {
            portal.Dispose();
            throw;
        }
    }

    /// <summary>Where the portal listens.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Everything that the process printed.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public bool HasExited => process.HasExited;

    /// <summary>Time on all processors so far; zero when the process is gone.</summary>
    public TimeSpan Cpu => process.HasExited ? TimeSpan.Zero : process.TotalProcessorTime;

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit(Patience);
    }

    /// <summary>SIGTERM, and wait.</summary>
    public async Task<int> Stop()
    {
        using (var kill = Process.Start("/bin/kill", process.Id.ToString(CultureInfo.InvariantCulture)))
            await kill.WaitForExitAsync();
        return await Exit();
    }

    /// <summary>Waits for the end; the exit code.</summary>
    public async Task<int> Exit()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            address.TrySetException(new InvalidOperationException($"The portal ended before it listened. It said:\n{Said}"));
            return;
        }

        lock (said)
            said.AppendLine(line);
        // "Longwatch 0.1.0 at http://127.0.0.1:8080 after 1.2 s."
        var at = line.IndexOf(" at http", StringComparison.Ordinal);
        if (at >= 0 && line.Contains(" after ", StringComparison.Ordinal))
            address.TrySetResult(line[(at + 4)..line.IndexOf(" after ", StringComparison.Ordinal)]);
    }
}
