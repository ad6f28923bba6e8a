using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Settings;

namespace Longwatch.Portal.Settings;

/// <summary>GET /settings: what a person sets for their own view, and, for administrators, for the whole registry.</summary>
internal static class ShowSettings
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/settings", Show).Needs(Permission.OwnAccount).ExcludeFromDescription();

    private static async Task<IResult> Show(HttpContext context, ReadSettings read, CancellationToken cancellation)
    {
        var rows = context.Caller().May(Permission.SettingsRead) ? await read.Do(cancellation) : null;
        return Page.Of<SettingsView>(context, Text.T("settings.title"), new { Rows = rows });
    }
}
