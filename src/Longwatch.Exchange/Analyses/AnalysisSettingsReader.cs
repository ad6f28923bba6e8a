using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.FollowUp;

namespace Longwatch.Exchange.Analyses;

/// <summary>Reads with what a plan is run: level, seed, data lock, values of assumptions.</summary>
public static class AnalysisSettingsReader
{
    /// <summary>Lowest and highest confidence level of an evaluation.</summary>
    public static (double Lowest, double Highest) Levels { get; } = (0.5, 0.999);

    /// <summary>So many problems are told of one plan, and so many of the known keys named.</summary>
    private const int MostProblems = 20;

    /// <summary>One message for each value that the data set has no use for: an assumption that it does not have, or a value that means nothing.</summary>
    public static IEnumerable<string> Unusable(AnalysisSettings settings, PublishedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var has = AssumptionValues.Of(evidence);
        return Problems(settings, has).Take(MostProblems);
    }

    private static IEnumerable<string> Problems(AnalysisSettings settings, ImmutableSortedDictionary<string, ImmutableArray<double>> has)
    {
        foreach (var (key, values) in settings.Assumptions)
        {
            var path = $"settings.assumptions.{DefinitionJson.Cut(key)}";
            if (!has.TryGetValue(key, out var given))
            {
                yield return $"{path}: no assumption of this data set; "
                    + (
                        Nearest.Of(key, [.. has.Keys]) is { } near ? $"write {near}."
                        : has.IsEmpty ? "it has none."
                        : $"it has {Shown.List(has.Keys.Take(MostProblems))}{(has.Count > MostProblems ? ", …" : "")}."
                    );
                continue;
            }

            var range = AssumptionRange.Of(key);
            if (range.IsKnown && values.Length > Math.Max(AssumptionRange.MostValues, given.Length))
                yield return $"{path}: {values.Length} values; at most {AssumptionRange.MostValues} were expected.";
            foreach (var value in values.Where(v => !range.Contains(v) && !given.Contains(v)))
                yield return string.Create(CultureInfo.InvariantCulture, $"{path}: {value} means nothing; {range.Words()} was expected.");
        }
    }

    internal static AnalysisSettings Read(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "level", "seed", "data_lock", "assumptions");
        return new(Level(json, part), Seed(json, part), Day(json, part), Assumptions(json, part));
    }

    private static double? Level(DefinitionJson json, JsonPart part)
    {
        if (part.Get("level") is not { } value)
            return null;
        if (
            value.Element.ValueKind == JsonValueKind.Number
            && value.Element.TryGetDouble(out var level)
            && level >= Levels.Lowest
            && level <= Levels.Highest
        )
            return level;
        json.Add(
            value.Path,
            DefinitionJson.Kind(value),
            string.Create(CultureInfo.InvariantCulture, $"a number from {Levels.Lowest} to {Levels.Highest}"),
            "Correct it."
        );
        return null;
    }

    private static ulong? Seed(DefinitionJson json, JsonPart part)
    {
        if (json.OptionalText(part, "seed", 20) is not { } text)
            return null;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return seed;
        if (part.Get("seed") is { Element.ValueKind: JsonValueKind.String })
            json.Add(part.At("seed"), Shown.Text(text), "a whole number from 0, in quotes", "Write for example \"20240411\".");
        return null;
    }

    private static DateOnly? Day(DefinitionJson json, JsonPart part)
    {
        if (json.OptionalText(part, "data_lock", 10) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (part.Get("data_lock") is { Element.ValueKind: JsonValueKind.String })
            json.Add(part.At("data_lock"), Shown.Text(text), "a day", "Write for example \"2024-04-11\".");
        return null;
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<double>> Assumptions(DefinitionJson json, JsonPart part)
    {
        var values = AnalysisSettings.None.Assumptions;
        if (part.Get("assumptions") is not { } given)
            return values;
        if (given.Element.ValueKind != JsonValueKind.Object)
        {
            json.Add(given.Path, DefinitionJson.Kind(given), "an object of lists", "Write { \"class.equivalence_margin\": [2] }.");
            return values;
        }

        foreach (var property in given.Element.EnumerateObject())
        {
            var (key, path) = (property.Name, given.At(DefinitionJson.Cut(property.Name)));
            var list = new JsonPart(property.Value, path);
            if (property.Value.ValueKind != JsonValueKind.Array || property.Value.GetArrayLength() == 0)
            {
                json.Add(path, DefinitionJson.Kind(list), "a list of numbers, at least one", "Write [ … ].");
                continue;
            }

            values = values.SetItem(
                key,
                [.. property.Value.EnumerateArray().Select((v, i) => Value(json, new(v, $"{path}[{i}]"))).Order()]
            );
        }

        return values;
    }

    private static double Value(DefinitionJson json, JsonPart part)
    {
        if (part.Element.ValueKind == JsonValueKind.Number && part.Element.TryGetDouble(out var value) && double.IsFinite(value))
            return value;
        json.Add(part.Path, DefinitionJson.Kind(part), "a number", "Correct it.");
        return 0;
    }
}
