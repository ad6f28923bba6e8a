namespace Longwatch.Registry.Access;

/// <summary>What a person is to the registry. A person may have several, each at a centre or at all.</summary>
public enum Role
{
    CentreDataManager,
    Clinician,
    Laboratory,
    SafetyOfficer,
    Assessor,
    Researcher,
    CentreAdministrator,
    Administrator,
}

/// <summary>Why data are used; each role has one. Consent is given and withdrawn by purpose.</summary>
public enum Purpose
{
    Care,
    Surveillance,
    Research,
    Administration,
}

/// <summary>One role of one person.</summary>
/// <param name="Centre">Code of the centre; null: all centres, where the role allows it.</param>
public sealed record Grant(Role Role, string? Centre);
