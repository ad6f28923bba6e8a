namespace Longwatch.Exchange;

/// <summary>One file to be written; the path is relative, with forward slashes.</summary>
internal sealed record OutputFile(string Path, byte[] Content);

/// <summary>A folder that is replaced as a whole, and only when everything in it was written by Longwatch.</summary>
/// <remarks>
/// What is ours is known by a list, <see cref="Manifest"/>, kept in the folder: a file that the list does not name is somebody else's
/// and stops the writing. The new content is completed in a temporary folder beside the target and moved into place by renaming;
/// where a rename is impossible (the folder is a mount point, or somebody works in it) the finished files are put into a folder inside the
/// target, on its own disk, and moved from there one by one: a full disk is found out before anything was replaced. An interrupted process
/// takes the temporary folder away when it exits.
/// </remarks>
internal static class OutputFolder
{
    internal const string Manifest = ".longwatch-files";

    /// <summary>Inside the target; what a killed run left in it is nobody's.</summary>
    private const string Staging = ".longwatch-new";

    internal static IReadOnlyList<string> Replace(DirectoryInfo folder, IEnumerable<OutputFile> files) =>
        Replace(
            folder,
            fresh =>
            {
                foreach (var file in files)
                {
                    var path = Path.Combine(fresh, file.Path);
                    if (Path.GetDirectoryName(file.Path) is { Length: > 0 } below && !Directory.Exists(Path.Combine(fresh, below)))
                        Directory.CreateDirectory(Path.Combine(fresh, below));
                    File.WriteAllBytes(path, file.Content);
                }
            }
        );

    /// <summary>As above, with content that a writer puts into the folder it is given. The writer must not make that folder: it is gone when the process is interrupted.</summary>
    internal static IReadOnlyList<string> Replace(DirectoryInfo folder, Action<string> fill)
    {
        var target = Path.TrimEndingDirectorySeparator(folder.FullName);
        if (Directory.Exists(target))
            target = Directory.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
        var parent = Path.GetDirectoryName(target) ?? throw new IOException($"{target} cannot be an output folder: it is a root.");
        RefuseForeignFiles(target);
        try
        {
            Directory.CreateDirectory(parent);
            var fresh = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
            return Replace(target, TryCreate(fresh) ? fresh : Path.Combine(target, Staging), fill);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{target} could not be written: {error.Message}", error);
        }
    }

    /// <summary>Says before a long run that its results could not be put there: a file, or a folder with somebody else's files.</summary>
    /// <exception cref="IOException">The message is for the user.</exception>
    internal static void Require(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        RefuseForeignFiles(Path.TrimEndingDirectorySeparator(folder.FullName));
    }

    private static string[] Replace(string target, string fresh, Action<string> fill)
    {
        var (installing, exiting) = (new Lock(), false);
        void TakeAway(object? sender, EventArgs e)
        {
            lock (installing)
            {
                exiting = true;
                Delete(fresh);
            }
        }

        AppDomain.CurrentDomain.ProcessExit += TakeAway;
        try
        {
            lock (installing)
            {
                if (exiting)
                    throw new OperationCanceledException("The process is ending.");
                Directory.CreateDirectory(fresh);
            }
            var written = Fill(fresh, fill);
            lock (installing)
                Install(fresh, target);
            return written;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= TakeAway;
            Delete(fresh);
        }
    }

    /// <summary>Again, when somebody still writes: an interrupted run may.</summary>
    private static void Delete(string folder)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < 10)
            {
                Thread.Sleep(5);
            }
    }

    private static void RefuseForeignFiles(string target)
    {
        if (File.Exists(target))
            throw new IOException($"{target} is a file; give a folder.");
        if (!Directory.Exists(target))
            return;
        Delete(Path.Combine(target, Staging));
        var foreign = RelativeFiles(target).Except([.. OwnFiles(target), Manifest], StringComparer.Ordinal).FirstOrDefault();
        if (foreign is not null)
            throw new IOException(
                $"{target} holds {foreign}, which Longwatch did not write; nothing was changed. Choose an empty or new folder."
            );
    }

    private static string[] Fill(string fresh, Action<string> fill)
    {
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
        if (fresh.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal) || IsWorkedIn(target) || !TryMove(target, old))
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

    /// <summary>False where the parent takes no folder but the target, which exists, may.</summary>
    private static bool TryCreate(string fresh)
    {
        try
        {
            Directory.CreateDirectory(fresh);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The list comes first, with old and new names: a crash half way leaves only files that the next run may replace.</summary>
    private static void MoveFiles(string fresh, string target)
    {
        var staging = Path.Combine(target, Staging);
        try
        {
            if (!string.Equals(fresh, staging, StringComparison.Ordinal))
                CopyFiles(fresh, staging);
            MoveStaged(staging, target);
        }
        finally
        {
            Delete(staging);
        }
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (var path in RelativeFiles(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, path))!);
            File.Copy(Path.Combine(from, path), Path.Combine(to, path));
        }
    }

    private static void MoveStaged(string fresh, string target)
    {
        var (before, after) = (OwnFiles(target), OwnFiles(fresh));
        var list = Path.Combine(fresh, Manifest + ".both");
        File.WriteAllText(
            list,
            string.Concat(before.Union(after, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(path => path + "\n"))
        );
        File.Move(list, Path.Combine(target, Manifest), overwrite: true);
        foreach (var path in after)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
            File.Move(Path.Combine(fresh, path), Path.Combine(target, path), overwrite: true);
        }
        foreach (var path in before.Except(after, StringComparer.Ordinal))
            File.Delete(Path.Combine(target, path));
        File.Move(Path.Combine(fresh, Manifest), Path.Combine(target, Manifest), overwrite: true);
        foreach (var empty in Directory.GetDirectories(target).Where(d => !Directory.EnumerateFileSystemEntries(d).Any()))
            Directory.Delete(empty);
    }

    private static string[] RelativeFiles(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What the list in the folder names; nothing when there is no list. A name that leads out of the folder was not written by us.</summary>
    private static string[] OwnFiles(string folder)
    {
        var list = Path.Combine(folder, Manifest);
        return File.Exists(list)
            ? [.. File.ReadAllLines(list).Where(line => line.Length > 0 && !Path.IsPathRooted(line) && !line.Split('/').Contains(".."))]
            : [];
    }
}
