using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange.Report;

namespace Longwatch.Exchange.Analyses;

/// <summary>Writes analyses: the plan as a file that can be run again, and what came of each for the report.</summary>
internal static class AnalysisJson
{
    /// <summary>A file that <see cref="AnalysisPlanReader"/> reads.</summary>
    /// <param name="settings">With what the plan was run; written where something is set.</param>
    public static byte[] Write(AnalysisPlan plan, AnalysisSettings settings, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("format", AnalysisPlanReader.Format);
            json.WriteString("id", plan.Id);
            json.WriteNumber("version", plan.Version);
            json.WriteString("title", plan.Title);
            if (settings != AnalysisSettings.None)
                Write(json, settings);
            json.WriteStartArray("analyses");
            foreach (var analysis in plan.Analyses)
                Write(json, analysis);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>One analysis of a section: specification, where its result stands, diagnostics.</summary>
    public static void Write(Utf8JsonWriter json, SectionAnalysis analysis)
    {
        var asked = analysis.Specification;
        json.WriteStartObject();
        json.WriteStartObject("specification");
        json.WriteString("id", asked.Id);
        json.WriteString("title", asked.Title);
        json.WriteString("population", asked.Population);
        json.WriteString("outcome", asked.Outcome);
        json.WriteString("method", asked.Method);
        JsonReport.Number(json, "level", asked.Level);
        json.WriteString("seed", asked.Seed?.ToString(CultureInfo.InvariantCulture));
        Values(json, "assumptions", asked.Assumptions);
        Values(json, "constants", asked.Constants);
        json.WriteEndObject();
        json.WriteString("status", Codes.Of(analysis.Status));
        json.WriteString("reason", analysis.Reason);
        json.WriteStartObject("counts");
        foreach (var (name, count) in analysis.Counts)
            json.WriteNumber(name, count);
        json.WriteEndObject();
        Texts(json, "estimates", analysis.Estimates);
        Texts(json, "tables", analysis.Tables);
        Diagnostics(json, analysis.Diagnostics);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, AnalysisResult result)
    {
        json.WriteStartObject();
        json.WritePropertyName("specification");
        Write(json, result.Specification);
        json.WriteString("status", Codes.Of(result.Status));
        json.WriteString("reason", result.Reason);
        json.WriteStartArray("groups");
        foreach (var group in result.Groups)
        {
            json.WriteStartObject();
            json.WriteString("label", group.Label);
            json.WriteBoolean("reference", group.Reference);
            json.WriteNumber("patients", group.Patients);
            json.WriteNumber("events", group.Events);
            json.WriteNumber("competing", group.Competing);
            json.WriteNumber("person_years", group.PersonYears);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("left_out");
        foreach (var (reason, patients) in result.LeftOut)
            json.WriteNumber(reason, patients);
        json.WriteEndObject();
        json.WritePropertyName("test");
        if (result.Test is { } test)
        {
            json.WriteStartObject();
            json.WriteString("name", test.Name);
            json.WriteNumber("statistic", test.Statistic);
            json.WriteNumber("degrees_of_freedom", test.DegreesOfFreedom);
            json.WriteNumber("p_value", test.PValue);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartArray("effects");
        foreach (var effect in result.Effects)
        {
            json.WriteStartObject();
            json.WriteString("name", effect.Name);
            json.WriteString("measure", effect.Measure);
            JsonReport.Number(json, "value", effect.Value);
            json.WriteString("interval", effect.Interval?.Kind);
            JsonReport.Number(json, "level", effect.Interval?.Level);
            JsonReport.Number(json, "lower", effect.Interval?.Lower);
            JsonReport.Number(json, "upper", effect.Interval?.Upper);
            JsonReport.Number(json, "p_value", effect.PValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Diagnostics(json, result.Diagnostics);
        json.WriteEndObject();
    }

    private static void Diagnostics(Utf8JsonWriter json, ImmutableArray<AnalysisDiagnostic> diagnostics)
    {
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("id", diagnostic.Id);
            json.WriteString("label", diagnostic.Label);
            JsonReport.Number(json, "value", diagnostic.Value);
            json.WriteString("wanted", diagnostic.Wanted);
            if (diagnostic.Met is { } met)
                json.WriteBoolean("met", met);
            else
                json.WriteNull("met");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What was set, as the property <c>settings</c>.</summary>
    public static void Write(Utf8JsonWriter json, AnalysisSettings settings)
    {
        json.WriteStartObject("settings");
        if (settings.Level is { } level)
            json.WriteNumber("level", level);
        if (settings.Seed is { } seed)
            json.WriteString("seed", seed.ToString(CultureInfo.InvariantCulture));
        if (settings.DataLock is { } day)
            json.WriteString("data_lock", day.ToString("O", CultureInfo.InvariantCulture));
        if (!settings.Assumptions.IsEmpty)
            Values(json, "assumptions", settings.Assumptions);
        json.WriteEndObject();
    }

    private static void Values(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, ImmutableArray<double>> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, given) in values)
        {
            json.WriteStartArray(key);
            foreach (var value in given)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AnalysisSpecification analysis)
    {
        json.WriteStartObject();
        json.WriteString("id", analysis.Id);
        json.WriteString("title", analysis.Title);
        json.WriteString("outcome", Codes.Of(analysis.Outcome));
        json.WriteString("method", Codes.Of(analysis.Method));
        json.WriteString("groups", analysis.Groups);
        if (analysis.Reference is { } reference)
            json.WriteString("reference", reference);
        if (!analysis.Covariates.IsEmpty)
            Texts(json, "covariates", analysis.Covariates);

        if (analysis.LandmarkDays is { } landmark)
            json.WriteNumber("landmark_days", landmark);
        if (analysis.HorizonDays is { } horizon)
            json.WriteNumber("horizon_days", horizon);
        json.WriteEndObject();
    }
}
