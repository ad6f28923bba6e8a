namespace Longwatch.Genomics.Tests;

/// <summary>Files of the working tree, and files that are given beside it and never committed.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>A file or folder of the given genomics data. Skips the test when it is absent.</summary>
    public static string Given(string path)
    {
        var found = Path.Combine(Root, "..", "shared", "data", "genomics", path);
        Assert.SkipUnless(Path.Exists(found), $"given data not found beside the working tree: {path}");
        return Path.GetFullPath(found);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests run outside the working tree.");
    }
}
