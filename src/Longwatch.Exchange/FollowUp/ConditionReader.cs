using System.Text.Json;
using Longwatch.Domain.FollowUp.Forms;

namespace Longwatch.Exchange.FollowUp;

/// <summary>
/// Reads a condition: <c>true</c>, <c>false</c>, <c>{"field": "x", "is": ["a", "b"]}</c>, <c>{"answered": "x"}</c>,
/// <c>{"all": [ … ]}</c> or <c>{"any": [ … ]}</c>.
/// </summary>
internal static class ConditionReader
{
    public static Condition Read(DefinitionJson json, JsonPart part, string name, Condition otherwise) =>
        part.Get(name) is { } value ? Read(json, value) : otherwise;

    /// <summary>The same condition on other keys.</summary>
    public static Condition Renamed(Condition condition, Func<string, string> key) =>
        condition switch
        {
            Condition.AnswerIs c => c with { Key = key(c.Key) },
            Condition.Answered c => new Condition.Answered(key(c.Key)),
            Condition.All c => new Condition.All([.. c.Of.Select(o => Renamed(o, key))]),
            Condition.Any c => new Condition.Any([.. c.Of.Select(o => Renamed(o, key))]),
            _ => throw new ArgumentOutOfRangeException(nameof(condition), "Not a condition."),
        };

    private static Condition Read(DefinitionJson json, JsonPart part)
    {
        switch (part.Element.ValueKind)
        {
            case JsonValueKind.True:
                return Condition.Always;
            case JsonValueKind.False:
                return Condition.Never;
            case JsonValueKind.Object when part.Get("field") is not null:
                json.Only(part, "field", "is");
                var values = json.Texts(part, "is");
                if (values.IsEmpty)
                    json.Add(part.At("is"), "nothing", "a list of answers", "Add them.");
                return new Condition.AnswerIs(json.Text(part, "field", 64), values);
            case JsonValueKind.Object when part.Get("answered") is not null:
                json.Only(part, "answered");
                return new Condition.Answered(json.Text(part, "answered", 64));
            case JsonValueKind.Object when part.Get("all") is not null:
                json.Only(part, "all");
                return new Condition.All([.. json.List(part, "all").Select(p => Read(json, p))]);
            case JsonValueKind.Object when part.Get("any") is not null:
                json.Only(part, "any");
                return new Condition.Any([.. json.List(part, "any").Select(p => Read(json, p))]);
            default:
                json.Add(
                    part.Path,
                    DefinitionJson.Kind(part),
                    "true, false, or an object with field and is, answered, all or any",
                    "Write one of them."
                );
                return Condition.Never;
        }
    }
}
