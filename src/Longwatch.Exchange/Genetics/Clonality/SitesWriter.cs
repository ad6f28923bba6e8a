using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>Writes what was found in site tables into a folder: all of it, or nothing.</summary>
public static class SitesWriter
{
    /// <summary>The identity of the shape of <c>sites.json</c>; a change that breaks readers raises the number.</summary>
    public const string SchemaId = "urn:longwatch:sites:1";

    private const string SchemaFile = "sites.schema.json";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Replaces the folder by <c>report.html</c>, <c>sites.json</c> and one CSV file per table.</summary>
    /// <param name="folder">Need not exist. A folder that holds files which Longwatch did not write is left alone.</param>
    /// <returns>The files written, relative to the folder, with forward slashes, in ordinal order.</returns>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static IReadOnlyList<string> Write(SitesResultSet result, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(folder);
        return OutputFolder.Replace(folder, fresh => Fill(result, fresh));
    }

    private static void Fill(SitesResultSet result, string folder)
    {
        Func<SitesResultSet, int, Section>[] all =
        [
            TriggerSection.Of,
            DiversitySection.Of,
            GrowthSection.Of,
            CommonSection.Of,
            TablesSection.Of,
        ];
        ImmutableArray<Section> sections = [.. all.Select((section, index) => section(result, index + 1))];
        ReportRules.Check(sections);
        var sites = SiteRows.Of(result);
        File.WriteAllBytes(Path.Combine(folder, "report.html"), Encoding.UTF8.GetBytes(Html(result, sections)));
        File.WriteAllBytes(Path.Combine(folder, "sites.json"), Json(result, [.. sections.SelectMany(s => s.Tables), sites]));
        File.WriteAllBytes(Path.Combine(folder, SchemaFile), ReportAssets.Bytes(SchemaFile));
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        foreach (var table in sections.SelectMany(s => s.Tables).Append(sites))
            File.WriteAllBytes(Path.Combine(folder, "tables", $"{table.Id}.csv"), CsvTable.Write(table));
    }

    private static string Html(SitesResultSet result, ImmutableArray<Section> sections) =>
        HtmlPage.OfSections(
            "Clones that carry the vector",
            result.Version,
            "Skip to the findings",
            sections,
            html =>
                html.Line($"<div><dt>Tables</dt><dd>{string.Join(", ", result.Tables.Select(t => Path.GetFileName(t.File)))}</dd></div>")
                    .Line($"<div><dt>Longwatch</dt><dd>version {result.Version}, rules {result.Rules.Version}</dd></div>"),
            "Not a diagnosis: this report supports qualified assessors. A clone that grows, or lies near a cancer gene, is a reason to look and not a finding of disease."
        );

    private static byte[] Json(SitesResultSet result, ImmutableArray<ReportTable> tables)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaFile);
            json.WriteString("schema_id", SchemaId);
            json.WriteString("program", "Longwatch");
            json.WriteString("version", result.Version);
            json.WriteString("rules_version", result.Rules.Version);
            json.WriteString("abundance_unit", result.Unit.ToString().ToLowerInvariant());
            json.Number("intra_class_correlation", result.Analysis.Correlation);
            json.WriteBoolean("correlation_measured", result.Analysis.CorrelationMeasured);
            json.Array("notes", result.Notes, json.WriteStringValue);
            json.WriteStartObject("tables");
            foreach (var table in tables)
                json.Array(table.Id, ReportRules.Items(table.Rows), row => Row(json, table, row));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Row(Utf8JsonWriter json, ReportTable table, TableRow row)
    {
        json.WriteStartObject();
        for (var i = 0; i < table.Columns.Length; i++)
            if (row.Cells[i].Number is { } number)
                json.Number(table.Columns[i].Id, number);
            else
                json.WriteString(table.Columns[i].Id, row.Cells[i].Text);
        json.WriteEndObject();
    }
}
