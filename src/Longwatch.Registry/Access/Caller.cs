using System.Collections.Immutable;

namespace Longwatch.Registry.Access;

/// <summary>The person on whose behalf something is done, with the roles that count in this session.</summary>
/// <param name="Account">Id of the account; null: the system itself, or the command line of the machine's operator.</param>
/// <param name="PrintedName">Name as the audit trail and signatures print it.</param>
public sealed record Caller(Guid? Account, string PrintedName, ImmutableArray<Grant> Grants)
{
    /// <summary>Work that no person asked for: migration, reminders, jobs.</summary>
    public static Caller System { get; } = new(null, "Longwatch", []) { IsSystem = true };

    /// <summary>Whoever runs a command on the machine that holds the data.</summary>
    public static Caller Operator { get; } = new(null, "operator of the machine", []) { IsSystem = true };

    private bool IsSystem { get; init; }

    /// <summary>Whether the caller may do this at some centre.</summary>
    public bool May(Permission permission) => IsSystem || Grants.Any(g => AccessTable.Allows(g.Role, permission));

    /// <summary>Whether the caller may do this at the centre.</summary>
    public bool May(Permission permission, string centre) =>
        IsSystem || Grants.Any(g => AccessTable.Allows(g.Role, permission) && (g.Centre is null || g.Centre == centre));

    /// <summary>Codes of the centres at which the caller may do this; null: all. Empty: none.</summary>
    public string[]? Centres(Permission permission)
    {
        var grants = Grants.Where(g => AccessTable.Allows(g.Role, permission)).ToArray();
        return IsSystem || grants.Any(g => g.Centre is null) ? null : [.. grants.Select(g => g.Centre!).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(Caller);
}
