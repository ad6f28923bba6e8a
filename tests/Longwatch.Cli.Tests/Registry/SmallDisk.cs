using System.Diagnostics;
using System.Globalization;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>A file system in memory, small enough to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Mounts one; null where that is not allowed.</summary>
    public static SmallDisk? Mount(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755");
        return Environment.IsPrivilegedProcess && Run("/bin/mount", "-t", "tmpfs", "-o", size, "none", path) ? new(path) : null;
    }

    /// <summary>Leaves not a byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 4096])
            try
            {
                var block = new byte[size];
                while (true)
                    file.Write(block);
            }
            catch (IOException) { } // full
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose() => Run("/bin/umount", "-l", Path);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true }
        );
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
