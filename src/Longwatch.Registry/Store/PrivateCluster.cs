using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>A PostgreSQL server of one's own in the data folder: Unix socket only, no port, not as root, started and stopped with the command.</summary>
/// <remarks>
/// One thread starts the server, waits for it, and starts it again when it dies. The kernel stops the server when that thread ends, also after
/// <c>kill -9</c> of Longwatch; a server that is still closing down then is waited for at the next start. A second Longwatch on the folder
/// (a back-up beside the portal) uses the server of the first.
/// </remarks>
public sealed class PrivateCluster : IDisposable
{
    /// <summary>The one superuser of the cluster: it migrates, backs up and restores. The portal never connects as it.</summary>
    internal const string OwnerName = "longwatch";

    private const string Database = "longwatch";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly PostgresProgram program;
    private readonly string folder;
    private readonly string dataFolder;
    private readonly string socketFolder;
    private readonly StoreSecrets secrets;
    private readonly ManualResetEventSlim stopping = new();
    private readonly Queue<string> lastLines = new();
    private Thread? keeper;
    private volatile Process? server;

    private PrivateCluster(PostgresProgram program, string dataFolder)
    {
        this.program = program;
        this.dataFolder = dataFolder;
        folder = Path.Combine(dataFolder, "postgres");
        socketFolder = SocketFolder(dataFolder);
        secrets = StoreSecrets.Of(dataFolder);
    }

    /// <summary>Makes the cluster when it is not there yet, starts it and waits until it takes connections.</summary>
    /// <param name="dataFolder">Folder of all data of one registry; made when missing.</param>
    /// <exception cref="StoreException">PostgreSQL is missing, the folder cannot be used, or the server does not come up.</exception>
    public static PrivateCluster Start(string dataFolder)
    {
        dataFolder = Path.GetFullPath(dataFolder);
        Directory.CreateDirectory(dataFolder);
        var cluster = new PrivateCluster(PostgresProgram.Find(), dataFolder);
        cluster.Make();
        cluster.keeper = new Thread(cluster.Keep) { IsBackground = true, Name = "PostgreSQL" };
        cluster.keeper.Start();
        cluster.WaitUntilReady();
        return cluster;
    }

    /// <summary>Connection of the owner to the registry's database.</summary>
    public string OwnerConnection => Connection(Database);

    /// <summary>Connection of the owner to a database of this cluster.</summary>
    public string Connection(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder,
            Username = OwnerName,
            Password = secrets.Owner,
            Database = database,
            Timeout = 15,
        }.ConnectionString;

    /// <summary>Process of the server; null while there is none.</summary>
    internal int? ServerProcess => server is { HasExited: false } running ? running.Id : null;

    /// <summary>Ends the server in good order.</summary>
    public void Dispose() => End(signal: 2);

    /// <summary>Ends the server at once, for data that nobody needs again.</summary>
    internal void Discard() => End(signal: 3);

    private void End(int signal)
    {
        stopping.Set();
        if (server is { HasExited: false } running)
            Signal(running.Id, signal);
        keeper?.Join(TimeSpan.FromSeconds(30));
        stopping.Dispose();
    }

    /// <summary>Unix sockets have at most 107 characters: a long data folder gets a short folder for its socket.</summary>
    private static string SocketFolder(string dataFolder)
    {
        var inside = Path.Combine(dataFolder, "socket");
        return inside.Length <= 80
            ? inside
            : Path.Combine(
                Path.GetTempPath(),
                "longwatch-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..16]
            );
    }

    private void Make()
    {
        CheckReachable();
        Directory.CreateDirectory(socketFolder);
        Directory.CreateDirectory(folder);
        Give(socketFolder, "0755");
        Give(folder, "0700");
        if (File.Exists(Path.Combine(folder, "longwatch.made")))
            return;
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            RunRoot("/bin/sh", "-c", "rm -rf -- \"$1\"/* \"$1\"/.[!.]*", "sh", folder); // a first start that was killed
        var password = Path.Combine(socketFolder, ".password");
        StoreSecrets.Write(password, Encoding.ASCII.GetBytes(secrets.Owner));
        Give(password, "0600");
        try
        {
            Run([
                program["initdb"],
                "--pgdata=" + folder,
                "--username=" + OwnerName,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions",
            ]);
        }
        finally
        {
            File.Delete(password);
        }

        Run(["/bin/sh", "-c", "cat >> \"$1\"/postgresql.conf && touch \"$1\"/longwatch.made", "sh", folder], Configuration());
    }

    /// <summary>What differs from the defaults.</summary>
    /// <remarks>Errors are not logged with values or statements: they could name people. JIT costs short queries more than it gives.</remarks>
    private string Configuration()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20);
        var shared = Math.Clamp(memory / 8, 128, 4096);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""

            listen_addresses = ''
            unix_socket_directories = '{socketFolder}'
            max_connections = 200
            shared_buffers = {shared}MB
            work_mem = 32MB
            maintenance_work_mem = 256MB
            effective_cache_size = {memory / 2}MB
            random_page_cost = 1.1
            jit = off
            wal_level = minimal
            max_wal_senders = 0
            max_wal_size = 4GB
            checkpoint_timeout = 15min
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_error_verbosity = terse
            log_min_messages = fatal
            log_min_error_statement = panic
            log_parameter_max_length_on_error = 0

            """
        );
    }

    /// <summary>The server's user must be able to enter the folder.</summary>
    private void CheckReachable()
    {
        if (program.User is null)
            return;
        if (Exec(program.As(tied: false, "/usr/bin/test", "-x", dataFolder), null).Code != 0)
            throw new StoreException(
                $"PostgreSQL runs as user {program.User}, who may not enter {dataFolder}. Give another folder with --data, or let others enter its parents (chmod o+x)."
            );
    }

    private void Keep()
    {
        while (!stopping.IsSet)
        {
            WaitForOther();
            if (stopping.IsSet)
                return;
            var start = new ProcessStartInfo
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            };
            // The folder of the socket is said here again: a data folder that was moved or copied has an old one in its configuration.
            string[] command = program.As(tied: true, program["postgres"], "-D", folder, "-k", socketFolder);
            start.FileName = command[0];
            foreach (var argument in command[1..])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            process.OutputDataReceived += (_, e) => Note(e.Data);
            process.ErrorDataReceived += (_, e) => Note(e.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            server = process;
            process.WaitForExit();
            server = null;
            if (!stopping.IsSet)
                stopping.Wait(TimeSpan.FromMilliseconds(300));
        }
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (lastLines)
        {
            lastLines.Enqueue(line);
            while (lastLines.Count > 20)
                lastLines.Dequeue();
        }
    }

    /// <summary>Another Longwatch on the same folder has the server, or one that was killed leaves it closing down: this one takes over when it is gone.</summary>
    private void WaitForOther()
    {
        var file = Path.Combine(folder, "postmaster.pid");
        while (!stopping.IsSet && IsServed(file))
            stopping.Wait(50);
    }

    private static bool IsServed(string file)
    {
        try
        {
            return int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && IsPostgres(process);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsPostgres(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void WaitUntilReady()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
                connection.Open();
                using var command = new NpgsqlCommand($"select count(*) from pg_database where datname = '{Database}'", connection);
                if ((long)command.ExecuteScalar()! == 0)
                {
                    using var make = new NpgsqlCommand($"create database {Database}", connection);
                    make.ExecuteNonQuery();
                }

                return;
            }
            catch (NpgsqlException e) when (waited.Elapsed < StartLimit)
            {
                _ = e;
                Thread.Sleep(40);
            }
            catch (NpgsqlException e)
            {
                string said;
                lock (lastLines)
                    said = string.Join("\n", lastLines);
                throw new StoreException(
                    $"PostgreSQL in {folder} does not take connections after {StartLimit.TotalSeconds} s. It said:\n{said}",
                    e
                );
            }
        }
    }

    private void Give(string path, string mode)
    {
        if (program.User is not null)
            RunRoot("/bin/chown", $"{program.User}:", path);
        RunRoot("/bin/chmod", mode, path);
    }

    private static void RunRoot(params string[] command) => Check(command, Exec(command, null));

    private void Run(string[] command, string? input = null) => Check(command, Exec(program.As(tied: false, command), input));

    private static void Check(string[] command, (int Code, string Said) outcome)
    {
        if (outcome.Code != 0)
            throw new StoreException($"{Path.GetFileName(command[0])} failed: {outcome.Said.Trim()}");
    }

    private static (int Code, string Said) Exec(string[] command, string? input)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error + output.GetAwaiter().GetResult());
    }

    private static void Signal(int process, int signal) =>
        Exec(
            ["/bin/kill", string.Create(CultureInfo.InvariantCulture, $"-{signal}"), process.ToString(CultureInfo.InvariantCulture)],
            null
        );
}
