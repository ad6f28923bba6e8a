namespace Longwatch.Portal.Accounts.External;

/// <summary>An outside provider of sign-in that speaks OAuth 2.0 with the authorization code and PKCE (RFC 6749, RFC 7636).</summary>
/// <param name="Name">As the button says it, and as links are kept under: do not change it once people have linked their accounts.</param>
public sealed record ExternalProvider(string Name, Uri Authorization, Uri Token, Uri UserInformation)
{
    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = ["openid"];

    /// <summary>Member of the answer about the user that holds the provider's unchanging name for the person.</summary>
    public string SubjectMember { get; init; } = "sub";

    /// <summary>Shows no secret.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// Reads <c>LONGWATCH_OAUTH_NAME</c>, <c>_AUTHORIZATION</c>, <c>_TOKEN</c>, <c>_USER</c> (addresses), <c>_CLIENT_ID</c>,
    /// <c>_CLIENT_SECRET</c>, <c>_SCOPES</c> (separated by spaces), <c>_SUBJECT</c>. Null without a name.
    /// </summary>
    /// <exception cref="FormatException">A value is missing or cannot be read.</exception>
    public static ExternalProvider? Of(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (setting("LONGWATCH_OAUTH_NAME") is not { Length: > 0 } name)
            return null;
        return new(name, Address("AUTHORIZATION"), Address("TOKEN"), Address("USER"))
        {
            ClientId = Value("CLIENT_ID"),
            ClientSecret = Value("CLIENT_SECRET"),
            Scopes = (setting("LONGWATCH_OAUTH_SCOPES") is { Length: > 0 } scopes ? scopes : "openid").Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            ),
            SubjectMember = setting("LONGWATCH_OAUTH_SUBJECT") is { Length: > 0 } subject ? subject : "sub",
        };

        string Value(string part) =>
            setting($"LONGWATCH_OAUTH_{part}") is { Length: > 0 } value
                ? value
                : throw new FormatException($"LONGWATCH_OAUTH_{part} is missing.");

        Uri Address(string part) =>
            Uri.TryCreate(Value(part), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
                ? address
                : throw new FormatException($"LONGWATCH_OAUTH_{part} must be an https address.");
    }
}
