using Longwatch.Domain.FollowUp.Forms;

namespace Longwatch.Exchange.FollowUp;

/// <summary>Reads one field of a form.</summary>
internal static class FieldReader
{
    private const int LongestText = 4000;

    public static FormField Read(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "key", "label", "hint", "type", "unit", "options", "required", "show_when", "range", "length", "dates", "maps_to");
        return new(
            json.Id(part, "key"),
            json.Text(part, "label", 200),
            json.OptionalText(part, "hint", 300),
            json.Code<FieldType>(part, "type"),
            json.OptionalText(part, "unit", 60),
            [.. json.List(part, "options").Select(o => Option(json, o))],
            ConditionReader.Read(json, part, "required", Condition.Never),
            ConditionReader.Read(json, part, "show_when", Condition.Always),
            Limits(json, part),
            json.OptionalText(part, "maps_to", 64)
        );
    }

    private static CodeOption Option(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "code", "label");
        return new(json.Id(part, "code"), json.Text(part, "label", 200));
    }

    private static FieldLimits Limits(DefinitionJson json, JsonPart part)
    {
        var range = part.Get("range");
        if (range is { } given)
            json.Only(given, "hard_low", "hard_high", "soft_low", "soft_high");
        decimal? Limit(string name) => range is { } r ? json.OptionalNumber(r, name) : null;
        return new(
            Limit("hard_low"),
            Limit("hard_high"),
            Limit("soft_low"),
            Limit("soft_high"),
            json.Int(part, "length", 1, LongestText, FieldLimits.DefaultLength),
            Dates(json, part)
        );
    }

    private static DateLimits Dates(DefinitionJson json, JsonPart part)
    {
        var limits = default(DateLimits);
        foreach (var text in json.Texts(part, "dates"))
            limits = text switch
            {
                "not_future" => limits with { NotFuture = true },
                "not_before_infusion" => limits with { NotBeforeInfusion = true },
                "not_after_death" => limits with { NotAfterDeath = true },
                "not_after_visit" => limits with { NotAfterVisit = true },
                "not_before_birth" => limits with { NotBeforeBirth = true },
                _ => Unknown(json, part, text, limits),
            };
        return limits;
    }

    private static DateLimits Unknown(DefinitionJson json, JsonPart part, string text, DateLimits limits)
    {
        json.Add(
            part.At("dates"),
            Csv.Shown.Text(text),
            "not_future, not_before_infusion, not_after_death, not_after_visit or not_before_birth",
            "Choose among them."
        );
        return limits;
    }
}
