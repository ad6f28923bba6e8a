using Longwatch.Exchange;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.People;

namespace Longwatch.Portal.People;

/// <summary>GET /people: requests that wait, then everybody whom the caller administers.</summary>
internal static class ListPeoplePage
{
    internal const string Address = "/people";

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet(Address, Show).Needs(Permission.PeopleRead).ExcludeFromDescription();

    private static async Task<IResult> Show(HttpContext context, ReadPeople people, CancellationToken cancellation)
    {
        AccountStatus? status = Codes.TryParse<AccountStatus>(context.Request.Query["status"].ToString(), out var chosen) ? chosen : null;
        var all = await people.List(context.Caller(), null, cancellation);
        return Page.Of<PeopleView>(
            context,
            Text.T("people.title"),
            new
            {
                Waiting = (IReadOnlyList<Person>)[.. all.Where(p => p.Account.Status == AccountStatus.Requested)],
                People = (IReadOnlyList<Person>)
                    [.. all.Where(p => p.Account.Status != AccountStatus.Requested && (status is null || p.Account.Status == status))],
                Status = status,
            }
        );
    }
}
