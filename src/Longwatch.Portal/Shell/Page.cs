using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Longwatch.Portal.Shell;

/// <summary>What an endpoint of a page answers with.</summary>
internal static class Page
{
    /// <summary>The component inside the layout.</summary>
    /// <param name="title">What the browser's tab and the heading say; no name, no pseudonym.</param>
    /// <param name="parameters">The component's parameters by name, as an anonymous object: <c>new { Model = … }</c>.</param>
    /// <param name="form">The form of the page: with refusals in it the status is 422, with a conflict 409.</param>
    internal static IResult Of<TComponent>(HttpContext context, string title, object? parameters = null, FormInput? form = null)
        where TComponent : IComponent
    {
        var values = new RouteValueDictionary(parameters).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        if (form is not null)
            values["Form"] = form;
        return InLayout(
            context,
            title,
            typeof(TComponent),
            values,
            form switch
            {
                { IsConflict: true } => StatusCodes.Status409Conflict,
                { IsRefused: true } => StatusCodes.Status422UnprocessableEntity,
                _ => StatusCodes.Status200OK,
            }
        );
    }

    /// <summary>After a form that was accepted: 303 to the page that shows the outcome, which says the text <c>done.{code}</c> once.</summary>
    internal static IResult Done(string address, string? code = null) => new SeeOther(code is null ? address : WithCode(address, code));

    /// <summary>The error page of a status, or the problem of a call of the HTTP API.</summary>
    /// <param name="code">Stable code of the reason, when there is one finer than the status.</param>
    internal static IResult Error(HttpContext context, int status, string? code = null, string? detail = null) =>
        ApiRequests.Is(context.Request)
            ? Problems.Of(status, code, detail)
            : InLayout(
                context,
                ErrorTexts.Title(status, code),
                typeof(ErrorPage),
                new(StringComparer.Ordinal)
                {
                    [nameof(ErrorPage.Status)] = status,
                    [nameof(ErrorPage.Code)] = code,
                    [nameof(ErrorPage.Detail)] = detail,
                },
                status
            );

    /// <summary>409: another person saved first. Both versions are shown, field by field; nothing was overwritten.</summary>
    /// <param name="change">Who saved what is there now; null: not known to the reader.</param>
    internal static IResult Conflict(
        HttpContext context,
        IReadOnlyList<ConflictingField> fields,
        string back,
        LastChange.Answer? change = null
    ) =>
        InLayout(
            context,
            Text.T("error.409.title"),
            typeof(ConflictPage),
            new(StringComparer.Ordinal)
            {
                [nameof(ConflictPage.Fields)] = fields,
                [nameof(ConflictPage.Back)] = back,
                [nameof(ConflictPage.Change)] = change,
            },
            StatusCodes.Status409Conflict
        );

    /// <summary>What a refusal means for a page when it is not about a field: 404, 409 or 422.</summary>
    internal static IResult Refused(HttpContext context, Domain.Refusal why) =>
        Refusals.Status(why) == StatusCodes.Status404NotFound
            ? Error(context, StatusCodes.Status404NotFound) // the message of another centre's record must not differ from that of none
            : Error(context, Refusals.Status(why), why.Code, why.Message);

    /// <summary>303; htmx is told by its own header, because a browser hides redirects from scripts.</summary>
    internal static void Redirect(HttpContext context, string address)
    {
        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers["HX-Redirect"] = address;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }

    private static string WithCode(string address, string code)
    {
        var (path, anchor) = address.Split('#') is [var p, var a] ? (p, "#" + a) : (address, "");
        return $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={Uri.EscapeDataString(code)}{anchor}";
    }

    private static RazorComponentResult InLayout(
        HttpContext context,
        string title,
        Type body,
        Dictionary<string, object?> parameters,
        int status
    ) =>
        new(
            typeof(Layout),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(Layout.Title)] = title,
                [nameof(Layout.Viewer)] = Viewer.Of(context),
                [nameof(Layout.Body)] = body,
                [nameof(Layout.Parameters)] = parameters,
            }
        )
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            Redirect(httpContext, address);
            return Task.CompletedTask;
        }
    }
}
