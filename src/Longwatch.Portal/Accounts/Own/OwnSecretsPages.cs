using Longwatch.Domain;
using Longwatch.Portal.Accounts.Registration;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.Own;

/// <summary>Forms of the own account that change by what a person signs in. Each asks for the password or a code again.</summary>
internal static class OwnSecretsPages
{
    private static readonly (string, string)[] Fields =
    [
        ("reauthentication.failed", "proof"),
        ("password.too-short", "password"),
        ("password.too-long", "password"),
        ("password.guessable", "password"),
        ("totp.code", "code"),
    ];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/account/password", NewPassword).SignedIn().ExcludeFromDescription();
        app.MapGet("/account/totp", ShowTotp).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/totp", AddTotp).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/totp/remove", RemoveTotp).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/recovery-codes", RenewCodes).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/passkeys/{passkey:guid}/remove", RemovePasskey).SignedIn().ExcludeFromDescription();
    }

    private static async Task<IResult> NewPassword(
        HttpContext context,
        ChangePassword change,
        OwnAccountParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var proof = form.Proof();
        var password = form.NewPassword();
        if (!form.IsRefused && await change.Do(context.Session(), proof, password!, cancellation) is Result<bool>.Refused(var why))
            form.Refuse(why, Fields);
        return form.IsRefused
            ? await OwnAccountPage.Draw(context, parts, "password", form, cancellation)
            : Page.Done(OwnAccountPage.Address, "accounts-password-changed");
    }

    private static Task<IResult> ShowTotp(HttpContext context, SetUpTotp totp, CancellationToken cancellation) =>
        DrawTotp(context, totp, FormInput.Empty(), cancellation);

    private static async Task<IResult> AddTotp(HttpContext context, SetUpTotp totp, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var code = form.Line("code", 12, required: true);
        var proof = form.Proof();
        if (form.IsRefused)
            return await DrawTotp(context, totp, form, cancellation);
        switch (await totp.Confirm(context.Session(), code!, proof, context.Origin(), cancellation))
        {
            case Result<SecondFactorAdded>.Ok(var added):
                return RecoveryCodesPage.Draw(context, added.RecoveryCodes, OwnAccountPage.Address);
            case Result<SecondFactorAdded>.Refused(var why):
                return await DrawTotp(context, totp, form.Refuse(why, Fields), cancellation);
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    private static async Task<IResult> DrawTotp(HttpContext context, SetUpTotp totp, FormInput form, CancellationToken cancellation) =>
        await totp.Propose(context.Session(), cancellation) is { } key
            ? Page.Of<OwnTotpForm>(context, Text.T("accounts.totp.title"), new { Key = key }, form)
            : Page.Done(OwnAccountPage.Address);

    private static async Task<IResult> RemoveTotp(
        HttpContext context,
        SetUpTotp totp,
        OwnAccountParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (await totp.Remove(context.Caller(), context.Session(), form.Proof(), cancellation) is Result<bool>.Refused(var why))
            return await OwnAccountPage.Draw(context, parts, "totp", form.Refuse(why, Fields), cancellation);
        return Page.Done("/account/totp");
    }

    private static async Task<IResult> RenewCodes(
        HttpContext context,
        RenewRecoveryCodes renew,
        OwnAccountParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        return await renew.Do(context.Caller(), form.Proof(), cancellation) switch
        {
            Result<IReadOnlyList<string>>.Ok(var codes) => RecoveryCodesPage.Draw(context, codes, OwnAccountPage.Address),
            Result<IReadOnlyList<string>>.Refused(var why) => await OwnAccountPage.Draw(
                context,
                parts,
                "recovery",
                form.Refuse(why, Fields),
                cancellation
            ),
            _ => throw new InvalidOperationException("A result is one of two."),
        };
    }

    private static async Task<IResult> RemovePasskey(
        HttpContext context,
        Guid passkey,
        Registry.Accounts.SecondFactor.Passkeys passkeys,
        OwnAccountParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        return await passkeys.Remove(context.Caller(), passkey, form.Proof(), cancellation) switch
        {
            Result<bool>.Refused({ Code: "reauthentication.failed" } why) => await OwnAccountPage.Draw(
                context,
                parts,
                $"passkey-{passkey}",
                form.Refuse(why, Fields),
                cancellation
            ),
            Result<bool>.Refused(var why) => Page.Refused(context, why),
            _ => Page.Done(OwnAccountPage.Address, "accounts-passkey-removed"),
        };
    }

    /// <summary>Password or current code, as typed.</summary>
    internal static string Proof(this FormInput form) => form.Value("proof") ?? "";

    /// <summary>The session of a page that needs one; a token of the API has none and opens no page.</summary>
    internal static LiveSession Session(this HttpContext context) =>
        context.SessionOrNull() ?? throw new InvalidOperationException("This page was opened without a session.");
}
