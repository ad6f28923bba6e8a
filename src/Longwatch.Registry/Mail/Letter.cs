namespace Longwatch.Registry.Mail;

/// <summary>One e-mail in plain text to one person. Never holds a pseudonym or anything about a patient: mail is not private.</summary>
public sealed record Letter(string Recipient, string Subject, string Body)
{
    /// <summary>Shows neither recipient nor content: letters carry codes.</summary>
    public override string ToString() => nameof(Letter);
}
