using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>Reads spontaneous reports from a folder, an archive or a file: quarterly ASCII of LAERS and FAERS, a flattened table, or openFDA counts.</summary>
/// <remarks>Every problem is said in one pass. Memory and time grow with the number of rows; see <c>docs/formats/faers.md</c>.</remarks>
public static class FaersReader
{
    /// <summary>Reads what is there.</summary>
    /// <param name="path">Folder, zip, flattened CSV (plain or gzip) or JSON file.</param>
    public static FaersReading Read(string path, FaersReadOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var log = new ProblemLog(name, options.Limits.ListedProblems);
        var set = new FaersFiles(path, options.Limits, log).Locate();
        if (log.Errors > 0)
            return Refused(log);
        var forms = (set.Tables.Any(t => t.Table != FaersTable.Deleted) ? 1 : 0) + set.Flattened.Count + set.Counts.Count;
        if (forms != 1)
        {
            log.Error(0, null, forms == 0 ? Nothing() : Several(path, set));
            return Refused(log);
        }

        if (set.Flattened is [var table])
            return FlattenedTable.Read(table, options);
        return set.Counts is [var counts] ? OpenFdaCounts.Read(counts, options) : new QuarterlyFiles(set.Tables, options, log).Read();
    }

    private static FaersReading.Refused Refused(ProblemLog log) => new(ProblemLog.Join([log]));

    private static ProblemText Nothing() =>
        new(
            "no FAERS data",
            "DEMO17Q2.txt, DRUG17Q2.txt, … (in folders or zip archives), or a table of case, drug and event",
            "Give the folder into which the quarterly ASCII files were unpacked."
        );

    private static ProblemText Several(string path, FaersSet set)
    {
        var quarterly = set
            .Tables.Where(t => t.Table != FaersTable.Deleted)
            .Select(t => Path.Combine(path, t.Name.Split('!')[0]))
            .Select(f => f.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? f : Path.GetDirectoryName(f)!)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray();
        var common = quarterly.Length > 1 ? [Path.GetDirectoryName(quarterly[0])!] : quarterly;
        return new(
            "several sets of data",
            "one",
            "Give one of: " + string.Join(", ", common.Concat(set.Flattened).Concat(set.Counts).Take(10)) + "."
        );
    }
}
