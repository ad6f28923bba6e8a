using System.Globalization;
using Longwatch.Registry.Mail;

namespace Longwatch.Registry.Accounts;

/// <summary>The letters that accounts send. They hold codes, never links: a link in a letter teaches people to follow links in letters.</summary>
internal static class AccountLetters
{
    public static Letter ConfirmEmail(string to, string code, TimeSpan lifetime) =>
        LetterTexts.Write(to, "confirm-email", code, In(lifetime));

    /// <summary>So that the page need not say to a stranger whether an account exists.</summary>
    public static Letter HasAccount(string to) => LetterTexts.Write(to, "has-account");

    public static Letter Approved(string to, string code, TimeSpan lifetime) => LetterTexts.Write(to, "approved", code, In(lifetime));

    public static Letter Refused(string to) => LetterTexts.Write(to, "refused");

    public static Letter NewPassword(string to, string code, TimeSpan lifetime) =>
        LetterTexts.Write(to, "new-password", code, In(lifetime));

    public static Letter PasswordChanged(string to) => LetterTexts.Write(to, "password-changed");

    public static Letter SecondFactorChanged(string to) => LetterTexts.Write(to, "second-factor-changed");

    private static string In(TimeSpan lifetime)
    {
        var (key, number) =
            lifetime >= TimeSpan.FromDays(2) ? ("letters.days", lifetime.TotalDays) : ("letters.minutes", lifetime.TotalMinutes);
        return LetterTexts.T(key, number.ToString("0", CultureInfo.InvariantCulture));
    }
}
