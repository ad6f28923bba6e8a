using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.People;

namespace Longwatch.Portal.People;

/// <summary>The forms of the page of a person: a request is decided, roles are given and withdrawn, the account is disabled, enabled, unlocked.</summary>
internal static class ChangePersonPages
{
    private const int LongestReason = 1000;

    private static readonly (string, string)[] Fields =
    [
        ("grant.role", "role"),
        ("grant.exists", "role"),
        ("grant.centre-missing", "centre"),
        ("grant.centre-needless", "centre"),
        ("grant.centre-unknown", "centre"),
        ("grant.not-yours", "centre"),
        ("person.reason-missing", "reason"),
    ];

    private delegate Task<Result<bool>> Act(Caller caller, Guid person, string reason, CancellationToken cancellation);

    internal static void Map(IEndpointRouteBuilder app)
    {
        var person = app.MapGroup("/people/{person:guid}").Needs(Permission.PeopleWrite).ExcludeFromDescription();
        person.MapPost("/approve", Approve);
        person.MapPost("/grants", Give);
        person.MapPost("/grants/{grant:guid}/withdraw", Withdraw);
        Map(person, "refuse", s => s.GetRequiredService<DecideRequest>().Refuse, "people-refused");
        Map(person, "disable", s => s.GetRequiredService<ChangeAccount>().Disable, "people-disabled");
        Map(person, "enable", s => s.GetRequiredService<ChangeAccount>().Enable, "people-enabled");
        Map(person, "unlock", s => s.GetRequiredService<ChangeAccount>().Unlock, "people-unlocked");
        Map(person, "take-second-factor", s => s.GetRequiredService<ChangeAccount>().TakeSecondFactor, "people-taken", "take");
    }

    /// <summary>An act that takes a reason and nothing else.</summary>
    private static void Map(RouteGroupBuilder group, string path, Func<IServiceProvider, Act> act, string done, string? formId = null) =>
        group.MapPost(
            "/" + path,
            async (HttpContext context, Guid person, PersonParts parts, CancellationToken cancellation) =>
            {
                var form = await FormInput.Read(context, cancellation);
                var reason = form.Prose("reason", LongestReason, required: true);
                return await Finish(
                    new(context, person, parts, form, formId ?? path),
                    () => act(context.RequestServices)(context.Caller(), person, reason!, cancellation),
                    done
                );
            }
        );

    private static async Task<IResult> Approve(
        HttpContext context,
        Guid person,
        DecideRequest decide,
        PersonParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var grant = ReadGrant(form);
        return await Finish(
            new(context, person, parts, form, "approve"),
            () => decide.Approve(context.Caller(), person, [grant!], cancellation),
            "people-approved"
        );
    }

    private static async Task<IResult> Give(
        HttpContext context,
        Guid person,
        ChangeGrants grants,
        PersonParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var grant = ReadGrant(form);
        var reason = form.Prose("reason", LongestReason, required: true);
        return await Finish(
            new(context, person, parts, form, "give"),
            () => grants.Give(context.Caller(), person, grant!, reason!, cancellation),
            "people-roles"
        );
    }

    private static async Task<IResult> Withdraw(
        HttpContext context,
        [AsParameters] GrantOfPerson of,
        ChangeGrants grants,
        PersonParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var reason = form.Prose("reason", LongestReason, required: true);
        return await Finish(
            new(context, of.Person, parts, form, $"grant-{of.Grant}"),
            () => grants.Withdraw(context.Caller(), of.Person, of.Grant, reason!, cancellation),
            "people-roles"
        );
    }

    private static Grant? ReadGrant(FormInput form)
    {
        var role = form.OneOf<Role>("role", required: true);
        var centre = form.Line("centre", 64);
        return role is { } known ? new(known, centre) : null;
    }

    private static async Task<IResult> Finish(Filled filled, Func<Task<Result<bool>>> act, string done)
    {
        var (context, person, parts, form, formId) = filled;
        if (form.IsRefused)
            return await ShowPersonPage.Draw(context, person, parts, (formId, form), context.RequestAborted);
        return await act() switch
        {
            Result<bool>.Refused(var why) when Shell.Errors.Refusals.Status(why) == StatusCodes.Status422UnprocessableEntity =>
                await ShowPersonPage.Draw(context, person, parts, (formId, form.Refuse(why, Fields)), context.RequestAborted),
            Result<bool>.Refused(var why) => Page.Refused(context, why),
            _ => Page.Done(ShowPersonPage.AddressOf(person), done),
        };
    }

    private sealed record Filled(HttpContext Context, Guid Person, PersonParts Parts, FormInput Form, string FormId);
}

/// <summary>One grant of one person, by the route.</summary>
internal sealed record GrantOfPerson(Guid Person, Guid Grant);
