namespace Longwatch.Exchange;

/// <summary>One file to be written; the path is relative, with forward slashes.</summary>
internal sealed record OutputFile(string Path, byte[] Content);

/// <summary>A folder that is replaced as a whole, and only when everything in it was written by Longwatch.</summary>
/// <remarks>
/// What is ours is known by a list, <see cref="Manifest"/>, kept in the folder: a file that the list does not name is somebody else's
/// and stops the writing. The new content is completed in a temporary folder beside the target and moved into place by renaming;
/// where a rename is impossible (the folder is a mount point, or somebody works in it) the finished files are moved one by one.
/// </remarks>
internal static class OutputFolder
{
    internal const string Manifest = ".longwatch-files";

    internal static IReadOnlyList<string> Replace(DirectoryInfo folder, IEnumerable<OutputFile> files) =>
        Replace(
            folder,
            fresh =>
            {
                foreach (var file in files)
                {
                    var path = Path.Combine(fresh, file.Path);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllBytes(path, file.Content);
                }
            }
        );

    /// <summary>As above, with content that a writer puts into the folder it is given.</summary>
    internal static IReadOnlyList<string> Replace(DirectoryInfo folder, Action<string> fill)
    {
        var target = Path.TrimEndingDirectorySeparator(folder.FullName);
        if (Directory.Exists(target))
            target = Directory.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
        RefuseForeignFiles(target);
        var parent = Path.GetDirectoryName(target) ?? throw new IOException($"{target} cannot be an output folder: it is a root.");
        Directory.CreateDirectory(parent);
        var fresh = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            var written = Fill(fresh, fill);
            Install(fresh, target);
            return written;
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
    }

    private static void RefuseForeignFiles(string target)
    {
        if (File.Exists(target))
            throw new IOException($"{target} is a file; give a folder.");
        if (!Directory.Exists(target))
            return;
        var foreign = RelativeFiles(target).Except([.. OwnFiles(target), Manifest], StringComparer.Ordinal).FirstOrDefault();
        if (foreign is not null)
            throw new IOException(
                $"{target} holds {foreign}, which Longwatch did not write; nothing was changed. Choose an empty or new folder."
            );
    }

    private static string[] Fill(string fresh, Action<string> fill)
    {
        Directory.CreateDirectory(fresh);
        fill(fresh);
        var written = RelativeFiles(fresh);
        File.WriteAllText(Path.Combine(fresh, Manifest), string.Concat(written.Select(path => path + "\n")));
        return written;
    }

    private static void Install(string fresh, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(fresh, target);
            return;
        }
        var old = fresh + ".old";
        if (IsWorkedIn(target) || !TryMove(target, old))
        {
            MoveFiles(fresh, target);
            return;
        }
        try
        {
            Directory.Move(fresh, target);
        }
        catch (IOException)
        {
            Directory.Move(old, target);
            throw;
        }
        Directory.Delete(old, recursive: true);
    }

    private static bool IsWorkedIn(string target)
    {
        var inside = Path.GetRelativePath(target, Environment.CurrentDirectory);
        return !Path.IsPathRooted(inside) && inside is not ".." && !inside.StartsWith("../", StringComparison.Ordinal);
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The list comes first, with old and new names: a crash half way leaves only files that the next run may replace.</summary>
    private static void MoveFiles(string fresh, string target)
    {
        var (before, after) = (OwnFiles(target), OwnFiles(fresh));
        File.WriteAllText(
            Path.Combine(target, Manifest),
            string.Concat(before.Union(after, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(path => path + "\n"))
        );
        foreach (var path in after)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
            File.Move(Path.Combine(fresh, path), Path.Combine(target, path), overwrite: true);
        }
        foreach (var path in before.Except(after, StringComparer.Ordinal))
            File.Delete(Path.Combine(target, path));
        foreach (var empty in Directory.GetDirectories(target).Where(d => !Directory.EnumerateFileSystemEntries(d).Any()))
            Directory.Delete(empty);
        File.Move(Path.Combine(fresh, Manifest), Path.Combine(target, Manifest), overwrite: true);
    }

    private static string[] RelativeFiles(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What the list in the folder names; nothing when there is no list.</summary>
    private static string[] OwnFiles(string folder)
    {
        var list = Path.Combine(folder, Manifest);
        return File.Exists(list) ? [.. File.ReadAllLines(list).Where(line => line.Length > 0)] : [];
    }
}
