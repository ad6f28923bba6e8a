using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Signals;
using Longwatch.Evaluation.Signals.Sections;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;

namespace Longwatch.Exchange.Faers;

/// <summary>Writes what was found in spontaneous reports into a folder: all of it, or nothing.</summary>
public static class SignalWriter
{
    /// <summary>The identity of the shape of <c>signals.json</c>; a change that breaks readers raises the number.</summary>
    public const string SchemaId = "urn:longwatch:signals:1";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Says before a long run that its results could not be put there.</summary>
    /// <exception cref="IOException">The message is for the user.</exception>
    public static void Require(DirectoryInfo folder) => OutputFolder.Require(folder);

    /// <summary>Replaces the folder by <c>report.html</c>, <c>signals.json</c> and one CSV file per table.</summary>
    /// <param name="folder">Need not exist. A folder that holds files which Longwatch did not write is left alone.</param>
    /// <returns>The files written, relative to the folder, with forward slashes, in ordinal order.</returns>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static IReadOnlyList<string> Write(SignalResult result, string version, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Write(
            SignalSections.Of(result),
            SignalSections.Whole(result),
            result.Input,
            result.Knowledge,
            version,
            folder,
            tables =>
            {
                if (!result.AllPairs.IsEmpty)
                    AllPairs(result, Path.Combine(tables, "all-pairs.csv"));
            }
        );
    }

    /// <summary>The same of counts by product.</summary>
    public static IReadOnlyList<string> Write(
        AggregateCounts counts,
        InputLedger input,
        SignalKnowledge knowledge,
        string version,
        DirectoryInfo folder
    ) => Write([AggregateSection.Of(counts, input, knowledge)], [], input, knowledge, version, folder, static _ => { });

    private static IReadOnlyList<string> Write(
        ImmutableArray<Section> sections,
        ImmutableArray<ReportTable> whole,
        InputLedger input,
        SignalKnowledge knowledge,
        string version,
        DirectoryInfo folder,
        Action<string> more
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ReportRules.Check(sections);
        return OutputFolder.Replace(
            folder,
            fresh =>
            {
                File.WriteAllBytes(Path.Combine(fresh, "report.html"), Encoding.UTF8.GetBytes(Html(sections, input, version)));
                File.WriteAllBytes(Path.Combine(fresh, "signals.json"), Json(sections, whole, input, knowledge, version));
                var tables = Directory.CreateDirectory(Path.Combine(fresh, "tables")).FullName;
                foreach (var table in sections.SelectMany(s => s.Tables).Concat(whole))
                    File.WriteAllBytes(Path.Combine(tables, $"{table.Id}.csv"), CsvTable.Write(table));
                more(tables);
            }
        );
    }

    private static string Html(ImmutableArray<Section> sections, InputLedger input, string version) =>
        HtmlPage.OfSections(
            "Signals in spontaneous reports",
            version,
            "Skip to the signals",
            sections,
            html =>
                html.Line($"<div><dt>Data</dt><dd>{Quarters(input)} <span class=\"quiet\">({input.Form})</span></dd></div>")
                    .Line($"<div><dt>Fingerprint</dt><dd>{input.Fingerprint}</dd></div>")
                    .Line($"<div><dt>Longwatch</dt><dd>version {version}</dd></div>"),
            SignalSections.Warning + " This report supports qualified assessors and makes no decision about a product or a person."
        );

    private static string Quarters(InputLedger input)
    {
        var quarters = input
            .Files.Select(f => f.Quarter)
            .Where(q => q.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return quarters.Length switch
        {
            0 => string.Join(", ", input.Files.Select(f => f.Name)),
            <= 4 => string.Join(", ", quarters),
            _ => $"{quarters[0]} to {quarters[^1]}, {quarters.Length} quarters",
        };
    }

    private static byte[] Json(
        ImmutableArray<Section> sections,
        ImmutableArray<ReportTable> whole,
        InputLedger input,
        SignalKnowledge knowledge,
        string version
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema_id", SchemaId);
            json.WriteString("program", "Longwatch");
            json.WriteString("version", version);
            json.WriteString("form", input.Form);
            json.WriteString("fingerprint", input.Fingerprint);
            json.WriteString("knowledge_fingerprint", knowledge.Fingerprint);
            json.WriteString("warning", SignalSections.Warning);
            json.WriteStartObject("answers");
            foreach (var section in sections)
                json.WriteString(section.Id, section.Answer);
            json.WriteEndObject();
            json.WriteStartArray("methods");
            foreach (var method in sections.SelectMany(s => ReportRules.Items(s.Methods)))
                json.WriteStringValue(method);
            json.WriteEndArray();
            json.WriteStartObject("tables");
            foreach (var table in sections.SelectMany(s => s.Tables).Concat(whole))
                Table(json, table);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Table(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray(table.Id);
        foreach (var row in ReportRules.Items(table.Rows))
        {
            json.WriteStartObject();
            for (var i = 0; i < table.Columns.Length; i++)
                if (row.Cells[i].Number is not { } number)
                    json.WriteString(table.Columns[i].Id, row.Cells[i].Text);
                else if (double.IsFinite(number))
                    json.WriteNumber(table.Columns[i].Id, number);
                else
                    json.WriteString(table.Columns[i].Id, number > 0 ? "Infinity" : "-Infinity");
            if (row.GreyedBecause is not null)
                json.WriteString("not_counted_because", row.GreyedBecause);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Every pair with enough cases; row by row, as there may be a million.</summary>
    private static void AllPairs(SignalResult result, string path)
    {
        using var csv = new CsvWriter(File.Create(path));
        foreach (
            var name in (string[])
                [
                    "drug",
                    "event",
                    "reports",
                    "drug_reports",
                    "event_reports",
                    "all_reports",
                    "expected",
                    "ror",
                    "ror_lower",
                    "ror_upper",
                    "prr",
                    "prr_lower",
                    "prr_upper",
                    "chi_squared",
                    "ic",
                    "ic_lower",
                    "ic_upper",
                    "ebgm",
                    "eb05",
                    "eb95",
                    "log_likelihood_ratio",
                    "p",
                    "adjusted_p",
                ]
        )
            csv.Text(name);
        csv.EndRecord();
        foreach (var s in result.AllPairs)
        {
            csv.Text(result.DrugNames[s.Pair.Drug]).Text(result.Terms[s.Pair.Event]);
            csv.Integer(s.Table.Both).Integer(s.Table.Drug).Integer(s.Table.Event).Integer(s.Table.Total);
            foreach (
                var value in (ReadOnlySpan<double>)
                    [
                        s.Expected,
                        s.Ror.Value,
                        s.Ror.Interval.Lower,
                        s.Ror.Interval.Upper,
                        s.Prr.Value,
                        s.Prr.Interval.Lower,
                        s.Prr.Interval.Upper,
                        s.ChiSquared,
                        s.Ic.Value,
                        s.Ic.Interval.Lower,
                        s.Ic.Interval.Upper,
                        s.Ebgm.Ebgm,
                        s.Ebgm.Lower,
                        s.Ebgm.Upper,
                        s.LogLikelihoodRatio,
                        s.MidP,
                        s.AdjustedP,
                    ]
            )
                csv.Number(double.IsFinite(value) ? value : null);
            csv.EndRecord();
        }
    }
}
