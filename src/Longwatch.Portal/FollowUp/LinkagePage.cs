using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Linkage;

namespace Longwatch.Portal.FollowUp;

/// <summary>/follow-up/linkage: vital status by file.</summary>
internal static class LinkagePage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/follow-up/linkage", (HttpContext c) => Show(c, FormInput.Empty(), null))
            .Needs(Permission.FollowUpWrite)
            .ExcludeFromDescription();
        app.MapPost("/follow-up/linkage", Take).Needs(Permission.FollowUpWrite).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, FormInput form, LinkageOutcome? outcome) =>
        Page.Of<LinkageForm>(context, Text.T("linkage.title"), new { Outcome = outcome }, form);

    private static async Task<IResult> Take(HttpContext context, LinkVitalStatus link, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (context.Request.Form.Files["file"] is not { Length: > 0 } file)
        {
            form.Refuse("file", Text.T("form.required"));
            return Show(context, form, null);
        }

        await using var csv = file.OpenReadStream();
        var outcome = await link.Do(context.Caller(), "file", csv, cancellation);
        foreach (var problem in outcome.Problems)
            form.Refuse(
                new Domain.Refusal(
                    "linkage.problem",
                    problem.Line == 0
                        ? Text.T("linkage.problem-whole", problem.Field, problem.Found, problem.Expected, problem.Remedy)
                        : Text.T("linkage.problem", problem.Line, problem.Field, problem.Found, problem.Expected, problem.Remedy)
                )
            );
        return Show(context, form, outcome);
    }
}
