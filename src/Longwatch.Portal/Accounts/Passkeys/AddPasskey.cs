using Longwatch.Domain;
using Longwatch.Portal.Accounts.Own;
using Longwatch.Portal.Accounts.SignIn;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Accounts.SecondFactor;
using Microsoft.AspNetCore.Identity;

namespace Longwatch.Portal.Accounts.Passkeys;

/// <summary>POST /passkeys/options and /passkeys: registers a passkey, for who is signed in or is setting up the second factor of a first sign-in.</summary>
internal static class AddPasskey
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/passkeys/options", Options).Anyone().ExcludeFromDescription();
        app.MapPost("/passkeys", Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Options(
        HttpContext context,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        Registry.Accounts.SecondFactor.Passkeys passkeys,
        CancellationToken cancellation
    )
    {
        if (context.SessionOrNull() is not { } session)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var form = await FormInput.Read(context, cancellation);
        if (await passkeys.MayAdd(session, form.Value("proof") ?? "", cancellation) is Result<bool>.Refused)
            return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        var account = session.Caller.Account!.Value;
        if (await passkeys.OwnerOf(account, cancellation) is not { } owner)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var made = await handler.MakeCreationOptionsAsync(
            new()
            {
                Id = account.ToString(),
                Name = owner.Email,
                DisplayName = owner.PrintedName,
            },
            context
        );
        var ticket = await ceremonies.Begin(made.AttestationState ?? "", account, cancellation);
        AccountCookies.SetCeremony(context, ticket, PasskeyCeremonies.Lifetime);
        return Results.Text(made.CreationOptionsJson, "application/json");
    }

    private static async Task<IResult> Save(
        HttpContext context,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        Registry.Accounts.SecondFactor.Passkeys passkeys,
        CancellationToken cancellation
    )
    {
        if (context.SessionOrNull() is not { } session)
            return Page.Done(SignInPage.Address);
        var form = await FormInput.Read(context, cancellation);
        var account = session.Caller.Account!.Value;
        var state = AccountCookies.Ceremony(context) is { } ticket ? await ceremonies.Take(ticket, account, cancellation) : null;
        AccountCookies.ClearCeremony(context);
        if (state is null || form.Value("credential") is not { Length: > 0 } credential)
            return Failed(context);
        var attested = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = context,
                CredentialJson = credential,
                AttestationState = state,
            }
        );
        if (!attested.Succeeded)
            return Failed(context);
        switch (await passkeys.Add(session, attested.Passkey, form.Line("name", 100) ?? "", context.Origin(), cancellation))
        {
            case Result<SecondFactorAdded>.Ok(var added):
                if (added.Session is { } opened)
                    AccountCookies.SetSession(context, opened);
                return added.RecoveryCodes.Count > 0
                    ? RecoveryCodesPage.Draw(context, added.RecoveryCodes, LocalAddress.OrHome(form.Value("return")))
                    : Page.Done(OwnAccountPage.Address, "accounts-passkey-added");
            case Result<SecondFactorAdded>.Refused(var why):
                return Page.Refused(context, why);
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    private static IResult Failed(HttpContext context) => Page.Error(context, StatusCodes.Status422UnprocessableEntity, "passkey-refused");
}
