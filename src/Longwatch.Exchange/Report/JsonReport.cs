using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Analyses;
using Longwatch.Exchange.Report.Html;

namespace Longwatch.Exchange.Report;

/// <summary><c>evaluation.json</c>: the whole report as data, in the shape of <c>docs/formats/evaluation.schema.json</c>.</summary>
internal static class JsonReport
{
    /// <summary>The identity of the shape; a change that breaks readers raises the number.</summary>
    internal const string SchemaId = "urn:longwatch:evaluation:1";

    internal static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    internal static byte[] Write(EvaluationReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", ReportAssets.SchemaFile);
            json.WriteString("schema_id", SchemaId);
            json.WriteString("title", report.Title);
            json.WriteString("dataset", report.Dataset);
            json.WriteString("kind", ReportCodes.Code(report.Kind));
            json.WriteString("fingerprint", report.Fingerprint);
            json.WriteString("data_lock", report.DataLock?.ToString());
            json.WriteString("data_lock_basis", report.DataLockBasis);
            json.WriteString("version", report.Version);
            json.WriteString("seed", report.Seed.ToString(CultureInfo.InvariantCulture));
            if (report.Settings is { } settings)
                AnalysisJson.Write(json, settings);
            Array(json, "sections", report.Sections, Section);
            if (!report.Analyses.IsEmpty)
                Array(json, "analyses", report.Analyses, AnalysisJson.Write);
            Sources(json, report.Sources);
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Section(Utf8JsonWriter json, Section section)
    {
        json.WriteStartObject();
        json.WriteNumber("number", section.Number);
        json.WriteString("id", section.Id);
        json.WriteString("title", section.Title);
        json.WriteString("question", section.Question);
        json.WriteString("answer", section.Answer);
        Array(json, "estimates", section.Estimates, Estimate);
        Array(json, "tables", section.Tables, Table);
        Array(json, "charts", section.Charts, Chart);
        Array(json, "methods", section.Methods, Text);
        Array(json, "caveats", section.Caveats, Text);
        Array(json, "analyses", section.Analyses, AnalysisJson.Write);
        json.WriteEndObject();
    }

    private static void Estimate(Utf8JsonWriter json, Estimate estimate)
    {
        json.WriteStartObject();
        json.WriteString("id", estimate.Id);
        json.WriteString("label", estimate.Label);
        json.WriteString("status", ReportCodes.Code(estimate.Status));
        Number(json, "value", estimate.Value);
        json.WriteString("unit", ReportCodes.Code(estimate.Unit));
        Number(json, "numerator", estimate.Numerator);
        Number(json, "denominator", estimate.Denominator);
        Array(json, "intervals", estimate.Intervals, Interval);
        json.WriteString("method", estimate.Method);
        json.WriteString("note", estimate.Note);
        Array(json, "sources", estimate.Sources, Text);
        json.WriteEndObject();
    }

    private static void Interval(Utf8JsonWriter json, IntervalEstimate interval)
    {
        json.WriteStartObject();
        json.WriteString("kind", interval.Kind);
        Number(json, "level", interval.Level);
        Number(json, "lower", interval.Lower);
        Number(json, "upper", interval.Upper);
        json.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartObject();
        json.WriteString("id", table.Id);
        json.WriteString("caption", table.Caption);
        Array(json, "columns", table.Columns, Column);
        Array(json, "rows", table.Rows, Row);
        json.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter json, TableColumn column)
    {
        json.WriteStartObject();
        json.WriteString("id", column.Id);
        json.WriteString("header", column.Header);
        Number(json, "decimals", column.Decimals);
        json.WriteBoolean("percent", column.Percent);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, TableRow row)
    {
        json.WriteStartObject();
        Array(json, "cells", row.Cells, Cell);
        json.WriteBoolean("counted", row.GreyedBecause is null);
        json.WriteString("not_counted_because", row.GreyedBecause);
        Array(json, "sources", row.Sources, Text);
        json.WriteEndObject();
    }

    private static void Cell(Utf8JsonWriter json, Cell cell)
    {
        if (cell.Number is { } number)
            Number(json, number);
        else
            json.WriteStringValue(cell.Text);
    }

    private static void Chart(Utf8JsonWriter json, Chart chart)
    {
        json.WriteStartObject();
        json.WriteString("id", chart.Id);
        json.WriteString("title", chart.Title);
        json.WriteString("description", chart.Description);
        json.WriteString("table_id", chart.TableId);
        json.WritePropertyName("vega_lite");
        chart.VegaLite.WriteTo(json);
        json.WriteEndObject();
    }

    private static void Sources(Utf8JsonWriter json, ImmutableSortedDictionary<string, SourceEntry> sources)
    {
        json.WriteStartObject("sources");
        foreach (var (key, source) in sources.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(key);
            json.WriteString("citation", source.Citation);
            json.WriteString("address", source.Address);
            json.WriteString("tag", source.Tag);
            json.WriteString("date", source.Date);
            json.WriteString("note", source.Note);
            json.WriteString("file", source.File);
            json.WriteNumber("line", source.Line);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string text) => json.WriteStringValue(text);

    internal static void Number(Utf8JsonWriter json, string name, double? number)
    {
        json.WritePropertyName(name);
        if (number is { } given)
            Number(json, given);
        else
            json.WriteNullValue();
    }

    /// <summary>JSON has no infinity: an unbounded limit is the text <c>Infinity</c> or <c>-Infinity</c>.</summary>
    private static void Number(Utf8JsonWriter json, double number)
    {
        if (double.IsInfinity(number))
            json.WriteStringValue(number > 0 ? "Infinity" : "-Infinity");
        else
            json.WriteNumberValue(number);
    }

    private static void Array<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in ReportRules.Items(items))
            write(json, item);
        json.WriteEndArray();
    }
}
