namespace Longwatch.Benchmarks.Results;

/// <summary>Where things lie: the root of the repository, found from the program upwards.</summary>
internal static class Home
{
    internal static string Root { get; } = Find();

    internal static string Script => Path.Combine(Root, "longwatch");

    internal static string Results => Path.Combine(Root, "bench", "results");

    /// <summary>Work folder, deleted and made anew by each part that uses one.</summary>
    internal static string Work(string part)
    {
        var folder = Path.Combine(Root, "artifacts", "bench", part);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("Run from inside the repository: Longwatch.slnx was not found above the program.");
    }
}
