namespace Longwatch.Domain.FollowUp.Forms;

/// <summary>What a form definition must hold to before anybody fills it in.</summary>
public static class FormRules
{
    /// <summary>All problems, in the order of the form.</summary>
    public static IEnumerable<DefinitionProblem> Check(FormDefinition form)
    {
        var types = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        if (!form.Fields.Any())
            yield return new("sections", "no field", "at least one", "Add a field.");
        foreach (var section in form.Sections)
        {
            foreach (var problem in Earlier(section.ShowWhen, $"{section.Code}.show_when", types))
                yield return problem;
            foreach (var field in section.Fields)
            {
                foreach (var problem in Check(field, types))
                    yield return problem;
                if (!types.TryAdd(field.Key, field.Type))
                    yield return new(field.Key, "the key a second time", "each key once", "Rename one of the fields.");
            }
        }

        foreach (var check in form.Checks)
        foreach (var problem in Check(check, types))
            yield return problem;
        foreach (var rule in form.Events)
        {
            foreach (var problem in Earlier(rule.When, $"events.{rule.Event}.when", types))
                yield return problem;
            if (rule.DateField is { } date && types.GetValueOrDefault(date) != FieldType.Date)
                yield return new($"events.{rule.Event}.date", date, "the key of a field of type date", "Correct the key.");
        }
    }

    private static IEnumerable<DefinitionProblem> Check(FormField field, Dictionary<string, FieldType> types)
    {
        foreach (var problem in Earlier(field.ShowWhen, $"{field.Key}.show_when", types))
            yield return problem;
        foreach (var problem in Earlier(field.Required, $"{field.Key}.required", types))
            yield return problem;
        var isCoded = field.Type is FieldType.Code or FieldType.Codes;
        if (isCoded == field.Options.IsEmpty)
            yield return new(
                $"{field.Key}.options",
                isCoded ? "none" : "some",
                isCoded ? "at least one" : "none for this type",
                "Correct the options or the type."
            );
        if (field.Options.Select(o => o.Code).Distinct(StringComparer.Ordinal).Count() != field.Options.Length)
            yield return new($"{field.Key}.options", "a code twice", "each code once", "Delete one.");
        var limits = field.Limits;
        if (
            limits.HardLow > limits.HardHigh
            || limits.SoftLow > limits.SoftHigh
            || limits.SoftLow < limits.HardLow
            || limits.SoftHigh > limits.HardHigh
        )
            yield return new(
                $"{field.Key}.range",
                "limits that cross",
                "hard low ≤ soft low ≤ soft high ≤ hard high",
                "Correct the limits."
            );
        if (field.MapsTo is { } fact && !FactKeys.TypesOf(fact).Contains(field.Type))
            yield return new(
                $"{field.Key}.maps_to",
                $"{fact} from a field of type {field.Type}",
                FactKeys.TypesOf(fact).Count == 0
                    ? $"one of {string.Join(", ", FactKeys.All)}"
                    : string.Join(" or ", FactKeys.TypesOf(fact)),
                "Correct the fact or the type."
            );
    }

    private static IEnumerable<DefinitionProblem> Check(CrossCheck check, Dictionary<string, FieldType> types)
    {
        var path = $"checks.{check.Code}";
        foreach (var key in new[] { check.Field, check.Other }.Where(k => !types.ContainsKey(k)))
            yield return new(path, key, "the key of a field", "Correct the key.");
        if (types.TryGetValue(check.Field, out var left) && types.TryGetValue(check.Other, out var right) && Family(left) != Family(right))
            yield return new(
                path,
                $"{left} compared with {right}",
                "two fields of one kind",
                "Compare numbers with numbers and dates with dates."
            );
        foreach (var problem in Earlier(check.When, $"{path}.when", types))
            yield return problem;
    }

    private static FieldType Family(FieldType type) =>
        type switch
        {
            FieldType.WholeNumber => FieldType.Number,
            FieldType.PartialDate => FieldType.Date,
            _ => type,
        };

    /// <summary>A condition may look back only: then no two can wait for each other.</summary>
    private static IEnumerable<DefinitionProblem> Earlier(Condition condition, string path, Dictionary<string, FieldType> earlier) =>
        condition
            .Keys.Where(k => !earlier.ContainsKey(k))
            .Select(k => new DefinitionProblem(
                path,
                k,
                "the key of a field that stands earlier in the form",
                "Correct the key or move the field."
            ));
}
