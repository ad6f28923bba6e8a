using System.Text.Json;
using System.Text.RegularExpressions;

namespace Longwatch.Exchange.Tests.Report;

/// <summary>
/// A strict validator of exactly the JSON Schema 2020-12 keywords that our schema uses; an unknown keyword is an error, so the schema
/// cannot say something that no test looks at. (No validator package was to be had; semantics: JSON Schema Core and Validation 2020-12.)
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$id", "$defs", "title", "description"];

    internal List<string> Problems(JsonElement value)
    {
        var problems = new List<string>();
        Check(root, value, "$", problems);
        return problems;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
            Keyword(schema, keyword, value, at, problems);
    }

    private void Keyword(JsonElement schema, JsonProperty keyword, JsonElement value, string at, List<string> problems)
    {
        var rule = keyword.Value;
        var good = keyword.Name switch
        {
            "$ref" => Follow(rule, value, at, problems),
            "type" => Types(rule).Any(type => Is(type, value)),
            "const" => JsonElement.DeepEquals(rule, value),
            "enum" => rule.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)),
            "anyOf" => rule.EnumerateArray().Any(option => IsValid(option, value)),
            "pattern" => value.ValueKind != JsonValueKind.String
                || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)),
            "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
            "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > rule.GetDouble(),
            "exclusiveMaximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() < rule.GetDouble(),
            "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
            "items" => Items(rule, value, at, problems),
            "properties" => Properties(rule, value, at, problems),
            "required" => value.ValueKind != JsonValueKind.Object
                || rule.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _)),
            "additionalProperties" => Additional(schema, rule, value, at, problems),
            _ => Annotations.Contains(keyword.Name) ? true : throw new NotSupportedException($"schema keyword {keyword.Name}"),
        };
        if (!good)
            problems.Add($"{at}: {keyword.Name} {rule.GetRawText()}");
    }

    private bool Follow(JsonElement reference, JsonElement value, string at, List<string> problems)
    {
        var target = root;
        foreach (var step in reference.GetString()!.Split('/').Skip(1))
            target = target.GetProperty(step);
        Check(target, value, at, problems);
        return true;
    }

    private bool IsValid(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(schema, value, "", problems);
        return problems.Count == 0;
    }

    private bool Items(JsonElement rule, JsonElement value, string at, List<string> problems)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(rule, item, $"{at}[{index}]", problems);
        return true;
    }

    private bool Properties(JsonElement rule, JsonElement value, string at, List<string> problems)
    {
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var property in rule.EnumerateObject())
                if (value.TryGetProperty(property.Name, out var given))
                    Check(property.Value, given, $"{at}.{property.Name}", problems);
        return true;
    }

    private bool Additional(JsonElement schema, JsonElement rule, JsonElement value, string at, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var known = schema.TryGetProperty("properties", out var properties);
        var extra = value.EnumerateObject().Where(p => !known || !properties.TryGetProperty(p.Name, out _)).ToArray();
        if (rule.ValueKind == JsonValueKind.False)
            return extra.Length == 0;
        foreach (var property in extra)
            Check(rule, property.Value, $"{at}.{property.Name}", problems);
        return true;
    }

    private static IEnumerable<string> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(t => t.GetString()!) : [rule.GetString()!];

    private static bool Is(string type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => throw new NotSupportedException($"schema type {type}"),
        };
}
