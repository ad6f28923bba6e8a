using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.People;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.People;

/// <summary>GET /people/{person}: one person, and what an administrator may do about the account.</summary>
internal static class ShowPersonPage
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/people/{person:guid}", Show).Needs(Permission.PeopleRead).ExcludeFromDescription();

    internal static string AddressOf(Guid person) => $"/people/{person}";

    private static Task<IResult> Show(HttpContext context, Guid person, PersonParts parts, CancellationToken cancellation) =>
        Draw(context, person, parts, (null, FormInput.Empty()), cancellation);

    /// <summary>The page with one of its forms refused.</summary>
    internal static async Task<IResult> Draw(
        HttpContext context,
        Guid person,
        PersonParts parts,
        (string? Id, FormInput Form) refused,
        CancellationToken cancellation
    ) =>
        await parts.Read(context.Caller(), person, cancellation) switch
        {
            Result<PersonModel>.Ok(var model) => Page.Of<PersonView>(
                context,
                Text.T("people.person"),
                new { Model = model, Refused = refused.Id },
                refused.Form
            ),
            Result<PersonModel>.Refused(var why) => Page.Refused(context, why),
            _ => throw new InvalidOperationException("A result is one of two."),
        };
}

/// <summary>What the page of a person shows.</summary>
public sealed record PersonModel(Person Person, IReadOnlyList<Choice> Centres)
{
    /// <summary>Whether the caller may change anything here; nobody changes the own account.</summary>
    public required bool MayChange { get; init; }
    public required IReadOnlyList<Choice> Roles { get; init; }
}

/// <summary>Reads what the page of a person shows.</summary>
internal sealed class PersonParts(ReadPeople people, RegistryStore store)
{
    internal async Task<Result<PersonModel>> Read(Caller caller, Guid person, CancellationToken cancellation)
    {
        if (await people.One(caller, person, cancellation) is not Result<Person>.Ok(var found))
            return new Refusal("person.not-found", "There is no such person.");
        var reach = caller.Centres(Permission.PeopleWrite);
        var centres = await store.Read(
            (db, token) =>
                db.Set<CentreRow>()
                    .Where(c => !c.Voided && (reach == null || reach.Contains(c.Code)))
                    .OrderBy(c => c.Name)
                    .Select(c => new Choice(c.Code, c.Name))
                    .ToListAsync(token),
            cancellation
        );
        return new PersonModel(found, centres)
        {
            MayChange = caller.May(Permission.PeopleWrite) && caller.Account != person,
            Roles = [.. Accounts.AccountChoices.Roles.Where(r => reach is null || r.Code != "administrator")],
        };
    }
}
