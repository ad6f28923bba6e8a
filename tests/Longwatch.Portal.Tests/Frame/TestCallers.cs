using Longwatch.Registry.Access;

namespace Longwatch.Portal.Tests.Frame;

internal static class TestCallers
{
    /// <summary>May do everything everywhere.</summary>
    internal static Caller All { get; } =
        new(new Guid("11111111-1111-4111-8111-111111111111"), "Ada Example", new HashSet<Permission>(Enum.GetValues<Permission>()));
}
