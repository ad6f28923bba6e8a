namespace Longwatch.Cli.Tests.Registry;

/// <summary>A folder that others may enter, as PostgreSQL's user has to when the tests run as root; gone after the test.</summary>
internal sealed class OpenFolder : IDisposable
{
    public OpenFolder() => File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);

    public string Path { get; } = Directory.CreateTempSubdirectory("longwatch-faults-").FullName;

    public string Under(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
