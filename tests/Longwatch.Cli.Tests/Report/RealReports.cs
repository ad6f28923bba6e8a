using System.Text;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.Published;

namespace Longwatch.Cli.Tests.Report;

/// <summary>The reports that users get, written once for all tests: of the published evidence, of a simulated cohort, and of hostile data.</summary>
public sealed class RealReports : IDisposable
{
    /// <summary>Tries to leave an attribute, a script element and a chart expression.</summary>
    internal const string Hostile =
        "</script><script>window.broken=1</script><img src=x onerror=window.broken=2>\" onmouseover=\"window.broken=3\" '{{datum}}' <!-- ]]> \\u003cscript>";

    private readonly TemporaryFolder folder = new();
    private readonly Lazy<string> published;
    private readonly Lazy<string> cohort;
    private readonly Lazy<string> hostile;

    public RealReports()
    {
        published = new(() => Evaluated("published", null));
        cohort = new(() =>
        {
            Run("simulate", "--patients", "20000", "--out", folder.Under("cohort"));
            return Evaluated("cohort-evaluation", folder.Under("cohort"));
        });
        hostile = new(() => Evaluated("hostile-evaluation", HostileSet()));
    }

    /// <summary>The folder of one evaluation.</summary>
    internal string Of(string kind) =>
        (
            kind switch
            {
                "published" => published,
                "cohort" => cohort,
                _ => hostile,
            }
        ).Value;

    public void Dispose() => folder.Dispose();

    private string Evaluated(string name, string? dataset)
    {
        string[] args = dataset is null ? ["evaluate"] : ["evaluate", dataset];
        Run([.. args, "--quiet", "--out", folder.Under(name)]);
        return folder.Under(name);
    }

    /// <summary>The published evidence with hostile text in every cell of free text, and addresses that must not become links.</summary>
    private string HostileSet()
    {
        var set = Directory.CreateDirectory(folder.Under("hostile")).FullName;
        foreach (var schema in PublishedSetReader.Tables.Select(t => t.Schema))
            if (File.Exists(Path.Combine(CommandRun.Home, "data", "published", schema.File)))
                Spoil(schema, Path.Combine(set, schema.File));
        return set;
    }

    private static void Spoil(TableSchema schema, string to)
    {
        var log = new ProblemLog(schema.File, 10);
        using var source = File.OpenRead(Path.Combine(CommandRun.Home, "data", "published", schema.File));
        using var reader = new CsvReader(source, log, CsvLimits.Default);
        using var writer = new CsvWriter(File.Create(to));
        Column?[]? columns = null;
        while (reader.Read())
        {
            for (var i = 0; i < reader.Count; i++)
            {
                var text = Encoding.UTF8.GetString(reader[i]);
                writer.Text(Spoilt(columns?[i], text, reader.Line));
            }
            columns ??=
            [
                .. Enumerable.Range(0, reader.Count).Select(i => schema.Columns.Single(c => c.Name == Encoding.UTF8.GetString(reader[i]))),
            ];
            writer.EndRecord();
        }
    }

    private static string? Spoilt(Column? column, string text, int line) =>
        column switch
        {
            _ when text.Length == 0 => null,
            { Name: "address" } => (line % 3) switch
            {
                0 => "javascript:window.broken=4",
                1 => "data:text/html,<script>window.broken=5</script>",
                _ => "https://example.org/\" onclick=\"window.broken=6",
            },
            { Kind: ColumnKind.Text } => $"{text} {Hostile}",
            _ => text,
        };

    private static void Run(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: exit code {run.ExitCode}\n{run.Error}");
    }
}
