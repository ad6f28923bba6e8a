namespace Longwatch.Exchange.Tests;

/// <summary>A temporary folder that goes away with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("longwatch-").FullName;

    public static string Base(string kind) => System.IO.Path.Combine(AppContext.BaseDirectory, "Valid", kind);

    public static TestFolder Copy(string kind)
    {
        var folder = new TestFolder();
        foreach (var file in Directory.GetFiles(Base(kind)))
            System.IO.File.Copy(file, folder.File(System.IO.Path.GetFileName(file)));
        return folder;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public DatasetReading Read(DateOnly? dataLock = null) => DatasetReader.Read(Path, Base("published"), dataLock);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
