using Longwatch.Registry.Access;

namespace Longwatch.Portal.Shell.Frame;

/// <summary>The places of the portal in the order of a working day; each is shown to who may see it.</summary>
internal static class Navigation
{
    /// <summary>One place of the menu.</summary>
    /// <param name="Address">Start of the addresses that belong to the place.</param>
    internal sealed record Place(string TextKey, string Address, string Icon, Permission Needs);

    internal sealed record Group(string TextKey, IReadOnlyList<Place> Places);

    internal static readonly IReadOnlyList<Group> Groups =
    [
        new(
            "shell.group.watch",
            [
                new("shell.nav.today", "/", "home", Permission.FollowUpRead),
                new("follow-up.nav", "/follow-up", "clock", Permission.FollowUpRead),
                new("shell.nav.patients", "/patients", "users", Permission.PatientsRead),
                new("shell.nav.cases", "/cases", "stethoscope", Permission.CasesRead),
                new("shell.nav.specimens", "/specimens", "test-pipe", Permission.SpecimensRead),
                new("shell.nav.bench", "/bench", "microscope", Permission.AssaysReport),
            ]
        ),
        new("shell.group.evidence", [new("shell.nav.evaluation", "/evaluation", "chart-line", Permission.EvaluationRead)]),
        new(
            "shell.group.ground",
            [
                new("shell.nav.products", "/products", "dna", Permission.ProductsRead),
                new("shell.nav.schedules", "/schedules", "calendar-time", Permission.SchedulesRead),
                new("shell.nav.centres", "/centres", "building-hospital", Permission.CentresRead),
            ]
        ),
        new(
            "shell.group.house",
            [
                new("shell.nav.people", "/people", "id", Permission.PeopleRead),
                new("shell.nav.audit", "/audit", "history", Permission.AuditRead),
                new("shell.nav.settings", "/settings", "settings", Permission.OwnAccount),
            ]
        ),
    ];

    internal static bool IsHere(Place place, string path) =>
        place.Address == "/" ? path == "/" : path == place.Address || path.StartsWith(place.Address + "/", StringComparison.Ordinal);

    internal static bool IsShown(Place place, Viewer viewer) => viewer.May(place.Needs);
}
