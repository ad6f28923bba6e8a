using Longwatch.Domain;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.People;

namespace Longwatch.Portal.People;

/// <summary>Calls of the HTTP API about people: who am I, whom do I administer.</summary>
internal static class PeopleCalls
{
    /// <summary>One role.</summary>
    /// <param name="Centre">Code of the centre; null: all centres.</param>
    internal sealed record GrantAnswer(Role Role, string? Centre);

    /// <summary>Who calls, and as what.</summary>
    internal sealed record OwnAnswer(Guid? Id, string Name, IReadOnlyList<GrantAnswer> Grants);

    /// <summary>A person as administrators see them.</summary>
    internal sealed record PersonAnswer(Guid Id, string Name, string Email, string Organisation)
    {
        public required string Country { get; init; }
        public required AccountStatus Status { get; init; }
        public required IReadOnlyList<GrantAnswer> Grants { get; init; }
        public DateTimeOffset? LastSignIn { get; init; }
    }

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/account", Own).SignedIn().Produces<OwnAnswer>().WithSummary("Who calls, and with which roles.");
        api.MapGet("/people", List)
            .Needs(Permission.PeopleRead)
            .Produces<Paged<PersonAnswer>>()
            .WithSummary("The people whom the caller administers.");
        api.MapGet("/people/{person:guid}", One).Needs(Permission.PeopleRead).Produces<PersonAnswer>().WithSummary("One person.");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<OwnAnswer> Own(HttpContext context)
    {
        var caller = context.Caller();
        return TypedResults.Ok(
            new OwnAnswer(caller.Account, caller.PrintedName, [.. caller.Grants.Select(g => new GrantAnswer(g.Role, g.Centre))])
        );
    }

    private static async Task<IResult> List(HttpContext context, ReadPeople people, PageRequest page, CancellationToken cancellation)
    {
        var all = await people.List(context.Caller(), null, cancellation);
        return TypedResults.Ok(page.Of([.. all.Select(Answer)]));
    }

    private static async Task<IResult> One(HttpContext context, Guid person, ReadPeople people, CancellationToken cancellation) =>
        await people.One(context.Caller(), person, cancellation) switch
        {
            Result<Person>.Ok(var found) => TypedResults.Ok(Answer(found)),
            Result<Person>.Refused(var why) => Problems.Of(why),
            _ => throw new InvalidOperationException("A result is one of two."),
        };

    private static PersonAnswer Answer(Person person) =>
        new(person.Account.Id, person.Account.PrintedName, person.Account.Email, person.Account.Organisation)
        {
            Country = person.Account.Country,
            Status = person.Account.Status,
            Grants = [.. person.Grants.Select(g => new GrantAnswer(g.Role, g.Centre))],
            LastSignIn = person.LastSignIn,
        };
}
