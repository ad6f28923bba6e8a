using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Centres;

namespace Longwatch.Portal.Centres;

/// <summary>The fields of a centre: from the form, and back into it.</summary>
internal static class CentreFields
{
    internal static readonly IReadOnlyList<Choice> Countries =
    [
        .. Registry.Centres.Countries.All.OrderBy(c => c.Value, StringComparer.Ordinal).Select(c => new Choice(c.Key, c.Value)),
    ];

    internal static readonly IReadOnlyList<Choice> Zones =
    [
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Select(z => z.Id)
            .Where(id => id is "UTC" || id.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(id => new Choice(id, id)),
    ];

    /// <summary>Field of the form by code of refusal.</summary>
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("centre.code", "code"),
        ("centre.code-taken", "code"),
        ("centre.name", "name"),
        ("centre.country", "country"),
        ("centre.time-zone", "time_zone"),
        ("centre.email", "email"),
        ("record.reason", "reason"),
    ];

    internal static CentreFacts Read(FormInput form) =>
        new(
            form.Line("name", required: true) ?? "",
            form.OneOf("country", Countries.Select(c => c.Code)),
            form.OneOf("time_zone", Zones.Select(z => z.Code), required: true) ?? "UTC",
            form.Line("email", 254)
        );

    internal static (string Name, string? Value)[] Show(CentreFacts facts) =>
        [("name", facts.Name), ("country", facts.Country), ("time_zone", facts.TimeZone), ("email", facts.Email)];
}
