using System.Net.Mail;

namespace Longwatch.Registry.Accounts;

/// <summary>E-mail addresses as accounts keep them.</summary>
internal static class Email
{
    /// <summary>Longest address that mail can carry (RFC 5321, 4.5.3.1.3, less the brackets).</summary>
    private const int Longest = 254;

    /// <summary>Trimmed and in lower case; null when the text is no address.</summary>
    public static string? Normal(string? text)
    {
        var address = text?.Trim().ToLowerInvariant();
        return
            address is { Length: > 2 and <= Longest }
            && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or ',' or ';')
            && MailAddress.TryCreate(address, out var parsed)
            && parsed.Address == address
            ? address
            : null;
    }
}
