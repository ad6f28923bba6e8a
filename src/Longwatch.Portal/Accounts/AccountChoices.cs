using Longwatch.Exchange;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;

namespace Longwatch.Portal.Accounts;

/// <summary>Enumerations of accounts in the words of the pages.</summary>
internal static class AccountChoices
{
    internal static IReadOnlyList<Choice> OrganisationTypes { get; } = Of<OrganisationType>("accounts.organisation-type");

    internal static IReadOnlyList<Choice> Roles { get; } = Of<Role>("accounts.role");

    /// <summary>Roles that a stranger may ask for: those of administration are given, not asked for.</summary>
    internal static IReadOnlyList<Choice> WishedRoles { get; } =
    [.. Roles.Where(r => r.Code is not ("administrator" or "centre_administrator"))];

    internal static string Word<T>(string prefix, T value)
        where T : struct, Enum => Text.T($"{prefix}.{Codes.Of(value)}");

    private static Choice[] Of<T>(string prefix)
        where T : struct, Enum => [.. Codes.All<T>().Select(code => new Choice(code, Text.T($"{prefix}.{code}")))];
}
