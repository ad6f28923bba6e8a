using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Longwatch.Exchange.Csv;

/// <summary>The folder of one data set: opens its tables, keeps the problems of each file, and the fingerprint of all that was read.</summary>
/// <remarks>Several tables may be read at the same time; the order of problems and the fingerprint do not depend on it.</remarks>
internal sealed class DatasetFolder
{
    private readonly ConcurrentDictionary<string, ProblemLog> logs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> hashes = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> order;
    private readonly Action<int>? advanced;
    private readonly CsvLimits limits;
    private long done;

    /// <summary>A folder whose files are read and reported in the given order.</summary>
    public DatasetFolder(string path, IReadOnlyList<string> order, CsvLimits limits, IProgress<double>? progress)
    {
        (Path, this.order, this.limits) = (path, order, limits);
        var total = order.Select(Full).Where(File.Exists).Sum(f => new FileInfo(f).Length);
        if (progress is not null && total > 0)
            advanced = bytes => progress.Report((double)Interlocked.Add(ref done, bytes) / total);
    }

    public string Path { get; }

    /// <summary>Name of the folder itself.</summary>
    public string Name => new DirectoryInfo(Path).Name;

    public ProblemLog Log(string file) => logs.GetOrAdd(file, f => new ProblemLog(f, limits.ListedProblems));

    public ProblemReport Problems() => ProblemLog.Join(order.Where(logs.ContainsKey).Select(Log));

    /// <summary>Opens and reads one table; null, reported, when the file is missing or cannot be opened.</summary>
    public T? Read<T>(TableSchema schema, Func<TableReader, T> read, bool optional = false)
    {
        var log = Log(schema.File);
        if (!File.Exists(Full(schema.File)))
        {
            if (!optional)
                log.Error(0, null, Missing(schema));
            return default;
        }

        try
        {
            using var table = new TableReader(Open(schema.File), schema, log, limits, advanced);
            var result = read(table);
            hashes[schema.File] = Convert.ToHexStringLower(table.Finish());
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Error(
                0,
                null,
                new($"a file that cannot be read ({e.GetType().Name})", "a readable file", "Check the file and its permissions.")
            );
            return default;
        }
    }

    /// <summary>SHA-256 over the lines <c>hash, two spaces, name</c> of the files in the order of their names: <c>sha256sum … | sha256sum</c>.</summary>
    public string Fingerprint()
    {
        var lines = hashes.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Value}  {h.Key}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private string Full(string file) => System.IO.Path.Combine(Path, file);

    private FileStream Open(string file) => new(Full(file), FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);

    private ProblemText Missing(TableSchema schema)
    {
        var near = Directory
            .EnumerateFiles(Path)
            .Select(f => System.IO.Path.GetFileName(f))
            .Where(f => !order.Contains(f, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var remedy = Nearest.Of(schema.File, near) is { } name
            ? $"Rename {name}?"
            : "Add the file; when there are no rows, only its header line.";
        return new("no such file", $"it in the folder ({char.ToLowerInvariant(schema.Meaning[0])}{schema.Meaning[1..]})", remedy);
    }
}
