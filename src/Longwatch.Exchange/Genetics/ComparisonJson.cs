using System.Text.Json;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics;

/// <summary>The comparison with earlier samples in <c>verdict.json</c>; null when there was none.</summary>
internal static class ComparisonJson
{
    internal static void Write(Utf8JsonWriter json, ComparisonResult? comparison)
    {
        if (comparison is null)
        {
            json.WriteNull("comparison");
            return;
        }
        json.WriteStartObject("comparison");
        json.Array(
            "samples",
            comparison.Samples,
            sample =>
            {
                json.WriteStartObject();
                json.WriteString("sample", sample.Name);
                json.WriteString("person", sample.Person.Length == 0 ? null : sample.Person);
                json.WriteString("compartment", GeneticCodes.Code(sample.Compartment));
                json.WriteNumber("sites", sample.Sites.Count);
                json.WriteEndObject();
            }
        );
        json.Array("sites", comparison.Rows, row => Row(json, row));
        json.Array("facts", comparison.Facts, json.WriteStringValue);
        json.Array("alarms", comparison.Alarms, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, ComparedRow row)
    {
        json.WriteStartObject();
        json.WriteString("contig", row.Contig);
        json.WriteNumber("position", row.Position + 1);
        json.WriteBoolean("vector_reverse", row.Reverse);
        json.Array("junction_fragments", row.Junctions, json.WriteNumberValue);
        json.Array(
            "shares",
            row.Shares,
            share =>
            {
                if (share is null)
                {
                    json.WriteNullValue();
                    return;
                }
                json.WriteStartObject();
                json.Number("value", share.Share);
                json.Number("lower", share.Interval.Lower);
                json.Number("upper", share.Interval.Upper);
                json.WriteNumber("covering_fragments", share.Covered);
                json.WriteEndObject();
            }
        );
        json.Number("growth_p", row.Growth);
        json.Number("growth_q", row.Q);
        json.WriteEndObject();
    }
}
