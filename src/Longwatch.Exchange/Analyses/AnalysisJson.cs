using System.Text.Json;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange.Report;

namespace Longwatch.Exchange.Analyses;

/// <summary>Writes analyses: the plan as a file that can be run again, and what came of each for the report.</summary>
internal static class AnalysisJson
{
    /// <summary>A file that <see cref="AnalysisPlanReader"/> reads.</summary>
    public static byte[] Write(AnalysisPlan plan, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("format", AnalysisPlanReader.Format);
            json.WriteString("id", plan.Id);
            json.WriteNumber("version", plan.Version);
            json.WriteString("title", plan.Title);
            json.WriteStartArray("analyses");
            foreach (var analysis in plan.Analyses)
                Write(json, analysis);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
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
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in result.Diagnostics)
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
        json.WriteEndObject();
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
        {
            json.WriteStartArray("covariates");
            foreach (var covariate in analysis.Covariates)
                json.WriteStringValue(covariate);
            json.WriteEndArray();
        }

        if (analysis.LandmarkDays is { } landmark)
            json.WriteNumber("landmark_days", landmark);
        if (analysis.HorizonDays is { } horizon)
            json.WriteNumber("horizon_days", horizon);
        json.WriteEndObject();
    }
}
