using System.Globalization;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Access;

namespace Longwatch.Portal.Shell;

/// <summary>For whom a page is drawn: the caller, their time zone and theme, and where they are.</summary>
public sealed class Viewer
{
    /// <summary>Not HttpOnly: the page's script sets it, from the browser's own zone. It holds nothing of a person.</summary>
    internal const string ZoneCookie = "longwatch-zone";

    private Viewer(HttpContext context)
    {
        Caller = context.CallerOrNull();
        Path = context.Request.Path.Value ?? "/";
        var options = context.RequestServices.GetRequiredService<PortalOptions>();
        Theme =
            context.Request.Cookies[PortalCookies.Name(options, ChooseTheme.Cookie)] is { } chosen && ChooseTheme.Choices.Contains(chosen)
                ? chosen
                : "auto";
        Zone =
            context.Request.Cookies[ZoneCookie] is { Length: > 0 and < 64 } zone
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
                ? found
                : TimeZoneInfo.Utc;
        Done = context.Request.Query["done"] is [{ Length: < 40 } code] && Text.Has($"done.{code}") ? Text.T($"done.{code}") : null;
    }

    internal Caller? Caller { get; }

    internal string Path { get; }

    /// <summary><c>light</c>, <c>dark</c> or <c>auto</c> (the browser's).</summary>
    internal string Theme { get; }

    internal TimeZoneInfo Zone { get; }

    /// <summary>What the last form did, said once after the redirect; null when nothing.</summary>
    internal string? Done { get; }

    internal static Viewer Of(HttpContext context)
    {
        if (context.Features.Get<Viewer>() is { } known)
            return known;
        var viewer = new Viewer(context);
        context.Features.Set(viewer);
        return viewer;
    }

    internal bool May(Permission permission) => Caller?.May(permission) == true;

    /// <summary>Day and time in the viewer's zone with its offset from UTC, so that a print tells the same.</summary>
    internal string Local(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : local.ToString("'UTC'zzz", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm} {offset}");
    }
}
