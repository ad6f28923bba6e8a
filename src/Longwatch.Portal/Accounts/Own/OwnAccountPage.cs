using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.Own;

/// <summary>GET /account: what a person has for signing in, where the person is signed in, and the roles.</summary>
internal static class OwnAccountPage
{
    internal const string Address = "/account";

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet(Address, Show).SignedIn().ExcludeFromDescription();

    private static Task<IResult> Show(HttpContext context, OwnAccountParts parts, CancellationToken cancellation) =>
        Draw(context, parts, null, FormInput.Empty(), cancellation);

    /// <summary>The page with one of its forms refused.</summary>
    /// <param name="formId">Which form; null: none.</param>
    internal static async Task<IResult> Draw(
        HttpContext context,
        OwnAccountParts parts,
        string? formId,
        FormInput form,
        CancellationToken cancellation
    ) =>
        Page.Of<OwnAccountView>(
            context,
            Text.T("accounts.own.title"),
            new { Model = await parts.Read(context, cancellation), Refused = formId },
            form
        );
}

/// <summary>Reads what the page of the own account shows.</summary>
internal sealed class OwnAccountParts(
    SetUpTotp totp,
    Registry.Accounts.SecondFactor.Passkeys passkeys,
    OwnSessions sessions,
    ApiTokens tokens,
    ExternalIdentities identities,
    PortalOptions options
)
{
    internal async Task<OwnAccountModel> Read(HttpContext context, CancellationToken cancellation)
    {
        var caller = context.Caller();
        return new(await totp.Read(caller, cancellation), await passkeys.List(caller, cancellation))
        {
            Caller = caller,
            Sessions = await sessions.List(caller, cancellation),
            Present = context.SessionOrNull()?.Id,
            Tokens = await tokens.List(caller, cancellation),
            External = options.External?.Name,
            Linked = options.External is { } provider && (await identities.Providers(caller, cancellation)).Contains(provider.Name),
        };
    }
}

/// <summary>What the page of the own account shows.</summary>
public sealed record OwnAccountModel(SecondFactors Factors, IReadOnlyList<PasskeyLine> Passkeys)
{
    public required Registry.Access.Caller Caller { get; init; }
    public required IReadOnlyList<SessionLine> Sessions { get; init; }

    /// <summary>The session in which the page is asked for.</summary>
    public Guid? Present { get; init; }
    public required IReadOnlyList<ApiTokenLine> Tokens { get; init; }

    /// <summary>Name of the outside provider; null: there is none.</summary>
    public string? External { get; init; }
    public bool Linked { get; init; }
}
