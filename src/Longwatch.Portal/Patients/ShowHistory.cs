using System.Globalization;
using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;

namespace Longwatch.Portal.Patients;

/// <summary>GET /patients/{id}/history: every version of every fact, and with <c>?day=</c> what was known at the end of that day (UTC).</summary>
internal static class ShowHistory
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/patients/{id:guid}/history", Show).Needs(Permission.PatientsRead).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        string? day,
        ReadHistory read,
        RecallPatient recall,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = FormInput.Of(("day", day));
        var asked = form.Day("day", DayRange.UntilToday(clock));
        if (await read.Do(context.Caller(), id, cancellation) is not Result<IReadOnlyList<AuditedAct>>.Ok { Value: var acts })
            return Page.Error(context, StatusCodes.Status404NotFound);
        IReadOnlyList<RecallPatient.Known>? known = null;
        if (asked is { } wanted)
        {
            var end = new DateTimeOffset(wanted.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            if (
                await recall.Do(context.Caller(), id, end, cancellation) is Result<IReadOnlyList<RecallPatient.Known>>.Ok
                {
                    Value: var then
                }
            )
                known = then;
        }

        return Page.Of<HistoryView>(
            context,
            Text.T("history.title"),
            new
            {
                Patient = id,
                Acts = acts,
                Known = known,
                Day = asked?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
            form
        );
    }
}
