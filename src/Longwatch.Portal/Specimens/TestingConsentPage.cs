using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /patients/{id}/testing-consent: consent to the testing of specimens, its refusal or withdrawal.</summary>
internal static class TestingConsentPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/{id:guid}/testing-consent", Show).Needs(Permission.ConsentWrite).ExcludeFromDescription();
        app.MapPost("/patients/{id:guid}/testing-consent", Save).Needs(Permission.ConsentWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, ReadConsent read, CancellationToken cancellation) =>
        await read.Do(context.Caller(), id, cancellation) switch
        {
            Result<ConsentView>.Ok { Value: var view } => Draw(context, id, view.Version ?? 0, FormInput.Of(Now(view))),
            Result<ConsentView>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        ReadConsent read,
        RecordConsent record,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (await read.Do(context.Caller(), id, cancellation) is Result<ConsentView>.Refused { Why: var why })
            return Page.Refused(context, why);
        var version = form.Version();
        var days = DayRange.UntilToday(clock);
        var given = form.Code<Ternary>("given", required: true);
        var (from, withdrawn) = (form.Day("from", days), form.Day("withdrawn", days));
        var source = form.Line("source", 500, required: true);
        if (form.IsRefused)
            return Draw(context, id, version, form);
        var command = new RecordConsent.Command(id, version == 0 ? null : version, new(given!.Value, from, withdrawn), source!);
        var recorded = await record.Do(context.Caller(), command, cancellation);
        if (recorded.IsConflict() && await read.Do(context.Caller(), id, cancellation) is Result<ConsentView>.Ok { Value: var now })
            return await Conflicts.SideBySide(
                context,
                now.Record is { } row ? (Permission.ConsentWrite, row) : null,
                [
                    .. Now(now)
                        .Select(f => new ConflictingField(
                            Text.T($"consent.{f.Name}"),
                            Words(f.Name, f.Value),
                            Words(f.Name, form.Value(f.Name))
                        )),
                ],
                $"/patients/{id}/testing-consent"
            );
        return await recorded.Answer(
            context,
            _ => Page.Done($"/patients/{id}", "saved"),
            form,
            () => Task.FromResult(Draw(context, id, version, form)),
            ("consent.withdrawn", "withdrawn"),
            ("consent.order", "withdrawn"),
            ("consent.source", "source")
        );
    }

    private static (string Name, string? Value)[] Now(ConsentView view) =>
        [
            ("given", Exchange.Codes.Of(view.Consent.Given)),
            ("from", Days.Text(view.Consent.From)),
            ("withdrawn", Days.Text(view.Consent.Withdrawn)),
            ("source", view.Source),
        ];

    private static string? Words(string name, string? value) =>
        string.IsNullOrWhiteSpace(value) ? null
        : name == "given" ? Text.T($"patients.ternary.{value}")
        : value.Trim();

    private static IResult Draw(HttpContext context, Guid id, int version, FormInput form) =>
        Page.Of<TestingConsentForm>(context, Text.T("consent.title"), new { Patient = id, Version = version }, form);
}
