using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Requests;

namespace Longwatch.Portal.Shell;

/// <summary>POST /theme: light, dark, or as the browser says; kept in a cookie for a year. Back to the page it came from.</summary>
internal static class ChooseTheme
{
    internal const string Cookie = "theme";

    internal static readonly string[] Choices = ["auto", "light", "dark"];

    internal static void Map(IEndpointRouteBuilder app) => app.MapPost("/theme", Save).Anyone().ExcludeFromDescription();

    private static async Task<IResult> Save(HttpContext context, PortalOptions options, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (form.OneOf("theme", Choices, required: true) is not { } theme)
            return Page.Error(context, StatusCodes.Status422UnprocessableEntity);
        context.Response.Cookies.Append(PortalCookies.Name(options, Cookie), theme, PortalCookies.Options(options, TimeSpan.FromDays(365)));
        return Page.Done(LocalAddress.OrHome(form.Value("return")));
    }
}
