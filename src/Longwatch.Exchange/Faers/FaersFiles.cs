using System.IO.Compression;
using System.Text.RegularExpressions;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>One table of one quarter, in a file of its own or in an archive.</summary>
/// <param name="Name">As shown: relative to what the user gave, an archive and its entry joined by <c>!</c>.</param>
/// <param name="Quarter">2017Q2; empty for a list of deleted cases whose name does not say it.</param>
/// <param name="Bytes">Unpacked size as declared.</param>
internal sealed record FaersFile(string Name, FaersTable Table, string Quarter, long Bytes, Func<Stream> Open);

/// <summary>What a folder, an archive or a file holds.</summary>
internal sealed record FaersSet(IReadOnlyList<FaersFile> Tables, IReadOnlyList<string> Flattened, IReadOnlyList<string> Counts);

/// <summary>Finds FAERS data by the names and first bytes of files. Nothing is unpacked yet.</summary>
internal sealed partial class FaersFiles(string root, FaersLimits limits, ProblemLog problems)
{
    private readonly List<FaersFile> tables = [];
    private readonly List<string> flattened = [];
    private readonly List<string> counts = [];

    internal FaersSet Locate()
    {
        if (File.Exists(root))
            Look(root, Path.GetFileName(root));
        else if (!Directory.Exists(root))
            problems.Error(
                0,
                null,
                new(
                    "no such file or folder",
                    "a folder with the quarterly files of FAERS, or a zip of them",
                    "Give the folder into which the quarter was unpacked."
                )
            );
        else
            LookBelow();
        return new([.. tables.OrderBy(t => t.Quarter, StringComparer.Ordinal).ThenBy(t => t.Table)], flattened, counts);
    }

    /// <summary>The table that a file of this name holds: DEMO17Q2.txt, DEMO18Q1_new.txt, ADR20Q3DeletedCases.txt, DELETE25Q3.txt.</summary>
    internal static (FaersTable Table, string Quarter)? TableOf(string name)
    {
        if (Quarterly().Match(name) is { Success: true } match)
            return (Enum.Parse<FaersTable>(match.Groups["table"].Value, ignoreCase: true), Quarter(match));
        if (name.Contains("DELE", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
            return (FaersTable.Deleted, AnyQuarter().Match(name) is { Success: true } found ? Quarter(found) : "");
        return null;
    }

    private static string Quarter(Match match) =>
        $"{(string.CompareOrdinal(match.Groups["year"].Value, "69") > 0 ? "19" : "20")}{match.Groups["year"].Value}Q{match.Groups["quarter"].Value}";

    private void LookBelow()
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = limits.Depth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.System,
        };
        var files = Directory.EnumerateFiles(root, "*", options).Take(limits.Entries + 1).Order(StringComparer.Ordinal).ToArray();
        if (files.Length > limits.Entries)
            problems.Error(
                0,
                null,
                new(
                    FormattableString.Invariant($"more than {limits.Entries} files"),
                    "the files of FAERS quarters",
                    "Give the folder of the quarters themselves."
                )
            );
        else
            foreach (var file in files)
                Look(file, Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'));
    }

    private void Look(string path, string name)
    {
        try
        {
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                LookInto(path, name);
            else if (TableOf(Path.GetFileName(path)) is { } table)
                Add(name, table, Length(path), () => File.OpenRead(path));
            else if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && OpenFdaCounts.IsOne(path))
                counts.Add(path);
            else if (FlattenedTable.IsOne(path))
                flattened.Add(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            problems.Error(
                0,
                name,
                new($"what cannot be read ({e.Message.TrimEnd('.')})", "a readable file", "Check the file, or download it again.")
            );
        }
    }

    private void LookInto(string path, string name)
    {
        using var archive = ZipFile.OpenRead(path);
        if (archive.Entries.Count > limits.Entries)
            throw new InvalidDataException(FormattableString.Invariant($"{archive.Entries.Count} entries"));
        foreach (var entry in archive.Entries)
        {
            if (TableOf(Path.GetFileName(entry.FullName.Replace('\\', '/'))) is not { } table)
                continue;
            var inside = $"{name}!{entry.FullName}";
            if (entry.Length > limits.TableBytes || entry.Length / Math.Max(1, entry.CompressedLength) > limits.Expansion)
                problems.Error(
                    0,
                    inside,
                    new(
                        FormattableString.Invariant($"{entry.CompressedLength} bytes that unpack to {entry.Length}"),
                        FormattableString.Invariant(
                            $"text that grows at most {limits.Expansion} times, to at most {limits.TableBytes} bytes"
                        ),
                        "This is no FAERS table: download the quarter again."
                    )
                );
            else
                Add(inside, table, entry.Length, () => OpenEntry(path, entry.FullName, entry.Length));
        }
    }

    private void Add(string name, (FaersTable Table, string Quarter) what, long bytes, Func<Stream> open)
    {
        if (bytes > limits.TableBytes)
            problems.Error(
                0,
                name,
                new(
                    FormattableString.Invariant($"{bytes} bytes"),
                    FormattableString.Invariant($"at most {limits.TableBytes}"),
                    "This is no FAERS table: download the quarter again."
                )
            );
        else if (
            what.Table != FaersTable.Deleted
            && tables.Find(t => t.Table == what.Table && string.Equals(t.Quarter, what.Quarter, StringComparison.Ordinal)) is { } other
        )
            problems.Error(
                0,
                name,
                new(
                    $"the table {what.Table.ToString().ToUpperInvariant()} of {what.Quarter} again",
                    $"it once ({other.Name})",
                    "Remove one of the two."
                )
            );
        else
            tables.Add(new(name, what.Table, what.Quarter, bytes, open));
    }

    /// <summary>The archive is closed with the stream of its entry. An entry that is longer than it says is refused while it is read.</summary>
    private static GuardedStream OpenEntry(string path, string entry, long length)
    {
        var archive = ZipFile.OpenRead(path);
        try
        {
            var found = archive.GetEntry(entry) ?? throw new InvalidDataException("the archive was changed while it was read");
            return new GuardedStream(found.Open(), length) { Also = archive };
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the file behind a link. A pipe or a device has none: to open it could wait for ever.</summary>
    internal static long Length(string path) =>
        ((FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).Length;

    [GeneratedRegex(
        @"^(?<table>DEMO|DRUG|REAC|OUTC|INDI|THER)(?<year>\d\d)Q(?<quarter>[1-4])(_new)?\.txt$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Quarterly();

    [GeneratedRegex(
        @"(?<year>\d\d)Q(?<quarter>[1-4])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex AnyQuarter();
}
