using System.Collections.Frozen;
using static Longwatch.Registry.Access.Permission;

namespace Longwatch.Registry.Access;

/// <summary>The one table that says who may do what. Every page and route is walked against it by a test.</summary>
/// <remarks>
/// A role at a centre reaches that centre only. Roles that work across centres see pseudonyms, never identities. Permissions are listed one by one.
/// </remarks>
public static class AccessTable
{
    private static readonly Permission[] Reading = [OwnAccount, ProductsRead, SchedulesRead, CentresRead];

    private static readonly FrozenDictionary<Role, RoleRow> Rows = new Dictionary<Role, RoleRow>
    {
        [Role.CentreDataManager] = new(
            Purpose.Surveillance,
            AllCentres: false,
            [
                .. Reading,
                PatientsRead,
                PatientsWrite,
                IdentitiesRead,
                IdentitiesWrite,
                FollowUpRead,
                FollowUpWrite,
                TransfersWrite,
                ConsentWrite,
                NeoplasmsWrite,
                CasesRead,
                SpecimensRead,
                SpecimensWrite,
                DataImport,
                DataExport,
            ]
        ),
        [Role.Clinician] = new(
            Purpose.Care,
            AllCentres: false,
            [
                .. Reading,
                PatientsRead,
                PatientsWrite,
                IdentitiesRead,
                FollowUpRead,
                FollowUpWrite,
                ConsentWrite,
                NeoplasmsWrite,
                CasesRead,
                CasesWrite,
                SpecimensRead,
                SpecimensWrite,
                AssaysOrder,
            ]
        ),
        [Role.Laboratory] = new(Purpose.Surveillance, AllCentres: true, [.. Reading, SpecimensRead, SpecimensWrite, AssaysReport]),
        [Role.SafetyOfficer] = new(
            Purpose.Surveillance,
            AllCentres: true,
            [
                .. Reading,
                PatientsRead,
                FollowUpRead,
                NeoplasmsWrite,
                CasesRead,
                CasesWrite,
                SpecimensRead,
                AssaysOrder,
                CausalityAdjudicate,
                EvaluationRead,
                EvaluationRun,
                DataExport,
            ]
        ),
        [Role.Assessor] = new(
            Purpose.Surveillance,
            AllCentres: true,
            [.. Reading, PatientsRead, CasesRead, SpecimensRead, CausalityAssess, EvaluationRead]
        ),
        [Role.Researcher] = new(Purpose.Research, AllCentres: true, [.. Reading, EvaluationRead, EvaluationRun]),
        [Role.CentreAdministrator] = new(
            Purpose.Administration,
            AllCentres: false,
            [.. Reading, FollowUpRead, PeopleRead, PeopleWrite, AuditRead, TransfersWrite]
        ),
        [Role.Administrator] = new(
            Purpose.Administration,
            AllCentres: true,
            [
                .. Reading,
                ProductsWrite,
                SchedulesWrite,
                CentresWrite,
                PeopleRead,
                PeopleWrite,
                AuditRead,
                SettingsRead,
                SettingsWrite,
                DataImport,
                DataExport,
                FollowUpRead,
                EvaluationRead,
            ]
        ),
    }.ToFrozenDictionary();

    /// <summary>Whether the role has the permission, at whatever centre it is granted for.</summary>
    public static bool Allows(Role role, Permission permission) => Rows[role].Permissions.Contains(permission);

    public static Purpose PurposeOf(Role role) => Rows[role].Purpose;

    /// <summary>Whether the role may be granted for all centres at once; others need a centre.</summary>
    public static bool MayHaveAllCentres(Role role) => Rows[role].AllCentres;

    private sealed record RoleRow(Purpose Purpose, bool AllCentres, Permission[] Permissions);
}
