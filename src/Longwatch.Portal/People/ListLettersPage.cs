using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Mail;

namespace Longwatch.Portal.People;

/// <summary>GET /letters: letters that wait. Without a mail server an administrator hands them on, codes included; the second factor stays between.</summary>
internal static class ListLettersPage
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/letters", Show).Needs(Permission.SettingsRead).ExcludeFromDescription();

    private static async Task<IResult> Show(HttpContext context, ReadOutbox outbox, CancellationToken cancellation) =>
        Page.Of<LettersView>(
            context,
            Text.T("letters.title"),
            new { Letters = (IReadOnlyList<WaitingLetter>)await outbox.Do(context.Caller(), cancellation), outbox.HasServer }
        );
}
