using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Longwatch.Domain;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>Reads the tables of one or more quarters: reports first, then the rows that belong to those that are used.</summary>
internal sealed class QuarterlyFiles(IReadOnlyList<FaersFile> found, FaersReadOptions options, ProblemLog whole)
{
    private static readonly FaersTable[] Mandatory = [FaersTable.Demo, FaersTable.Drug, FaersTable.Reac];

    private readonly List<(FaersFile File, TableLog Log, byte[] Hash)> read = [];
    private readonly long total = found.Sum(f => f.Bytes);
    private long done;

    internal FaersReading Read()
    {
        var files = Chosen();
        var quarters = files
            .Select(f => f.Quarter)
            .Where(q => q.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var (columns, latest) = ReadReports(files, quarters);
        var linked = files.Any(f => f.Table is FaersTable.Indi or FaersTable.Ther);
        var (tables, spare) = (new Dictionary<FaersTable, ChildRows>(), new ConcurrentBag<ChildRows.Part>());
        foreach (var table in Enum.GetValues<FaersTable>().Where(t => t is not (FaersTable.Demo or FaersTable.Deleted)))
        {
            var rows = tables[table] = new ChildRows(table, latest.Ids.Length, linked, spare);
            if (whole.Errors == 0)
                foreach (var file in files.Where(f => f.Table == table))
                    ReadTable(file, (block, header) => rows.Parse(block, header, latest.Index, options.Limits.ListedProblems), rows.Merge);
        }

        spare.Clear();
        var problems = ProblemLog.Join(read.Select(r => r.Log.Problems).Prepend(whole));
        if (!problems.Refused && latest.Ids.Length == 0)
        {
            whole.Error(
                0,
                null,
                new("no report", "at least one", "Check the table DEMO: every case of it was taken back, or it is empty.")
            );
            problems = ProblemLog.Join(read.Select(r => r.Log.Problems).Prepend(whole));
        }

        if (problems.Refused)
            return new FaersReading.Refused(problems);
        options.Progress?.Report("sorting the rows by report");
        return new FaersReading.Reports(ReportAssembly.Of(columns, latest.Ids, tables, quarters), Ledger(latest), problems);
    }

    /// <summary>The reports used.</summary>
    private (ReportColumns Columns, LatestVersions Latest) ReadReports(ImmutableArray<FaersFile> files, string[] quarters)
    {
        var (demo, deleted) = (new ReportColumns(), new HashSet<long>());
        var blocks = new DemoBlocks(options.Limits.ListedProblems);
        if (whole.Errors == 0)
        {
            foreach (var file in files.Where(f => f.Table == FaersTable.Deleted))
                ReadDeleted(file, deleted);
            foreach (var file in files.Where(f => f.Table == FaersTable.Demo))
            {
                var quarter = (short)Array.IndexOf(quarters, file.Quarter);
                ReadTable(
                    file,
                    (block, header) => blocks.Parse(block, header, quarter),
                    (block, log, share) => blocks.Merge(demo, block, log, share)
                );
            }
        }

        var latest = LatestVersions.Of(demo, deleted);
        demo.Keep(latest.Rows);
        return (demo, latest);
    }

    /// <summary>The files of the quarters wanted; what is missing is reported.</summary>
    private ImmutableArray<FaersFile> Chosen()
    {
        foreach (var wanted in options.Quarters.Where(q => found.All(f => !string.Equals(f.Quarter, q, StringComparison.Ordinal))))
            whole.Error(
                0,
                null,
                new(
                    $"no files of {wanted}",
                    string.Join(", ", found.Select(f => f.Quarter).Where(q => q.Length > 0).Distinct(StringComparer.Ordinal)),
                    "Choose a quarter that is there."
                )
            );
        ImmutableArray<FaersFile> files =
        [
            .. found.Where(f =>
                options.Quarters.Count == 0 || f.Table == FaersTable.Deleted || options.Quarters.Contains(f.Quarter, StringComparer.Ordinal)
            ),
        ];
        foreach (var quarter in files.Where(f => f.Table != FaersTable.Deleted).GroupBy(f => f.Quarter, StringComparer.Ordinal))
        foreach (var table in Mandatory.Where(t => quarter.All(f => f.Table != t)))
            whole.Error(
                0,
                null,
                new(
                    $"no table {table.ToString().ToUpperInvariant()} of {quarter.Key}",
                    $"{table.ToString().ToUpperInvariant()}{quarter.Key[2..]}.txt beside {quarter.First().Name}",
                    "Unpack the whole quarter."
                )
            );
        return files;
    }

    private delegate T ParseBlock<out T>(ReadOnlySpan<byte> block, FaersHeader header);

    private void ReadTable<T>(FaersFile file, ParseBlock<T> parse, Action<T, TableLog, double> merge)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        var log = new TableLog(new ProblemLog(file.Name, options.Limits.ListedProblems));
        byte[] hash = [];
        try
        {
            using var blocks = new Blocks(file.Open(), options.Limits);
            var first = blocks.FirstLine();
            if (first is null || file.Bytes == 0)
                log.Problems.Error(0, null, Faults.Empty);
            else if (FileSignature.Fault(first.AsSpan().TrimEnd((byte)'\r')) is { } fault)
                log.Problems.Error(1, null, fault with { Expected = "text whose fields are separated by dollar signs" });
            else if (FaersHeader.Read(first, file.Table, log.Problems) is { } header)
                blocks.Run(
                    block => parse(block.Span, header),
                    block =>
                    {
                        merge(block, log, Math.Min(1, (double)blocks.Merged / file.Bytes));
                        Advance(file, blocks.Position);
                    },
                    options.Cancellation
                );
            if (blocks.EndsInLine && log.EndsDoubtful)
                log.Problems.Error(
                    checked((int)Math.Min(int.MaxValue, log.Lines)),
                    null,
                    new(
                        "a last line that ends in the middle",
                        "a whole line and a line end",
                        "The file was cut off: download the quarter again."
                    )
                );
            hash = blocks.Hash();
            done += file.Bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            log.Problems.Error(0, null, new(e.Message.TrimEnd('.'), "a FAERS table", "Download the quarter again."));
        }

        TooManyBroken(log);
        read.Add((file, log, hash));
    }

    private void TooManyBroken(TableLog log)
    {
        if (log.Broken > options.Limits.BrokenLines * (log.Broken + log.Rows))
            log.Problems.Error(
                0,
                null,
                new(
                    FormattableString.Invariant($"{log.Broken} broken lines of {log.Broken + log.Rows}"),
                    $"at most {options.Limits.BrokenLines:P0}",
                    "The file is damaged, or not as FDA gives it: download the quarter again."
                )
            );
    }

    private void ReadDeleted(FaersFile file, HashSet<long> deleted)
    {
        var log = new TableLog(new ProblemLog(file.Name, options.Limits.ListedProblems)) { Lines = 0 };
        byte[] hash = [];
        try
        {
            using var blocks = new Blocks(file.Open(), options.Limits);
            blocks.Run(
                block => DeletedCases.Parse(block.Span, options.Limits.ListedProblems),
                part =>
                {
                    part.Faults.Into(log);
                    deleted.UnionWith(part.Cases);
                },
                options.Cancellation
            );
            hash = blocks.Hash();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            log.Problems.Error(0, null, new(e.Message.TrimEnd('.'), "one case number per line", "Download the quarter again."));
        }

        TooManyBroken(log);
        read.Add((file, log, hash));
    }

    private void Advance(FaersFile file, long position)
    {
        if (total > 0)
            options.Progress?.Report($"reading {file.Name}, {Math.Min(1, (double)(done + position) / total):P0} of all files");
    }

    private InputLedger Ledger(LatestVersions latest)
    {
        var lines = read.OrderBy(r => r.File.Name, StringComparer.Ordinal)
            .Select(r => $"{Convert.ToHexStringLower(r.Hash)}  {r.File.Name}\n");
        var unread = read.Sum(r => r.Log.Orphans);
        return new(
            "quarterly ASCII",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))),
            [
                .. read.Select(r => new InputFile(
                    r.File.Name,
                    r.File.Table.ToString().ToUpperInvariant(),
                    r.File.Quarter,
                    r.Log.Lines,
                    r.Log.Rows,
                    r.Log.Broken,
                    r.Log.Repaired,
                    r.Log.Orphans
                )),
            ],
            [
                new("an older version of a case that is there in a newer one", "reports", latest.Superseded),
                new("the same report number a second time", "reports", latest.Repeated),
                new("cases on a list of deleted cases", "cases", latest.Deleted),
                new("rows of a report that no table of reports has", "rows", unread),
                new("lines that could not be read", "lines", read.Sum(r => r.Log.Broken)),
            ],
            []
        );
    }
}
