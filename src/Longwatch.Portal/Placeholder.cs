namespace Longwatch.Registry.Access;

/// <summary>Stands in for the registry's table of permissions until it is merged; this file then goes.</summary>
public enum Permission
{
    SeeWork,
    SeePatients,
    EditPatients,
    SeeCases,
    SeeSpecimens,
    SeeBench,
    Evaluate,
    SeeProducts,
    SeeSchedules,
    SeeCentres,
    EditCentres,
    SeePeople,
    SeeAudit,
    Configure,
}

public sealed record Caller(Guid Account, string Name, IReadOnlySet<Permission> Permissions)
{
    public bool MayAnywhere(Permission permission) => Permissions.Contains(permission);

    public override string ToString() => $"{nameof(Caller)} {Account}";
}
