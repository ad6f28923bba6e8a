using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>The fields of a laboratory: from the form, and back into it.</summary>
internal static class LaboratoryFields
{
    /// <summary>Field of the form by code of refusal.</summary>
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("laboratory.code", "code"),
        ("record.exists", "code"),
        ("laboratory.name", "name"),
        ("laboratory.centre", "centre"),
        ("record.reason", "reason"),
    ];

    internal static LaboratoryFacts Read(FormInput form) => new(form.Line("name", 200, required: true) ?? "", form.Line("centre", 64));

    internal static (string Name, string? Value)[] Show(LaboratoryFacts facts) => [("name", facts.Name), ("centre", facts.Centre)];

    /// <summary>The centres of which a laboratory can be.</summary>
    internal static async Task<IReadOnlyList<Choice>> Centres(ListCentres list, CancellationToken cancellation) =>
        [.. (await list.Do(cancellation)).Select(c => new Choice(c.Code, $"{c.Name} ({c.Code})"))];
}
