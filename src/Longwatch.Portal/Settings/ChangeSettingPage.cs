using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Settings;

namespace Longwatch.Portal.Settings;

/// <summary>GET and POST /settings/add and /settings/{id}: a value for the whole registry.</summary>
internal static class ChangeSettingPage
{
    private static readonly (string, string)[] Fields = [("setting.name", "name"), ("setting.value", "value"), ("record.reason", "reason")];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/add", (HttpContext context) => Answer(context, null, 0, FormInput.Empty()))
            .Needs(Permission.SettingsWrite)
            .ExcludeFromDescription();
        app.MapPost("/settings/add", Add).Needs(Permission.SettingsWrite).ExcludeFromDescription();
        app.MapGet("/settings/{id:guid}", Show).Needs(Permission.SettingsWrite).ExcludeFromDescription();
        app.MapPost("/settings/{id:guid}", Change).Needs(Permission.SettingsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, ReadSettings read, CancellationToken cancellation) =>
        await read.One(id, cancellation) is { } row
            ? Answer(context, row, row.Version, FormInput.Of(("value", row.Value), ("source", row.Source)))
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Add(HttpContext context, ChangeSetting change, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var name = form.Line("name", 100, required: true);
        return await Save(context, change, form, (null, name, 0), cancellation);
    }

    private static async Task<IResult> Change(
        HttpContext context,
        Guid id,
        ReadSettings read,
        ChangeSetting change,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        return await read.One(id, cancellation) is { } row
            ? await Save(context, change, form, (row, row.Name, form.Version()), cancellation)
            : Page.Error(context, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> Save(
        HttpContext context,
        ChangeSetting change,
        FormInput form,
        (SettingRow? Row, string? Name, int Version) of,
        CancellationToken cancellation
    )
    {
        var (value, source) = (form.Line("value", 400, required: true), form.Line("source", 400));
        var reason = form.Prose("reason", 1000, required: true);
        if (form.IsRefused)
            return Answer(context, of.Row, of.Version, form);
        return await change.Do(context.Caller(), new(of.Name!, of.Version, value!, source, reason!), cancellation) switch
        {
            Result<int>.Ok => Page.Done("/settings", "saved"),
            Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict && of.Row is { } row =>
                await Conflicts.SideBySide(
                    context,
                    (Permission.SettingsWrite, row.Id),
                    [new(Text.T("settings.value"), row.Value, value), new(Text.T("settings.source"), row.Source, source)],
                    $"/settings/{row.Id}"
                ),
            Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict => Taken(context, form),
            Result<int>.Refused { Why: var why } => Answer(context, of.Row, of.Version, form.Refuse(why, Fields)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Taken(HttpContext context, FormInput form)
    {
        form.Refuse("name", Text.T("settings.name-taken"));
        return Answer(context, null, 0, form);
    }

    private static IResult Answer(HttpContext context, SettingRow? row, int version, FormInput form) =>
        Page.Of<ChangeSettingForm>(context, Text.T("settings.change"), new { Setting = row, Version = version }, form);
}
