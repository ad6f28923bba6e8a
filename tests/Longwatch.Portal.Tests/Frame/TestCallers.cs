using Longwatch.Registry.Access;

namespace Longwatch.Portal.Tests.Frame;

internal static class TestCallers
{
    /// <summary>Has every role, at all centres where the role allows it and at the one centre otherwise.</summary>
    internal static Caller All(string centre) =>
        new(
            new Guid("11111111-1111-4111-8111-111111111111"),
            "Ada Example",
            [.. Enum.GetValues<Role>().Select(r => new Grant(r, AccessTable.MayHaveAllCentres(r) ? null : centre))]
        );

    internal static Caller With(Role role, string? centre = null) => new(Guid.NewGuid(), role.ToString(), [new(role, centre)]);
}
