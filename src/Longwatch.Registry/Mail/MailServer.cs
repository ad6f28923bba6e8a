using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Longwatch.Registry.Mail;

/// <summary>The mail server that letters are handed to (SMTP).</summary>
/// <param name="From">Sender's address of every letter.</param>
public sealed record MailServer(string Host, int Port, string From)
{
    /// <summary>STARTTLS; off only for a server on this machine.</summary>
    public bool Encrypted { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Shows no password.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>
    /// Reads <c>LONGWATCH_SMTP_HOST</c>, <c>_PORT</c> (587), <c>_FROM</c>, <c>_TLS</c> (true), <c>_USER</c>, <c>_PASSWORD</c>. Null without a host: letters wait in the outbox.
    /// </summary>
    /// <exception cref="FormatException">A value cannot be read.</exception>
    public static MailServer? Of(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (setting("LONGWATCH_SMTP_HOST") is not { Length: > 0 } host)
            return null;
        if (setting("LONGWATCH_SMTP_FROM") is not { Length: > 0 } from || !MailAddress.TryCreate(from, out _))
            throw new FormatException("LONGWATCH_SMTP_FROM must be the sender's e-mail address.");
        var port = 587;
        if (
            setting("LONGWATCH_SMTP_PORT") is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
        )
            throw new FormatException("LONGWATCH_SMTP_PORT must be a number from 1 to 65535.");
        if (setting("LONGWATCH_SMTP_TLS") is not (null or "" or "true" or "false"))
            throw new FormatException("LONGWATCH_SMTP_TLS must be true or false.");
        return new(host, port, from)
        {
            Encrypted = setting("LONGWATCH_SMTP_TLS") != "false",
            User = setting("LONGWATCH_SMTP_USER"),
            Password = setting("LONGWATCH_SMTP_PASSWORD"),
        };
    }

    /// <summary>Hands one letter over.</summary>
    /// <exception cref="SmtpException">The server did not take the letter.</exception>
    internal async Task Deliver(Letter letter, CancellationToken cancellation)
    {
        using var client = new SmtpClient(Host, Port) { EnableSsl = Encrypted };
        if (User is { Length: > 0 })
            client.Credentials = new NetworkCredential(User, Password);
        using var message = new MailMessage(From, letter.Recipient)
        {
            Subject = letter.Subject.ReplaceLineEndings(" "),
            Body = letter.Body,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
            IsBodyHtml = false,
        };
        await client.SendMailAsync(message, cancellation);
    }
}
