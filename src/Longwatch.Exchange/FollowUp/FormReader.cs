using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp.Forms;

namespace Longwatch.Exchange.FollowUp;

/// <summary>Reads the definition of a form. The format is described in docs/formats/forms.md.</summary>
public static class FormReader
{
    public const string Format = "longwatch-form/1";
    private const int MostRepetitions = 20;

    /// <summary>Key of the question that the reader puts at the end of each repetition: is there one more?</summary>
    private const string More = "more";

    /// <summary>Reads one file; all of its problems come in one pass.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    public static DefinitionRead<FormDefinition> Read(string file, ReadOnlyMemory<byte> json) =>
        DefinitionJson.Read(
            file,
            json,
            Format,
            (reader, root) =>
            {
                var form = Form(reader, root);
                return (form, FormRules.Check(form));
            }
        );

    private static FormDefinition Form(DefinitionJson json, JsonPart root)
    {
        json.Only(root, "format", "id", "version", "title", "source", "events", "sections", "checks");
        return new(
            json.Id(root, "id"),
            json.Int(root, "version", 1, 10_000),
            json.Text(root, "title", 200),
            json.Source(root, "source"),
            [.. json.List(root, "events").Select(e => Event(json, e))],
            [.. json.List(root, "sections").SelectMany(s => Sections(json, s))],
            [.. json.List(root, "checks").Select(c => Check(json, c))]
        );
    }

    private static EventRule Event(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "event", "date", "when");
        return new(json.Id(part, "event"), json.OptionalText(part, "date", 64), ConditionReader.Read(json, part, "when", Condition.Always));
    }

    /// <summary>A repeating section becomes one section for each repetition; each after the first is shown when the one before says that there is one more.</summary>
    private static FormSection[] Sections(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "code", "title", "show_when", "repeats", "more_label", "fields");
        var code = json.Id(part, "code");
        var title = json.Text(part, "title", 200);
        var shown = ConditionReader.Read(json, part, "show_when", Condition.Always);
        var fields = json.List(part, "fields").Select(f => FieldReader.Read(json, f)).ToImmutableArray();
        var repetitions = json.Int(part, "repeats", 1, MostRepetitions, otherwise: 1);
        if (repetitions == 1)
            return [new(code, title, shown, fields)];
        var more = json.Text(part, "more_label", 200);
        var own = fields.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, repetitions).Select(Repetition).ToArray();

        FormSection Repetition(int number)
        {
            string Key(string key) => own.Contains(key) || key == More ? $"{code}.{number}.{key}" : key;
            var inside = fields.Select(f =>
                f with
                {
                    Key = Key(f.Key),
                    ShowWhen = ConditionReader.Renamed(f.ShowWhen, Key),
                    Required = ConditionReader.Renamed(f.Required, Key),
                }
            );
            if (number < repetitions)
                inside = inside.Append(
                    new(Key(More), more, null, FieldType.Ternary, null, [], Condition.Never, Condition.Always, FieldLimits.None, null)
                );
            return new(
                $"{code}.{number}",
                $"{title} {number}",
                number == 1 ? shown : new Condition.All([shown, new Condition.AnswerIs($"{code}.{number - 1}.{More}", ["yes"])]),
                [.. inside]
            );
        }
    }

    private static CrossCheck Check(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "code", "severity", "field", "must", "other", "when", "message");
        return new(
            json.Id(part, "code"),
            json.Code<CheckSeverity>(part, "severity") == CheckSeverity.Hard,
            json.Text(part, "field", 64),
            json.Code<Comparison>(part, "must"),
            json.Text(part, "other", 64),
            ConditionReader.Read(json, part, "when", Condition.Always),
            json.Text(part, "message", 300)
        );
    }

    private enum CheckSeverity : byte
    {
        Hard,
        Soft,
    }
}
