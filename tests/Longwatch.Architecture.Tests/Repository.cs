using System.Reflection;

namespace Longwatch.Architecture.Tests;

/// <summary>The working tree and the compiled assemblies under test.</summary>
internal static class Repository
{
    public static readonly string[] Projects = ["Statistics", "Genomics", "Domain", "Evaluation", "Exchange", "Registry", "Portal", "Cli"];

    public static string Root { get; } = FindRoot();

    public static Assembly Load(string project) => Assembly.Load(project == "Cli" ? "longwatch" : $"Longwatch.{project}");

    /// <summary>Source files of a folder, without what restore and build put there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests run outside the working tree.");
    }
}
