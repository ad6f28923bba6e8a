using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>Reports as one table of case, drug and event (CSV, plain or gzip), one row per pair: no roles, people or dates.</summary>
internal sealed class FlattenedTable
{
    private const int Sniffed = 4096;
    private static readonly ImmutableArray<string> CaseNames = ["caseid", "primaryid", "isr", "id", "case"];
    private static readonly ImmutableArray<string> DrugNames = ["drug", "drugname", "var1"];
    private static readonly ImmutableArray<string> EventNames = ["ae", "event", "pt", "var2"];

    private readonly Dictionary<long, int> index = [];
    private readonly NameTable drugs = new(1 << 12);
    private readonly NameTable events = new(1 << 12);
    private readonly List<long> cases = [];
    private readonly List<(int Report, int Name)> drugRows = [];
    private readonly List<(int Report, int Name)> eventRows = [];

    /// <summary>The first line names a case, a drug and an event.</summary>
    internal static bool IsOne(string path)
    {
        if (!IsCsv(path) || FaersFiles.Length(path) == 0)
            return false;
        var head = new byte[Sniffed];
        using var stream = Open(path, FaersLimits.Default);
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var line = Encoding.Latin1.GetString(head.AsSpan(0, read)).Split('\n')[0];
        return Places([.. line.Trim('\r', '\uFEFF').Split(',').Select(c => c.Trim('"'))]) is not null;
    }

    internal static FaersReading Read(string path, FaersReadOptions options) => new FlattenedTable().ReadAll(path, options);

    private static bool IsCsv(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);

    private static Stream Open(string path, FaersLimits limits)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GuardedStream(
                new GZipStream(file, CompressionMode.Decompress),
                Math.Min(limits.TableBytes, file.Length * limits.Expansion)
            )
            : file;
    }

    private static (int Case, int Drug, int Event)? Places(IReadOnlyList<string> header)
    {
        int Of(ImmutableArray<string> names) => header.ToList().FindIndex(c => names.Contains(c.ToLowerInvariant()));
        var places = (Of(CaseNames), Of(DrugNames), Of(EventNames));
        return places is (>= 0, >= 0, >= 0) ? places : null;
    }

    private FaersReading ReadAll(string path, FaersReadOptions options)
    {
        var name = Path.GetFileName(path);
        var log = new ProblemLog(name, options.Limits.ListedProblems);
        var (rows, lines, hash) = (0L, 0, "");
        try
        {
            using var csv = new CsvReader(Open(path, options.Limits), log, CsvLimits.Default);
            if (csv.Read())
            {
                var width = csv.Count;
                var places = Places([.. Enumerable.Range(0, width).Select(i => Encoding.UTF8.GetString(csv[i]))])!.Value;
                while (csv.Read())
                {
                    options.Cancellation.ThrowIfCancellationRequested();
                    if (csv.Count != width)
                        log.Error(csv.Line, null, new($"{csv.Count} cells", $"{width}, as in the header", "Correct the line."));
                    else
                        rows += Row(csv, places, log);
                }

                lines = csv.Line;
            }

            hash = Convert.ToHexStringLower(csv.Finish());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            log.Error(0, null, new(e.Message.TrimEnd('.'), "a table of case, drug and event", "Check the file, or download it again."));
        }

        if (log.Errors == 0 && cases.Count == 0)
            log.Error(0, null, new("no row", "at least one", "Check the file."));
        var problems = ProblemLog.Join([log]);
        return problems.Refused
            ? new FaersReading.Refused(problems)
            : new FaersReading.Reports(Data(), Ledger(name, hash, lines, rows), problems);
    }

    private int Row(CsvReader csv, (int Case, int Drug, int Event) at, ProblemLog log)
    {
        if (!FaersCells.TryId(csv[at.Case], out var id))
        {
            log.Error(csv.Line, "case", new(Shown.Cell(csv[at.Case]), "a whole number above 0", "Give each case its number."));
            return 0;
        }

        if (!index.TryGetValue(id, out var report))
        {
            index.Add(id, report = cases.Count);
            cases.Add(id);
        }

        Span<byte> plain = stackalloc byte[1024];
        var drug = csv[at.Drug];
        drugRows.Add((report, drugs.Add(plain[..FaersCells.Plain(drug[..Math.Min(drug.Length, plain.Length)], plain)])));
        eventRows.Add((report, events.Add(csv[at.Event])));
        return 1;
    }

    private SpontaneousReports Data()
    {
        var n = cases.Count;
        var terms = new TermNames();
        var numbers = terms.Numbers(events);
        var (drugStart, drugName) = Distinct([.. drugRows], n);
        var none = new int[n + 1];
        return new()
        {
            Id = [.. cases],
            Case = [.. cases],
            Received = new int[n],
            EventDate = new int[n],
            Age = [.. Enumerable.Repeat(float.NaN, n)],
            Sex = new ReportedSex[n],
            Country = new ushort[n],
            ManufacturerNumber = new ulong[n],
            Outcomes = new ReportedOutcomes[n],
            Quarter = new short[n],
            Countries = [""],
            Quarters = [""],
            Drugs = new(
                drugStart,
                drugName,
                [.. Enumerable.Repeat(DrugRoles.NotStated, drugName.Length)],
                [],
                [.. Enumerable.Range(0, drugs.Count).Select(i => new DrugName(FaersCells.Text(drugs[i]), ""))]
            ),
            Events = Distinct([.. eventRows.Select(e => (e.Report, numbers[e.Name]))], n),
            Indications = (none, [], []),
            Terms = terms.Texts(),
            HasPeople = false,
        };
    }

    private long Pairs() => drugRows.Zip(eventRows, (d, e) => (d.Report, d.Name, e.Name)).Distinct().LongCount();

    /// <summary>Each name once per report, ascending.</summary>
    private static (int[] Start, int[] Name) Distinct((int Report, int Name)[] rows, int n)
    {
        Array.Sort(rows);
        var (start, names) = (new int[n + 1], new List<int>(rows.Length));
        for (var i = 0; i < rows.Length; i++)
            if (i == 0 || rows[i] != rows[i - 1])
            {
                names.Add(rows[i].Name);
                start[rows[i].Report + 1] = names.Count;
            }

        for (var i = 0; i < n; i++)
            start[i + 1] = Math.Max(start[i + 1], start[i]);
        return (start, [.. names]);
    }

    private InputLedger Ledger(string name, string hash, int lines, long rows) =>
        new(
            "flattened table of case, drug and event",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{hash}  {name}\n"))),
            [new(name, "PAIRS", "", lines, rows, 0, 0, 0)],
            [new("the same case, drug and event again (counted once)", "rows", rows - Pairs())],
            [
                "The table names no roles: every drug counts as suspected. It gives no age, sex, country or dates: duplicates could not be looked for, and nothing is split by time.",
                "It gives no indications: there is no comparison within the same indication.",
            ]
        );
}
