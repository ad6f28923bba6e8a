using System.Globalization;
using Longwatch.Registry.Mail;

namespace Longwatch.Registry.Accounts;

/// <summary>The letters that accounts send. They hold codes, never links: a link in a letter teaches people to follow links in letters.</summary>
internal static class AccountLetters
{
    public static Letter ConfirmEmail(string to, string code, TimeSpan lifetime) =>
        new(
            to,
            "Longwatch: confirm your e-mail address",
            $"""
            Somebody, probably you, asked for an account of Longwatch with this e-mail address.

            Your code: {code}

            Enter it on the page that asked for it within {In(lifetime)}. An administrator then decides on the request.
            If it was not you, do nothing: without the code nothing happens.
            """
        );

    /// <summary>So that the page need not say to a stranger whether an account exists.</summary>
    public static Letter HasAccount(string to) =>
        new(
            to,
            "Longwatch: you have an account already",
            """
            Somebody, probably you, asked for an account of Longwatch with this e-mail address. There is one already, or a request that waits.

            If you have forgotten the password, choose "Forgot the password" on the page where you sign in.
            If it was not you, do nothing.
            """
        );

    public static Letter Approved(string to, string code, TimeSpan lifetime) =>
        new(
            to,
            "Longwatch: your account is approved",
            $"""
            Your account of Longwatch is approved.

            Your code: {code}

            On the page where you sign in choose "Set a password with a code" within {In(
                lifetime
            )} and enter this code. At the first sign-in you
            set up a second factor: an authenticator program or a passkey.
            """
        );

    public static Letter Refused(string to) =>
        new(
            to,
            "Longwatch: your request",
            "Your request for an account of Longwatch was not approved. Please speak to the administrator of your centre."
        );

    public static Letter NewPassword(string to, string code, TimeSpan lifetime) =>
        new(
            to,
            "Longwatch: set a new password",
            $"""
            Somebody, probably you, asked for a new password of Longwatch.

            Your code: {code}

            Enter it on the page that asked for it within {In(lifetime)}.
            If it was not you, do nothing: the password stays as it is.
            """
        );

    public static Letter PasswordChanged(string to) =>
        new(
            to,
            "Longwatch: your password was changed",
            "The password of your Longwatch account was changed, and all its sessions were ended. If it was not you, tell an administrator at once."
        );

    public static Letter SecondFactorChanged(string to) =>
        new(
            to,
            "Longwatch: your second factor was changed",
            "The authenticator or a passkey of your Longwatch account was changed. If it was not you, tell an administrator at once."
        );

    private static string In(TimeSpan lifetime) =>
        lifetime >= TimeSpan.FromDays(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalDays:0} days")
            : string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalMinutes:0} minutes");
}
